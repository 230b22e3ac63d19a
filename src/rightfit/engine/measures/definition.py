"""What a questionnaire is: its items, its scales, who owns it and how it is scored.

`reading` makes one out of a TOML text, `shipped` has those that lie in the package, `scoring` says what answers
come to.

Texts of a check-in may hold the placeholder `{other}`: the other person's first name.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = [
    "KINDS", "RESPONDENTS", "RULES", "Band", "Change", "CutOff", "DefinitionError", "Item", "Measure", "Missing",
    "Scale",
]  # fmt: skip

KINDS = ("choice", "several", "rating", "curved")
"""What an item can be: one of some words, any of some words, a figure, or a figure with *right* in the middle."""

RESPONDENTS = ("client", "therapist", "either")
"""Who may fill it in."""

RULES = ("sum", "mean")
"""How a scale's score comes from its items."""


class DefinitionError(ValueError):
    """A definition does not hold together; the message names the measure, the place and what may stand there."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question.

    `low` and `high` bound the figures that may be answered (`nan` where words are chosen that have
    no figure). `options` are pairs of value and label, in the order in which they are shown.
    `reverse` turns the figure round in the scales: low + high - answer. `risk` is the lowest figure
    at which a safety routine has to begin, or None. `step` is how far apart the figures of a rating lie.
    `codes` are the LOINC codes of the options, in their order, where there are any.
    """

    key: str
    kind: str
    text: str
    low: float
    high: float
    low_label: str
    mid_label: str
    high_label: str
    options: tuple[tuple[str, str], ...]
    optional: bool
    reverse: bool
    risk: float | None
    loinc: str
    step: float = 1
    codes: tuple[str, ...] = ()

    @property
    def allowed(self) -> str:
        """The allowed answers in words, for a message."""
        if self.options:
            return ", ".join(value for value, _ in self.options)
        kind = "whole numbers" if self.step == 1 else f"in steps of {self.step:g}"
        return f"{self.low:g} to {self.high:g}, {kind}"

    @property
    def has_figures(self) -> bool:
        """Whether an answer is a figure, so that a scale can use it."""
        return math.isfinite(self.low)


@dataclass(frozen=True, kw_only=True)
class Missing:
    """What to do with items left out: nothing is scored with more than `most` of them empty.

    `how` is "complete" (all needed), "prorate" (a sum is filled up in proportion) or "mean" (of
    those answered).
    """

    how: str
    most: int
    source: str


@dataclass(frozen=True, kw_only=True)
class Band:
    """A published name for scores from `low` up to the next band."""

    low: float
    name: str


@dataclass(frozen=True, kw_only=True)
class CutOff:
    """A published threshold: `at_least` this score means `meaning`."""

    at_least: float
    meaning: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """How many points of change are more than measurement error, as published."""

    points: float
    source: str


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A score and the items it is made of. `shown` is False where nobody sees it as a number."""

    id: str
    label: str
    items: tuple[str, ...]
    rule: str
    low: float
    high: float
    missing: Missing
    bands: tuple[Band, ...]
    bands_source: str
    cut_offs: tuple[CutOff, ...]
    change: Change | None
    shown: bool
    loinc: str


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A questionnaire, ready to be shown and scored."""

    id: str
    name: str
    version: str
    language: str
    respondent: str
    recall: str
    stem: str
    owner: str
    licence: str
    licence_text: str
    source: str
    remark: str
    loinc: str
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    is_pack: bool = False
    """It came with a practice's own licence, so that its text leaves the practice in no file."""

    def item(self, key: str) -> Item:
        """Return the item with this key; KeyError with the known keys otherwise."""
        for item in self.items:
            if item.key == key:
                return item
        message = f"{self.id} has no item {key!r}; it has {', '.join(item.key for item in self.items)}"
        raise KeyError(message)

    def scale(self, key: str) -> Scale:
        """Return the scale with this id; KeyError with the known ids otherwise."""
        for scale in self.scales:
            if scale.id == key:
                return scale
        message = f"{self.id} has no scale {key!r}; it has {', '.join(scale.id for scale in self.scales)}"
        raise KeyError(message)

    @property
    def scored_items(self) -> tuple[Item, ...]:
        """The items that at least one scale uses, in their order on the form."""
        used = {key for scale in self.scales for key in scale.items}
        return tuple(item for item in self.items if item.key in used)
