"""The local level: a form against its forecast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.baselines.population import PRACTICE_CLIENT, WITHIN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["local_level"]


def local_level(
    client: FloatArray,
    *,
    mean: float = PRACTICE_CLIENT,
    between: float = 2.8,
    noise: float = WITHIN,
    drift: float = 0.4,
) -> FloatArray:
    """Local-level Kalman filter from the population; score: how far below its forecast a form lies.

    Standardised innovation, sign turned. `drift` over `noise` is the ratio of SDs. Source: Harvey
    1989, chapter 2.
    """
    n, length = client.shape
    level, spread = np.full(n, mean), np.full(n, between**2)
    out = np.full((n, length), np.nan)
    for t in range(length):
        seen = np.isfinite(client[:, t])
        total = spread + noise**2
        surprise = np.where(seen, np.nan_to_num(client[:, t]) - level, 0.0)
        out[:, t] = np.where(seen, -surprise / np.sqrt(total), np.nan)
        gain = np.where(seen, spread / total, 0.0)
        level = level + gain * surprise
        spread = spread * (1 - gain) + drift**2
    return out
