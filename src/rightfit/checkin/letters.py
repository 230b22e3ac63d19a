"""The letter after a session: to the client alone, where they want to be asked, and at most one a session."""

from datetime import timedelta

from django.urls import reverse

from rightfit.checkin import giving, rhythm
from rightfit.checkin.side import Side
from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.practice.acts import is_on
from rightfit.relationship.calendar import Session

# After a worker stood still, nobody is asked about a session they hardly remember.
ASKED_WITHIN = timedelta(days=3)


def lay_letters() -> int:
    """Lay the letters for sessions that are over and were held; return how many were laid."""
    if not is_on("check_in"):
        return 0
    fresh = (
        Session.objects.held()
        .filter(ends_at__gt=clock.now() - ASKED_WITHIN, relationship__ending=None)
        .exclude(check_ins__side=Side.CLIENT)
        .with_fate()
    )
    by_key = {f"check-in:{session.pk}": session for session in fresh}
    for known in Letter.objects.filter(once__in=by_key).values_list("once", flat=True):
        del by_key[known]
    laid = 0
    for once, session in by_key.items():
        client = session.relationship.client
        if giving.is_open(session, client) and rhythm.is_asked(client, session):
            Letter.objects.write(
                to=client.pk,
                path=reverse("checkin:how_was_it", args=[session.pk]),
                once=once,
                useful_until=session.ends_at + ASKED_WITHIN,
            )
            laid += 1
    return laid
