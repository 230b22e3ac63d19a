"""One card to the therapist from before, once the client has settled in."""

from typing import Self

from django.db import models, transaction

from rightfit.keeping import clock
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person
from rightfit.relationship.models import NotYoursError
from rightfit.transition.handover import Handover


class NotArrivedError(Exception):
    """The move has not arrived, or was called off."""


class PostcardQuerySet(models.QuerySet["Postcard"]):
    def visible_to(self, person: Person) -> Self:
        """Who wrote it; the therapist from before: that it came, and its words on the day it is opened."""
        today = models.Q(read=None) | models.Q(read__at__gte=clock.start_of(clock.today()))
        theirs = models.Q(today, handover__leaving__therapist=person)
        return self.filter(models.Q(handover__leaving__client=person) | theirs)

    def waiting_for(self, person: Person) -> Self:
        """Those that this therapist has not opened."""
        return self.visible_to(person).filter(handover__leaving__therapist=person, read=None)

    @transaction.atomic
    def send(self, handover: Handover, *, by: Person, words: str) -> "Postcard":
        """Send the one card. A second one changes nothing."""
        now = handover.locked()
        if by.pk != now.leaving.client_id:
            raise NotYoursError
        if now.is_under_way or hasattr(now, "called_off"):
            raise NotArrivedError
        card, fresh = self.get_or_create(handover=now, defaults={"words": words})
        if fresh:
            now.track("sent a card", by=by)
        return card


class Postcard(models.Model):
    """The client's card to the therapist from before."""

    handover = models.OneToOneField(Handover, models.CASCADE, primary_key=True, related_name="postcard")
    words = SealedField()
    at = models.DateTimeField(default=clock.now)

    objects = PostcardQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.handover}: a card"

    @transaction.atomic
    def open(self, *, by: Person) -> "CardRead":
        """Read it, once: its words stand there until the day is over."""
        if by.pk != self.handover.leaving.therapist_id:
            raise NotYoursError
        self.handover.locked()
        read, fresh = CardRead.objects.get_or_create(postcard=self)
        if fresh:
            self.handover.track("read a card", by=by)
        return read


class CardRead(models.Model):
    """That the therapist from before has read the card."""

    postcard = models.OneToOneField(Postcard, models.CASCADE, primary_key=True, related_name="read")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.postcard}: read"
