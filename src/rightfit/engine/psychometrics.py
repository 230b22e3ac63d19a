"""How the items of a questionnaire hang together, and how complete its answers are.

Answers are an array (people, items) of figures, `nan` where an item was left out. What is done with
missing cells is never silent: every function that needs a rule takes it by name and names it in its
result.

Sources: alpha by Cronbach 1951, Psychometrika 16, 297-334; the item's correlation with the rest of
the scale by Henrysson 1963, Psychometrika 28, 211-218; alpha's interval by Feldt 1965, Psychometrika 30, 357-370.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

__all__ = [
    "MISSING",
    "Alpha",
    "Completeness",
    "ItemStatistics",
    "alpha",
    "alpha_interval",
    "completeness",
    "item_statistics",
    "turned",
]

MISSING = ("complete", "pairwise", "median")
"""What can be done with missing cells: only people who answered every item; each pair of items on the
people who answered both; or each missing cell taken as its item's median, as `psych::scoreItems` does."""

_FEWEST = 2


@dataclass(frozen=True, kw_only=True)
class Alpha:
    """Cronbach's alpha and how it was reached.

    `value` is None where it cannot be computed, and `why` says because of what ("" otherwise).
    `people` were used, `filled` cells were replaced by the item's median. `between` is the mean
    correlation between items; `without` has alpha with each item left out, shape (items,), `nan` for
    scales of two items.
    """

    value: float | None
    why: str
    items: int
    people: int
    missing: str
    filled: int
    between: float
    without: FloatArray


@dataclass(frozen=True, kw_only=True)
class ItemStatistics:
    """Each item by itself, arrays of shape (items,), over the people who answered it.

    `sd` has n - 1; `at_lowest` and `at_highest` are shares of those who answered; `with_rest` is the
    correlation with the sum of the other items among people who answered every item, `nan` where
    there are fewer than three of them or one of the two does not vary.
    """

    answered: IntArray
    left_out: IntArray
    mean: FloatArray
    sd: FloatArray
    at_lowest: FloatArray
    at_highest: FloatArray
    with_rest: FloatArray


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """How many people answered at each wave (or item, or session).

    `answered` has the shape (waves,). `monotone` are the people who, once they stopped, did not
    answer again; `returned` those who did.
    """

    people: int
    answered: IntArray
    monotone: int
    returned: int


def turned(answers: ArrayLike, *, items: Sequence[int], low: float, high: float) -> FloatArray:
    """Return the answers with the items at these places turned round: low + high - answer.

    `answers` has the shape (people, items); missing stays missing. Raises ValueError for a figure
    outside low to high in these items.
    """
    table = _table(answers).copy()
    part = table[:, list(items)]
    if ((part < low) | (part > high)).any():
        raise ValueError(f"an item to be turned round has a figure outside {low:g} to {high:g}")
    table[:, list(items)] = low + high - part
    return table


def alpha(answers: ArrayLike, *, missing: str) -> Alpha:
    """Return Cronbach's alpha: k / (k - 1) * (1 - sum of the items' variances / variance of their sum).

    `answers` has the shape (people, items), with reversed items already turned round. `missing` is
    one of MISSING. Raises ValueError for another rule or for fewer than two items.
    """
    table = _table(answers)
    if missing not in MISSING:
        raise ValueError(f"missing is {missing!r}; it may be {', '.join(MISSING)}")
    if table.shape[1] < _FEWEST:
        raise ValueError(f"alpha needs at least two items, got {table.shape[1]}")
    filled = 0
    gaps = np.isnan(table)
    empty = gaps.all(axis=0)
    if empty.any():
        return _no_alpha(table, missing, "an item was answered by nobody")
    if missing == "median":
        table = table[~gaps.all(axis=1)]
        gaps = np.isnan(table)
        filled = int(gaps.sum())
        table = np.where(gaps, np.nanmedian(table, axis=0), table)
    elif missing == "complete":
        table = table[~gaps.any(axis=1)]
    if table.shape[0] < _FEWEST:
        return _no_alpha(table, missing, "fewer than two people answered every item")
    covariance = _covariance(table)
    value = _alpha_of(covariance)
    if not math.isfinite(value):
        return _no_alpha(table, missing, "the sum of the items does not vary, or no two people share a pair of items")
    size = covariance.shape[0]
    places = np.arange(size)
    return Alpha(
        value=value,
        why="",
        items=size,
        people=table.shape[0],
        missing=missing,
        filled=filled,
        between=_mean_correlation(covariance),
        without=np.array([_alpha_of(covariance[np.ix_(places != i, places != i)]) for i in places]),
    )


