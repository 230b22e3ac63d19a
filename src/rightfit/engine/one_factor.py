"""Whether items measure one thing, and how reliably: one factor by maximum likelihood, and omega from it.

Sources: Jöreskog 1967, Psychometrika 32, 443-482; omega by McDonald 1999, Test Theory: A Unified Treatment,
on the items' own covariances; RMSEA by Steiger and Lind 1980, SRMR as Bentler 1995 has it, on correlations.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, stats

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["Omega", "omega"]

_FEWEST_ITEMS = 3
_SMALLEST = 0.005
_DRAWS = 200


@dataclass(frozen=True, kw_only=True)
class Omega:
    """One factor and what it says.

    `value` is None where it cannot be computed, and `why` says because of what. `low` and `high` are
    its 95% interval from `draws` samples of people with replacement (`nan` without). `loadings` are
    standardised. `rmsea` and `srmr` say how far one factor is from the data (`rmsea` is `nan` for
    three items, which always fit); `p` is the test that it fits. `improper` says that an item's own variance went to
    its bound, so that the solution is not to be trusted.
    """

    value: float | None
    low: float
    high: float
    draws: int
    people: int
    items: int
    loadings: FloatArray
    rmsea: float
    srmr: float
    p: float
    improper: bool
    why: str = ""


def omega(answers: ArrayLike, *, draws: int = _DRAWS, seed: int = 1) -> Omega:
    """Fit one factor and return omega. `answers` has the shape (people, items), reversed items turned round.

    Only people who answered every item are used. Raises ValueError for fewer than three items.
    """
    whole = np.asarray(answers, dtype=np.float64)
    if whole.ndim != 2 or whole.shape[1] < _FEWEST_ITEMS:  # noqa: PLR2004 - people and items
        raise ValueError(f"answers have to be a table of people and three items or more, got the shape {whole.shape}")
    table = whole[np.isfinite(whole).all(axis=1)]
    people, items = table.shape
    if people <= 2 * items:
        return _nothing(people, items, "fewer than two people for each item answered all of them")
    if not (table.std(axis=0) > 0).all():
        return _nothing(people, items, "an item does not vary")
    correlation = np.asarray(np.corrcoef(table, rowvar=False))
    if np.linalg.eigvalsh(correlation)[0] < 1e-8:  # noqa: PLR2004 - nothing left
        return _nothing(people, items, "an item is the sum of others")
    loadings, own, misfit = _factor(correlation)
    free = items * (items - 3) // 2
    statistic = max(0.0, misfit * (people - 1 - (2 * items + 5) / 6 - 2 / 3))
    left = correlation - np.outer(loadings, loadings)
    low, high = _interval(table, draws, seed)
    return Omega(
        value=_omega(loadings, own, table.std(axis=0, ddof=1)),
        low=low,
        high=high,
        draws=draws,
        people=people,
        items=items,
        loadings=loadings,
        rmsea=math.sqrt(max(0.0, statistic / free - 1) / (people - 1)) if free else math.nan,
        srmr=math.sqrt(float((left[np.tril_indices(items, -1)] ** 2).sum()) / (items * (items + 1) / 2)),
        p=float(stats.chi2.sf(statistic, free)) if free else math.nan,
        improper=bool((own <= _SMALLEST * 1.01).any()),
    )


def _factor(correlation: FloatArray) -> tuple[FloatArray, FloatArray, float]:
    """Loadings, own variances and misfit; the own variances are searched for, the loadings follow from them."""

    def split(log_own: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        root = np.exp(log_own / 2)
        values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
        return root, values, vectors

    def misfit(log_own: FloatArray) -> tuple[float, FloatArray]:
        root, values, vectors = split(log_own)
        rest = np.maximum(values[:-1], 1e-12)
        # The gradient in log variances is Lawley's: diag of (fitted - seen) over own variance, at the best loadings.
        fitted = vectors[:, -1] ** 2 * max(values[-1] - 1, 0) + 1
        return float((rest - np.log(rest) - 1).sum()), fitted - np.diag(correlation) / root**2

    start = np.log(np.clip(1 / np.diag(np.linalg.inv(correlation)), 0.05, 0.95))
    bounds = [(math.log(_SMALLEST), 0.0)] * len(start)
    found = optimize.minimize(misfit, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-14})
    root, values, vectors = split(found.x)
    loadings = root * vectors[:, -1] * math.sqrt(max(values[-1] - 1, 0))
    return loadings * (1 if loadings.sum() >= 0 else -1), root**2, float(found.fun)


def _omega(loadings: FloatArray, own: FloatArray, sd: FloatArray) -> float:
    common = float((loadings * sd).sum()) ** 2
    return common / (common + float((own * sd**2).sum()))


def _interval(table: FloatArray, draws: int, seed: int) -> tuple[float, float]:
    """95% by resampling people; seeded, so that a second run says the same."""
    rng = np.random.default_rng(seed)
    values = []
    for _ in range(draws):
        sample = table[rng.integers(0, len(table), len(table))]
        sd = sample.std(axis=0, ddof=1)
        if not (sd > 0).all():
            continue
        correlation = np.asarray(np.corrcoef(sample, rowvar=False))
        if np.linalg.eigvalsh(correlation)[0] < 1e-8:  # noqa: PLR2004 - as above
            continue
        loadings, own, _ = _factor(correlation)
        values.append(_omega(loadings, own, sd))
    if len(values) < draws // 2 or not values:
        return math.nan, math.nan
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def _nothing(people: int, items: int, why: str) -> Omega:
    return Omega(
        value=None,
        low=math.nan,
        high=math.nan,
        draws=0,
        people=people,
        items=items,
        loadings=np.full(items, math.nan),
        rmsea=math.nan,
        srmr=math.nan,
        p=math.nan,
        improper=False,
        why=f"not computable, because {why}",
    )
