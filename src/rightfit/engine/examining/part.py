"""The answers to the items of one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.measures.definition import Measure, Scale

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

__all__ = ["Part", "few"]

FEW = 50
"""Of fewer people than this, the words say so."""


@dataclass(frozen=True)
class Part:
    """One scale's items, turned round; the first form of each person is where `first` says."""

    measure: Measure
    scale: Scale
    items: FloatArray
    who: IntArray
    first: IntArray

    @property
    def score(self) -> FloatArray:
        given = np.isfinite(self.items)
        count = given.sum(axis=1)
        size = self.items.shape[1]
        enough = (count > 0) & (size - count <= self.scale.missing.most)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.where(given, self.items, 0).sum(axis=1) / count
        return np.where(enough, mean * (size if self.scale.rule == "sum" else 1), np.nan)

    @property
    def repeated(self) -> bool:
        return len(self.first) < len(self.who)


def few(people: int) -> str:
    """Return a warning where there are too few people to rest on, "" otherwise."""
    return "; too few to rest on" if people < FEW else ""
