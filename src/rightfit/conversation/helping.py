"""The bridge of this room to the engine: cards for own words, and whether what was agreed seems to help."""

from rightfit.engine.needs import Card, suggest

__all__ = ["Card", "suggest"]
