from typing import Self
from uuid import uuid4

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from rightfit.keeping import clock
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship

SENTENCES = {
    "not_right": _("Something isn’t right for me. Can we start with that?"),
    "stopping": _("I’m thinking of stopping. Can we talk about it?"),
    "hint": _("Last time felt different for me. Can we look at it?"),
}


class AlreadyOpenedError(Exception):
    """The note was opened: from then on one can add to it, not take it back."""


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, person: Person) -> Self:
        """The client's own; the therapist's from the day of the next session, while the work lasts."""
        its_day_has_come = Session.objects.filter(
            relationship=models.OuterRef("relationship"),
            ends_at__gt=models.OuterRef("at"),
            starts_at__lt=clock.end_of_today(),
            cancellation=None,
        )
        own = models.Q(by=person)
        brought = models.Q(models.Exists(its_day_has_come), relationship__therapist=person, relationship__ending=None)
        return self.filter(own | brought)

    def waiting(self) -> Self:
        return self.filter(opened=None)

    @transaction.atomic
    def put(self, relationship: Relationship, *, by: Person, sentence: str) -> "Note":
        """Put one sentence on the next session's page; the same sentence twice stands there once."""
        relationship.locked()
        # Its own row too: whoever opens it or takes it back locks no more than that. Only the note's row can
        # be locked; the join to `opened` may be empty.
        locked = self.select_for_update(of=("self",))
        note = locked.filter(relationship=relationship, by=by, kind=sentence, opened=None).first()
        if note is None:
            note = self.create(relationship=relationship, by=by, kind=sentence, words=str(SENTENCES[sentence]))
            relationship.track("put a sentence on the next page", by=by, about=note)
        return note


class Note(models.Model):
    """One sentence for the next session's page. Nobody reads it in between."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="notes")
    by = models.ForeignKey(Person, models.PROTECT)
    kind = models.CharField(max_length=20)
    words = SealedField()
    at = models.DateTimeField(default=clock.now)

    objects = NoteQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.relationship}: a sentence"

    @property
    def is_opened(self) -> bool:
        return Opened.objects.filter(note=self).exists()

    @transaction.atomic
    def open(self, *, by: Person) -> "Opened":
        """Open it together, at the start of the session."""
        # Both verbs lock the note's row first: it is opened or taken back, never both.
        Note.objects.select_for_update().get(pk=self.pk)
        opened, fresh = Opened.objects.get_or_create(note=self, defaults={"by": by})
        if fresh:
            self.relationship.track("opened a sentence", by=by, about=self)
        return opened

    @transaction.atomic
    def take_back(self) -> None:
        """Take it back: it was never there."""
        note = Note.objects.select_for_update().get(pk=self.pk)
        if note.is_opened:
            raise AlreadyOpenedError
        note.relationship.track("took a sentence back", by=note.by, about=note)
        note.delete()


class Opened(models.Model):
    """That the therapist opened the sentence in the session."""

    note = models.OneToOneField(Note, models.CASCADE, primary_key=True, related_name="opened")
    by = models.ForeignKey(Person, models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.note}: opened"
