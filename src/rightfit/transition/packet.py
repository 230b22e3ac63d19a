"""What the client passes on: copies of what they tick, item by item, and not a word more."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self
from uuid import UUID, uuid4

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from rightfit.aims.goals import Goal
from rightfit.conversation.cards import chosen
from rightfit.conversation.models import Agreement, Need
from rightfit.finding.models import StoryPart
from rightfit.keeping import clock
from rightfit.keeping.erasing import erase
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person
from rightfit.relationship.models import Ending, NotYoursError, Relationship
from rightfit.transition.handover import Handover


class AlreadyOpenedError(Exception):
    """The new therapist has opened it: from then on one can say more, not take it back."""


class PacketItemQuerySet(models.QuerySet["PacketItem"]):
    def visible_to(self, person: Person) -> Self:
        """The client; the new therapist who opened it, while the new work lasts. Nobody else, ever."""
        theirs = models.Q(
            handover__unpacked__relationship__therapist=person, handover__unpacked__relationship__ending=None
        )
        return self.going_along().filter(models.Q(handover__leaving__client=person) | theirs).distinct()

    def going_along(self) -> Self:
        """Those ticked since the last new work that came to nothing: what was ticked for one is for no other."""
        came_to_nothing = Ending.objects.filter(
            relationship__confirmation__choice__introduction__search__leaving=models.OuterRef("handover__leaving"),
            at__gte=models.OuterRef("at"),
        )
        return self.filter(~models.Exists(came_to_nothing))

    @transaction.atomic
    def pack(self, handover: Handover, *, by: Person, ticked: Collection[UUID], own: str = "") -> None:
        """Put what is ticked in place of what was packed until now; nothing ticked, and nothing goes along."""
        now = handover.locked_under_way()
        if by.pk != now.leaving.client_id:
            raise NotYoursError
        if is_opened(now):
            raise AlreadyOpenedError
        erase(self.filter(handover=now))
        for offer in to_pass_on(now):
            if offer.source in ticked:
                self.create(handover=now, kind=offer.kind, source=offer.source, words=offer.words)
        if own.strip():
            self.create(handover=now, kind=PacketItem.Kind.OWN, words=own.strip())
        now.track("ticked what goes along", by=by)


class PacketItem(models.Model):
    """One thing that goes along: a copy, made when it was ticked."""

    class Kind(models.TextChoices):
        STORY = "story", _("My story")
        MISSING = "missing", _("What was missing")
        TRIED = "tried", _("What we tried")
        GOAL = "goal", _("What I hope for")
        NEED = "need", _("What I need")
        OWN = "own", _("A line of my own")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    handover = models.ForeignKey(Handover, models.CASCADE, related_name="packet")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    source = models.UUIDField(null=True, help_text="What it is a copy of; none: a line of one's own.")
    words = SealedField()
    at = models.DateTimeField(default=clock.now)

    objects = PacketItemQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.handover}: {self.get_kind_display()}"


class UnpackedQuerySet(models.QuerySet["Unpacked"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(relationship__in=Relationship.objects.visible_to(person))

    @transaction.atomic
    def unpack(self, handover: Handover, *, by: Person) -> "Unpacked":
        """Open what the client passed on. It waits for the client's own act: packed anew or opened, never both."""
        now = handover.locked()
        new = now.new
        if new is None or by.pk != new.therapist_id:
            raise NotYoursError
        unpacked, fresh = self.get_or_create(relationship=new, defaults={"handover": now})
        if fresh:
            now.track("opened what you passed on", by=by)
        return unpacked


class Unpacked(models.Model):
    """That the new therapist opened what the client passed on."""

    relationship = models.OneToOneField(Relationship, models.CASCADE, primary_key=True, related_name="unpacked")
    handover = models.ForeignKey(Handover, models.CASCADE, related_name="unpacked")
    at = models.DateTimeField(default=clock.now)

    objects = UnpackedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.handover}: opened"


@dataclass(frozen=True)
class Offer:
    """One thing that could go along, as the new therapist would read it."""

    kind: PacketItem.Kind
    source: UUID
    words: str


def is_opened(handover: Handover) -> bool:
    """Say whether the present new therapist has opened it."""
    return Unpacked.objects.filter(relationship=handover.new).exists() if handover.new else False


def to_pass_on(handover: Handover) -> list[Offer]:
    """Return everything that the client may tick, found through the client."""
    client, leaving, search = handover.client, handover.leaving, handover.search
    kinds = PacketItem.Kind
    offers = [
        Offer(kinds.STORY, part.pk, f"{part.get_kind_display()}: {part.words}")
        for part in StoryPart.objects.visible_to(client).filter(person=client).order_by("at")
    ]
    if search is not None and search.missing:
        offers.append(Offer(kinds.MISSING, search.pk, "; ".join(str(one) for one in search.missing)))
    tried = Agreement.objects.visible_to(client).filter(relationship=leaving).standing().order_by("at")
    offers += [Offer(kinds.TRIED, one.pk, one.what) for one in tried]
    goals = Goal.objects.visible_to(client).filter(relationship=leaving).order_by("at")
    offers += [Offer(kinds.GOAL, one.pk, one.words) for one in goals]
    for need in Need.objects.visible_to(client).of(leaving):
        said = [card.text for card in chosen(need.cards)] + ([need.words] if need.words else [])
        offers.append(Offer(kinds.NEED, need.pk, " · ".join(said)))
    return offers
