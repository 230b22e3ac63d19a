"""Ten cards, sorted by both: yes, a bit, no. What one sorted is laid open when the other has sorted too."""

from collections.abc import Mapping
from typing import Self
from uuid import uuid4

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from rightfit.conversation.notes import Note
from rightfit.keeping import clock
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person

BOTH = 2


class AlreadyLaidOpenError(Exception):
    """Both have sorted and seen each other's: what lies there stays as it is."""


class SortingQuerySet(models.QuerySet["Sorting"]):
    def visible_to(self, person: Person) -> Self:
        """One's own; the other's once both have sorted, while the note may be read."""
        both = self.model.objects.filter(note=models.OuterRef("note")).values("note")
        counted = both.annotate(sorters=models.Count("pk")).values("sorters")
        return self.annotate(sorters=models.Subquery(counted)).filter(
            models.Q(by=person) | models.Q(sorters=BOTH, note__in=Note.objects.visible_to(person))
        )

    @transaction.atomic
    def lay(self, note: Note, *, by: Person, piles: Mapping[str, str]) -> "Sorting":
        """Lay one's cards. They may be laid anew until the other has laid theirs."""
        note.relationship.locked_while_it_lasts()
        if self.filter(note=note).count() == BOTH:
            raise AlreadyLaidOpenError
        sorting, fresh = self.get_or_create(note=note, by=by, defaults={"piles": dict(piles)})
        if not fresh:
            sorting.piles, sorting.at = dict(piles), clock.now()
            sorting.save()
        else:
            note.relationship.track("sorted cards", by=by, about=sorting)
        return sorting


class Sorting(models.Model):
    """How one of the two sorted the ten cards."""

    class Pile(models.TextChoices):
        YES = "yes", _("yes")
        BIT = "bit", _("a bit")
        NO = "no", _("no")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    note = models.ForeignKey(Note, models.CASCADE, related_name="sortings")
    by = models.ForeignKey(Person, models.PROTECT)
    piles = SealedField()
    at = models.DateTimeField(default=clock.now)

    objects = SortingQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["note", "by"], name="one_sorting_each"),)

    def __str__(self) -> str:
        return f"{self.note}: sorted"
