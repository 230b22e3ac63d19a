"""The courses worth looking at first: those with a signal, lately, and most likely something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.noticing import KINDS, reasons_of
from rightfit.engine.summary.report_data import CourseToLookAt

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.files import Table, Window
    from rightfit.engine.noticing import Readings

    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]

__all__ = ["LookFirst"]

_LOOK = 12
_LATELY = 4


class LookFirst:
    """Keeps the most pressing courses of all tables seen."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: list[tuple[float, CourseToLookAt]] = []

    @property
    def courses(self) -> tuple[CourseToLookAt, ...]:
        """At most twelve, the most pressing first."""
        return tuple(course for _, course in self._kept)

    def add(self, window: Window, table: Table, found: Readings) -> None:
        """Keep what is more pressing in this table than what is kept so far."""
        last = table.length - 1
        worth = np.flatnonzero(found.signal.any(axis=1))
        if worth.size == 0:
            return
        since = table.length[worth] - 1 - _last_true(found.signal[worth])
        rank = found.p_rupture[worth, last[worth]] + np.where(since < _LATELY, 1.0, 0.0)
        least = self._kept[-1][0] if len(self._kept) == _LOOK else -1.0
        for place in np.argsort(-rank, kind="stable")[:_LOOK]:
            if rank[place] > least:
                row = int(worth[place])
                course = _course(window, table, found, row)
                self._kept.append((float(rank[place]), course))
        self._kept = sorted(self._kept, key=lambda one: -one[0])[:_LOOK]


def _last_true(rows: BoolArray) -> IntArray:
    return np.asarray(rows.shape[1] - 1 - np.argmax(rows[:, ::-1], axis=1))


def _course(window: Window, table: Table, found: Readings, row: int) -> CourseToLookAt:
    length = int(table.length[row])
    cut = (row, slice(0, length))
    client, therapist = window.pairs[table.pair[row]]
    place = int(np.flatnonzero(found.signal[cut])[-1])
    since = length - 1 - place
    when = "at the last session" if since == 0 else f"{since} session{'s' if since > 1 else ''} before the last"
    kind = KINDS[found.kind[row, place]]
    what = {"withdrawal": ", more like drawing back", "confrontation": ", more like a clash"}.get(kind, "")
    forms = table.forms
    return CourseToLookAt(
        client=client,
        therapist=therapist,
        why=f"Something may have changed {when} (session {forms.session[row, place]}){what}.",
        session=forms.session[cut],
        client_score=forms.client[cut],
        therapist_score=forms.therapist[cut],
        attended=forms.attended[cut],
        unsaid=forms.unsaid[cut],
        client_level=found.client_level[cut],
        client_low=found.client_low[cut],
        client_high=found.client_high[cut],
        therapist_level=found.therapist_level[cut],
        therapist_low=found.therapist_low[cut],
        therapist_high=found.therapist_high[cut],
        p_rupture=found.p_rupture[cut],
        signal=found.signal[cut],
        kind=tuple(KINDS[code] for code in found.kind[cut]),
        reasons=tuple(reasons_of(session) for session in found.evidence[cut]),
        learnt=found.learnt[cut],
    )
