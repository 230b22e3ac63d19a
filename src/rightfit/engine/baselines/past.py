"""What is known before each session, and means that lean on the last forms most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["Past", "past", "smoothed"]


@dataclass(frozen=True)
class Past:
    """What is known before each session."""

    last: FloatArray
    mean: FloatArray
    most: FloatArray
    count: FloatArray
    moving: FloatArray
    """Mean of the absolute differences of neighbouring forms."""


def past(scores: FloatArray) -> Past:
    """Return what each session can know of those before it."""
    n, length = scores.shape
    arrays = [np.full((n, length), np.nan) for _ in range(5)]
    last, most = np.full(n, np.nan), np.full(n, -np.inf)
    total, count, moved = np.zeros(n), np.zeros(n), np.zeros(n)
    for t in range(length):
        arrays[0][:, t] = last
        arrays[1][:, t] = np.divide(total, count, out=np.full(n, np.nan), where=count > 0)
        arrays[2][:, t] = np.where(count > 0, most, np.nan)
        arrays[3][:, t] = count
        arrays[4][:, t] = np.divide(moved, count - 1, out=np.full(n, np.nan), where=count > 1)
        now = scores[:, t]
        seen = np.isfinite(now)
        moved += np.where(seen & np.isfinite(last), np.abs(np.nan_to_num(now - last)), 0.0)
        last = np.where(seen, now, last)
        most = np.where(seen, np.maximum(most, np.nan_to_num(now)), most)
        total += np.where(seen, np.nan_to_num(now), 0.0)
        count += seen
    return Past(*arrays)


def smoothed(distance: FloatArray, weight: float) -> FloatArray:
    """Exponentially weighted mean; a missing form leaves it as it is."""
    z = np.zeros(distance.shape[0])
    out = np.empty_like(distance)
    for t in range(distance.shape[1]):
        now = distance[:, t]
        z = np.where(np.isfinite(now), weight * np.nan_to_num(now) + (1 - weight) * z, z)
        out[:, t] = z
    return out
