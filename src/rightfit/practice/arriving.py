"""How people come in: the first visitor, who becomes the lead, and the therapists whom the lead invites."""

from datetime import timedelta
from typing import Any, Self
from uuid import uuid4

from django.db import models, transaction

from rightfit.keeping import clock
from rightfit.keeping.erasing import erase
from rightfit.keeping.models import Event
from rightfit.practice.links import fingerprint, new_key
from rightfit.practice.models import Duty, Person, Practice, Therapist

FIRST_LINK_LASTS = timedelta(days=1)
INVITATION_LASTS = timedelta(days=14)


class GoneError(Exception):
    """The link was used, is too old, or never was: which of these is told to nobody."""


def somebody_leads() -> bool:
    return Duty.objects.now(Duty.Kind.LEAD).filter(person__is_active=True).exists()


class FirstLinkQuerySet(models.QuerySet["FirstLink"]):
    def visible_to(self, person: Any) -> Self:  # noqa: ARG002 - nobody's page shows it
        return self.none()

    @transaction.atomic
    def lay(self) -> str | None:
        """Make the link anew and return its key; none once somebody leads. An older one opens nothing any more."""
        erase(self.all())
        if somebody_leads():
            return None
        key = new_key()
        self.create(fingerprint=fingerprint(key))
        return key

    def good(self, key: str) -> Self:
        return self.filter(fingerprint=fingerprint(key), at__gt=clock.now() - FIRST_LINK_LASTS)

    @transaction.atomic
    def use(self, key: str, *, practice: str, given_name: str, family_name: str, email: str) -> tuple[Person, bool]:
        """Make the first visitor the lead of this practice; return them, and whether they are new here."""
        link = self.select_for_update().good(key).first()
        if link is None or somebody_leads():
            raise GoneError
        erase(link)
        house = Practice.objects.first() or Practice()
        house.name = practice
        house.save()
        person = Person.objects.filter(email__iexact=email, is_active=True).first()
        new = person is None
        if person is None:
            person = Person.objects.create(given_name=given_name, family_name=family_name, email=email.lower())
        duty = Duty.objects.create(person=person, kind=Duty.Kind.LEAD)
        Event.objects.record("became the lead", by=person.pk, about=duty)
        return person, new


class FirstLink(models.Model):
    """The one-time link of an empty practice, by its fingerprint. Its first visitor becomes the lead."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    fingerprint = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=clock.now)

    objects = FirstLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"first link, {self.at:%Y-%m-%d %H:%M}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, person: Person) -> Self:
        """The lead's."""
        return self.all() if person.has_duty(Duty.Kind.LEAD) else self.none()

    def open(self) -> Self:
        return self.filter(acceptance=None)

    def good(self, key: str) -> Self:
        return self.open().filter(fingerprint=fingerprint(key), at__gt=clock.now() - INVITATION_LASTS)

    @transaction.atomic
    def invite(self, *, by: Person, given_name: str, family_name: str, email: str) -> tuple["Invitation", str]:
        """Invite a therapist; return it and the key of its link. A second one takes the first one's place."""
        erase(self.open().filter(email__iexact=email))
        key = new_key()
        who = {"given_name": given_name, "family_name": family_name, "email": email.lower()}
        invitation = self.create(by=by, fingerprint=fingerprint(key), **who)
        Event.objects.record("invited a therapist", by=by.pk, about=invitation)
        return invitation, key


class Invitation(models.Model):
    """That somebody is invited to work here as a therapist. Open until there is an acceptance."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80, blank=True)
    email = models.EmailField()
    fingerprint = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=clock.now)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_too_old(self) -> bool:
        return self.at <= clock.now() - INVITATION_LASTS

    @transaction.atomic
    def accept(self, *, given_name: str, family_name: str) -> Person:
        """Come in: whoever holds the link reads that mailbox, so the address is theirs."""
        self._wait_for_turn()
        person: Person | None = Person.objects.filter(email__iexact=self.email).first()
        if person is None:
            person = Person.objects.create(given_name=given_name, family_name=family_name, email=self.email)
        Therapist.objects.get_or_create(person=person)
        Acceptance.objects.create(invitation=self, person=person)
        Event.objects.record("accepted an invitation", by=person.pk, about=self)
        return person

    @transaction.atomic
    def withdraw(self, *, by: Person) -> None:
        """Take it back while nobody has come in by it; the link opens nothing from now on."""
        self._wait_for_turn()
        Event.objects.record("took an invitation back", by=by.pk, about=self)
        erase(self)

    def _wait_for_turn(self) -> None:
        """Lock the row, then look: who accepts and who takes back at one moment come one after the other."""
        locked = Invitation.objects.select_for_update().filter(pk=self.pk).first()
        if locked is None or Acceptance.objects.filter(invitation=self.pk).exists():
            raise GoneError


class Acceptance(models.Model):
    """That an invitation was accepted, by whom and when."""

    invitation = models.OneToOneField(Invitation, models.CASCADE, primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.invitation}: accepted"
