"""Bayesian change points, online."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import gammaln

from rightfit.engine.baselines.population import PRACTICE_CLIENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["change_point"]


def change_point(
    client: FloatArray,
    *,
    hazard: float = 1 / 30,
    mean: float = PRACTICE_CLIENT,
    weight: float = 0.6,
    shape: float = 4.0,
    rate: float = 19.0,
) -> FloatArray:
    """Bayesian online change-point detection: probability of a change downwards in the last three forms.

    Run-length posterior with a constant hazard and a normal-gamma prior from the population (mean,
    weight in forms, gamma shape and rate of the precision). A run counts as downwards when its mean
    lies below the course's mean before it. Source: Adams and MacKay 2007.
    """
    n, length = client.shape
    out = np.full((n, length), np.nan)
    # one column per possible start of the run
    log_p = np.full((n, length + 1), -np.inf)
    log_p[:, 0] = 0.0
    m, k = np.full((n, length + 1), mean), np.full((n, length + 1), weight)
    a, b = np.full((n, length + 1), shape), np.full((n, length + 1), rate)
    runs = np.zeros((n, length + 1))
    count, total = np.zeros(n), np.zeros(n)
    for t in range(length):
        y = client[:, t]
        seen = np.isfinite(y)
        if not seen.any():
            continue
        y0 = np.where(seen, np.nan_to_num(y), 0.0)[:, None]
        scale = b * (k + 1) / (a * k)
        predict = (
            gammaln(a + 0.5) - gammaln(a) - 0.5 * np.log(2 * np.pi * a * scale)
            - (a + 0.5) * np.log1p((y0 - m) ** 2 / (2 * a * scale))
        )  # fmt: skip
        # a new run may start with this form: column t + 1 takes over, with the prior as its forecast
        fresh = predict[:, t + 1] + np.log(hazard) + _logsum(log_p)
        nxt = log_p + np.log1p(-hazard) + predict
        nxt[:, t + 1] = fresh
        nxt -= _logsum(nxt)[:, None]
        log_p = np.where(seen[:, None], nxt, log_p)
        alive = seen[:, None] & np.isfinite(log_p)
        m_new = (k * m + y0) / (k + 1)
        b = np.where(alive, b + 0.5 * k * (y0 - m) ** 2 / (k + 1), b)
        m, k = np.where(alive, m_new, m), np.where(alive, k + 1, k)
        a = np.where(alive, a + 0.5, a)
        runs = np.where(alive, runs + 1, runs)
        before = np.divide(total, count, out=np.full(n, mean), where=count > 0)
        recent = (runs >= 1) & (runs <= 3) & (m < before[:, None]) & (np.arange(length + 1) > 0)  # noqa: PLR2004
        p = np.where(recent, np.exp(log_p), 0.0).sum(axis=1)
        out[:, t] = np.where(seen, p, np.nan)
        total += np.where(seen, y0[:, 0], 0.0)
        count += seen
    return out


def _logsum(values: FloatArray) -> FloatArray:
    most = values.max(axis=1)
    return np.asarray(most + np.log(np.exp(values - most[:, None]).sum(axis=1)))
