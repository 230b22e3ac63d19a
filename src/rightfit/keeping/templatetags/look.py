"""Tags that put the drawings into pages, and the few things a page's parts cannot say in template language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from rightfit.drawing import compared, pictures, words

register = template.Library()
words.speak_with(_)

ROLES = ("c", "t", "h", "b")


def _drawn(markup: str) -> SafeString:
    # Made from the shapes alone; what a caller names is looked up there or escaped.
    return mark_safe(markup)  # noqa: S308


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """`{% icon "home" %}`, small: `{% icon "lock" "sm" %}`."""
    return _drawn(pictures.icon(name, size))


@register.simple_tag
def mark() -> SafeString:
    """The product's mark."""
    return _drawn(pictures.mark())


@register.simple_tag
def wave(kind: str = "meet") -> SafeString:
    """The edge under the page's head: "meet", "drift" or "handover"."""
    return _drawn(pictures.wave(kind or "meet"))


@register.simple_tag
def need_picture(name: str) -> SafeString:
    """The shape of a need card or of a step."""
    return _drawn(pictures.need(name))


@register.simple_tag
def scale_picture() -> SafeString:
    """The two lines behind the scale from 0 to 10."""
    return _drawn(pictures.scale())


@register.simple_tag
def arc_picture() -> SafeString:
    """The arch behind the curved scale."""
    return _drawn(pictures.arc())


@register.simple_tag
def face(who: Any, role: str = "c", size: str = "") -> SafeString:
    """Two letters in the shape of a role: a person, or the letters themselves; `size` is "" or "lg".

    The letters are silent: the name always stands beside them.
    """
    letters = who if isinstance(who, str) else _letters(who, role)
    kind = role if role in ROLES else "c"
    return format_html('<span class="face {} {}" aria-hidden="true">{}</span>', kind, size, letters)


@register.simple_tag
def marks_on_a_line(stand: Any) -> SafeString:
    """Marks of several therapists on one line, as (person, mark) pairs; silent, the table says the same."""
    return _drawn(compared.line([(_letters(person, "t"), mark) for person, mark in stand if mark is not None]))


def _letters(person: Any, role: str) -> str:
    if role == "c":
        # A client is shown by the name they gave, never by a family name's letter.
        return str(person.given_name)[:2]
    return "".join(word[0] for word in str(person.full_name).split()[:2]).upper()


@dataclass(frozen=True)
class Step:
    """One mark of a scale, as its radio shows and says it."""

    value: int
    figure: int
    said: str
    """Read out after the figure; not shown."""
    chosen: bool
    echo: str
    """The line under the scale once this is chosen."""

    @property
    def place(self) -> int:
        """Which step down the arch: 0 at the foot, 5 on top."""
        return 5 - self.figure


@register.simple_tag
def steps(item: dict[str, Any], value: Any) -> list[Step]:
    """The marks of a scale: `{% steps item value as marks %}`. From low to high, `value` as text or number."""
    low, high = int(item.get("low") or 0), int(item.get("high") or 10)
    told = _curved if low < 0 else _straight
    return [told(step, item, chosen=str(value) == str(step)) for step in range(low, high + 1)]


def _straight(step: int, item: dict[str, Any], *, chosen: bool) -> Step:
    ends = {int(item.get("low") or 0): item.get("low_label"), int(item.get("high") or 10): item.get("high_label")}
    echo = _("You chose {number}. Tap another to change it.").format(number=step)
    return Step(value=step, figure=step, said=str(ends.get(step) or ""), chosen=chosen, echo=echo)


NEAR, FAR = 2, 4


def _curved(step: int, item: dict[str, Any], *, chosen: bool) -> Step:
    if step == 0:
        return Step(
            value=0, figure=0, said=str(item.get("mid_label") or _("right")), chosen=chosen, echo=_("About right.")
        )
    side = _("too little") if step < 0 else _("too much")
    if abs(step) <= NEAR:
        how = _("A bit {side}. That helps to know; it is not a failure.")
    elif abs(step) < FAR:
        how = _("Rather {side}. That helps to know; it is not a failure.")
    else:
        how = _("Far {side}. That helps to know; it is not a failure.")
    return Step(value=step, figure=abs(step), said=side, chosen=chosen, echo=how.format(side=side))


@register.simple_tag
def knots(lines: Sequence[Any]) -> list[tuple[Any, pictures.Knot]]:
    """Events, newest first, each with its stretch of the thread: `{% knots lines as drawn %}`."""
    kinds = [line["kind"] if isinstance(line, dict) else line.kind for line in lines]
    return list(zip(lines, pictures.thread(kinds), strict=True))


@register.filter
def among(option: Any, chosen: Any) -> bool:
    """Whether an option is among the chosen ones, be they text or values: `{% if option.value|among:value %}`."""
    if chosen is None:
        return False
    if isinstance(chosen, str):
        return str(option) == chosen
    return str(option) in [str(one) for one in chosen]


@register.filter
def pills(done: Any, of: Any) -> list[bool]:
    """`{{ 4|pills:6 }}`: which of the short bars are filled."""
    return [place < int(done) for place in range(int(of))]
