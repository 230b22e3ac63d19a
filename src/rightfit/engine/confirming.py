"""What confirmed answers teach: how many hints are real here, and how often a strain begins here.

Ratings without labels cannot tell how often ruptures happen. People can: after a hint they
say whether there was something. Until thirty have, everything stays as it comes from simulation, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scipy.special import betaincinv

if TYPE_CHECKING:
    from rightfit.engine.dyad import Priors

__all__ = ["ENOUGH", "REAL", "SIMULATED", "Confirmed", "confirmed", "priors_after"]

ENOUGH = 30
"""Confirmed answers from which on a practice's own are used [spec]."""

SIMULATED = (6.0, 4.0)
"""Real and not, as if ten had been confirmed before: what is said of hints at one false alarm per 100 [simulation,
`docs/science/promise.md`]; the weight of ten is about as wide as the settings of the simulator differ [assumed]."""

REAL = {("joint", True): 0.75, ("joint", False): 0.71, ("client", True): 0.72, ("client", False): 0.63}
"""Share of hints with a rupture open then or the session before, at one false alarm per 100, by reading and whether the
question is asked [simulation: setting base, four seeds]. `priors_after` compares with it."""

_LEVEL = 0.90


@dataclass(frozen=True, kw_only=True)
class Confirmed:
    """How many hints are real, with its 90% interval, and where that comes from."""

    real: float
    """Share of hints behind which there is something, 0 to 1."""
    low: float
    high: float
    answers: int
    """How many said yes or no."""
    source: str
    """`from simulation` or `from confirmed answers`."""

    @property
    def nothing_in_ten(self) -> int:
        """Of ten hints, how many are nothing, for a sentence."""
        return round(10 * (1 - self.real))


def confirmed(*, yes: int, no: int) -> Confirmed:
    """Say how many hints are real, from how many people confirmed and how many denied.

    `yes` and `no` are counts of hints of one practice, each counted once; who was not sure or did not answer is
    missing and counts for neither. Until `ENOUGH` answers the share is the simulator's.

    Raises `ValueError` for a count below 0. Source: Beta-binomial, prior `SIMULATED`.
    """
    answers = _checked(yes, no)
    own = answers >= ENOUGH
    real, nothing = (SIMULATED[0] + yes, SIMULATED[1] + no) if own else SIMULATED
    low, high = (float(betaincinv(real, nothing, tail)) for tail in ((1 - _LEVEL) / 2, (1 + _LEVEL) / 2))
    return Confirmed(
        real=real / (real + nothing),
        low=low,
        high=high,
        answers=answers,
        source="from confirmed answers" if own else "from simulation",
    )


def priors_after(priors: Priors, *, yes: int, no: int, real: float = REAL["joint", True]) -> Priors:
    """Return the priors with the rate at which strains begin as these answers teach; the same until `ENOUGH`.

    A hint multiplies the odds of a rupture by what it is worth, and that is the same in every practice
    that it was calibrated to. So where the odds that a hint is real are r times those of simulation, the
    odds that a strain begins are r times the prior's: `onset` and `onset_first` move, per session. The thresholds of
    `noticing` belong to the priors without this: signals are given from those, probabilities are said from these.

    Counts are those of `confirmed`; `real` is the share that is real in simulation for these hints, from `REAL`.
    Raises `ValueError` for a count below 0, or a share not between 0 and 1. Source: Bayes' rule in odds.
    """
    if not 0 < real < 1:
        raise ValueError(f"a share is between 0 and 1, got {real:g}")
    if _checked(yes, no) < ENOUGH:
        return priors
    weight = sum(SIMULATED)
    ratio = (weight * real + yes) / (weight * (1 - real) + no) * (1 - real) / real
    return replace(
        priors,
        onset=_times(priors.onset, ratio),
        onset_first=_times(priors.onset_first, ratio),
        name=f"{priors.name}, with {yes + no} confirmed answers",
    )


def _times(chance: float, ratio: float) -> float:
    return ratio * chance / (1 - chance + ratio * chance)


def _checked(yes: int, no: int) -> int:
    if yes < 0 or no < 0:
        raise ValueError(f"counts are not below 0, got {yes} and {no}")
    return yes + no
