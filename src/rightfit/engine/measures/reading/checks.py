"""What every table of a definition has to keep to, and how it is said where it does not."""

from __future__ import annotations

import math
from typing import Any, NoReturn

from rightfit.engine.measures.definition import DefinitionError

__all__ = ["Checks"]


class Checks:
    """Checks the tables of one measure; `where` is the place that a message names."""

    def __init__(self, measure: str) -> None:
        """Name the measure, as the definition does."""
        self.measure = measure

    def text(self, table: dict[str, Any], key: str, where: str) -> str:
        """Return the text that has to stand there."""
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            self.fail(f"{where}: {key} has to be a text")
        return str(value)

    def number(self, table: dict[str, Any], key: str, where: str) -> float:
        """Return the number that has to stand there."""
        value = table.get(key)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            self.fail(f"{where}: {key} has to be a number")
        return float(value)

    def only(self, table: dict[str, Any], known: set[str], where: str) -> None:
        """Nothing else may stand in the table."""
        odd = sorted(set(table) - known)
        if odd:
            self.fail(f"{where}: nothing is called {', '.join(odd)}; it may be {', '.join(sorted(known))}")

    def no_doubles(self, keys: list[str], what: str) -> None:
        """Every key may stand there once."""
        doubled = sorted({key for key in keys if keys.count(key) > 1})
        if doubled:
            self.fail(f"{what} {', '.join(doubled)} stands there twice")

    def fail(self, message: str) -> NoReturn:
        """Say that the definition does not hold together, and which one."""
        full = f"{self.measure}: {message}"
        raise DefinitionError(full)
