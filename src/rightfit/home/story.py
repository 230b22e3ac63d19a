"""What happened between the two, newest first: drawn from events, never from ratings."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rightfit.checkin.looking import LookTogether
from rightfit.keeping import clock
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship

LINES = 6


@dataclass(frozen=True, kw_only=True)
class Line:
    """One knot of the thread."""

    what: str
    when: str
    line: str
    kind: str


def of(relationship: Relationship, person: Person) -> list[Line]:
    """Return the last things that happened, in words for either of the two."""
    sessions = list(
        Session.objects.visible_to(person).filter(relationship=relationship).over().with_fate().order_by("starts_at")
    )
    looked = set(LookTogether.objects.opened().filter(session__in=sessions).values_list("session", flat=True))
    lines = []
    number = 0
    for session in sessions:
        when = date_format(clock.local(session.starts_at), "l j F")
        if session.was_held:
            number += 1
            together = session.pk in looked
            lines.append(
                Line(
                    what=_("Session {number}").format(number=number),
                    when=when,
                    line=_("You looked together.") if together else "",
                    kind="together" if together else "held",
                )
            )
        else:
            how = _("It was cancelled.") if session.is_cancelled else _("It was missed.")
            lines.append(Line(what=_("A session did not happen"), when=when, line=how, kind="missed"))
    return lines[::-1][:LINES]
