"""Points 2 and 3: whether the items of a scale are one thing, and how they hang together."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rightfit.engine.dependability import levels
from rightfit.engine.examining.part import few
from rightfit.engine.examining.points import Figure
from rightfit.engine.one_factor import omega
from rightfit.engine.psychometrics import alpha, alpha_interval

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rightfit.engine.examining.part import Part

__all__ = ["structure", "together"]

_MISFIT = 0.08


def structure(part: Part) -> tuple[str, list[Figure]]:
    """Return what one factor says of these answers, in words and figures."""
    if part.items.shape[1] < 3:  # noqa: PLR2004 - one factor needs three
        return "fewer than three items: whether they are one thing cannot be tested.", []
    found = omega(part.items[part.first], draws=0)
    if found.value is None:
        return f"{found.why}.", []
    name, people = part.scale.id, found.people
    figures = [Figure(of=name, what="SRMR of one factor", value=found.srmr, count=people)]
    if math.isfinite(found.rmsea):
        figures.append(Figure(of=name, what="RMSEA of one factor", value=found.rmsea, count=people))
    figures += [
        Figure(of=key, what="loading on the one factor", value=float(one), count=people)
        for key, one in zip(part.scale.items, found.loadings, strict=True)
    ]
    fits = found.srmr < _MISFIT and not found.improper and not found.rmsea > _MISFIT
    words = "one factor is not far from these answers" if fits else "one factor does not describe these answers well"
    return f"{words} (first forms of {people} people{few(people)}).", figures


def together(part: Part) -> tuple[str, list[Figure]]:
    """Return alpha and omega, and alpha between and within people, in words and figures."""
    size = part.items.shape[1]
    if size < 2:  # noqa: PLR2004 - nothing to compare
        return "one item has nothing to hang together with.", []
    name = part.scale.id
    found = alpha(part.items[part.first], missing="complete")
    if found.value is None:
        return f"{found.why}.", []
    low, high = alpha_interval(found)
    figures = [Figure(of=name, what="alpha", value=found.value, low=low, high=high, count=found.people)]
    if size > 2:  # noqa: PLR2004 - one factor needs three
        other = omega(part.items[part.first])
        if other.value is not None:
            figures.append(
                Figure(of=name, what="omega", value=other.value, low=other.low, high=other.high, count=other.people)
            )
        figures += [
            Figure(of=key, what="alpha without it", value=float(one), count=found.people)
            for key, one in zip(part.scale.items, found.without, strict=True)
        ]
    if part.repeated:
        figures += _by_level(part)
    words = f"alpha is {found.value:.2f}, and may well be anything from {low:.2f} to {high:.2f}"
    return f"{words} (first forms of {found.people} people{few(found.people)}).", figures


def _by_level(part: Part) -> Iterator[Figure]:
    try:
        found = levels(part.items, person=part.who)
    except ValueError:
        return
    for what, value in (("alpha between people", found.between), ("alpha within people", found.within)):
        if value is not None:
            yield Figure(of=part.scale.id, what=what, value=value, count=found.sessions)
