"""That somebody looked: written before the page is drawn, in its own short transaction."""

from datetime import timedelta

from django.db import DatabaseError

from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.practice.models import Person
from rightfit.relationship.models import Relationship


class LookNotNotedError(Exception):
    """The trail could not be written, so nothing may be shown."""


# Turning back to a page within the quarter hour is the same look.
ONE_LOOK = timedelta(minutes=15)


def note_look(relationship: Relationship, *, by: Person, at_what: str) -> None:
    """Write into the client's trail that this person looked at something of theirs.

    A client's own look is not noted. Where the line cannot be written the page is not shown, and the answer
    is 503.
    """
    if by.pk == relationship.client_id:
        return
    verb = f"looked at {at_what}"
    just_now = Event.objects.filter(
        chain=relationship.client_id, by=by.pk, verb=verb, about_id=relationship.pk, at__gt=clock.now() - ONE_LOOK
    )
    try:
        if not just_now.exists():
            relationship.track(verb, by=by)
    except DatabaseError as failed:
        raise LookNotNotedError from failed
