"""Adds up a file, window by window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.files import Seen
from rightfit.engine.summary.levels import levels
from rightfit.engine.summary.look_first import LookFirst
from rightfit.engine.summary.remarks import remarks
from rightfit.engine.summary.report_data import NOTHING_IN_TEN, Refusal, ReportData

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.dyad import Priors, Scale
    from rightfit.engine.files import Refused, Table, Window
    from rightfit.engine.noticing import Readings

    FloatArray = NDArray[np.float64]

__all__ = ["Summing"]

_REFUSALS = 50


class Summing:
    """Adds up windows and readings of a file and gives the `ReportData` at the end."""

    def __init__(
        self, *, name: str, scale: Scale, therapist_scale: Scale, reading: str, promise: float, priors: Priors
    ) -> None:
        self.name, self.reading, self.promise = name, reading, promise
        self.scale, self.therapist_scale, self.priors = scale, therapist_scale, priors
        self.courses = self.sessions = self.held = self.missed = self.cancelled = 0
        self.client_forms = self.therapist_forms = self.questions = 0
        self.signals = self.courses_with_signal = self.cannot_tell = self.refused = 0
        self.first_session, self.last_session = 10**9, 0
        self.refusals: list[Refusal] = []
        self.clients, self.therapists = Seen(), Seen()
        self.ends: list[tuple[FloatArray, FloatArray]] = []
        self.sums = np.zeros(4)
        self.look = LookFirst(scale=scale, therapist_scale=therapist_scale)

    def window(self, window: Window) -> None:
        """Count the rows of a window."""
        read = window.pair >= 0
        self.sessions += int(read.sum())
        self.held += int((window.attended[read] == 1).sum())
        self.missed += int((window.attended[read] == 0).sum())
        self.cancelled += int((window.attended[read] == -1).sum())
        for place, (scores, scale) in enumerate(
            ((window.client[read], self.scale), (window.therapist[read], self.therapist_scale))
        ):
            forms = scale.to_forty(scores[np.isfinite(scores)])
            self.sums[2 * place : 2 * place + 2] += forms.size, forms.sum()
        self.client_forms, self.therapist_forms = int(self.sums[0]), int(self.sums[2])
        self.questions += int(np.isfinite(window.unsaid[read]).sum())
        if read.any():
            self.first_session = min(self.first_session, int(window.session[read].min()))
            self.last_session = max(self.last_session, int(window.session[read].max()))
        self._refuse(list(window.refused.values()))
        used = [window.pairs[code] for code in np.unique(window.pair[read])]
        self.clients.add({client for client, _ in used})
        self.therapists.add({therapist for _, therapist in used})

    def _refuse(self, rows: list[Refused]) -> None:
        self.refused += len(rows)
        for row in rows[: _REFUSALS - len(self.refusals)]:
            self.refusals.append(
                Refusal(
                    line=row.line,
                    client=row.client,
                    therapist=row.therapist,
                    session=row.session,
                    reason=row.reason,
                )
            )

    def table(self, window: Window, table: Table, found: Readings) -> None:
        """Count the courses of a table and keep those worth looking at first."""
        rows, last = np.arange(table.length.size), table.length - 1
        learnt = found.learnt[rows, last]
        self.courses += table.length.size
        self.cannot_tell += int((~learnt).sum())
        self.signals += int(found.signal.sum())
        self.courses_with_signal += int(found.signal.any(axis=1).sum())
        told = np.where(learnt, found.client_level[rows, last], np.nan)
        told_h = np.where(learnt, found.therapist_level[rows, last], np.nan)
        self.ends.append((told.astype(np.float32), told_h.astype(np.float32)))
        self.look.add(window, table, found)

    def data(self, *, engine_version: str, calibrated: bool) -> ReportData:
        """Everything added up."""
        client = np.concatenate([one for one, _ in self.ends]) if self.ends else np.zeros(0)
        therapist = np.concatenate([one for _, one in self.ends]) if self.ends else np.zeros(0)
        if self.sums[0] == 0:
            client = np.zeros(0)
        if self.sums[2] == 0:
            therapist = np.zeros(0)
        return ReportData(
            name=self.name,
            courses=self.courses,
            clients=len(self.clients),
            therapists=len(self.therapists),
            sessions=self.sessions,
            held=self.held,
            missed=self.missed,
            cancelled=self.cancelled,
            client_forms=self.client_forms,
            therapist_forms=self.therapist_forms,
            questions=self.questions,
            first_session=self.first_session if self.sessions else 0,
            last_session=self.last_session,
            refused=self.refused,
            refusals=tuple(self.refusals),
            client_scale=(self.scale.low, self.scale.high),
            therapist_scale=(self.therapist_scale.low, self.therapist_scale.high),
            client_levels=levels(client, self.scale),
            therapist_levels=levels(therapist, self.therapist_scale),
            reading=self.reading,
            promise=self.promise,
            signals=self.signals,
            courses_with_signal=self.courses_with_signal,
            nothing_in_ten=NOTHING_IN_TEN,
            nothing_source="from simulation",
            cannot_tell=self.cannot_tell,
            cannot_tell_share=self.cannot_tell / self.courses if self.courses else 0.0,
            look_first=self.look.courses,
            calibrated=calibrated,
            remarks=remarks(
                self.sums, priors=self.priors, reading=self.reading, courses=self.courses, calibrated=calibrated
            ),
            engine_version=engine_version,
        )
