"""The scale a form is on, and the one the engine counts on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    AnyFloat = NDArray[np.floating[Any]]

TOP = 40.0
"""The highest score on the engine's own scale; the lowest is 0."""


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Lowest and highest score a form can have; mapped in a straight line to 0..40."""

    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse a scale without width."""
        if not (np.isfinite(self.low) and np.isfinite(self.high) and self.low < self.high):
            message = f"a scale needs a lowest and a highest score, got {self.low:g}:{self.high:g}"
            raise ValueError(message)

    def to_forty(self, scores: AnyFloat) -> FloatArray:
        """Return scores of this scale on 0..40; `nan` stays `nan`."""
        return np.asarray((np.asarray(scores, float) - self.low) * (TOP / (self.high - self.low)))

    def from_forty(self, scores: AnyFloat) -> FloatArray:
        """Scores on 0..40 back on this scale."""
        return np.asarray(np.asarray(scores, float) * ((self.high - self.low) / TOP) + self.low)
