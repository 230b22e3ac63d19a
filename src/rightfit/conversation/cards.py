"""The cards, as data: `cards.toml` in this folder."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from rightfit.conversation.helping import Card

OFF = "off"
SIX = 6


@cache
def cards() -> dict[str, Card]:
    """Return all cards by key, in the order in which they are shown."""
    text = (files("rightfit.conversation") / "cards.toml").read_text(encoding="utf-8")
    return {row["key"]: Card(**row) for row in tomllib.loads(text)["card"]}


def laid() -> list[Card]:
    """Return the ten that both sort when something is off."""
    return [card for card in cards().values() if card.laid]


def chosen(keys: Iterable[str]) -> list[Card]:
    """Return the cards of these keys; a key that is none of ours is left out."""
    known = cards()
    return [known[key] for key in keys if key in known]
