"""How much therapists here notice: how far their form falls in a rupture, against what is assumed.

In a dip of a client's form a therapist's form falls as well, or it does not. Where it hardly ever does, a therapist's
form that stays up is no sign that all is well, and a reading that took it for one would miss what the client shows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize_scalar

from rightfit.engine import dyad
from rightfit.engine.calibrating.how_often import enough_to_learn, starting

if TYPE_CHECKING:
    from collections.abc import Callable

    from rightfit.engine.dyad import Courses, Priors

LEAST = 0.1
_LOOSE = 0.4
"""SD of the normal prior of the multiplier around 1."""


def how_much_noticed(courses: Courses, *, priors: Priors, often: float, tick: Callable[[], None]) -> float:
    """Return by how much what therapists notice is most likely to be multiplied; at most 1, and 1 with one side alone.

    `often` says how many times as often as in `priors` ruptures start here; where there are hardly any, nothing is
    learnt. More than 1 is not looked for: a therapist
    whose form follows the client's for other reasons would be taken for one who notices.
    """
    if not (np.isfinite(courses.therapist).any() and np.isfinite(courses.client).any()):
        return 1.0
    here = starting(priors, often)

    def loss(factor: float) -> float:
        tick()
        run = dyad.run(courses, priors=noticing(here, factor), new=False, levels=False, single=True)
        return unlikely(factor) - float(run.log_likelihood.sum())

    found = minimize_scalar(loss, bounds=(LEAST, 1.0), method="bounded", options={"xatol": 0.05, "maxiter": 10})
    return 1 + enough_to_learn(often) * (float(found.x) - 1)


def noticing(priors: Priors, factor: float) -> Priors:
    """Return the priors with a therapist's form falling `factor` times as far in a rupture."""
    return replace(priors, fall_h=tuple(factor * fall for fall in priors.fall_h))


def unlikely(factor: float) -> float:
    """Minus the log of the prior density, up to a constant."""
    return 0.5 * ((factor - 1) / _LOOSE) ** 2
