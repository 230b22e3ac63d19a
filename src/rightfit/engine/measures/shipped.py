"""The questionnaires that lie in the package, in `definitions/`, one TOML file each."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from rightfit.engine.measures.reading import parse

if TYPE_CHECKING:
    from rightfit.engine.measures.definition import Measure

__all__ = ["SHIPPED", "UnknownMeasureError", "load"]

SHIPPED = ("checkin_client", "checkin_therapist", "gad2", "gad7", "phq2", "phq9", "sparq")
"""The measures that lie in the package, by id."""


class UnknownMeasureError(LookupError):
    """No shipped measure has this id; the message lists those that do."""


@lru_cache
def load(name: str) -> Measure:
    """Return a measure that lies in the package.

    Raises UnknownMeasureError where no shipped measure has this id.
    """
    if name not in SHIPPED:
        message = f"no measure {name!r}; there are {', '.join(SHIPPED)}"
        raise UnknownMeasureError(message)
    return parse(resources.files(__package__).joinpath("definitions", f"{name}.toml").read_text(encoding="utf-8"))