def alpha_interval(found: Alpha, *, level: float = 0.95) -> tuple[float, float]:
    """Return the interval of an alpha (Feldt), `nan` where there is none.

    It takes people as normal and items as alike in their errors, so it is a rough one.
    """
    if found.value is None:
        return math.nan, math.nan
    above = found.people - 1
    below = above * (found.items - 1)
    edges = stats.f.ppf([(1 + level) / 2, (1 - level) / 2], above, below)
    return float(1 - (1 - found.value) * edges[0]), float(1 - (1 - found.value) * edges[1])


def item_statistics(answers: ArrayLike, *, low: float, high: float) -> ItemStatistics:
    """Return what each item looks like: answered, mean, SD, share at both ends, correlation with the rest.

    `answers` has the shape (people, items); `low` and `high` bound the scale of the items. Raises
    ValueError for a figure outside.
    """
    table = _table(answers)
    if ((table < low) | (table > high)).any():
        raise ValueError(f"a figure lies outside {low:g} to {high:g}")
    given = ~np.isnan(table)
    count = given.sum(axis=0)
    filled = np.where(given, table, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = filled.sum(axis=0) / count
        squares = (np.where(given, table - mean, 0.0) ** 2).sum(axis=0)
        sd = np.sqrt(squares / np.where(count > 1, count - 1, np.nan))
        lowest = (table == low).sum(axis=0) / count
        highest = (table == high).sum(axis=0) / count
    whole = table[given.all(axis=1)]
    return ItemStatistics(
        answered=count.astype(np.int64),
        left_out=(table.shape[0] - count).astype(np.int64),
        mean=mean,
        sd=sd,
        at_lowest=lowest,
        at_highest=highest,
        with_rest=np.array([_with_rest(whole, item) for item in range(table.shape[1])]),
    )


def completeness(answers: ArrayLike) -> Completeness:
    """Return how many people answered at each wave. `answers` has the shape (people, waves)."""
    given = ~np.isnan(_table(answers))
    later = np.cumsum(given[:, ::-1], axis=1)[:, ::-1] > 0
    returned = int((~given & later).any(axis=1).sum())
    return Completeness(
        people=given.shape[0],
        answered=given.sum(axis=0).astype(np.int64),
        monotone=given.shape[0] - returned,
        returned=returned,
    )


def _table(answers: ArrayLike) -> FloatArray:
    table = np.asarray(answers, dtype=np.float64)
    if table.ndim != 2 or not table.size:  # noqa: PLR2004 - people and items
        raise ValueError(f"answers have to be a table of people and items, got the shape {table.shape}")
    if np.isinf(table).any():
        raise ValueError("an answer is infinite")
    return table


def _covariance(table: FloatArray) -> FloatArray:
    """Return the covariance of the items, each pair over the people who answered both; n - 1."""
    given = ~np.isnan(table)
    filled, seen = np.where(given, table, 0.0), given.astype(np.float64)
    people = seen.T @ seen
    sums = filled.T @ seen
    with np.errstate(invalid="ignore", divide="ignore"):
        covariance = (filled.T @ filled - sums * sums.T / people) / (people - 1)
    return np.asarray(np.where(people > 1, covariance, np.nan))


def _alpha_of(covariance: FloatArray) -> float:
    size = covariance.shape[0]
    total = covariance.sum()
    if size < _FEWEST or not total > 0:
        return math.nan
    return float(size / (size - 1) * (1 - np.trace(covariance) / total))


def _mean_correlation(covariance: FloatArray) -> float:
    sd = np.sqrt(np.diag(covariance))
    if not (sd > 0).all():
        return math.nan
    correlation = covariance / np.outer(sd, sd)
    above = np.triu_indices_from(correlation, k=1)
    return float(correlation[above].mean())


def _with_rest(whole: FloatArray, item: int) -> float:
    if whole.shape[0] <= _FEWEST or whole.shape[1] < _FEWEST:
        return math.nan
    own, rest = whole[:, item], np.delete(whole, item, axis=1).sum(axis=1)
    if own.std() == 0 or rest.std() == 0:
        return math.nan
    return float(np.corrcoef(own, rest)[0, 1])


def _no_alpha(table: FloatArray, missing: str, why: str) -> Alpha:
    return Alpha(
        value=None,
        why=f"not computable, because {why}",
        items=table.shape[1],
        people=table.shape[0],
        missing=missing,
        filled=0,
        between=math.nan,
        without=np.full(table.shape[1], np.nan),
    )
