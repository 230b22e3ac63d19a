"""Where the range of people in trouble ends and the ordinary one begins: cut-offs a, b and c, or a published figure.

Jacobson and Truax 1991: a lies two SD beyond the mean of people in trouble, b within two SD of the mean of
ordinary people, c halfway between both, weighed by their SDs. Hageman and Arrindell 1999 take the SDs of the
true scores instead.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["KINDS", "CutOff", "between", "published"]

KINDS = ("a", "b", "c")


@dataclass(frozen=True, kw_only=True)
class CutOff:
    """A cut-off: its figure, what it is called, which side is better.

    A computed figure belongs to neither side. A published one, "this or more", belongs to the side
    that its words say: the worse one where lower is better, the better one where higher is.
    """

    value: float
    name: str
    better: str
    is_published: bool

    def is_clinical(self, score: float) -> bool:
        """Whether this score lies on the side of people in trouble."""
        if self.better == "lower":
            return score >= self.value if self.is_published else score > self.value
        return score < self.value

    def is_ordinary(self, score: float) -> bool:
        """Whether this score lies on the ordinary side."""
        if self.better == "lower":
            return score < self.value
        return score >= self.value if self.is_published else score > self.value

    def is_crossed(self, before: float, after: float) -> bool:
        """Whether somebody came over from the side of people in trouble."""
        return self.is_clinical(before) and self.is_ordinary(after)


def published(value: float, *, better: str) -> CutOff:
    """Return a figure from a publication: "this or more"."""
    return CutOff(value=value, name=f"published figure {value:g}", better=better, is_published=True)


def between(
    kind: str,
    *,
    clinical: tuple[float, float],
    ordinary: tuple[float, float] | None,
    better: str,
    measurement: float = 0.0,
) -> CutOff:
    """Return cut-off a, b or c from (mean, SD) of people in trouble and of ordinary people.

    `measurement` is the standard error of measurement where true scores are meant (Hageman-Arrindell):
    the SDs then lose it. Raises ValueError for another kind, where `ordinary` is needed and not
    given, or an SD that is not above the error.
    """
    if kind not in KINDS:
        raise ValueError(f"the cut-off is {kind!r}; it may be {', '.join(KINDS)}")
    if kind != "a" and ordinary is None:
        raise ValueError(f"cut-off {kind} needs the mean and SD of ordinary people")
    sign = -1 if better == "lower" else 1
    mean, sd = clinical[0], _true(clinical[1], measurement)
    if ordinary is None:
        value = mean + sign * 2 * sd
    else:
        other, other_sd = ordinary[0], _true(ordinary[1], measurement)
        if sign * (other - mean) <= 0:
            raise ValueError(f"ordinary people ({other:g}) are not on the better side of people in trouble ({mean:g})")
        value = {
            "a": mean + sign * 2 * sd,
            "b": other - sign * 2 * other_sd,
            "c": (sd * other + other_sd * mean) / (sd + other_sd),
        }[kind]
    name = f"{kind}, of true scores" if measurement else kind
    return CutOff(value=value, name=name, better=better, is_published=False)


def _true(sd: float, measurement: float) -> float:
    if not sd > measurement:
        raise ValueError(f"an SD of {sd:g} is not above the error of measurement, {measurement:g}")
    return math.sqrt(sd**2 - measurement**2)
