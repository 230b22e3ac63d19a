"""Scoring of alarms against the truth, as plain functions over arrays of the shape (courses, sessions).

- A rupture counts from the session in which its depth starts. It is *found* by an alarm in that
  session or one of the two after it, while the client still attends; one cut short because the
  client leaves, without an alarm before, is missed.
- An alarm is *false* in a session with no open rupture and none in the session before.
- Alarms are given in held sessions only, and after one there is a pause of two held sessions.
- The false-alarm rate is per 100 held sessions in which an alarm would be false.

A detector gives a score, the higher the more alarming, `nan` where it says nothing. Detectors are
compared at thresholds at which exactly the same rate of false alarms comes out (`matched`), or with
thresholds carried over from other practices (`threshold_for`, then `judge`), or at those at which as many ruptures are
found (`reaching`).

Source: docs/science/simulation.md; the definitions are those that the project set before measuring.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    BoolArray = NDArray[np.bool_]

WINDOW = 2
"""Sessions after the first in which a rupture still counts as found."""

PAUSE = 2
"""Held sessions without a new alarm after one."""

NEVER = 6
"""Sessions to notice that a rupture that was not noticed counts as; also the most that any counts as."""


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What was the case. `live` until the course ends, `held` where a session took place.

    `open` and `onset` are of ruptures only; `confrontation` is looked at where a rupture begins.
    `left` is True in the last session of a client who left without agreement.
    """

    live: BoolArray
    held: BoolArray
    open: BoolArray
    onset: BoolArray
    confrontation: BoolArray
    left: BoolArray

    def __post_init__(self) -> None:
        """Refuse arrays of different shapes, and ruptures where there is no course."""
        shapes = {getattr(self, field.name).shape for field in fields(self)}
        if len(shapes) > 1:
            raise ValueError(f"the arrays have different shapes: {sorted(shapes)}")
        if (self.onset & ~self.open).any():
            raise ValueError("a rupture begins where none is open")
        if ((self.held | self.onset | self.left) & ~self.live).any():
            raise ValueError("something happens after the end of a course")


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What a detector did. Shares are 0..1, `nan` where there was nothing to share.

    `false_per_100` per 100 held sessions in which an alarm is false; `found`, `found_withdrawal` and
    `found_confrontation` of ruptures; `before_leaving` of clients who left in an open rupture, those
    alarmed about since it began; `real` of alarms (the predictive value); `delay` mean sessions to
    notice, NEVER for those not noticed while open.
    """

    threshold: float
    false_per_100: float
    found: float
    found_withdrawal: float
    found_confrontation: float
    before_leaving: float
    real: float
    delay: float
    alarms_per_100: float
    ruptures: int


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """How stated probabilities agree with what happened, in bins of equal width.

    Arrays of the shape (bins,): mean stated, share that happened, how many. `ece` weighs the
    differences by how many.
    """

    stated: FloatArray
    happened: FloatArray
    count: NDArray[np.int64]
    ece: float
    brier: float


def alarms(score: FloatArray, *, truth: Truth, threshold: float) -> BoolArray:
    """Return the alarms of a score at this threshold, with the pause, in held sessions."""
    over = truth.held & (_spoken(score) >= threshold)
    given = np.zeros(score.shape, dtype=bool)
    wait = np.zeros(score.shape[0], dtype=np.int64)
    for t in range(score.shape[1]):
        given[:, t] = over[:, t] & (wait == 0)
        wait = np.where(given[:, t], PAUSE, wait - (truth.held[:, t] & (wait > 0)))
    return given


def calm(truth: Truth) -> BoolArray:
    """Return the held sessions in which an alarm would be false."""
    before = np.zeros_like(truth.open)
    before[:, 1:] = truth.open[:, :-1]
    return truth.held & ~truth.open & ~before


def judge(given: BoolArray, *, truth: Truth, threshold: float = math.nan) -> Marks:
    """Return what these alarms were worth. Raises ValueError for alarms where no session was held."""
    if (given & ~truth.held).any():
        raise ValueError("there is an alarm where no session was held")
    quiet = calm(truth)
    soon = given.copy()
    for later in range(1, WINDOW + 1):
        soon[:, :-later] |= given[:, later:]
    withdrawal = truth.onset & ~truth.confrontation
    return Marks(
        threshold=threshold,
        false_per_100=100 * _share(given, quiet),
        found=_share(soon, truth.onset),
        found_withdrawal=_share(soon, withdrawal),
        found_confrontation=_share(soon, truth.onset & truth.confrontation),
        before_leaving=_before_leaving(given, truth),
        real=_share(~quiet, given),
        delay=_delay(given, truth),
        alarms_per_100=100 * _share(given, truth.held),
        ruptures=int(truth.onset.sum()),
    )


def threshold_for(score: FloatArray, *, truth: Truth, rate: float) -> float:
    """Return the lowest threshold with at most `rate` false alarms per 100; infinity where none has."""
    return _bracket(score, truth, rate)[1]


def matched(score: FloatArray, *, truth: Truth, rate: float) -> Marks:
    """Return the marks at exactly `rate` false alarms per 100.

    A score takes steps, so the rate usually lies between two thresholds; the marks are then the
    straight line between the two. Where the score never reaches the rate, the marks at its lowest
    threshold stand, and `false_per_100` says so.
    """
    lower, upper = _bracket(score, truth, rate)
    many = judge(alarms(score, truth=truth, threshold=lower), truth=truth, threshold=lower)
    few = judge(alarms(score, truth=truth, threshold=upper), truth=truth, threshold=upper)
    if not many.false_per_100 > rate:
        return many
    weight = (rate - few.false_per_100) / (many.false_per_100 - few.false_per_100)
    mixed = {}
    for field in fields(Marks):
        one, other = getattr(few, field.name), getattr(many, field.name)
        between = one + weight * (other - one) if math.isfinite(one) and math.isfinite(other) else other
        mixed[field.name] = between
    return Marks(**(mixed | {"ruptures": many.ruptures}))


def reaching(score: FloatArray, *, truth: Truth, found: float) -> Marks:
    """Return the marks at the highest threshold at which at least the share `found` of ruptures is found.

    Where the score never finds as many, the marks at its lowest threshold stand.
    """
    levels = np.unique(score[truth.held & np.isfinite(score)])
    if not levels.size:
        return judge(np.zeros(score.shape, dtype=bool), truth=truth)

    def at(place: int) -> Marks:
        limit = float(levels[place])
        return judge(alarms(score, truth=truth, threshold=limit), truth=truth, threshold=limit)

    low, high = 0, levels.size
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if at(middle).found >= found else (low, middle)
    return at(low)


def reliability(stated: FloatArray, *, happened: BoolArray, bins: int = 10) -> Reliability:
    """Return how probabilities agree with what happened; both arrays of the same shape, no `nan`.

    Raises ValueError for a probability outside 0 to 1.
    """
    p, y = np.ravel(stated), np.ravel(happened).astype(float)
    if p.shape != y.shape or not ((p >= 0) & (p <= 1)).all():
        raise ValueError("probabilities have to lie between 0 and 1, one for each outcome")
    place = np.minimum((p * bins).astype(int), bins - 1)
    count = np.bincount(place, minlength=bins)
    with np.errstate(invalid="ignore"):
        mean = np.bincount(place, p, minlength=bins) / count
        share = np.bincount(place, y, minlength=bins) / count
    ece = float(np.nansum(np.abs(mean - share) * count) / p.size)
    return Reliability(stated=mean, happened=share, count=count, ece=ece, brier=float(((p - y) ** 2).mean()))


def area(score: FloatArray, *, happened: BoolArray) -> float:
    """Return the area under the ROC curve, ties counted half; `nan` where all or nothing happened."""
    s, y = np.ravel(score), np.ravel(happened).astype(bool)
    if y.all() or not y.any():
        return math.nan
    values, place = np.unique(s, return_inverse=True)
    yes = np.bincount(place[y], minlength=values.size)
    no = np.bincount(place[~y], minlength=values.size)
    below = np.cumsum(no) - no
    return float((yes * (below + no / 2)).sum() / (y.sum() * (~y).sum()))


def _spoken(score: FloatArray) -> FloatArray:
    return np.where(np.isnan(score), -np.inf, score)


def _share(what: BoolArray, of: BoolArray) -> float:
    return float(what[of].mean()) if of.any() else math.nan


def _bracket(score: FloatArray, truth: Truth, rate: float) -> tuple[float, float]:
    """Return neighbouring thresholds of which the first has more than `rate`, where one has.

    A pause makes the rate a little uneven in the threshold, so halving finds a crossing, not every one.
    """
    seen = np.unique(score[truth.held & np.isfinite(score)])
    if not seen.size:
        return math.inf, math.inf
    levels = np.append(seen, np.inf)

    def too_many(place: int) -> bool:
        given = alarms(score, truth=truth, threshold=float(levels[place]))
        return judge(given, truth=truth).false_per_100 > rate

    if not too_many(0):
        return float(levels[0]), float(levels[0])
    low, high = 0, levels.size - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if too_many(middle) else (low, middle)
    return float(levels[low]), float(levels[high])


def _began(truth: Truth) -> NDArray[np.int64]:
    """Return, for each session, where the rupture now open began; meaningless where none is open."""
    places = np.arange(truth.open.shape[1])
    return np.asarray(np.maximum.accumulate(np.where(truth.onset, places, -1), axis=1))


def _before_leaving(given: BoolArray, truth: Truth) -> float:
    lost = truth.left & truth.open
    rows, ends = np.nonzero(lost)
    if not rows.size:
        return math.nan
    begins = _began(truth)[rows, ends]
    counts = np.cumsum(given, axis=1)
    before = np.where(begins > 0, counts[rows, np.maximum(begins - 1, 0)], 0)
    return float((counts[rows, ends] > before).mean())


def _delay(given: BoolArray, truth: Truth) -> float:
    rows, begins = np.nonzero(truth.onset)
    if not rows.size:
        return math.nan
    width = given.shape[1]
    waited = np.full(rows.size, NEVER)
    for later in range(NEVER - 1, -1, -1):
        at = np.minimum(begins + later, width - 1)
        same = (begins + later < width) & truth.open[rows, at] & (_began(truth)[rows, at] == begins)
        waited = np.where(same & given[rows, at], later, waited)
    return float(waited.mean())
