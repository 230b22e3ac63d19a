"""What a report on a file of sessions says: plain figures, ready to be drawn.

The engine fills these; `rightfit.drawing.report.page` turns them into a page. Nothing here is a
verdict on a therapist: there is no figure per therapist, and no rank.

All scores and levels are in the file's own scale. Arrays of one course run over its sessions, in
the order of their numbers; `nan` means that there was no form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.files import Seen
from rightfit.engine.noticing import KINDS, reasons_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.dyad import Priors, Scale
    from rightfit.engine.files import Refused, Table, Window
    from rightfit.engine.noticing import Readings

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]

__all__ = ["NOTHING_IN_TEN", "CourseToLookAt", "Levels", "Refusal", "ReportData", "Summing"]

NOTHING_IN_TEN = 4
"""Of ten signals at one false alarm per 100 sessions, how many are nothing: from simulation."""


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A row of the file that could not be read, and why, in words."""

    line: int
    """Line in the file, the heading being line 1."""
    client: str
    therapist: str
    session: str
    """As written in the file, which may be no number at all."""
    reason: str
    """For instance `therapist_score "four" is not a number`."""


@dataclass(frozen=True, kw_only=True)
class Levels:
    """How the connection stands over the practice: each course's last level, one side.

    `courses` is the number of courses that count (those where something was learnt); the five
    quantiles are `nan` where it is 0. `counts[i]` courses lie from `edges[i]` to `edges[i + 1]`.
    """

    courses: int
    low: float
    """10% of the courses lie below."""
    lower: float
    """25% of the courses lie below."""
    middle: float
    upper: float
    """75% of the courses lie below."""
    high: float
    """90% of the courses lie below."""
    edges: FloatArray
    """Bounds of the bars, shape (bars + 1,), from the lowest to the highest score."""
    counts: IntArray
    """Courses in each bar, shape (bars,)."""


@dataclass(frozen=True, kw_only=True)
class CourseToLookAt:
    """One course worth looking at first, whole, so that it can be drawn."""

    client: str
    therapist: str
    why: str
    """One plain sentence: why this one."""
    session: IntArray
    client_score: FloatArray
    """The client's forms as given, `nan` where there is none."""
    therapist_score: FloatArray
    attended: IntArray
    """1 held, 0 missed, -1 cancelled in time."""
    unsaid: FloatArray
    """The answer "something is unsaid": 1 yes, 0 no, `nan` not asked or not answered."""
    client_level: FloatArray
    client_low: FloatArray
    """The level lies above with 90%, given this session and those before it."""
    client_high: FloatArray
    """The level lies below with 90%."""
    therapist_level: FloatArray
    therapist_low: FloatArray
    therapist_high: FloatArray
    p_rupture: FloatArray
    """Probability that something is wrong between the two, 0 to 1."""
    signal: BoolArray
    kind: tuple[str, ...]
    """`withdrawal`, `confrontation`, `unclear`, or empty where there is no signal."""
    reasons: tuple[tuple[tuple[str, float], ...], ...]
    """For each session (source, log-likelihood ratio), largest first."""
    learnt: BoolArray
    """False: we cannot tell."""


@dataclass(frozen=True, kw_only=True)
class ReportData:
    """Everything the report page says about one file.

    Counts are of what was read; refused rows are counted in `refused` alone.
    """

    name: str
    """The file's name, without its folder."""
    courses: int
    """(client, therapist) pairs."""
    clients: int
    therapists: int
    sessions: int
    """Rows read."""
    held: int
    missed: int
    cancelled: int
    """Cancelled in time."""
    client_forms: int
    therapist_forms: int
    questions: int
    """Answers to the question whether something is unsaid."""
    first_session: int
    last_session: int
    """Smallest and largest session number in the file."""
    refused: int
    refusals: tuple[Refusal, ...]
    """The first fifty refused rows."""
    client_scale: tuple[float, float]
    therapist_scale: tuple[float, float]
    client_levels: Levels
    therapist_levels: Levels
    reading: str
    """`joint`, `client` or `therapist`."""
    promise: float
    """False alarms per 100 held, rupture-free sessions that the signals were set to."""
    signals: int
    courses_with_signal: int
    nothing_in_ten: int
    """Of ten such signals, how many are nothing."""
    nothing_source: str
    """Where `nothing_in_ten` comes from: "from simulation" until there are confirmed answers."""
    cannot_tell: int
    """Courses where, at their last session, we cannot tell."""
    cannot_tell_share: float
    """The same as a share of all courses, 0 to 1."""
    look_first: tuple[CourseToLookAt, ...]
    """At most twelve courses, the most pressing first."""
    calibrated: bool
    """True where the file was read with a practice's own scale parameters (`--priors`)."""
    remarks: tuple[str, ...]
    """Whole sentences the reader has to see, such as that the ratings lie off the priors."""
    engine_version: str


