"""The story, told once, in parts; and which part which therapist may read."""

from collections.abc import Iterable
from typing import Self
from uuid import UUID, uuid4

from django.db import models, transaction

from rightfit.finding.introduction import Introduction, NotForYouError
from rightfit.finding.labels import STORY
from rightfit.keeping import clock
from rightfit.keeping.erasing import erase
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person


class TooSoonError(Exception):
    """No first meeting is agreed yet: before a therapist has accepted there is no open box (safety H19)."""


class StoryPartQuerySet(models.QuerySet["StoryPart"]):
    def visible_to(self, person: Person) -> Self:
        """Who wrote it; and a therapist the parts ticked for them, while the meeting is on offer."""
        ticked = StoryTick.objects.filter(introduction__therapist=person, introduction__in=_on_offer())
        return self.filter(models.Q(person=person) | models.Q(pk__in=ticked.values("part")))

    @transaction.atomic
    def write(self, introduction: Introduction, *, kind: str, words: str, by: Person) -> "StoryPart | None":
        """Write a part, once for all therapists; empty words take it away."""
        if by.pk != introduction.search.person_id:
            raise NotForYouError
        if introduction.locked_on_offer().picked is None:
            raise TooSoonError
        part = self.select_for_update().filter(person=by, kind=kind).first()
        if part is not None and part.words == words:
            return part
        if not words.strip():
            if part is not None:
                introduction.search.track("erased a part of the story", by=by, about=part)
                erase(part)
            return None
        part = part or StoryPart(person=by, kind=kind)
        part.words, part.at = words, clock.now()
        part.save()
        introduction.search.track("wrote a part of the story", by=by, about=part)
        return part


def _on_offer() -> models.QuerySet[Introduction]:
    return Introduction.objects.on_offer()


class StoryPart(models.Model):
    """One part of what somebody tells about themselves."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="story_parts")
    kind = models.CharField(max_length=6, choices=STORY)
    words = SealedField()
    at = models.DateTimeField(default=clock.now)

    objects = StoryPartQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "kind"], name="one_part_a_kind"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"


class StoryTickQuerySet(models.QuerySet["StoryTick"]):
    def visible_to(self, person: Person) -> Self:
        """Who ticked; and the therapist while the meeting is on offer."""
        theirs = models.Q(introduction__therapist=person, introduction__in=_on_offer())
        return self.filter(models.Q(introduction__search__person=person) | theirs)

    @transaction.atomic
    def tick(self, introduction: Introduction, *, parts: Iterable[UUID], by: Person) -> None:
        """Let this therapist read these parts and no others."""
        now = introduction.locked_on_offer()
        if by.pk != now.search.person_id:
            raise NotForYouError
        wanted = set(StoryPart.objects.filter(person=by, pk__in=parts).values_list("pk", flat=True))
        ticked = self.filter(introduction=now)
        erase(ticked.exclude(part__in=wanted))
        there = set(ticked.values_list("part", flat=True))
        self.bulk_create(StoryTick(introduction=now, part_id=part) for part in wanted - there)
        now.search.track("ticked what a therapist may read", by=by, about=now)


class StoryTick(models.Model):
    """That the therapist of this first meeting may read this part."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="ticks")
    part = models.ForeignKey(StoryPart, models.CASCADE, related_name="ticks")
    at = models.DateTimeField(default=clock.now)

    objects = StoryTickQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["introduction", "part"], name="one_tick_a_part"),)

    def __str__(self) -> str:
        return f"{self.introduction}: {self.part.kind}"
