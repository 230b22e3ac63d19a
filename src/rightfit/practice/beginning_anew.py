"""Somebody who works here has lost phone and spare codes: the lead lets them choose a second step anew.

The lead only starts it, after having spoken with the person, and never learns or chooses a secret (safety S6).
"""

from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.urls import reverse

from rightfit.keeping.models import Event, Letter
from rightfit.practice.models import Duty, Person
from rightfit.practice.signing_in import works_here


class NotForThemError(Exception):
    """Not the lead's to do: for themselves, or for somebody who does not work here."""


def may_begin_anew(person: Person, *, by: Person) -> bool:
    return by.has_duty(Duty.Kind.LEAD) and by.pk != person.pk and works_here(person)


@transaction.atomic
def begin_anew(person_id: UUID, *, by: Person) -> Person:
    """Take every passkey, app and spare code of this person away, sign them out everywhere, and write to them."""
    person: Person = Person.objects.select_for_update().get(pk=person_id)
    if not may_begin_anew(person, by=by):
        raise NotForThemError
    Authenticator.objects.filter(user=person).delete()
    for signed_in in UserSession.objects.filter(user=person):
        signed_in.end()
    # Also what stands on no list ends: each sign-in holds a print of this field, which nobody signs in with.
    person.set_unusable_password()
    person.save(update_fields=["password"])
    line = Event.objects.record("took a second step away", by=by.pk, about=person)
    Letter.objects.write(to=person.pk, path=reverse("mfa_index"), once=f"second step:{line.pk}")
    return person
