"""How the connection stands over the practice, as quantiles and bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.summary.report_data import Levels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.dyad import Scale

__all__ = ["levels"]

_BARS = 20


def levels(ends: NDArray[np.floating], scale: Scale) -> Levels:
    """Return how these last levels lie on the scale; `nan` where nothing was learnt."""
    ends = ends[np.isfinite(ends)].astype(float)
    edges = np.linspace(scale.low, scale.high, _BARS + 1)
    counts, _ = np.histogram(np.clip(ends, scale.low, scale.high), edges)
    marks = np.quantile(ends, (0.1, 0.25, 0.5, 0.75, 0.9)) if ends.size else np.full(5, np.nan)
    return Levels(
        courses=ends.size,
        low=float(marks[0]),
        lower=float(marks[1]),
        middle=float(marks[2]),
        upper=float(marks[3]),
        high=float(marks[4]),
        edges=edges,
        counts=counts.astype(np.int64),
    )
