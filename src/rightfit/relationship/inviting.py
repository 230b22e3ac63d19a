"""How a client comes in: invited by the therapist, or by the lead or coordinator; it begins when they say yes."""

from datetime import timedelta
from typing import Self
from uuid import uuid4

from django.db import models, transaction

from rightfit.keeping import clock
from rightfit.keeping.erasing import erase
from rightfit.keeping.models import Event
from rightfit.practice.links import fingerprint, new_key
from rightfit.practice.models import Duty, Person, Therapist
from rightfit.relationship.models import Relationship

LASTS = timedelta(days=14)


class NoLongerError(Exception):
    """The link was used, taken back or is too old."""


def gives_seats(person: Person) -> bool:
    """Say whether somebody may invite a client to any therapist, not only to themselves."""
    return person.has_duty(Duty.Kind.LEAD) or person.has_duty(Duty.Kind.COORDINATOR)


class ClientInvitationQuerySet(models.QuerySet["ClientInvitation"]):
    def visible_to(self, person: Person) -> Self:
        """The therapist's whom it is to; of the others, those whose matter it is to give seats."""
        return self.all() if gives_seats(person) else self.filter(therapist=person)

    def open(self) -> Self:
        return self.filter(welcome=None)

    def good(self, key: str) -> Self:
        """The one behind a link that still opens: not used, not too old, to somebody who works here."""
        fresh = self.open().filter(fingerprint=fingerprint(key), at__gt=clock.now() - LASTS)
        return fresh.filter(therapist__in=Therapist.objects.filter(person__is_active=True).values("person"))

    @transaction.atomic
    def invite(self, *, by: Person, therapist: Person, given_name: str, email: str) -> tuple["ClientInvitation", str]:
        """Invite a client; return it and the key of its link. A newer one takes the older one's place."""
        erase(self.open().filter(email__iexact=email, therapist=therapist))
        key = new_key()
        who = {"given_name": given_name, "email": email.lower()}
        invitation = self.create(by=by, therapist=therapist, fingerprint=fingerprint(key), **who)
        Event.objects.record("invited a client", by=by.pk, about=invitation)
        return invitation, key


class ClientInvitation(models.Model):
    """That somebody is invited to work with a therapist. Nothing begins before they say yes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    therapist = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=80)
    email = models.EmailField()
    fingerprint = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=clock.now)

    objects = ClientInvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.given_name

    @property
    def is_too_old(self) -> bool:
        return self.at <= clock.now() - LASTS

    @transaction.atomic
    def accept(self, *, given_name: str, family_name: str) -> Relationship:
        """Say yes: the work of the two begins. Whoever holds the link reads that mailbox, so the address is theirs.

        Raises `AlreadyTogetherError` where they work with somebody here: nothing is written then.
        """
        self._wait_for_turn()
        client = Person.objects.filter(email__iexact=self.email).first()
        if client is None:
            client = Person.objects.create(given_name=given_name, family_name=family_name, email=self.email)
        if client.pk == self.therapist_id:
            raise NoLongerError
        relationship = Relationship.objects.begin(client=client, therapist=self.therapist, by=client)
        Welcome.objects.create(invitation=self, relationship=relationship)
        return relationship

    @transaction.atomic
    def withdraw(self, *, by: Person) -> None:
        """Take it back while nobody has said yes; the link opens nothing from now on."""
        self._wait_for_turn()
        Event.objects.record("took an invitation back", by=by.pk, about=self)
        erase(self)

    def _wait_for_turn(self) -> None:
        """Lock the row, then look: who says yes and who takes back at one moment come one after the other."""
        locked = ClientInvitation.objects.select_for_update().filter(pk=self.pk).first()
        if locked is None or Welcome.objects.filter(invitation=self.pk).exists():
            raise NoLongerError


class Welcome(models.Model):
    """That a client said yes to an invitation, and what began with it."""

    invitation = models.OneToOneField(ClientInvitation, models.CASCADE, primary_key=True)
    relationship = models.OneToOneField(Relationship, models.CASCADE, related_name="welcome")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.invitation}: said yes"
