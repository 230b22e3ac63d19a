"""Control charts on the forms of one person, and on both sides': XmR, EWMA, CUSUM."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.baselines.past import past, smoothed
from rightfit.engine.baselines.population import PRACTICE_CLIENT, PRACTICE_THERAPIST, WITHIN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["cusum", "ewma", "ewma_two_sided", "xmr"]


def xmr(client: FloatArray, *, floor: float = 0.5) -> FloatArray:
    """Individuals control chart: alarm 3 sigma below the own mean, sigma = mean moving range / 1.128.

    Needs four earlier forms. `floor` is the smallest sigma, which its sources leave open.
    Source: Shewhart's chart for single values, as in Eubanks-Carter et al. 2012.
    """
    before = past(client)
    sigma = np.maximum(before.moving / 1.128, floor)
    return np.where(before.count >= 4, (before.mean - client) / sigma, np.nan)  # noqa: PLR2004 - as published


def ewma(client: FloatArray, *, sd: float = WITHIN, weight: float = 0.3) -> FloatArray:
    """EWMA chart against the mean of the first four forms; alarm above 2.7.

    Source: Smit and Snippe 2022 for the chart per person (weight .3, limit 2.7).
    """
    distance = (_own_start(client) - client) / sd
    z = smoothed(distance, weight) / np.sqrt(weight / (2 - weight))
    return np.where(np.isfinite(distance), z, np.nan)


def cusum(client: FloatArray, *, sd: float = WITHIN, slack: float = 0.5) -> FloatArray:
    """CUSUM of the fall below the mean of the first four forms: max(0, S + d - 0.5).

    Source: Page 1954; slack .5 as specified.
    """
    distance = (_own_start(client) - client) / sd
    total = np.zeros(client.shape[0])
    out = np.full(client.shape, np.nan)
    for t in range(client.shape[1]):
        seen = np.isfinite(distance[:, t])
        total = np.where(seen, np.maximum(0.0, total + np.nan_to_num(distance[:, t]) - slack), total)
        out[:, t] = np.where(seen, total, np.nan)
    return out


def ewma_two_sided(
    client: FloatArray,
    therapist: FloatArray,
    *,
    client_mean: float = PRACTICE_CLIENT,
    therapist_mean: float = PRACTICE_THERAPIST,
    client_sd: float = WITHIN,
    therapist_sd: float = WITHIN,
    weight: float = 0.5,
) -> FloatArray:
    """Strongest simple rule: both forms' EWMA against own baselines shrunk to the practice's mean.

    b = (k m + practice mean) / (k + 1) with k earlier forms of mean m; 0.65 of the client's and
    0.35 of the therapist's z. Source: the project's specification (ours to beat).
    """
    z = []
    for scores, mean, sd in ((client, client_mean, client_sd), (therapist, therapist_mean, therapist_sd)):
        before = past(scores)
        own = (before.count * np.nan_to_num(before.mean) + mean) / (before.count + 1)
        z.append(smoothed((own - scores) / sd, weight))
    given = np.isfinite(client) | np.isfinite(therapist)
    return np.where(given, 0.65 * z[0] + 0.35 * z[1], np.nan)


def _own_start(client: FloatArray) -> FloatArray:
    """Mean of the first four forms, from the fifth form on."""
    order = np.isfinite(client).cumsum(axis=1)
    first = np.isfinite(client) & (order <= 4)  # noqa: PLR2004 - as published
    mean = np.where(first, np.nan_to_num(client), 0.0).sum(axis=1) / 4
    return np.where(np.isfinite(client) & (order > 4), mean[:, None], np.nan)  # noqa: PLR2004 - as published
