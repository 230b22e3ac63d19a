"""The grid of both levels, and what lies on it before anything was answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtr

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.dyad.priors import Priors

    FloatArray = NDArray[np.float64]
    AnyFloat = NDArray[np.floating[Any]]

FINE, BLIP, FIRST = 0, 1, 2
"""Places of the states: no rupture, a bad day, and the first of the kinds of rupture."""

_MOST_POINTS = 48


@dataclass(frozen=True, kw_only=True)
class Grid:
    """What depends on the priors alone, made once for each."""

    x: FloatArray
    h: FloatArray
    prior: AnyFloat
    fall_c: FloatArray
    fall_h: FloatArray
    sd_c: FloatArray
    sd_h: FloatArray
    kinds: AnyFloat
    blip: float
    level: FloatArray
    below_c: AnyFloat
    below_h: AnyFloat
    expect_c: AnyFloat
    expect_h: AnyFloat
    absent: FloatArray
    yes: FloatArray
    usual: FloatArray
    habit: float
    habit_yes: float
    skip_c: FloatArray
    skip_h: FloatArray


def points(mean: float, between: float, within: float) -> FloatArray:
    """Grid of one side's level: fine against the noise, wide against the practice."""
    low, high = mean - 4.5 * between, mean + 2.8 * between
    step = min(0.75 * within, 0.5 * between)
    count = min(_MOST_POINTS, max(9, int(np.ceil((high - low) / step)) + 1))
    return np.linspace(low, high, count)


def _seven(well: float, blip: float, withdrawal: float, confrontation: float) -> FloatArray:
    return np.array([well, blip, *[withdrawal] * 3, *[confrontation] * 2])


def _usual(priors: Priors, kinds: FloatArray) -> FloatArray:
    """How the states share out in the long run."""
    torn = priors.onset / (priors.onset + 1 - priors.stay)
    share = priors.blip / (1 - priors.onset)
    return np.array([(1 - torn) * (1 - share), (1 - torn) * share, *torn * kinds])


def cdf_of(residual: AnyFloat, sd: FloatArray, priors: Priors) -> FloatArray:
    z = residual / sd
    near, far = np.asarray(ndtr(z), float), np.asarray(ndtr(z / priors.tail_factor), float)
    return (1 - priors.tail) * near + priors.tail * far


@lru_cache(maxsize=32)
def grid_of(priors: Priors, single: bool) -> Grid:  # noqa: FBT001 - a cache key
    kind = np.float32 if single else np.float64
    x, h = points(priors.mu_c, priors.sb_c, priors.s_c), points(priors.mu_h, priors.sb_h, priors.s_h)
    zx = ((x - priors.mu_c) / priors.sb_c)[:, None]
    zh = ((h - priors.mu_h) / priors.sb_h)[None, :]
    form = (zx**2 - 2 * priors.rho * zx * zh + zh**2) / (2 * (1 - priors.rho**2))
    wide = priors.odd_factor**2
    prior = (1 - priors.odd) * np.exp(-form) + priors.odd / wide * np.exp(-form / wide)
    prior /= prior.sum()
    fall_c = np.array([0.0, priors.blip_fall_c, *priors.fall_c])
    fall_h = np.array([0.0, priors.blip_fall_h, *priors.fall_h])
    sd_c = np.sqrt(priors.s_c**2 + np.array([0.0, priors.blip_spread_c, *priors.spread_c]) ** 2)
    sd_h = np.sqrt(priors.s_h**2 + np.array([0.0, priors.blip_spread_h, *priors.spread_h]) ** 2)
    level = np.linspace(-20.0, 60.0, 121)
    kinds = np.asarray(priors.kinds, float)
    kinds = kinds / kinds.sum()

    def below(points: FloatArray, fall: FloatArray) -> FloatArray:
        # a bad day is no change of level, so only the kinds of rupture lower it
        step = points[1] - points[0]
        lower = np.concatenate([[0.0], fall[FIRST:]])
        centre = points[None, :] - lower[:, None]
        return np.asarray(np.clip((level[:, None, None] - centre) / step + 0.5, 0, 1).reshape(level.size, -1))

    def expect(points: FloatArray, fall: FloatArray, sd: FloatArray) -> FloatArray:
        centre = points[None, :] - fall[:, None]
        cdf = cdf_of(level[:, None, None] - centre, sd[None, :, None], priors)
        share = priors.blip / (1 - priors.onset)
        well = (1 - share) * cdf[:, FINE] + share * cdf[:, BLIP]
        return np.concatenate([well[:, None], cdf[:, FIRST:]], axis=1).reshape(level.size, -1)

    return Grid(
        x=x,
        h=h,
        prior=prior.astype(kind),
        fall_c=fall_c,
        fall_h=fall_h,
        sd_c=sd_c,
        sd_h=sd_h,
        kinds=kinds.astype(kind),
        blip=priors.blip / (1 - priors.onset),
        level=level,
        below_c=below(x, fall_c).astype(kind),
        below_h=below(h, fall_h).astype(kind),
        expect_c=expect(x, fall_c, sd_c).astype(kind),
        expect_h=expect(h, fall_h, sd_h).astype(kind),
        absent=_seven(priors.absent[0], priors.absent[0], priors.absent[1], priors.absent[2]),
        yes=_seven(*priors.yes),
        usual=_usual(priors, kinds),
        habit=priors.habit,
        habit_yes=priors.habit_yes,
        skip_c=_seven(priors.skip_c[0], priors.skip_c[0], priors.skip_c[1], priors.skip_c[2]),
        skip_h=_seven(priors.skip_h[0], priors.skip_h[0], priors.skip_h[1], priors.skip_h[2]),
    )
