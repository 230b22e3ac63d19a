"""The talks two people have about the two of them: at the start, in the middle, about a need, about fitting."""

from collections.abc import Mapping
from typing import Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from rightfit.keeping import clock
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship

BOTH = 2


class NotTheDayError(Exception):
    """The two do not meet today: what one wrote now would reach the other as a message."""


def meet_today(relationship: Relationship) -> bool:
    """Say whether the two have, or had, a session today. Words of both are written on such a day."""
    return Session.objects.on(clock.today()).filter(relationship=relationship, cancellation=None).exists()


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(relationship__in=Relationship.objects.visible_to(person))

    def unsaid_by(self, person: Person) -> Self:
        """Those of which this person has not said that they took place."""
        return self.exclude(held__in=Held.objects.filter(by=person))

    def took_place(self) -> Self:
        """Those of which at least one of the two said that it did."""
        return self.filter(models.Exists(Held.objects.filter(conversation=models.OuterRef("pk"))))

    @transaction.atomic
    def begin(
        self, relationship: Relationship, *, kind: "Conversation.Kind | str", about: UUID | None = None
    ) -> "Conversation":
        """Begin a talk, or return the one of that kind of which not both have said that it took place."""
        relationship.locked_while_it_lasts()
        said_by_both = self.annotate(said=models.Count("held")).filter(said=BOTH).values("pk")
        going_on = self.filter(relationship=relationship, kind=kind, about=about).exclude(pk__in=said_by_both)
        return going_on.order_by("at").first() or self.create(relationship=relationship, kind=kind, about=about)

    def last_begun(self) -> "Conversation | None":
        return self.order_by("-at").first()

    @transaction.atomic
    def write_down(
        self, relationship: Relationship, *, kind: "Conversation.Kind | str", by: Person, words: Mapping[str, str]
    ) -> "Conversation":
        """Write understandings down, in front of both. A new one under the same key takes the old one's place."""
        pair = relationship.locked_while_it_lasts()
        if not meet_today(pair):
            raise NotTheDayError
        # What is changed later stays with the talk of that kind that there was.
        talk = self.filter(relationship=pair, kind=kind).last_begun() or self.begin(pair, kind=kind)
        for key, written in words.items():
            understanding = Understanding.objects.create(conversation=talk, key=key, by=by, words=written)
            pair.track("wrote down an understanding", by=by, about=understanding)
        return talk


class Conversation(models.Model):
    """A talk of the two about the two of them."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("Opening conversation")
        MIDDLE = "middle", _("Starting in the middle")
        NEED = "need", _("A talk about something brought")
        FIT = "fit", _("A talk about whether we fit")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="conversations")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    about = models.UUIDField(null=True, help_text="The note it is about, where it is about one.")
    at = models.DateTimeField(default=clock.now)

    objects = ConversationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.relationship}: {self.kind}"

    @transaction.atomic
    def say_held(self, *, by: Person, how: "Held.How | str") -> "Held":
        """Say in one tap that it took place and how it was. The first answer stays."""
        self.relationship.locked()
        held, fresh = Held.objects.get_or_create(conversation=self, by=by, defaults={"how": str(how)})
        if fresh:
            self.relationship.track("said how a talk was", by=by, about=self)
        return held


class HeldQuerySet(models.QuerySet["Held"]):
    def visible_to(self, person: Person) -> Self:
        """One's own; the other's once both have said it."""
        others = self.model.objects.filter(conversation=models.OuterRef("conversation"), by=person)
        theirs = models.Q(models.Exists(others), conversation__in=Conversation.objects.visible_to(person))
        return self.filter(models.Q(by=person) | theirs)


class Held(models.Model):
    """That one of the two said that a talk took place, and how it was. Not yet, or no word: no row."""

    class How(models.TextChoices):
        GOOD = "good", _("Yes, and it was good")
        MIXED = "mixed", _("Yes, good and hard")
        HARD = "hard", _("Yes, and it was hard")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="held")
    by = models.ForeignKey(Person, models.PROTECT)
    how = SealedField()
    at = models.DateTimeField(default=clock.now)

    objects = HeldQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["conversation", "by"], name="one_held_each"),)

    def __str__(self) -> str:
        return f"{self.conversation}: held"

    @property
    def words(self) -> str:
        return str(Held.How(self.how).label)


class UnderstandingQuerySet(models.QuerySet["Understanding"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(conversation__in=Conversation.objects.visible_to(person))

    def newest(self, relationship: Relationship) -> "dict[str, Understanding]":
        """Return what holds now: the newest under each key. The older ones stay in the record."""
        rows = self.filter(conversation__relationship=relationship).select_related("by").order_by("at")
        return {row.key: row for row in rows}


class Understanding(models.Model):
    """One thing the two understand alike, in words that both saw being written."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="understandings")
    key = models.CharField(max_length=20)
    by = models.ForeignKey(Person, models.PROTECT)
    words = SealedField()
    at = models.DateTimeField(default=clock.now)

    objects = UnderstandingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.conversation}: {self.key}"
