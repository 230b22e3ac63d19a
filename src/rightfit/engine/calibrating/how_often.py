"""How often ruptures seem to start here, against what is assumed. It is never kept; it keeps other things honest."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from scipy.optimize import minimize_scalar

from rightfit.engine import dyad

if TYPE_CHECKING:
    from collections.abc import Callable

    from rightfit.engine.dyad import Courses, Priors

LEAST = 0.1
_LOOSE = 0.7
"""SD of the normal prior of its log around 0."""

_HARDLY_ANY = 0.6


def how_often(courses: Courses, *, priors: Priors, tick: Callable[[], None]) -> float:
    """Return how many times as often as in `priors` ruptures most likely start; at most once.

    More is not looked for: where raters are noisy, more ruptures are the easier explanation of the noise.
    """

    def loss(log: float) -> float:
        tick()
        run = dyad.run(courses, priors=starting(priors, math.exp(log)), new=False, levels=False, single=True)
        return unlikely(math.exp(log)) - float(run.log_likelihood.sum())

    found = minimize_scalar(
        loss, bounds=(math.log(LEAST), 0.0), method="bounded", options={"xatol": 0.05, "maxiter": 10}
    )
    return math.exp(float(found.x))


def starting(priors: Priors, often: float) -> Priors:
    """Return the priors with ruptures starting `often` times as often."""
    return replace(priors, onset=priors.onset * often, onset_first=priors.onset_first * often)


def unlikely(often: float) -> float:
    """Minus the log of the prior density, up to a constant."""
    return 0.5 * (math.log(often) / _LOOSE) ** 2


def enough_to_learn(often: float) -> float:
    """From 0, there are hardly any ruptures to learn from and what is assumed stays, to 1, as many as assumed."""
    return min(max((often - _HARDLY_ANY) / (1 - _HARDLY_ANY), 0.0), 1.0)
