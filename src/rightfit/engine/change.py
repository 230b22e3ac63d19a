"""Whether a person's change is more than measurement error, and whether they crossed into the ordinary range.

Each method is as published, and its name stands in every result:

- Jacobson-Truax: Jacobson and Truax 1991, Journal of Consulting and Clinical Psychology 59, 12-19.
- Gulliksen-Lord-Novick: residual of the regression to the mean; Hsu 1989, Behavioral Assessment 11, 459-467.
- Edwards-Nunnally: around the estimated true score; Speer 1992, J Consult Clin Psychol 60, 402-408.
- Hageman-Arrindell: Hageman and Arrindell 1999, Behaviour Research and Therapy 37, 1169-1193.
- hierarchical-linear: empirical Bayes slopes; Speer and Greenbaum 1995, J Consult Clin Psychol 63, 1044-1048.
- percentage of the first score, and minimal important difference: as the caller's own source has it.

Hsu-Linn-Lord and Nunnally-Kotsch are not here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine import mixed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike, NDArray

    from rightfit.engine.cut_offs import CutOff

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

__all__ = [
    "BETTER", "CLASSES", "CRITICAL", "METHODS", "Change", "Errors", "change", "classify", "errors", "slopes",
]  # fmt: skip

METHODS = {
    "jacobson-truax": "Jacobson-Truax",
    "gulliksen-lord-novick": "Gulliksen-Lord-Novick",
    "edwards-nunnally": "Edwards-Nunnally, as Speer 1992 writes it",
    "hageman-arrindell": "Hageman-Arrindell",
    "hierarchical-linear": "hierarchical-linear, slope against the common slope",
    "percentage": "percentage of the first score",
    "minimal-difference": "minimal important difference",
    "cut-off": "cut-off alone",
}
"""What `method` may be, and the name that stands in the result."""

CRITICAL = {"hageman-arrindell": 1.65} | dict.fromkeys(
    ("jacobson-truax", "gulliksen-lord-novick", "edwards-nunnally", "hierarchical-linear"), 1.96
)
"""The published figure that an index has to pass. Hageman and Arrindell test one side, the others two."""

BETTER = ("lower", "higher")
CLASSES = ("recovered", "improved", "unchanged", "deteriorated", "harmed")
"""Recovered: improved and crossed the cut-off to the ordinary side; harmed: deteriorated and crossed it back."""

SLOPES = "hierarchical-linear"
_FEWEST = 2
_FEWEST_TIMES = 3


@dataclass(frozen=True, kw_only=True)
class Errors:
    """Standard errors of one score, of a difference of two, and of a prediction of the second by the first."""

    measurement: float
    difference: float
    prediction: float

    def smallest_change(self, critical: float = 1.96) -> float:
        """Return the points that a change has to pass to be more than measurement error (Jacobson-Truax)."""
        return critical * self.difference


@dataclass(frozen=True, kw_only=True)
class Change:
    """The change of many people by one method; arrays have one entry a person.

    `index` is what is compared with `critical` (standardised; a share for the percentage, points for
    the minimal difference), positive where the score rose. `kind` is "improved", "unchanged",
    "deteriorated" or "" where `why` says that nothing could be said. `constants` are the figures
    that went into it, by name.
    """

    method: str
    better: str
    critical: float
    points: FloatArray
    index: FloatArray
    kind: tuple[str, ...]
    why: tuple[str, ...]
    constants: Mapping[str, float]

    @property
    def used(self) -> int:
        """How many people could be classified."""
        return sum(one != "" for one in self.kind)


def errors(*, sd: float, reliability: float) -> Errors:
    """Return the standard errors of a measure with this SD and reliability. Raises ValueError out of range."""
    if not (math.isfinite(sd) and sd > 0):
        raise ValueError(f"the SD is {sd:g}; it has to be above 0")
    if not 0 < reliability < 1:
        raise ValueError(f"the reliability is {reliability:g}; it has to lie between 0 and 1")
    measurement = sd * math.sqrt(1 - reliability)
    return Errors(
        measurement=measurement,
        difference=math.sqrt(2) * measurement,
        prediction=sd * math.sqrt(1 - reliability**2),
    )


def change(
    before: ArrayLike,
    after: ArrayLike,
    *,
    method: str,
    better: str,
    reliability: float | None = None,
    clinical: tuple[float, float] | None = None,
    points: float | None = None,
    points_worse: float | None = None,
    critical: float | None = None,
) -> Change:
    """Classify the change from before to after, by any method of METHODS but hierarchical-linear.

    `clinical` is the mean and SD of people before help; without it those of the people here with both
    scores. `points` is the least improvement (a share of the first score for "percentage", points for
    "minimal-difference"), `points_worse` the least worsening (as `points`, if not given). `critical`
    is the published figure if not given.

    Raises ValueError where an argument is missing, unknown or out of range, or fewer than two people
    have both scores and `clinical` is not given.
    """
    first, second = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    if first.ndim != 1 or first.shape != second.shape:
        raise ValueError("before and after need one figure each for every person")
    if method not in METHODS or method == SLOPES:
        raise ValueError(f"method is {method!r}; it may be {', '.join(sorted(METHODS.keys() - {SLOPES}))}")
    _check_better(better)
    why = ["" if np.isfinite(a + b) else _absent(a, b) for a, b in zip(first, second, strict=True)]
    if method in ("percentage", "minimal-difference", "cut-off"):
        index, constants, limits = _by_points(
            first, second, method=method, points=points, points_worse=points_worse, why=why
        )
    else:
        if reliability is None:
            raise ValueError(f"{method} needs the reliability of the measure")
        index, constants = _standardised(first, second, method, reliability, clinical)
        limit = CRITICAL[method] if critical is None else critical
        # Beyond, and not at, the critical figure, as published; points count from their figure on.
        limits = (np.nextafter(limit, math.inf), np.nextafter(limit, math.inf))
    return _change(
        index, method=METHODS[method], better=better, points=second - first, why=why, constants=constants, limits=limits
    )


def slopes(person: ArrayLike, time: ArrayLike, score: ArrayLike, *, better: str, critical: float = 1.96) -> Change:
    """Classify each person's slope against the common slope (hierarchical-linear), with all their scores.

    `person` has a number from 0 for each row. `points` of the result is the change from a person's
    first to last time. People with fewer than three scores are not classified and not used, as two
    leave no error to judge a slope by. *Improved* here means better than the average course, not
    better than before.

    Raises ValueError where fewer than two people have three scores.
    """
    _check_better(better)
    who, when, what = np.asarray(person, dtype=np.int64), *(np.asarray(a, dtype=np.float64) for a in (time, score))
    if not who.shape == when.shape == what.shape or who.ndim != 1 or not who.size:
        raise ValueError("person, time and score need one figure each for every row")
    given = np.isfinite(when) & np.isfinite(what)
    people = int(who.max()) + 1
    times = [np.unique(when[given & (who == one)]) for one in range(people)]
    enough = np.array([one.size >= _FEWEST_TIMES for one in times])
    if enough.sum() < _FEWEST:
        raise ValueError("fewer than two people have scores at three times")
    rows = given & enough[who]
    place = np.cumsum(enough) - 1
    line = np.column_stack([np.ones(rows.sum()), when[rows]])
    found = mixed.fit(what[rows], fixed=line, random=line, group=place[who[rows]])
    index = np.full(people, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        index[enough] = found.effects[:, 1] / found.effects_se[:, 1]
    first, last = np.full(people, np.nan), np.full(people, np.nan)
    for one in np.flatnonzero(enough):
        mine = given & (who == one)
        first[one] = what[mine & (when == times[one][0])][0]
        last[one] = what[mine & (when == times[one][-1])][-1]
    why = ["" if fine else "there are fewer than three scores" for fine in enough]
    constants = {"common slope": float(found.fixed[1]), "SD of slopes": math.sqrt(found.covariance[1, 1])}
    limits = (np.nextafter(critical, math.inf),) * 2
    return _change(
        index, method=METHODS[SLOPES], better=better, points=last - first, why=why, constants=constants, limits=limits
    )


def classify(found: Change, *, before: ArrayLike, after: ArrayLike, cut_off: CutOff | None) -> tuple[str, ...]:
    """Return one of CLASSES for each person, "" where nothing could be said.

    Without a cut-off nobody is called recovered or harmed.
    """
    if cut_off is None:
        return found.kind
    kinds = []
    for kind, first, second in zip(found.kind, np.asarray(before), np.asarray(after), strict=True):
        there, back = cut_off.is_crossed(float(first), float(second)), cut_off.is_crossed(float(second), float(first))
        if found.method == METHODS["cut-off"]:
            kinds.append(kind and ("improved" if there else "deteriorated" if back else "unchanged"))
        elif found.method == METHODS["hageman-arrindell"]:
            kinds.append(_hageman_arrindell(found, kind, float(first), float(second), cut_off))
        elif kind == "improved" and there:
            kinds.append("recovered")
        elif kind == "deteriorated" and back:
            kinds.append("harmed")
        else:
            kinds.append(kind)
    return tuple(kinds)


def _hageman_arrindell(found: Change, kind: str, first: float, second: float, cut_off: CutOff) -> str:
    """Crossing by their CS index: the estimated true score after has to pass the cut-off, and surely."""
    error = found.constants["SEM"]
    reliability = found.constants["reliability after"]
    mean = found.constants["mean after"]
    true = mean + (second - mean) * reliability
    passed = (true - cut_off.value) / (math.sqrt(reliability) * error) * (-1 if found.better == "lower" else 1)
    if kind == "improved" and cut_off.is_clinical(first) and passed > found.critical:
        return "recovered"
    if kind == "deteriorated" and not cut_off.is_clinical(first) and passed < -found.critical:
        return "harmed"
    return kind


def _standardised(
    first: FloatArray, second: FloatArray, method: str, reliability: float, clinical: tuple[float, float] | None
) -> tuple[FloatArray, dict[str, float]]:
    both = np.isfinite(first + second)
    if clinical is None and both.sum() < _FEWEST:
        raise ValueError("fewer than two people have both scores; give the clinical mean and SD")
    mean, sd = clinical or (float(first[both].mean()), float(first[both].std(ddof=1)))
    error = errors(sd=sd, reliability=reliability)
    constants = {"reliability": reliability, "mean before": mean, "SD before": sd, "SEM": error.measurement}
    if method == "jacobson-truax":
        return (second - first) / error.difference, constants | {"SE of the difference": error.difference}
    expected = mean + reliability * (first - mean)
    if method == "gulliksen-lord-novick":
        return (second - expected) / error.prediction, constants | {"SE of the prediction": error.prediction}
    if method == "edwards-nunnally":
        return (second - expected) / error.measurement, constants
    return _differences(first, second, constants, error)


def _differences(
    first: FloatArray, second: FloatArray, constants: dict[str, float], error: Errors
) -> tuple[FloatArray, dict[str, float]]:
    """Hageman and Arrindell's index, with the reliability of the differences among the people here."""
    both = np.isfinite(first + second)
    pre, post = first[both], second[both]
    if len(pre) <= _FEWEST:
        raise ValueError("hageman-arrindell needs three people or more with both scores")
    sd, sd_after = constants["SD before"], float(post.std(ddof=1))
    after = 1 - (error.measurement / sd_after) ** 2 if sd_after > 0 else math.nan
    shared = 2 * sd * sd_after * float(np.corrcoef(pre, post)[0, 1]) if pre.std() > 0 and sd_after > 0 else math.nan
    whole = sd**2 + sd_after**2 - shared
    reliable = (sd**2 * constants["reliability"] + sd_after**2 * after - shared) / whole
    if not (0 < reliable <= 1 and after > 0):
        raise ValueError("hageman-arrindell cannot be used here: the differences are no larger than their error")
    lift = (float(post.mean()) - constants["mean before"]) * (1 - reliable)
    index = ((second - first) * reliable + lift) / (math.sqrt(reliable) * error.difference)
    more = {"mean after": float(post.mean()), "reliability after": after, "reliability of differences": reliable}
    return index, constants | more


