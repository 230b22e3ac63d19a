"""How the question is answered here: how often "yes" is said when all is well, and how much a "yes" tells.

It is to the question what scale is to the forms. "Yes" comes with dips of the forms, or anywhere; where it comes
anywhere it tells nothing, and a reading that took it for more would break its promise.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

from rightfit.engine import dyad
from rightfit.engine.calibrating.how_often import starting

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from rightfit.engine.dyad import Courses, Priors

    FloatArray = NDArray[np.float64]
    Shares = tuple[float, float, float, float]

_LEAST, _MOST = 0.0, 1.4
_LOOSE = np.array([0.8, 0.4])
"""SD of the normal prior: of the log-odds of a "yes" when all is well, and of how telling it is, around 1."""

_TRIALS = 40
_HARDLY_ANY = 0.6


def yes_of(courses: Courses, *, priors: Priors, often: float, tick: Callable[[], None]) -> Shares:
    """Return `Priors.yes` at its most likely, and as it was where nobody answered the question.

    `often` says how many times as often as in `priors` ruptures start here. Where there are hardly any, the question
    has nothing to go along with but bad days, and what it tells of a rupture is not learnt.
    """
    if not np.isfinite(courses.unsaid).any():
        return priors.yes
    here = starting(priors, often)
    centre = np.array([0.0, 1.0])

    def loss(coded: FloatArray) -> float:
        tick()
        telling = min(max(float(coded[1]), _LEAST), _MOST)
        trial = replace(here, yes=_moved(priors.yes, shift=float(coded[0]), telling=telling))
        likelihood = dyad.run(courses, priors=trial, new=False, levels=False, single=True).log_likelihood.sum()
        # Outside its bounds the search is led back, not stopped.
        outside = abs(float(coded[1]) - telling)
        return float(0.5 * (((coded - centre) / _LOOSE) ** 2).sum() + 100 * outside - likelihood)

    found = minimize(
        loss,
        centre,
        method="Nelder-Mead",
        options={
            "initial_simplex": centre + np.array([[0.0, 0.0], [0.4, 0.0], [0.0, -0.4]]),
            "xatol": 0.03,
            "fatol": 0.2,
            "maxfev": _TRIALS,
        },
    )
    shift, telling = float(found.x[0]), min(max(float(found.x[1]), _LEAST), _MOST)
    learnt = min(max((often - _HARDLY_ANY) / (1 - _HARDLY_ANY), 0.0), 1.0)
    return _moved(priors.yes, shift=shift, telling=1 + learnt * (telling - 1))


def _moved(yes: Shares, *, shift: float, telling: float) -> Shares:
    """Move the log-odds of "yes" when all is well, and keep so much of how far the others lie from it."""
    fine, *others = (math.log(share / (1 - share)) for share in yes)
    moved = (fine + shift + telling * (one - fine) for one in (fine, *others))
    well, bad_day, withdrawal, confrontation = (1 / (1 + math.exp(-one)) for one in moved)
    return well, bad_day, withdrawal, confrontation
