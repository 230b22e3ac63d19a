"""Point 5: how far repeated answers tell people apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rightfit.engine.dependability import dependability, sessions_for
from rightfit.engine.examining.points import Figure

if TYPE_CHECKING:
    from rightfit.engine.examining.part import Part

__all__ = ["error"]


def error(part: Part) -> tuple[str, list[Figure]]:
    """Return how dependable one session is and how many are needed, in words and figures."""
    name = part.scale.id
    if not part.repeated:
        return "", []
    try:
        found = dependability(part.score, person=part.who)
    except ValueError as why:
        return f"not known: {why}.", []
    count = found.sessions
    figures = [
        Figure(
            of=name, what="dependability of one session", value=found.one, low=found.low, high=found.high, count=count
        ),
        Figure(of=name, what="SD between people", value=found.between_sd, count=found.people),
        Figure(of=name, what="SD within people, over sessions", value=found.within_sd, count=count),
    ]
    needed = sessions_for(found.one)
    if needed is None:
        return "sessions do not tell people apart here.", figures
    figures.append(Figure(of=name, what="sessions for .90", value=needed, count=count))
    most = sessions_for(found.low)
    reach = f"{sessions_for(found.high)} to {most}" if most is not None else f"{sessions_for(found.high)} or more"
    words = f"to tell people apart with .90, the mean of about {needed} sessions is needed ({reach} fit these data too)"
    return (
        f"{words}; more where neighbouring sessions are alike. This is no retest: people change between sessions.",
        figures,
    )
