"""The courses worth looking at first: those with a signal, lately, and where waiting would cost most.

Among recent signals the order is that of P(rupture) times the hazard of leaving as it would be in a rupture: how likely
somebody is about to be lost over something unsaid. It orders, and is shown to nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine import leaving
from rightfit.engine.noticing import KINDS, reasons_of
from rightfit.engine.summary.report_data import CourseToLookAt

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.dyad import Scale
    from rightfit.engine.files import Table, Window
    from rightfit.engine.noticing import Readings

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]

__all__ = ["LookFirst"]

_LOOK = 12
_LATELY = 4


class LookFirst:
    """Keeps the most pressing courses of all tables seen."""

    def __init__(self, *, scale: Scale, therapist_scale: Scale) -> None:
        """Begin with none; the scales are those of the levels that will come."""
        self._scale, self._therapist_scale = scale, therapist_scale
        self._kept: list[tuple[float, CourseToLookAt]] = []

    @property
    def courses(self) -> tuple[CourseToLookAt, ...]:
        """At most twelve, the most pressing first."""
        return tuple(course for _, course in self._kept)

    def add(self, window: Window, table: Table, found: Readings) -> None:
        """Keep what is more pressing in this table than what is kept so far."""
        worth = np.flatnonzero(found.signal.any(axis=1))
        if worth.size == 0:
            return
        since = table.length[worth] - 1 - _last_true(found.signal[worth])
        rank = self._lost_by_waiting(table, found, worth) + np.where(since < _LATELY, 1.0, 0.0)
        least = self._kept[-1][0] if len(self._kept) == _LOOK else -1.0
        for place in np.argsort(-rank, kind="stable")[:_LOOK]:
            if rank[place] > least:
                row = int(worth[place])
                course = _course(window, table, found, row)
                self._kept.append((float(rank[place]), course))
        self._kept = sorted(self._kept, key=lambda one: -one[0])[:_LOOK]

    def _lost_by_waiting(self, table: Table, found: Readings, rows: IntArray) -> FloatArray:
        """How likely something is wrong in these courses now and the client stays away over it; 0..1."""
        session = np.maximum(table.forms.session[rows], 1)  # padding has no number
        wrong = np.nan_to_num(found.p_rupture[rows])
        known = leaving.features(
            session=session,
            attended=table.forms.attended[rows],
            client_level=self._scale.to_forty(found.client_level[rows]),
            therapist_level=self._therapist_scale.to_forty(found.therapist_level[rows]),
            p_rupture=np.ones_like(wrong),
        )
        now = np.arange(rows.size), table.length[rows] - 1
        return np.asarray((wrong * leaving.SIMULATED.within(known, session=session))[now])


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
