"""What a cell may say: text in, a number out, or why not. CSV and Parquet have these rules in common."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from rightfit.engine.dyad import Scale

    FloatArray = NDArray[np.float64]
    BoolArray = NDArray[np.bool_]

NAN = math.nan
ODD = math.inf
"""Stands for a cell that cannot be read; no cell that can is infinite."""

_EMPTY = frozenset({"", "na", "nan", "null", "none", "."})
_ATTENDED = {"1": 1.0, "0": 0.0, "c": -1.0, "1.0": 1.0, "0.0": 0.0, "true": 1.0, "false": 0.0, "yes": 1.0, "no": 0.0}
_YES = {"1": 1.0, "0": 0.0, "1.0": 1.0, "0.0": 0.0, "true": 1.0, "false": 0.0, "yes": 1.0, "no": 0.0}
_HIGHEST_SESSION = 5_000
_MOST_KNOWN = 50_000


class RefuseError(Exception):
    """Why this row cannot be read."""


@dataclass(frozen=True)
class Rule:
    """What one column may say."""

    of_text: Callable[[str], float]
    """The number a cell means, `nan` for an empty one; raises `RefuseError`."""
    of_numbers: Callable[[FloatArray], FloatArray] | None = None
    """The same for cells that came as numbers, `ODD` where the text of one has to be looked at. None: always look."""
    known: dict[str, float] = field(default_factory=dict, repr=False)
    """Texts met so far: a file says few different things, and says them often."""

    def of_texts(self, texts: list[str]) -> FloatArray:
        """The numbers many cells mean, `ODD` for those that cannot be read."""
        known = self.known
        if len(known) > _MOST_KNOWN:
            known.clear()
        for text in set(texts).difference(known):
            try:
                known[text] = self.of_text(text)
            except RefuseError:
                known[text] = ODD
        return np.fromiter(map(known.__getitem__, texts), np.float64, len(texts))


def number(text: str, label: str) -> float:
    """A number, or nan where the cell is empty."""
    text = text.strip()
    if text.lower() in _EMPTY:
        return NAN
    try:
        value = float(text)
    except ValueError:
        value = NAN
    if not math.isfinite(value) or "_" in text:
        if text.count(",") == 1 and text.replace(",", "").lstrip("+-").isdigit():
            message = f'{label} "{text}" has a decimal comma; write {text.replace(",", ".")}'
        else:
            message = f'{label} "{text}" is not a number'
        raise RefuseError(message)
    return value


def score_rule(label: str, scale: Scale, kind: str = "scale") -> Rule:
    """A score on its scale, or nothing."""

    def of_text(text: str) -> float:
        value = number(text, label)
        if value < scale.low or value > scale.high:
            message = f"{label} {value:g} is off the {kind} {scale.low:g}:{scale.high:g}"
            raise RefuseError(message)
        return value

    def of_numbers(values: FloatArray) -> FloatArray:
        return np.where((values < scale.low) | (values > scale.high), ODD, values)

    return Rule(of_text, of_numbers)


def session_rule(label: str) -> Rule:
    """A session's number; it may not be empty."""

    def of_text(text: str) -> float:
        value = number(text, label)
        if value != value:  # noqa: PLR0124 - nan
            message = f"{label} is empty"
            raise RefuseError(message)
        if value != int(value) or not 0 <= value <= _HIGHEST_SESSION:
            message = f"{label} {text.strip()} is not a whole number from 0 to {_HIGHEST_SESSION}"
            raise RefuseError(message)
        return value

    def of_numbers(values: FloatArray) -> FloatArray:
        return np.where((values >= 0) & (values <= _HIGHEST_SESSION) & (values == np.floor(values)), values, ODD)

    return Rule(of_text, of_numbers)


def attended_rule(label: str) -> Rule:
    """Held, missed or cancelled; empty is held."""
    return _code_rule(label, _ATTENDED, "1 (held), 0 (missed) or c (cancelled in time)", 1.0)


def yes_rule(label: str, empty: float) -> Rule:
    """Yes or no, and what an empty cell means."""
    return _code_rule(label, _YES, "0 or 1", empty)


def _code_rule(label: str, codes: dict[str, float], allowed: str, empty: float) -> Rule:
    def of_text(text: str) -> float:
        text = text.strip().lower()
        if text in _EMPTY:
            return empty
        if text in codes:
            return codes[text]
        message = f'{label} "{text}" is not {allowed}'
        raise RefuseError(message)

    def of_numbers(values: FloatArray) -> FloatArray:
        known = (values == 1) | ((values == 0) & ~np.signbit(values))
        return np.where(np.isnan(values), empty, np.where(known, values, ODD))

    return Rule(of_text, of_numbers)


def day_rule(label: str) -> Rule:
    """An ISO date, or nothing; a window does not carry it."""

    def of_text(text: str) -> float:
        text = text.strip()
        if text.lower() not in _EMPTY:
            try:
                date.fromisoformat(text[:10])
            except ValueError:
                message = f'{label} "{text}" is not an ISO date such as 2024-04-03'
                raise RefuseError(message) from None
        return 0.0

    return Rule(of_text)
