"""A linear mixed model with one grouping: each person's own level, or level and slope, around a common line.

    y = X b + Z u + e,   u ~ N(0, s2 L L'),   e ~ N(0, s2)

fitted by (restricted) maximum likelihood, with b and s2 profiled out, as Bates, Mächler, Bolker and Walker
2015 (Journal of Statistical Software 67:1) do it; `tests/engine/test_mixed.py` compares with what lme4, nlme and
HSAUR3 print. Made for one or two columns in Z; there are no crossed groups and no weights.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

__all__ = ["Fit", "fit"]

_MOST = 2
_STARTS = ((1.0, 0.0, 1.0), (0.3, 0.0, 0.1), (1.0, -0.3, 0.3))
_EXACT = 1e-10


@dataclass(frozen=True, kw_only=True)
class Fit:
    """What was fitted.

    `fixed` and `fixed_se` belong to the columns of X; `covariance` is that of the random effects,
    `residual` the variance of what is left. `effects` has each group's random effects, shape
    (groups, columns of Z), and `effects_se` their conditional standard errors, with the variances
    taken as known. `criterion` is -2 log (restricted) likelihood.
    """

    reml: bool
    rows: int
    groups: int
    fixed: FloatArray
    fixed_se: FloatArray
    covariance: FloatArray
    residual: float
    effects: FloatArray
    effects_se: FloatArray
    criterion: float


def fit(y: ArrayLike, *, fixed: ArrayLike, random: ArrayLike, group: ArrayLike, reml: bool = True) -> Fit:
    """Fit the model. `group` has a number from 0 for each row; `random` one or two columns.

    Raises ValueError where the tables do not fit each other, a figure is missing, the columns of
    `fixed` depend on each other, or there are not more rows than parameters.
    """
    values, x, z = (np.asarray(table, dtype=np.float64) for table in (y, fixed, random))
    codes = np.asarray(group, dtype=np.int64)
    _check(values, x, z, codes)
    sums = _Sums.of(values, x, z, codes)
    theta = _least(lambda point: sums.criterion(point, reml=reml), z.shape[1])
    return sums.fit(theta, reml=reml)


def _check(y: FloatArray, x: FloatArray, z: FloatArray, group: IntArray) -> None:
    if x.ndim != 2 or z.ndim != 2 or not len(y) == len(x) == len(z) == len(group):  # noqa: PLR2004 - tables
        raise ValueError("y, fixed, random and group need one row each for every observation")
    if not 1 <= z.shape[1] <= _MOST:
        raise ValueError(f"random may have one or two columns, got {z.shape[1]}")
    if not all(np.isfinite(table).all() for table in (y, x, z)):
        raise ValueError("a figure is missing or infinite; leave such rows out")
    if len(y) <= x.shape[1] + z.shape[1]:
        raise ValueError(f"{len(y)} rows are too few for this model")
    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise ValueError("the columns of fixed depend on each other")
    if group.min() < 0 or np.unique(group).size != group.max() + 1:
        raise ValueError("groups have to be numbered from 0 without gaps")


def _lower(theta: FloatArray, size: int) -> FloatArray:
    """Return the lower triangular factor; the sign of a column does not matter."""
    factor = np.zeros((size, size))
    factor[np.tril_indices(size)] = theta
    return factor


def _least(criterion: Callable[[FloatArray], float], size: int) -> FloatArray:
    """Return where the criterion is least. The surface is smooth and low, so a simplex is safe and quick."""
    best: FloatArray | None = None
    lowest = math.inf
    for start in _STARTS:
        point = np.array(start[:1] if size == 1 else start)
        for _ in range(2):  # the second run leaves a collapsed simplex behind
            found = optimize.minimize(
                criterion,
                point,
                method="Nelder-Mead",
                options={"xatol": _EXACT, "fatol": _EXACT, "maxiter": 4_000, "maxfev": 8_000},
            )
            point = found.x
        if best is None or found.fun < lowest - _EXACT:
            best, lowest = point, float(found.fun)
    if best is None or not math.isfinite(lowest):
        raise ValueError("the model cannot be fitted to these figures")
    return best


@dataclass(frozen=True)
class _Sums:
    """Cross products, once for all; those by group have the groups first."""

    rows: int
    xx: FloatArray
    xy: FloatArray
    yy: float
    zz: FloatArray
    zx: FloatArray
    zy: FloatArray

    @classmethod
    def of(cls, y: FloatArray, x: FloatArray, z: FloatArray, group: IntArray) -> _Sums:
        count = int(group.max()) + 1

        def by_group(products: FloatArray) -> FloatArray:
            table = np.zeros((count, *products.shape[1:]))
            np.add.at(table, group, products)
            return table

        return cls(
            rows=len(y),
            xx=x.T @ x,
            xy=x.T @ y,
            yy=float(y @ y),
            zz=by_group(z[:, :, None] * z[:, None, :]),
            zx=by_group(z[:, :, None] * x[:, None, :]),
            zy=by_group(z * y[:, None]),
        )

    def _solved(self, factor: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, float, float]:
        """Inner matrices by group, X'WX, b, residual sum of squares, log determinant; W is V^-1 without s2."""
        inner = np.eye(len(factor)) + factor.T @ self.zz @ factor
        zx = factor.T @ self.zx
        zy = self.zy @ factor
        solved_x = np.linalg.solve(inner, zx)
        solved_y = np.linalg.solve(inner, zy[:, :, None])[:, :, 0]
        xwx = self.xx - np.einsum("gqi,gqj->ij", zx, solved_x)
        xwy = self.xy - np.einsum("gqi,gq->i", zx, solved_y)
        ywy = self.yy - float((zy * solved_y).sum())
        beta = np.linalg.solve(xwx, xwy)
        return inner, xwx, beta, ywy - float(beta @ xwy), float(np.linalg.slogdet(inner)[1].sum())

    def criterion(self, theta: FloatArray, *, reml: bool) -> float:
        try:
            _, xwx, _, rss, logdet = self._solved(_lower(theta, self.zz.shape[1]))
        except np.linalg.LinAlgError:
            return math.inf
        if not rss > 0:
            return math.inf
        free = self.rows - (len(xwx) if reml else 0)
        more = float(np.linalg.slogdet(xwx)[1]) if reml else 0.0
        return free * (1 + math.log(2 * math.pi * rss / free)) + logdet + more

    def fit(self, theta: FloatArray, *, reml: bool) -> Fit:
        factor = _lower(theta, self.zz.shape[1])
        inner, xwx, beta, rss, _ = self._solved(factor)
        residual = rss / (self.rows - (len(beta) if reml else 0))
        inverse = np.linalg.inv(inner)
        left = (self.zy - self.zx @ beta) @ factor
        effects = np.einsum("ij,gjk,gk->gi", factor, inverse, left)
        spread = residual * np.einsum("ij,gjk,ik->gi", factor, inverse, factor)
        return Fit(
            reml=reml,
            rows=self.rows,
            groups=len(self.zz),
            fixed=beta,
            fixed_se=np.sqrt(residual * np.diag(np.linalg.inv(xwx))),
            covariance=residual * factor @ factor.T,
            residual=residual,
            effects=effects,
            effects_se=np.sqrt(spread),
            criterion=self.criterion(theta, reml=reml),
        )
