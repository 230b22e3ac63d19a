"""Shall we go on? Asked of both after the first held session and again after the third."""

from collections import Counter
from typing import Self
from uuid import uuid4

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.practice.acts import is_on
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Pause, Relationship

FIRST, THIRD = 1, 3
# The talks about whether the two fit take over from here.
NO_LONGER = 6


class NotAskedError(Exception):
    """Nobody asks at this moment: it is too early, long over, or already said."""


def asked_after(relationship: Relationship) -> int | None:
    """Return after which held session the two are asked now, if they are."""
    held = Session.objects.held().filter(relationship=relationship).count()
    return _after(held) if is_on("go_on") and relationship.is_live and not relationship.is_paused else None


def _after(held: int) -> int | None:
    if held >= NO_LONGER:
        return None
    if held >= THIRD:
        return THIRD
    return FIRST if held >= FIRST else None


class ContinuationQuerySet(models.QuerySet["Continuation"]):
    def visible_to(self, person: Person) -> Self:
        """One's own answer; the other's only once both have said."""
        others = (
            Continuation.objects.filter(relationship=models.OuterRef("relationship"), after=models.OuterRef("after"))
            .exclude(by=models.OuterRef("by"))
            .order_by()
        )
        theirs = self.filter(relationship__in=Relationship.objects.visible_to(person))
        return theirs.filter(models.Q(by=person) | models.Exists(others))

    def said_by(self, person: Person, relationship: Relationship) -> "Continuation | None":
        """Return what this person said when last asked."""
        return self.filter(relationship=relationship, by=person).order_by("-after").first()

    def waits_for(self, person: Person, relationship: Relationship) -> bool:
        """Say whether this person is asked and has not said yet; what the other did makes no difference."""
        after = asked_after(relationship)
        return after is not None and not self.filter(relationship=relationship, after=after, by=person).exists()

    def waiting_for(self, therapist: Person) -> list[Relationship]:
        """Return the work in which this therapist is asked and has not said yet, in two questions for all of it."""
        if not is_on("go_on"):
            return []
        live = Relationship.objects.visible_to(therapist).live().filter(therapist=therapist).select_related("client")
        live = live.exclude(pk__in=Pause.objects.running().values("relationship"))
        held = Counter(Session.objects.held().filter(relationship__in=live).values_list("relationship", flat=True))
        asked = {one: after for one in live if (after := _after(held[one.pk])) is not None}
        said = set(self.filter(by=therapist, relationship__in=asked).values_list("relationship", "after"))
        return [one for one, after in asked.items() if (one.pk, after) not in said]

    @transaction.atomic
    def say(self, relationship: Relationship, answer: str, *, by: Person) -> "Continuation":
        """Say it once, for this asking. Neither reads the other before both have said."""
        pair = relationship.locked_while_it_lasts()
        after = asked_after(pair)
        if after is None or by.pk not in {pair.client_id, pair.therapist_id}:
            raise NotAskedError
        if self.filter(relationship=pair, after=after, by=by).exists():
            raise NotAskedError
        said = self.create(relationship=pair, after=after, by=by, answer=answer)
        # The client reads their trail: a line in it about the therapist's answer would break the blindness.
        chain = pair.client_id if by.pk == pair.client_id else None
        Event.objects.record("said whether to go on", by=by.pk, about=said, chain=chain)
        return said


class Continuation(models.Model):
    """What one of the two said to "Shall we go on?"."""

    class Answer(models.TextChoices):
        STAY = "stay", _("Yes, let us go on")
        CHANGE = "change", _("Yes, and I’d like to change something")
        ELSE = "else", _("I’d like to try someone else")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="continuations")
    after = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=6, choices=Answer.choices)
    at = models.DateTimeField(default=clock.now)

    objects = ContinuationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["relationship", "after", "by"], name="said_once_whether_to_go_on"),
        )

    def __str__(self) -> str:
        return self.get_answer_display()
