"""The bridge of this room to the engine: cards for own words."""

from rightfit.engine.needs import Card, suggest

__all__ = ["Card", "suggest"]
