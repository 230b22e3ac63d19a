"""Outside the house: that somebody looks there too, and up to two names from who helps with the move."""

from typing import Self
from uuid import uuid4

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from rightfit.keeping import clock
from rightfit.keeping.erasing import erase
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person
from rightfit.relationship.models import NotYoursError
from rightfit.relationship.responsible import coordinated_by
from rightfit.transition.handover import Handover, OverError

AT_MOST = 2


class TwoAreThereError(Exception):
    """Two names are written down; a third would be a list to work through."""


def helped_by(person: Person) -> models.QuerySet[Handover]:
    """Return the moves under way whose one coordinator is this person."""
    return Handover.objects.under_way().filter(leaving__in=coordinated_by(person))


class OutsideWishQuerySet(models.QuerySet["OutsideWish"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(models.Q(handover__leaving__client=person) | models.Q(handover__in=helped_by(person)))

    @transaction.atomic
    def wish(self, handover: Handover, *, by: Person) -> "OutsideWish":
        """Ask for names outside the house: one tap, no reason. The search in the house stays open."""
        now = handover.locked_under_way()
        if by.pk != now.leaving.client_id:
            raise NotYoursError
        wish, fresh = self.get_or_create(handover=now)
        if fresh:
            now.track("asked for names outside", by=by)
        return wish


class OutsideWish(models.Model):
    """That the client would like names outside the house."""

    handover = models.OneToOneField(Handover, models.CASCADE, primary_key=True, related_name="outside_wish")
    at = models.DateTimeField(default=clock.now)

    objects = OutsideWishQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "outside wishes"

    def __str__(self) -> str:
        return f"{self.handover}: outside too"

    @transaction.atomic
    def take_back(self) -> None:
        now = self.handover.locked()
        now.track("took back the wish for names outside", by=now.client)
        erase(self)


class OutsideNameQuerySet(models.QuerySet["OutsideName"]):
    def visible_to(self, person: Person) -> Self:
        """The client; while the move is under way the one who helps with it. No therapist of theirs, ever."""
        return self.filter(models.Q(handover__leaving__client=person) | models.Q(handover__in=helped_by(person)))

    @transaction.atomic
    def write_down(
        self, handover: Handover, *, by: Person, room: "OutsideName.Room | str", **words: str
    ) -> "OutsideName":
        """Write a name down for the client: who, how to reach them, why they might fit, what they cost."""
        now = handover.locked_under_way()
        if not helped_by(by).filter(pk=now.pk).exists():
            raise NotYoursError
        if now.new is not None:
            # Both have chosen somebody here: names outside would only pull at that.
            raise OverError
        if self.filter(handover=now).count() >= AT_MOST:
            raise TwoAreThereError
        said = {field: line.strip() or None for field, line in words.items()}
        name = self.create(handover=now, by=by, room=str(room), **said)
        now.track("wrote down a name outside", by=by, about=name)
        return name


class OutsideName(models.Model):
    """A person or place outside the house that might fit one client, as the coordinator knows it."""

    class Room(models.TextChoices):
        FREE = "free", _("I asked: there is room")
        LATER = "later", _("I asked: there is a wait")
        UNKNOWN = "unknown", _("I have not asked whether there is room")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    handover = models.ForeignKey(Handover, models.CASCADE, related_name="outside_names")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = SealedField()
    reach = SealedField()
    why = SealedField()
    cost = SealedField(null=True, help_text="Fee and waiting time, where known.")
    room = models.CharField(max_length=7, choices=Room.choices)
    at = models.DateTimeField(default=clock.now)

    objects = OutsideNameQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.handover}: a name outside"

    @transaction.atomic
    def take_away(self, *, by: Person) -> None:
        """It was wrong, or they are full: the client sees it no more, and another may be written down."""
        now = self.handover.locked_under_way()
        if not helped_by(by).filter(pk=now.pk).exists():
            raise NotYoursError
        if OutsideName.objects.filter(pk=self.pk).exists():
            now.track("took a name outside away", by=by)
            erase(self)
