"""How a first meeting felt, to each of the two; neither ever sees the other's."""

from collections.abc import Mapping
from typing import Self
from uuid import uuid4

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from rightfit.finding.introduction import Introduction, NotForYouError
from rightfit.finding.story import TooSoonError
from rightfit.keeping import clock
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person

# The project's own wording, not a tested measure.
SEEKERS = (
    ("understood", _("I felt understood")),
    ("myself", _("I could be myself")),
    ("again", _("I would come back")),
)
THERAPISTS = (
    ("met", _("We found a way to talk")),
    ("help", _("I know how I could help")),
    ("right", _("I am the right person for this")),
)


class ImpressionQuerySet(models.QuerySet["Impression"]):
    def visible_to(self, person: Person) -> Self:
        """Only who said it, ever: rows 2 and 27."""
        return self.filter(by=person)

    @transaction.atomic
    def say(self, introduction: Introduction, *, by: Person, marks: Mapping[str, int], words: str = "") -> "Impression":
        """Say how it felt, once it is over; it may be said anew while it is on offer."""
        now = introduction.locked_on_offer()
        if by.pk not in (now.search.person_id, now.therapist_id):
            raise NotForYouError
        if not now.was_met:
            raise TooSoonError
        impression = self.filter(introduction=now, by=by).first() or Impression(introduction=now, by=by)
        impression.marks, impression.words, impression.at = dict(marks), words or None, clock.now()
        impression.save()
        # The therapist's stands in no trail that who looks can read: that it was given would tell something.
        if by.pk == now.search.person_id:
            now.search.track("said how a first meeting felt", by=by, about=impression)
        return impression


class Impression(models.Model):
    """How a first meeting felt to one of the two: three marks, and words on wish."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="impressions")
    by = models.ForeignKey(Person, models.CASCADE, related_name="impressions")
    marks = SealedField()
    words = SealedField(null=True)
    at = models.DateTimeField(default=clock.now)

    objects = ImpressionQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["introduction", "by"], name="one_impression_each"),)

    def __str__(self) -> str:
        return f"{self.introduction}: impression"