_REFUSALS = 50
_LOOK = 12
_LATELY = 4
_BARS = 20
_OFF = 1.5
_CALIBRATE = 30


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
        self.look: list[tuple[float, int, CourseToLookAt]] = []

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
        worth = np.flatnonzero(found.signal.any(axis=1))
        if worth.size == 0:
            return
        since = table.length[worth] - 1 - _last_true(found.signal[worth])
        rank = found.p_rupture[worth, last[worth]] + np.where(since < _LATELY, 1.0, 0.0)
        least = self.look[-1][0] if len(self.look) == _LOOK else -1.0
        for place in np.argsort(-rank, kind="stable")[:_LOOK]:
            if rank[place] > least:
                row = int(worth[place])
                course = _course(window, table, found, row)
                self.look.append((float(rank[place]), -len(self.look), course))
        self.look = sorted(self.look, key=lambda one: -one[0])[:_LOOK]

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
            client_levels=_levels(client, self.scale),
            therapist_levels=_levels(therapist, self.therapist_scale),
            reading=self.reading,
            promise=self.promise,
            signals=self.signals,
            courses_with_signal=self.courses_with_signal,
            nothing_in_ten=NOTHING_IN_TEN,
            nothing_source="from simulation",
            cannot_tell=self.cannot_tell,
            cannot_tell_share=self.cannot_tell / self.courses if self.courses else 0.0,
            look_first=tuple(course for _, _, course in self.look),
            calibrated=calibrated,
            remarks=self.remarks(calibrated=calibrated),
            engine_version=engine_version,
        )

    def remarks(self, *, calibrated: bool) -> tuple[str, ...]:
        """What a reader of these figures has to know about them."""
        out = []
        for whose, place, mean, sd in (
            ("clients", 0, self.priors.mu_c, self.priors.sb_c),
            ("therapists", 2, self.priors.mu_h, self.priors.sb_h),
        ):
            if not self.sums[place]:
                continue
            seen = self.sums[place + 1] / self.sums[place]
            if abs(seen - min(mean, 40.0)) > _OFF * sd:
                where = "lower" if seen < mean else "higher"
                if calibrated:
                    tail = "the priors given do not fit this file."
                elif self.courses < _CALIBRATE:
                    tail = f"with fewer than {_CALIBRATE} courses there is no way yet to fit the reading to it."
                else:
                    tail = "run `rightfit calibrate` on it and read it again with --priors."
                out.append(
                    f"The forms of the {whose} lie {where} than the priors expect (mean {seen:.1f} of 40, "
                    f"expected {mean:.1f}), so signals and probabilities are not to be relied on: {tail}"
                )
        if not self.sums[0]:
            out.append("There is no form from a client, so everything rests on the therapist's side.")
        if not self.sums[2] and self.reading != "client":
            out.append("There is no form from a therapist, so everything rests on the client's side.")
        return tuple(out)


def _last_true(rows: BoolArray) -> IntArray:
    return np.asarray(rows.shape[1] - 1 - np.argmax(rows[:, ::-1], axis=1))


def _levels(ends: NDArray[np.floating], scale: Scale) -> Levels:
    ends = ends[np.isfinite(ends)].astype(float)
    edges = np.linspace(scale.low, scale.high, _BARS + 1)
    counts, _ = np.histogram(np.clip(ends, scale.low, scale.high), edges)
    marks = np.quantile(ends, (0.1, 0.25, 0.5, 0.75, 0.9)) if ends.size else np.full(5, np.nan)
    return Levels(
        courses=ends.size,
        low=float(marks[0]),
        lower=float(marks[1]),
        middle=float(marks[2]),
        upper=float(marks[3]),
        high=float(marks[4]),
        edges=edges,
        counts=counts.astype(np.int64),
    )


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
