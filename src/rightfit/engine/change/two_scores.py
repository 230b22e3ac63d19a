"""Whether a change from one score to another is more than measurement error."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.change.kinds import Change, kinds_by_limits
from rightfit.engine.change.measurement_error import Errors, errors
from rightfit.engine.change.methods import CRITICAL, METHODS, SLOPES, check_better

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["change"]

_FEWEST = 2


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
    check_better(better)
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
    return kinds_by_limits(
        index, method=METHODS[method], better=better, points=second - first, why=why, constants=constants, limits=limits
    )


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


def _absent(first: float, second: float) -> str:
    if np.isfinite(first) == np.isfinite(second):
        return "both scores are missing"
    return "the second score is missing" if np.isfinite(first) else "the first score is missing"
