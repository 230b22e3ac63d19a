"""How the question is answered here: how often "yes" is said when all is well, and how much a "yes" tells.

It is to the question what scale is to the forms. "Yes" comes with dips of the forms, or anywhere; where it comes
anywhere it tells nothing, and a reading that took it for more would break its promise. And some people may say "yes" by
habit: their first tells little, their fifth nothing, and one by one they would all be taken for signs.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from rightfit.engine import dyad
from rightfit.engine.calibrating.how_often import enough_to_learn, starting

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from rightfit.engine.dyad import Courses, Priors

    FloatArray = NDArray[np.float64]
    Shares = tuple[float, float, float, float]

_LEAST, _MOST = 0.0, 1.4
_MOST_BY_HABIT, _FEW_BY_HABIT = 0.5, 0.03
"""The largest share who say yes by habit, and the mean of its exponential prior."""
_LOOSE = np.array([0.8, 0.4])
"""SD of the normal prior: of the log-odds of a "yes" when all is well, and of how telling it is, around 1."""

_TRIALS = 60


def as_answered(courses: Courses, *, priors: Priors, often: float, tick: Callable[[], None]) -> Priors:
    """Return the priors with `yes` and `habit` at their most likely, and as they were where nobody answered.

    `often` says how many times as often as in `priors` ruptures start here. Where there are hardly any, the question
    has nothing to go along with but bad days, and what it tells of a rupture is not learnt.
    """
    if not np.isfinite(courses.unsaid).any():
        return priors
    here = starting(priors, often)
    centre = np.array([0.0, 1.0])

    def loss(coded: FloatArray) -> float:
        tick()
        telling, habit = _within(coded[1], _LEAST, _MOST), _within(coded[2], 0.0, _MOST_BY_HABIT)
        trial = replace(here, yes=_moved(priors.yes, shift=float(coded[0]), telling=telling), habit=habit)
        likelihood = dyad.run(courses, priors=trial, new=False, levels=False, single=True).log_likelihood.sum()
        # Outside its bounds the search is led back, not stopped.
        outside = abs(float(coded[1]) - telling) + abs(float(coded[2]) - habit)
        far = 0.5 * (((coded[:2] - centre) / _LOOSE) ** 2).sum() + habit / _FEW_BY_HABIT
        return float(far + 100 * outside - likelihood)

    start = np.array([0.0, 1.0, 0.02])
    found = minimize(
        loss,
        start,
        method="Nelder-Mead",
        options={
            "initial_simplex": start + np.array([[0, 0, 0], [0.4, 0, 0], [0, -0.4, 0], [0, 0, 0.08]]),
            "xatol": 0.03,
            "fatol": 0.2,
            "maxfev": _TRIALS,
        },
    )
    shift, telling, habit = float(found.x[0]), _within(found.x[1], _LEAST, _MOST), found.x[2]
    yes = _moved(priors.yes, shift=shift, telling=1 + enough_to_learn(often) * (telling - 1))
    return replace(priors, yes=yes, habit=_within(habit, 0.0, _MOST_BY_HABIT))


def _within(value: float, least: float, most: float) -> float:
    return min(max(float(value), least), most)


def _moved(yes: Shares, *, shift: float, telling: float) -> Shares:
    """Move the log-odds of "yes" when all is well, and keep so much of how far the others lie from it."""
    fine, *others = (math.log(share / (1 - share)) for share in yes)
    moved = (fine + shift + telling * (one - fine) for one in (fine, *others))
    well, bad_day, withdrawal, confrontation = (1 / (1 + math.exp(-one)) for one in moved)
    return well, bad_day, withdrawal, confrontation
