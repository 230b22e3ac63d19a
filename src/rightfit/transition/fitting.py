"""The talk about whether we fit: brought by either, read on the day the two meet, and what each says afterwards."""

from typing import Self
from uuid import uuid4

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from rightfit.conversation.talks import BOTH, Conversation, NotTheDayError, meet_today
from rightfit.keeping import clock
from rightfit.keeping.erasing import erase
from rightfit.keeping.models import Event
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import NotYoursError, Relationship, TooLateError
from rightfit.transition.handover import Handover


class HeadsUpQuerySet(models.QuerySet["HeadsUp"]):
    def visible_to(self, person: Person) -> Self:
        """Who brought it; the other of the two from the day of the next session, while the work lasts."""
        its_day_has_come = Session.objects.whose_day_came().filter(
            relationship=models.OuterRef("relationship"), ends_at__gt=models.OuterRef("at")
        )
        brought = models.Q(
            models.Exists(its_day_has_come), relationship__in=Relationship.objects.visible_to(person).live()
        )
        return self.filter(models.Q(by=person) | brought)

    def waiting(self) -> Self:
        """Those about which the two have not sat down."""
        sat_down = Conversation.objects.filter(about=models.OuterRef("pk"), kind=Conversation.Kind.FIT)
        return self.filter(~models.Exists(sat_down))

    @transaction.atomic
    def raise_(self, relationship: Relationship, *, by: Person, reason: str = "", better: str = "") -> "HeadsUp":
        """Ask for the talk; a therapist may add that someone else would serve better: why, and who.

        What one has brought already is changed, until the two have sat down.
        """
        pair = relationship.locked_while_it_lasts()
        if by.pk not in (pair.client_id, pair.therapist_id) or (reason and by.pk != pair.therapist_id):
            raise NotYoursError
        heads_up = self.waiting().filter(relationship=pair, by=by).first()
        fresh = heads_up is None
        heads_up = heads_up or self.model(relationship=pair, by=by)
        if fresh or reason:
            heads_up.reason, heads_up.better, heads_up.at = reason or None, better or None, clock.now()
            heads_up.save()
        if fresh:
            heads_up.tell("asked for a talk about fit")
        return heads_up


class HeadsUp(models.Model):
    """That one of the two would like to talk about whether they fit."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="heads_ups")
    by = models.ForeignKey(Person, models.PROTECT)
    reason = SealedField(null=True)
    better = SealedField(null=True)
    at = models.DateTimeField(default=clock.now)

    objects = HeadsUpQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "heads-ups"

    def __str__(self) -> str:
        return f"{self.relationship}: a talk about fit"

    @property
    def talk(self) -> Conversation | None:
        return Conversation.objects.filter(about=self.pk, kind=Conversation.Kind.FIT).first()

    def tell(self, verb: str) -> None:
        """Write a line of the trail: a therapist's stands in the house's, for the client reads it in the room."""
        if self.by_id == self.relationship.client_id:
            self.relationship.track(verb, by=self.by, about=self)
        else:
            Event.objects.record(verb, by=self.by_id, about=self)

    @transaction.atomic
    def take_back(self, *, by: Person) -> None:
        """Rather not, after all: it was never there. Not once the two have sat down."""
        pair = self.relationship.locked()
        if by.pk != self.by_id:
            raise NotYoursError
        if self.talk is not None:
            raise TooLateError
        if HeadsUp.objects.filter(pk=self.pk).exists():
            self.relationship = pair
            self.tell("took a talk about fit back")
            erase(self)

    @transaction.atomic
    def sit_down(self, *, by: Person) -> Conversation:
        """Begin the talk, while the two sit together: from now on it is one of their talks."""
        pair = self.relationship.locked_while_it_lasts()
        talk = self.talk
        if talk is None:
            if not pair.sessions.under_way().exists():
                raise NotTheDayError
            HeadsUp.objects.get(pk=self.pk)
            talk = Conversation.objects.begin(pair, kind=Conversation.Kind.FIT, about=self.pk)
            pair.track("sat down for a talk about fit", by=by, about=talk)
        return talk


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def visible_to(self, person: Person) -> Self:
        """One's own; the other's once both have said it."""
        own = self.model.objects.filter(conversation=models.OuterRef("conversation"), by=person)
        theirs = models.Q(models.Exists(own), conversation__in=Conversation.objects.visible_to(person))
        return self.filter(models.Q(by=person) | theirs)

    @transaction.atomic
    def say(self, talk: Conversation, *, by: Person, what: "Outcome.What | str") -> "Outcome":
        """Say what comes of it. The client's "move on" opens the move; a therapist says it on a day they meet."""
        pair = talk.relationship.locked_while_it_lasts()
        if by.pk == pair.therapist_id and not meet_today(pair):
            raise NotTheDayError
        outcome, fresh = self.get_or_create(conversation=talk, by=by, defaults={"what": str(what)})
        if fresh:
            pair.track("said what comes of a talk about fit", by=by, about=talk)
            if by.pk == pair.client_id and outcome.what == Outcome.What.MOVE:
                Handover.objects.open(pair, by=by)
        return outcome


class Outcome(models.Model):
    """What one of the two said should come of the talk."""

    class What(models.TextChoices):
        STAY = "stay", _("Stay together")
        CHANGE = "change", _("Change something, and look again")
        MOVE = "move", _("Move on to someone new")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="outcomes")
    by = models.ForeignKey(Person, models.PROTECT)
    what = SealedField()
    at = models.DateTimeField(default=clock.now)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["conversation", "by"], name="one_outcome_each"),)

    def __str__(self) -> str:
        return f"{self.conversation}: what comes of it"

    @property
    def words(self) -> str:
        return str(Outcome.What(self.what).label)


def both_said(talk: Conversation) -> bool:
    return Outcome.objects.filter(conversation=talk).count() == BOTH
