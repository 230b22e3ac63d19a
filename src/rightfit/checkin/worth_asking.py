"""Worth asking: the hints that were given, and what the client answered."""

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rightfit.checkin.side import Side
from rightfit.keeping import clock
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session

HINT_SESSIONS = 3


class SignalQuerySet(models.QuerySet["Signal"]):
    def visible_to(self, person: Person) -> Self:
        to_client = Q(shown_to=Side.CLIENT, session__relationship__client=person)
        to_therapist = Q(
            shown_to=Side.THERAPIST, session__relationship__therapist=person, session__relationship__ending=None
        )
        return self.filter(to_client | to_therapist)

    def unanswered(self) -> Self:
        return self.filter(ring=None)


class Signal(models.Model):
    """A hint that was given: after which session, to whom, in which words. Gone after three sessions."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="signals")
    shown_to = models.CharField(max_length=9, choices=Side.choices)
    words = SealedField()
    given_at = models.DateTimeField(default=clock.now)

    objects = SignalQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["session", "shown_to"], name="one_signal_a_session_each"),)

    def __str__(self) -> str:
        return f"{self.session}, {self.shown_to}"


class Ring(models.Model):
    """What the client answered to "does this ring true?". Nobody else reads it."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        NOT_SURE = "not_sure", _("Not sure")

    signal = models.OneToOneField(Signal, models.CASCADE, primary_key=True)
    answer = SealedField()
    at = models.DateTimeField(default=clock.now)

    objects: models.Manager["Ring"] = models.Manager()

    def __str__(self) -> str:
        return str(self.signal)


class Considered(models.Model):
    """That a session was read for this side, whether or not there was something worth asking.

    A tick reads each session once; a changed answer takes the row away, and it is read again.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="considered")
    side = models.CharField(max_length=9, choices=Side.choices)

    objects: models.Manager["Considered"] = models.Manager()

    class Meta:
        verbose_name_plural = "considered"
        constraints = (models.UniqueConstraint(fields=["session", "side"], name="considered_once_each"),)

    def __str__(self) -> str:
        return f"{self.session}, {self.side}"
