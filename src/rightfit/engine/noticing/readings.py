"""What a reading says: of one course, and of many side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rightfit.engine import dyad

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What can be said at each of the n sessions of one course, from it and those before it.

    Levels are in the input's own scale; low and high are their 10% and 90%.
    """

    client_level: FloatArray
    client_low: FloatArray
    client_high: FloatArray
    therapist_level: FloatArray
    therapist_low: FloatArray
    therapist_high: FloatArray
    p_rupture: FloatArray
    """Probability that a rupture is open."""
    p_new: FloatArray
    """Probability that one is open that started within the last three sessions."""
    signal: BoolArray
    """A new signal is given here."""
    kind: tuple[str, ...]
    """`withdrawal`, `confrontation`, `unclear`; empty where there is no signal."""
    reasons: tuple[tuple[tuple[str, float], ...], ...]
    """Per session (source, log-likelihood ratio of rupture against none), largest first."""
    learnt: BoolArray
    """False: we cannot tell; fewer than three answers, or every form at the top of its scale."""


@dataclass(frozen=True, kw_only=True)
class Readings:
    """The same as `Reading` for many courses at once, as arrays (courses, sessions), padded.

    `kind` is 0 none, 1 withdrawal, 2 confrontation, 3 unclear (see `KINDS`); `evidence` is
    (courses, sessions, sources) in the order of `rightfit.engine.dyad.SOURCES`, `nan` where a
    source said nothing. `client_next` and `therapist_next` are where the form was expected before
    the session, (3, courses, sessions) for 10%, 50% and 90%, or None where not asked for.
    """

    client_level: FloatArray
    client_low: FloatArray
    client_high: FloatArray
    therapist_level: FloatArray
    therapist_low: FloatArray
    therapist_high: FloatArray
    p_rupture: FloatArray
    p_new: FloatArray
    signal: BoolArray
    kind: IntArray
    evidence: FloatArray
    learnt: BoolArray
    client_next: FloatArray | None = None
    therapist_next: FloatArray | None = None


KINDS = ("", "withdrawal", "confrontation", "unclear")
"""Names of the codes of `Readings.kind`."""


def reasons_of(evidence: FloatArray) -> tuple[tuple[str, float], ...]:
    """Of one session's evidence (sources,): (source, log-likelihood ratio), largest first."""
    told = [(name, float(value)) for name, value in zip(dyad.SOURCES, evidence, strict=True) if value == value]  # noqa: PLR0124 - nan
    return tuple(sorted(told, key=lambda reason: -reason[1]))


def one_of(found: Readings, row: int, *, length: int) -> Reading:
    """The reading of one course out of those of many."""
    cut = (row, slice(0, length))
    return Reading(
        client_level=found.client_level[cut],
        client_low=found.client_low[cut],
        client_high=found.client_high[cut],
        therapist_level=found.therapist_level[cut],
        therapist_low=found.therapist_low[cut],
        therapist_high=found.therapist_high[cut],
        p_rupture=found.p_rupture[cut],
        p_new=found.p_new[cut],
        signal=found.signal[cut],
        kind=tuple(KINDS[code] for code in found.kind[cut]),
        reasons=tuple(reasons_of(session) for session in found.evidence[cut]),
        learnt=found.learnt[cut],
    )
