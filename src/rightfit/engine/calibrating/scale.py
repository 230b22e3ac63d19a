"""The six parameters of scale at their most likely, with the filter's own likelihood."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from rightfit.engine import dyad

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from rightfit.engine.dyad import Courses, Priors

    FloatArray = NDArray[np.float64]

SIX = ("mu_c", "sb_c", "s_c", "mu_h", "sb_h", "s_h")
"""The parameters of scale, on 0..40."""

_LOOSE = {"mu": 12.0, "sb": 0.6, "s": 0.5}
"""SD of the normal prior around what is given; in points for the means, in the log for the others."""

_COARSE = 0.8
_TRIALS = 120


@dataclass(frozen=True, kw_only=True)
class Found:
    """Priors at their most likely, and how much likelier than those given."""

    priors: Priors
    gain: float


def most_likely(courses: Courses, *, priors: Priors, start: Priors | None = None, tick: Callable[[], None]) -> Found:
    """Return `priors` with the six fitted to `courses`; a side without forms keeps its three.

    `start` is where the search begins, by default at plain moments; `tick` is called at each trial.
    Source: empirical Bayes (Efron & Morris 1973); search by Nelder & Mead (1965).
    """
    sides = {"c": np.isfinite(courses.client).any(), "h": np.isfinite(courses.therapist).any()}
    names = [name for name in SIX if sides[name[-1]]]
    centre = np.array([_coded(priors, name) for name in names])
    loose = np.array([_LOOSE[name.split("_")[0]] for name in names])
    first = np.array([_coded(start or _guess(courses, priors), name) for name in names])

    def loss(coded: FloatArray) -> float:
        tick()
        trial = _decoded(priors, names, coded)
        likelihood = dyad.run(courses, priors=trial, new=False, levels=False, single=True).log_likelihood.sum()
        return float(-likelihood + 0.5 * (((coded - centre) / loose) ** 2).sum())

    before = loss(centre)
    step = np.array([0.5 if name.startswith("mu") else 0.08 for name in names])
    found = minimize(
        loss,
        first,
        method="Nelder-Mead",
        options={
            "initial_simplex": np.vstack([first, first + np.diag(step)]),
            "xatol": 0.02,
            "fatol": 0.2,
            "maxfev": _TRIALS,
        },
    )
    return Found(priors=_decoded(priors, names, found.x), gain=before - float(found.fun))


def _coded(priors: Priors, name: str) -> float:
    value = float(getattr(priors, name))
    return value if name.startswith("mu") else math.log(value)


def _decoded(priors: Priors, names: list[str], coded: FloatArray) -> Priors:
    values = {
        name: float(value) if name.startswith("mu") else float(np.exp(np.clip(value, -1.6, 2.8)))
        for name, value in zip(names, coded, strict=True)
    }
    return replace(priors, **values)  # type: ignore[arg-type]


def _guess(courses: Courses, priors: Priors) -> Priors:
    """A start from plain moments."""
    values = {}
    for side, scores in (("c", courses.client), ("h", courses.therapist)):
        seen = np.isfinite(scores)
        if not seen.any():
            continue
        number = seen.sum(axis=1)
        mean = np.where(seen, scores, 0).sum(axis=1) / np.maximum(number, 1)
        around = np.where(seen, scores - mean[:, None], 0.0)
        within = (around**2).sum() / max(1, int((number[number > 0] - 1).sum()))
        own = mean[number > 0]
        between = max(own.var() - within / number[number > 0].mean(), 0.5)
        values[f"mu_{side}"] = float(np.median(own))
        values[f"sb_{side}"] = float(np.sqrt(between))
        values[f"s_{side}"] = float(np.sqrt(max(within, 0.3))) * _COARSE
    return replace(priors, **values)  # type: ignore[arg-type]