def _by_points(
    first: FloatArray,
    second: FloatArray,
    *,
    method: str,
    points: float | None,
    points_worse: float | None,
    why: list[str],
) -> tuple[FloatArray, dict[str, float], tuple[float, float]]:
    if method == "cut-off":
        return second - first, {}, (math.inf, math.inf)
    if points is None or not points > 0 or (points_worse is not None and not points_worse > 0):
        raise ValueError(f"{method} needs points above 0: the least change that counts")
    index = second - first
    if method == "percentage":
        for place in np.flatnonzero(first <= 0):
            why[place] = why[place] or "the first score is not above 0"
        with np.errstate(divide="ignore", invalid="ignore"):
            index = index / first
    worse = points if points_worse is None else points_worse
    return index, {"least to improve": points, "least to deteriorate": worse}, (points, worse)


def _change(
    index: FloatArray,
    *,
    method: str,
    better: str,
    points: FloatArray,
    why: list[str],
    constants: Mapping[str, float],
    limits: tuple[float, float],
) -> Change:
    sign = -1 if better == "lower" else 1
    kinds = [
        "" if reason else "improved" if sign * one >= limits[0] else "deteriorated" if sign * one <= -limits[1]
        else "unchanged"
        for one, reason in zip(index, why, strict=True)
    ]  # fmt: skip
    return Change(
        method=method,
        better=better,
        critical=float(np.round(limits[0], 12)),
        points=points,
        index=np.where([reason != "" for reason in why], np.nan, index),
        kind=tuple(kinds),
        why=tuple(f"not classified, because {reason}" if reason else "" for reason in why),
        constants=constants,
    )


def _absent(first: float, second: float) -> str:
    if np.isfinite(first) == np.isfinite(second):
        return "both scores are missing"
    return "the second score is missing" if np.isfinite(first) else "the first score is missing"


def _check_better(better: str) -> None:
    if better not in BETTER:
        raise ValueError(f"better is {better!r}; it may be {' or '.join(BETTER)}")
