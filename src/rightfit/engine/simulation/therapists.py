"""What is each therapist's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rightfit.engine.simulation.settings import Setting

    FloatArray = NDArray[np.float64]

__all__ = ["Therapists"]


@dataclass(frozen=True, kw_only=True)
class Therapists:
    """The warmth of each, the hold on clients, and the style on the dimensions of preference."""

    warmth: FloatArray
    leaving: FloatArray
    style: FloatArray

    @classmethod
    def draw(cls, setting: Setting, rng: np.random.Generator) -> Therapists:
        return cls(
            warmth=rng.standard_normal(setting.therapists),
            leaving=rng.standard_normal(setting.therapists),
            style=rng.standard_normal((setting.therapists, setting.preferences)),
        )
