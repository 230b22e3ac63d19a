"""The standard errors of a measure: of a score, of a difference, of a prediction."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["Errors", "errors"]


@dataclass(frozen=True, kw_only=True)
class Errors:
    """Standard errors of one score, of a difference of two, and of a prediction of the second by the first."""

    measurement: float
    difference: float
    prediction: float

    def smallest_change(self, critical: float = 1.96) -> float:
        """Return the points that a change has to pass to be more than measurement error (Jacobson-Truax)."""
        return critical * self.difference


def errors(*, sd: float, reliability: float) -> Errors:
    """Return the standard errors of a measure with this SD and reliability. Raises ValueError out of range."""
    if not (math.isfinite(sd) and sd > 0):
        raise ValueError(f"the SD is {sd:g}; it has to be above 0")
    if not 0 < reliability < 1:
        raise ValueError(f"the reliability is {reliability:g}; it has to lie between 0 and 1")
    measurement = sd * math.sqrt(1 - reliability)
    return Errors(
        measurement=measurement,
        difference=math.sqrt(2) * measurement,
        prediction=sd * math.sqrt(1 - reliability**2),
    )
