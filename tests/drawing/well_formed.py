"""Reading a drawing back: a broken one fails here."""

from xml.dom.minidom import Element, parseString


def read(markup: str) -> Element:
    root = parseString(markup).documentElement  # noqa: S318 - drawn by ourselves a moment ago
    assert root is not None
    return root
