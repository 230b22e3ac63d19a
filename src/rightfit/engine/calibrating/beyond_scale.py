"""What more the forms of both sides tell together, when asked for: how often, and how much therapists notice.

In a dip of a client's form a therapist's form falls as well, or not; dips that last are many, or few. Each is one
multiplier, held near 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize_scalar

from rightfit.engine import dyad
from rightfit.engine.calibrating import noticed
from rightfit.engine.calibrating.how_often import starting, unlikely

if TYPE_CHECKING:
    from collections.abc import Callable

    from rightfit.engine.dyad import Courses, Priors

# How far each multiplier may go.
_NOTICED, _OFTEN = (noticed.LEAST, 1.3), (0.15, 1.5)


def with_base_rates(courses: Courses, *, priors: Priors, tick: Callable[[], None]) -> Priors:
    """Return the priors with what is noticed and how often, each at its most likely.

    One after the other, each along its own line, twice: they hardly depend on each other. What
    therapists notice stays as it is where one side was never seen.
    """
    lines: list[tuple[tuple[float, float], Callable[[float], float], Callable[[Priors, float], Priors]]] = []
    if np.isfinite(courses.therapist).any() and np.isfinite(courses.client).any():
        lines.append((_NOTICED, noticed.unlikely, noticed.noticing))
    lines.append((_OFTEN, unlikely, starting))
    factors = [1.0] * len(lines)

    def at(values: list[float]) -> Priors:
        trial = priors
        for (_, _, change), factor in zip(lines, values, strict=True):
            trial = change(trial, factor)
        return trial

    def loss(place: int, factor: float) -> float:
        tick()
        values = [*factors[:place], factor, *factors[place + 1 :]]
        run = dyad.run(courses, priors=at(values), new=False, levels=False, single=True)
        return float(lines[place][1](factor) - run.log_likelihood.sum())

    for _round in range(2):
        for place, (bounds, _, _) in enumerate(lines):
            found = minimize_scalar(
                lambda factor, here=place: loss(here, float(factor)),
                bounds=bounds,
                method="bounded",
                options={"xatol": 0.05, "maxiter": 10},
            )
            factors[place] = float(found.x)
    return at(factors)
