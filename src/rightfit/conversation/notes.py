"""What waits for the next session: put, taken back, opened together, answered."""

from typing import Self
from uuid import uuid4

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from rightfit.conversation.needs import Need, Preparation
from rightfit.conversation.talks import Conversation
from rightfit.keeping import clock
from rightfit.keeping.erasing import erase
from rightfit.keeping.models import Event
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship

SENTENCES = {
    "not_right": _("Something isn’t right for me. Can we start with that?"),
    "stopping": _("I’m thinking of stopping. Can we talk about it?"),
    "hint": _("Last time felt different for me. Can we look at it?"),
    "off": _("Something is off. I can’t put my finger on it. Can we look for it together?"),
    "ask": _("There is something on my mind. Please ask me how it is going."),
    "along": _("There is something on my mind. I’d like someone to sit in when we talk about it."),
}
OWN = "own"
# What each way of bringing it puts on the page. Who says it themselves puts nothing there.
KIND_OF = {Preparation.How.WRITE: OWN, Preparation.How.ASK: "ask", Preparation.How.ALONG: "along"}


class AlreadyOpenedError(Exception):
    """The note was opened: from then on one can add to it, not take it back."""


class NotInTheRoomError(Exception):
    """What one brought is opened while the two sit together, and answered that day; else it would be a message."""


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, person: Person) -> Self:
        """Who wrote it; the other of the two from the day of the next session, while the work lasts."""
        its_day_has_come = Session.objects.whose_day_came().filter(
            relationship=models.OuterRef("relationship"), ends_at__gt=models.OuterRef("at")
        )
        one_of_the_two = models.Q(relationship__therapist=person) | models.Q(relationship__client=person)
        brought = models.Q(models.Exists(its_day_has_come), one_of_the_two, relationship__ending=None)
        return self.filter(models.Q(by=person) | brought)

    def brought_to(self, person: Person) -> Self:
        """Of these, those that the other one put there for this person to read."""
        return self.exclude(by=person)

    def waiting(self) -> Self:
        return self.filter(opened=None)

    @transaction.atomic
    def put(
        self, relationship: Relationship, *, by: Person, sentence: str, words: str = "", need: Need | None = None
    ) -> "Note":
        """Put a ready sentence, or one's own words, on the next session's page.

        The same sentence twice stands there once. Own words put again for the same need take the place of
        the first, until they are opened.
        """
        relationship.locked_while_it_lasts()
        # Its own row too: whoever opens it or takes it back locks no more than that. Only the note's row can
        # be locked; the join to `opened` may be empty.
        locked = self.select_for_update(of=("self",))
        note = locked.filter(relationship=relationship, by=by, kind=sentence, need=need, opened=None).first()
        said = words if sentence == OWN else str(SENTENCES[sentence])
        if note is None:
            since = need.since if need else ""
            note = self.create(relationship=relationship, by=by, kind=sentence, words=said, need=need, since=since)
            note.tell("put a sentence on the next page", by=by)
        elif note.words != said:
            # The new words wait for their day again.
            note.words, note.at = said, clock.now()
            note.save(update_fields=["words", "at"])
        return note

    def prepared(self, preparation: Preparation) -> "Note | None":
        """Return, unsaved, what a preparation would put on the page: what the preview shows and nothing else."""
        kind = KIND_OF.get(Preparation.How(preparation.how))
        if kind is None:
            return None
        need = preparation.need
        words = (preparation.words or "") if kind == OWN else str(SENTENCES[kind])
        return self.model(relationship=need.relationship, by=need.by, kind=kind, words=words, since=need.since)

    def put_prepared(self, preparation: Preparation) -> "Note | None":
        """Put on the page what the preview showed."""
        shown = self.prepared(preparation)
        if shown is None:
            return None
        need = preparation.need
        return self.put(need.relationship, by=need.by, sentence=shown.kind, words=shown.words, need=need)


class Note(models.Model):
    """One thing for the next session's page. Nobody reads it in between."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="notes")
    by = models.ForeignKey(Person, models.PROTECT)
    need = models.ForeignKey(Need, models.SET_NULL, null=True, blank=True, related_name="notes")
    kind = models.CharField(max_length=20)
    words = SealedField()
    since = models.CharField(max_length=10, blank=True, choices=Need.Since.choices)
    at = models.DateTimeField(default=clock.now)

    objects = NoteQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.relationship}: a sentence"

    @property
    def is_opened(self) -> bool:
        return Opened.objects.filter(note=self).exists()

    @property
    def reader(self) -> Person:
        """The one of the two who will read it."""
        return self.relationship.other(self.by)

    def tell(self, verb: str, *, by: Person) -> None:
        """Write a line of the trail: into the client's, or into the house's what the client may not know yet."""
        if self.by_id == self.relationship.client_id or self.is_opened:
            self.relationship.track(verb, by=by, about=self)
        else:
            Event.objects.record(verb, by=by.pk, about=self)

    @transaction.atomic
    def open(self, *, by: Person) -> "Opened":
        """Open it together, in the session: so begins a talk about it. Nobody opens it alone at home."""
        # The pair before the note, as everybody here does: else two who each hold one wait for the other.
        pair = self.relationship.locked_while_it_lasts()
        if not self.is_opened and not pair.sessions.under_way().exists():
            raise NotInTheRoomError
        # Both verbs lock the note's row: it is opened or taken back, never both.
        Note.objects.select_for_update().get(pk=self.pk)
        opened, fresh = Opened.objects.get_or_create(note=self, defaults={"by": by})
        if fresh:
            Conversation.objects.begin(self.relationship, kind=Conversation.Kind.NEED, about=self.pk)
            self.relationship.track("opened a sentence", by=by, about=self)
        return opened

    @transaction.atomic
    def take_back(self) -> None:
        """Take it back: it was never there."""
        note = Note.objects.select_for_update().get(pk=self.pk)
        if note.is_opened:
            raise AlreadyOpenedError
        note.tell("took a sentence back", by=note.by)
        erase(note)

    @transaction.atomic
    def answer(self, *, by: Person, words: str = "") -> "Reply":
        """Say what one heard, on the day it was opened; without words: it was said in the room."""
        self.relationship.locked_while_it_lasts()
        opened = Opened.objects.filter(note=self).first()
        if opened is None or clock.day_of(opened.at) != clock.today():
            raise NotInTheRoomError
        reply, fresh = Reply.objects.get_or_create(note=self, defaults={"by": by})
        reply.words = words or None
        reply.save()
        if fresh:
            self.relationship.track("answered a sentence", by=by, about=self)
        return reply


class Opened(models.Model):
    """That the other one opened the sentence in the session."""

    note = models.OneToOneField(Note, models.CASCADE, primary_key=True, related_name="opened")
    by = models.ForeignKey(Person, models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.note}: opened"


class ReplyQuerySet(models.QuerySet["Reply"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(note__in=Note.objects.visible_to(person))


class Reply(models.Model):
    """What the reader heard, said back in the session; without words where it was said aloud."""

    note = models.OneToOneField(Note, models.CASCADE, primary_key=True, related_name="reply")
    by = models.ForeignKey(Person, models.PROTECT)
    words = SealedField(null=True)
    at = models.DateTimeField(default=clock.now)

    objects = ReplyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.note}: answered"
