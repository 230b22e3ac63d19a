"""The small pictures: icons, the mark, the page's edge, the shapes of needs, the scales, the thread.

All of them are silent for a screen reader (`aria-hidden`): the words beside them say everything. None
carries a style of its own: colours come from the classes `a` (client), `z` (therapist) and `gap` (what
lies between), so light, dark, print and forced colours are settled in one place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from rightfit.drawing.shapes import ARC, ICONS, MARK, NEEDS, SCALE, STEPS, WAVES


def icon(name: str, size: str = "") -> str:
    """Return an icon; `size` is "" or "sm"."""
    kind = f"i {escape(size)}".strip()
    return f'<svg class="{kind}" viewBox="0 0 24 24" aria-hidden="true"><path d="{ICONS[name]}"/></svg>'


def mark() -> str:
    """Return the product's mark: the two lines that come near."""
    return (
        '<svg viewBox="0 0 40 40" aria-hidden="true">'
        f'<path class="f" d="{MARK["between"]}"/><path class="a" d="{MARK["a"]}"/>'
        f'<path class="z" d="{MARK["z"]}"/></svg>'
    )


def wave(kind: str = "meet") -> str:
    """Return the lower edge of the page's head: `meet`, `drift` or `handover`.

    It is chosen by the kind of page, never by what a pair answered: no verdict hangs in the air.
    """
    shape = WAVES[kind]
    joins = f'<path class="z n2" d="{shape["next"]}"/>' if "next" in shape else ""
    return (
        '<svg class="wave" viewBox="0 0 400 64" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="bg" d="{shape["a"]} L400,-2 L0,-2Z"/><path class="gap" d="{shape["a"]} {shape["back"]}Z"/>'
        f'<path class="a" d="{shape["a"]}"/><path class="z" d="{shape["z"]}"/>{joins}</svg>'
    )


def need(name: str) -> str:
    """Return the shape of a need, or of a step of the public page."""
    shape = NEEDS[name] if name in NEEDS else STEPS[name]
    classes = {"a": "a", "z": "z", "ad": "a d", "zd": "z d"}
    lines = "".join(f'<path class="{classes[line]}" d="{path}"/>' for line, path in shape.items())
    return f'<svg class="pic" viewBox="0 0 160 76" aria-hidden="true">{lines}</svg>'


def scale() -> str:
    """Return what lies behind the marks from 0 to 10: the two lines come near towards the right."""
    return (
        '<svg viewBox="0 0 110 56" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="gap" d="{SCALE["a"]} {SCALE["back"]}Z"/>'
        f'<path class="a" d="{SCALE["a"]}"/><path class="z" d="{SCALE["z"]}"/></svg>'
    )


def arc() -> str:
    """Return what lies behind the curved scale: an arch with "right" on top."""
    return (
        '<svg viewBox="0 0 110 76" preserveAspectRatio="none" aria-hidden="true">'
        f'<ellipse class="mid" cx="55" cy="19" rx="12" ry="13"/><path class="path" d="{ARC}"/></svg>'
    )


@dataclass(frozen=True)
class Knot:
    """One stretch of the thread, as tall as its event: paths in a box of 48 by 100, stretched."""

    a: str
    z: str
    between: str
    pin: str
    """`met`, `open` or empty: what sits on the thread."""


# Half of the distance between the two lines at an event. They touch at a talk, part at a miss, and run side
# by side after an agreement; other sessions lie in between.
_APART = {"held": 9.0, "missed": 16.0, "dip": 16.0, "talk": 2.0, "together": 2.0, "agreement": 5.0}
_PIN = {"talk": "met", "together": "met", "missed": "open"}
_MIDDLE, _AT = 24, 30


def thread(kinds: Sequence[str]) -> list[Knot]:
    """Return the stretches of a thread of events, newest first. Drawn from events, never from ratings."""
    apart = [_APART.get(kind, _APART["held"]) for kind in kinds]
    knots = []
    for place, (kind, here) in enumerate(zip(kinds, apart, strict=True)):
        above = (apart[place - 1] + here) / 2 if place else here
        below = (apart[place + 1] + here) / 2 if place + 1 < len(apart) else here
        left, right = _side(-1, above, here, below), _side(1, above, here, below)
        back = _side(1, above, here, below, upwards=True)
        knots.append(Knot(a=f"M{left}", z=f"M{right}", between=f"M{left} L{back}Z", pin=_PIN.get(kind, "")))
    return knots


def _side(sign: int, above: float, here: float, below: float, *, upwards: bool = False) -> str:
    top, at, bottom = (f"{_MIDDLE + sign * apart:g}" for apart in (above, here, below))
    if upwards:
        return f"{bottom},100 C{bottom},70 {at},60 {at},{_AT} C{at},15 {top},15 {top},0"
    return f"{top},0 C{top},15 {at},15 {at},{_AT} C{at},60 {bottom},70 {bottom},100"
