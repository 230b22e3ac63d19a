"""How far raters, or repeated ratings, agree: intraclass correlations and kappas.

Sources: Shrout and Fleiss 1979, Psychological Bulletin 86, 420-428, for the six correlations and their
intervals; Cohen 1960, Educational and Psychological Measurement 20, 37-46, and 1968, Psychological Bulletin 70,
213-220 (weights); Fleiss, Cohen and Everitt 1969, Psychological Bulletin 72, 323-327, for Cohen's standard error;
Fleiss 1971, Psychological Bulletin 76, 378-382.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["FORMS", "Agreement", "cohen", "fleiss", "icc"]

FORMS = ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")
"""First figure: each target has other raters (1), a sample of raters rates all (2), these very raters (3).
Second: one rating, or the mean of k."""

WEIGHTS = ("none", "linear", "quadratic")
_FEWEST = 2
_TWO_SIDES = 1.959963984540054


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """An agreement with its 95% interval.

    `value` is None where it cannot be computed, and `why` says because of what. `targets` were rated
    by `raters` each; `left_out` targets were not used, as a rating was missing.
    """

    form: str
    value: float | None
    low: float
    high: float
    targets: int
    raters: int
    left_out: int
    why: str = ""


def icc(ratings: ArrayLike, *, form: str) -> Agreement:
    """Return an intraclass correlation of Shrout and Fleiss. `ratings` has the shape (targets, raters).

    Targets with a missing rating are left out and counted. Raises ValueError for another form or
    what is no table of two raters or more.
    """
    if form not in FORMS:
        raise ValueError(f"form is {form!r}; it may be {'; '.join(FORMS)}")
    whole = np.asarray(ratings, dtype=np.float64)
    if whole.ndim != 2 or whole.shape[1] < _FEWEST:  # noqa: PLR2004 - targets and raters
        raise ValueError(f"ratings have to be a table of targets and two raters or more, got the shape {whole.shape}")
    table = whole[np.isfinite(whole).all(axis=1)]
    n, k = table.shape
    name, left_out = f"ICC({form})", len(whole) - n
    if n < _FEWEST:
        return _nothing(name, n, k, left_out, "fewer than two targets have all ratings")
    if table.std() == 0:
        return _nothing(name, n, k, left_out, "no rating differs from another")
    between, within, raters, residual = _mean_squares(table)
    kind, many = form[0], form[2] == "k"
    if kind == "1":
        value = (between - within) / (between + (k - 1) * within)
        low, high = _one_way(between / within if within else math.inf, n - 1, n * (k - 1), k)
    elif kind == "2":
        value = (between - residual) / (between + (k - 1) * residual + k * (raters - residual) / n)
        low, high = _two_way(between, raters, residual, n, k, value)
    else:
        value = (between - residual) / (between + (k - 1) * residual)
        low, high = _one_way(between / residual if residual else math.inf, n - 1, (n - 1) * (k - 1), k)
    if many:
        value, low, high = (_stepped(one, k) for one in (value, low, high))
    return Agreement(form=name, value=float(value), low=low, high=high, targets=n, raters=k, left_out=left_out)


def cohen(first: Sequence[Hashable], second: Sequence[Hashable], *, weights: str = "none") -> Agreement:
    """Return Cohen's kappa of two raters. None marks a missing label; such targets are left out.

    Weighted, the labels have to sort in their order (figures do). Raises ValueError for labels of
    unequal number or another weighting.
    """
    if weights not in WEIGHTS:
        raise ValueError(f"weights is {weights!r}; it may be {', '.join(WEIGHTS)}")
    if len(first) != len(second):
        raise ValueError(f"one rater has {len(first)} labels, the other {len(second)}")
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    name = "Cohen's kappa" if weights == "none" else f"Cohen's kappa, {weights} weights"
    n, left_out = len(pairs), len(first) - len(pairs)
    labels = sorted({label for pair in pairs for label in pair}, key=None if weights != "none" else repr)  # type: ignore[type-var,arg-type]
    if len(labels) < _FEWEST:
        return _nothing(name, n, 2, left_out, "fewer than two labels were given")
    place = {label: number for number, label in enumerate(labels)}
    share = np.zeros((len(labels), len(labels)))
    for one, other in pairs:
        share[place[one], place[other]] += 1 / n
    apart = np.abs(np.subtract.outer(np.arange(len(labels)), np.arange(len(labels)))) / (len(labels) - 1)
    weight = {"none": np.eye(len(labels)), "linear": 1 - apart, "quadratic": 1 - apart**2}[weights]
    row, column = share.sum(axis=1), share.sum(axis=0)
    seen, chance = float((weight * share).sum()), float((weight * np.outer(row, column)).sum())
    if chance >= 1:
        return _nothing(name, n, 2, left_out, "agreement by chance is complete")
    kappa = (seen - chance) / (1 - chance)
    mixed = (weight @ column)[:, None] + (row @ weight)[None, :]
    spread = (share * (weight - mixed * (1 - kappa)) ** 2).sum() - (kappa - chance * (1 - kappa)) ** 2
    error = math.sqrt(max(0.0, float(spread)) / n) / (1 - chance)
    return _kappa(name, kappa, error, targets=n, raters=2, left_out=left_out)


def fleiss(labels: Sequence[Sequence[Hashable]]) -> Agreement:
    """Return Fleiss's kappa of many raters. One sequence of labels for each target, as many in each.

    Targets with a missing label (None) are left out. The interval comes from the jackknife over
    targets; Fleiss's own error holds for a kappa of zero only. Raises ValueError for sequences of
    unequal length or of fewer than two raters.
    """
    raters = {len(row) for row in labels}
    if len(raters) != 1 or raters == {1}:
        raise ValueError("every target needs the same number of labels, two or more")
    k = raters.pop()
    used = [row for row in labels if all(label is not None for label in row)]
    n, left_out = len(used), len(labels) - len(used)
    names = sorted({label for row in used for label in row}, key=repr)
    if len(names) < _FEWEST or n < _FEWEST:
        return _nothing("Fleiss's kappa", n, k, left_out, "fewer than two labels, or two targets, were given")
    counts = np.array([[sum(label == name for label in row) for name in names] for row in used], dtype=np.float64)
    value = _fleiss(counts, k)
    without = np.array([_fleiss(np.delete(counts, one, axis=0), k) for one in range(n)])
    error = math.sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
    return _kappa("Fleiss's kappa", value, error, targets=n, raters=k, left_out=left_out)


def _mean_squares(table: FloatArray) -> tuple[float, float, float, float]:
    n, k = table.shape
    targets, raters, whole = table.mean(axis=1), table.mean(axis=0), table.mean()
    between = k * float(((targets - whole) ** 2).sum()) / (n - 1)
    within = float(((table - targets[:, None]) ** 2).sum()) / (n * (k - 1))
    judges = n * float(((raters - whole) ** 2).sum()) / (k - 1)
    left = table - targets[:, None] - raters[None, :] + whole
    return between, within, judges, float((left**2).sum()) / ((n - 1) * (k - 1))


def _one_way(ratio: float, above: int, below: int, k: int) -> tuple[float, float]:
    if not math.isfinite(ratio):
        return 1.0, 1.0
    low = ratio / stats.f.ppf(0.975, above, below)
    high = ratio * stats.f.ppf(0.975, below, above)
    return float((low - 1) / (low + k - 1)), float((high - 1) / (high + k - 1))


def _two_way(between: float, raters: float, residual: float, n: int, k: int, value: float) -> tuple[float, float]:  # noqa: PLR0917 - one formula
    """Return Shrout and Fleiss's approximate interval for the second form."""
    if residual == 0:
        return (1.0, 1.0) if raters == 0 else (math.nan, math.nan)
    ratio = raters / residual
    top = (k - 1) * (n - 1) * (k * value * ratio + n * (1 + (k - 1) * value) - k * value) ** 2
    bottom = (n - 1) * k**2 * value**2 * ratio**2 + (n * (1 + (k - 1) * value) - k * value) ** 2
    free = top / bottom
    upper, lower = stats.f.ppf(0.975, n - 1, free), stats.f.ppf(0.975, free, n - 1)
    rest = k * raters + (k * n - k - n) * residual
    low = n * (between - upper * residual) / (upper * rest + n * between)
    high = n * (lower * between - residual) / (rest + n * lower * between)
    return float(low), float(high)


def _stepped(one: float, k: int) -> float:
    """Spearman and Brown: from one rating to the mean of k."""
    return float(k * one / (1 + (k - 1) * one))


def _fleiss(counts: FloatArray, k: int) -> float:
    share = counts.sum(axis=0) / counts.sum()
    seen = float(((counts * (counts - 1)).sum(axis=1) / (k * (k - 1))).mean())
    chance = float((share**2).sum())
    return (seen - chance) / (1 - chance) if chance < 1 else math.nan


def _kappa(form: str, value: float, error: float, *, targets: int, raters: int, left_out: int) -> Agreement:
    reach = _TWO_SIDES * error
    return Agreement(
        form=form,
        value=value,
        low=max(-1.0, value - reach),
        high=min(1.0, value + reach),
        targets=targets,
        raters=raters,
        left_out=left_out,
    )


def _nothing(form: str, targets: int, raters: int, left_out: int, why: str) -> Agreement:
    return Agreement(
        form=form,
        value=None,
        low=math.nan,
        high=math.nan,
        targets=targets,
        raters=raters,
        left_out=left_out,
        why=f"not computable, because {why}",
    )
