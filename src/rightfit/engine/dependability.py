"""How far ratings repeated over sessions tell people apart, and how far they tell a person's sessions apart.

The share between people is a one-way analysis of variance with unequal numbers (Bliese 2000, in Klein and
Kozlowski, Multilevel Theory, Research, and Methods in Organizations); sessions needed by Spearman and Brown.
Alphas between and within are computed from the two covariance matrices (Geldhof, Preacher and Zyphur 2014,
Psychological Methods 19, 72-91), each by the method of moments.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

__all__ = ["Dependability", "Levels", "dependability", "levels", "sessions_for"]

SIZES = ("weighted", "mean")
_FEWEST = 2


@dataclass(frozen=True, kw_only=True)
class Dependability:
    """One score, rated in many sessions by many people.

    `one` is the dependability of one session as a statement about the person, with its 95% interval
    (an approximation where people have unequal numbers of sessions); `mean` that of the mean of the
    `per_person` sessions people have on average. `within_sd` is how much a person's sessions vary. Sessions are
    taken as exchangeable: where neighbours are alike, more are needed than `sessions_for` says.
    """

    one: float
    low: float
    high: float
    mean: float
    people: int
    sessions: int
    per_person: float
    between_sd: float
    within_sd: float


@dataclass(frozen=True, kw_only=True)
class Levels:
    """Alpha of the items between people and within a person's sessions, None where a variance is not positive."""

    between: float | None
    within: float | None
    people: int
    sessions: int


def dependability(scores: ArrayLike, *, person: ArrayLike, size: str = "weighted") -> Dependability:
    """Return how dependable a session's score is. Missing scores are left out; so are people without any.

    `size` says what stands for a person's number of sessions where they differ: "weighted", the one
    in the expected mean squares, or "mean", as `multilevel::ICC1` has it. Raises ValueError where
    fewer than two people have scores, nobody has two, or no score differs.
    """
    value, who = _given(scores, person)
    _, place, count = np.unique(who, return_inverse=True, return_counts=True)
    people, rows = len(count), len(value)
    if people < _FEWEST or rows <= people:
        raise ValueError("two people or more are needed, and somebody with two sessions")
    mean = np.bincount(place, weights=value) / count
    between = float((count * (mean - value.mean()) ** 2).sum()) / (people - 1)
    within = float(((value - mean[place]) ** 2).sum()) / (rows - people)
    if between == 0 and within == 0:
        raise ValueError("no score differs from another")
    if size not in SIZES:
        raise ValueError(f"size is {size!r}; it may be {' or '.join(SIZES)}")
    many = _size(count) if size == "weighted" else rows / people
    one = (between - within) / (between + (many - 1) * within)
    ratio = between / within if within else math.inf
    reach = [1.0, 1.0]
    if math.isfinite(ratio):
        edges = stats.f.ppf([0.975, 0.025], people - 1, rows - people)
        reach = [(ratio / edge - 1) / (ratio / edge + many - 1) for edge in edges]
    return Dependability(
        one=one,
        low=float(reach[0]),
        high=float(reach[1]),
        mean=(between - within) / between if between else math.nan,
        people=people,
        sessions=rows,
        per_person=rows / people,
        between_sd=math.sqrt(max(0.0, (between - within) / many)),
        within_sd=math.sqrt(within),
    )


def sessions_for(one: float, *, wanted: float = 0.9) -> int | None:
    """Return how many sessions have to be averaged for the dependability wanted; None if no number is enough."""
    if not 0 < wanted < 1:
        raise ValueError(f"wanted is {wanted:g}; it has to lie between 0 and 1")
    if not one > 0:
        return None
    if one >= 1:
        return 1
    return max(1, math.ceil(wanted / (1 - wanted) * (1 - one) / one - 1e-9))


def levels(items: ArrayLike, *, person: ArrayLike) -> Levels:
    """Return alpha between and within people. `items` has the shape (rows, items), one row a session.

    Rows with a missing item are left out. Raises ValueError for fewer than two items, people, or
    sessions beyond one each.
    """
    table, who = np.asarray(items, dtype=np.float64), np.asarray(person, dtype=np.int64)
    if table.ndim != 2 or table.shape[1] < _FEWEST or len(table) != len(who):  # noqa: PLR2004 - rows and items
        raise ValueError("items have to be a table of sessions and two items or more, with a person for each row")
    keep = np.isfinite(table).all(axis=1)
    table, who = table[keep], who[keep]
    _, place, count = np.unique(who, return_inverse=True, return_counts=True)
    people, rows = len(count), len(table)
    if people < _FEWEST or rows <= people:
        raise ValueError("two people or more are needed, and somebody with two sessions")
    mean = np.array([np.bincount(place, weights=column) for column in table.T]).T / count[:, None]
    inner = table - mean[place]
    outer = mean - table.mean(axis=0)
    within = inner.T @ inner / (rows - people)
    between = ((outer * count[:, None]).T @ outer / (people - 1) - within) / _size(count)
    return Levels(between=_alpha(between), within=_alpha(within), people=people, sessions=rows)


def _given(scores: ArrayLike, person: ArrayLike) -> tuple[FloatArray, IntArray]:
    value, who = np.asarray(scores, dtype=np.float64), np.asarray(person, dtype=np.int64)
    if value.ndim != 1 or value.shape != who.shape:
        raise ValueError("scores and person need one figure each for every session")
    keep = np.isfinite(value)
    return value[keep], who[keep]


def _size(count: IntArray) -> float:
    """Return the size of a group that stands for unequal ones in the expected mean squares."""
    whole = count.sum()
    return float((whole - (count.astype(np.float64) ** 2).sum() / whole) / (len(count) - 1))


def _alpha(covariance: FloatArray) -> float | None:
    size, whole = len(covariance), float(covariance.sum())
    if not (whole > 0 and (np.diag(covariance) > 0).all()):
        return None
    return float(size / (size - 1) * (1 - np.trace(covariance) / whole))
