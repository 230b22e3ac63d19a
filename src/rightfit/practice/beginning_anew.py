"""Somebody who works here has lost phone and spare codes: the lead lets them choose a second step anew.

The lead only starts it, after having spoken with the person, and never learns or chooses a secret (safety S6).
For a lead whom no other lead can help, whoever runs the machine does it (`rightfit anew`), and every lead is told.
"""

from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.keeping.models import Event, Letter
from rightfit.practice.models import Duty, Person
from rightfit.practice.signing_in import works_here

VERB = "took a second step away"
LATELY = timedelta(days=28)


class NotForThemError(Exception):
    """Not the lead's to do: for themselves, or for somebody who does not work here."""


def may_begin_anew(person: Person, *, by: Person) -> bool:
    return by.has_duty(Duty.Kind.LEAD) and by.pk != person.pk and works_here(person)


@transaction.atomic
def begin_anew(person_id: UUID, *, by: Person | None) -> Person:
    """Take every passkey, app and spare code of this person away, sign them out everywhere, and write to them.

    `by` is nobody where it is done on the machine itself: then every lead is written to as well.
    """
    person: Person = Person.objects.select_for_update().get(pk=person_id)
    if not (works_here(person) if by is None else may_begin_anew(person, by=by)):
        raise NotForThemError
    Authenticator.objects.filter(user=person).delete()
    for signed_in in UserSession.objects.filter(user=person):
        signed_in.end()
    # Also what stands on no list ends: each sign-in holds a print of this field, which nobody signs in with.
    person.set_unusable_password()
    person.save(update_fields=["password"])
    line = Event.objects.record(VERB, by=by.pk if by else None, about=person)
    Letter.objects.write(to=person.pk, path=reverse("mfa_index"), once=f"second step:{line.pk}")
    if by is None:
        for duty in Duty.objects.now(Duty.Kind.LEAD).exclude(person=person):
            once = f"anew:{line.pk}:{duty.person_id}"
            Letter.objects.write(to=duty.person_id, path=reverse("practice:setup_people"), once=once)
    return person


def begun_on_the_machine() -> list[tuple[Person, datetime]]:
    """Return for whom it was done on the machine itself of late, and when: the leads are told on their page."""
    lines = Event.objects.filter(verb=VERB, by=None, at__gte=clock.now() - LATELY).order_by("-at")
    people = Person.objects.in_bulk([line.about_id for line in lines])
    return [(people[line.about_id], line.at) for line in lines if line.about_id in people]
