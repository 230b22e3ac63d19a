"""All chance of one session, and what is drawn by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import betaincinv, ndtri

from rightfit.engine.simulation.codes import RATINGS, WISHES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    BoolArray = NDArray[np.bool_]

__all__ = ["Draws", "beta", "noisy"]

# Names of the uniform and the normal draws of one session of one client.
_UNIFORM = (
    "mend", "talk", "onset", "kind", "mask", "aware", "gradual", "ramp", "repairable", "tension", "tension_depth",
    "attend", "cancel", "fill_client", "fill_therapist", "question", "keep", "leave", "move", "tap", "load_side",
)  # fmt: skip
_NORMAL = ("drift", "session", "therapist_drift", "therapist_session", "depth", "distress", "load", "fit")


@dataclass(frozen=True, kw_only=True)
class Draws:
    """All chance of one session: always as much of it, so that what is done changes no later draw."""

    uniforms: FloatArray
    normals: FloatArray
    items: FloatArray
    wishes: FloatArray

    @classmethod
    def draw(cls, clients: int, rng: np.random.Generator) -> Draws:
        return cls(
            uniforms=rng.random((clients, len(_UNIFORM))),
            normals=rng.standard_normal((clients, len(_NORMAL))),
            items=rng.standard_normal((clients, 2 * len(RATINGS))),
            wishes=rng.random((clients, len(WISHES))),
        )

    def uniform(self, name: str) -> FloatArray:
        return self.uniforms[:, _UNIFORM.index(name)]

    def normal(self, name: str) -> FloatArray:
        return self.normals[:, _NORMAL.index(name)]


def beta(u: FloatArray, quiet: BoolArray, withdrawal: tuple[float, float], confrontation: tuple[float, float]) -> Any:
    """Return shares from one beta distribution for withdrawals and another for confrontations."""
    a = np.where(quiet, withdrawal[0], confrontation[0])
    b = np.where(quiet, withdrawal[1], confrontation[1])
    return betaincinv(a, b, u)


def noisy(true: FloatArray, reliability: float, rng: np.random.Generator) -> FloatArray:
    """Return what is said of a true value of SD 1, at this reliability, again with SD 1."""
    return np.asarray(np.sqrt(reliability) * true + np.sqrt(1 - reliability) * ndtri(rng.random(true.shape)))
