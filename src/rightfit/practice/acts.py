"""The acts a practice switches on and off. What is off is not there: its pages answer 404."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec

from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rightfit.keeping.this_request import remembered
from rightfit.practice.models import Practice

P = ParamSpec("P")


@dataclass(frozen=True)
class Act:
    key: str
    name: str | Promise
    on: bool = True


ACTS = (
    Act("search", _("Search in a few taps")),
    Act("first_meetings", _("First meetings")),
    Act("compare", _("First meetings side by side")),
    Act("go_on", _("Shall we go on?")),
    Act("go_quiet", _("If I go quiet")),
    Act("opening", _("Opening conversation")),
    Act("middle", _("Starting in the middle")),
    Act("goals", _("Goals in the client’s own words")),
    Act("between_sessions", _("One thing between sessions")),
    Act("check_in", _("How was it?")),
    Act("look_together", _("Look together")),
    Act("hints_to_client", _("Worth asking, to the client")),
    Act("hints_to_therapist", _("Worth asking, to the therapist")),
    Act("two_doors", _("Two doors on every page")),
    Act("find_the_words", _("Find the words for what should change")),
    Act("what_we_try", _("What we’ll try, and whether it helped")),
    Act("course_at_home", _("The course, at home"), on=False),
)
_DEFAULTS = {act.key: act.on for act in ACTS}


def is_on(act: str) -> bool:
    """Say whether the practice has this act switched on; what it never touched stands as on day one."""
    switches = remembered("switches", lambda: Practice.objects.the().switches)
    return bool(switches.get(act, _DEFAULTS[act]))


def act(key: str) -> Callable[[Callable[P, HttpResponse]], Callable[P, HttpResponse]]:
    """Close a page while its act is switched off."""
    if key not in _DEFAULTS:
        message = f"There is no act {key!r}."
        raise LookupError(message)

    def closing(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
        @wraps(view)
        def open_if_on(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not is_on(key):
                raise Http404
            return view(*args, **kwargs)

        return open_if_on

    return closing
