"""What a report says, ready to be drawn: counts, levels over the practice, refused rows, the courses to look at first.

All scores and levels are in the file's own scale. Arrays of one course run over its sessions, in
the order of their numbers; `nan` means that there was no form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]

__all__ = ["NOTHING_IN_TEN", "CourseToLookAt", "Levels", "Refusal", "ReportData"]

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
