"""The lead gives duties to people by name, and ends them."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.keeping.models import Event, Letter
from rightfit.practice.models import Duty, Person, Therapist


class OnlyTherapistError(Exception):
    """Where one person treats everybody, they cannot be the one whom a client can rather tell."""


@transaction.atomic
def name(kind: Duty.Kind, *, by: Person, person: Person) -> Duty:
    """Give a duty to somebody; who has it already keeps it. They get a neutral letter."""
    Person.objects.select_for_update().get(pk=person.pk)
    treats = Therapist.objects.filter(person=person).exists()
    if kind == Duty.Kind.LISTENER and treats and Therapist.objects.count() == 1:
        raise OnlyTherapistError
    held = Duty.objects.now(kind).filter(person=person).first()
    if held is not None:
        return held
    duty = Duty.objects.create(person=person, kind=kind)
    Event.objects.record("named somebody", by=by.pk, about=duty)
    if person.pk != by.pk:
        Letter.objects.write(to=person.pk, path=reverse("home:home"), once=f"duty:{duty.pk}")
    return duty


@transaction.atomic
def name_new(kind: Duty.Kind, *, by: Person, given_name: str, family_name: str, email: str, phone: str) -> Duty:
    """Give a duty to somebody from outside, by their name and address; a known address is that person's."""
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        who = {"given_name": given_name, "family_name": family_name, "phone": phone}
        person = Person.objects.create(email=email.lower(), **who)
    return name(kind, by=by, person=person)


@transaction.atomic
def end(duty_id: UUID, *, by: Person) -> None:
    """Take a duty from somebody, from now on. The lead's own stays: somebody has to lead."""
    duty = Duty.objects.select_for_update().held_on(clock.today()).exclude(kind=Duty.Kind.LEAD).get(pk=duty_id)
    Event.objects.record("ended a duty", by=by.pk, about=duty)
    if duty.since == clock.today():
        duty.delete()
    else:
        duty.until = clock.today() - timedelta(days=1)
        duty.save(update_fields=["until"])
