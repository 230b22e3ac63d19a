"""What a client writes to a named listener about a therapist: kept, sent, read, answered, closed.

No page, letter or count of the therapist's or the lead's is made from it. Its lines stand in the client's own trail.
"""

import hashlib
import secrets
from typing import Self
from uuid import uuid4

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from rightfit.keeping import clock
from rightfit.keeping.erasing import erase
from rightfit.keeping.sealed import SealedField
from rightfit.listening.hearing import free_to_hear, may_not_hear
from rightfit.listening.told import Closed, Received, Sent
from rightfit.practice.models import Duty, Person
from rightfit.relationship.models import Relationship

# Without the letters and figures that are mixed up when read aloud: 75 bits, so nobody arrives by guessing.
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
PARTS, PART = 3, 5


class NotFreeError(Exception):
    """The listener may not hear it: the duty ended, or they are part of the matter."""


class NotNowError(Exception):
    """It was sent or closed meanwhile, or it was never sent."""


def fingerprint_of(code: str) -> str:
    """Return what stands in the database for a receipt code, however it was typed."""
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(typed.encode()).hexdigest()


class ConcernQuerySet(models.QuerySet["Concern"]):
    def visible_to(self, person: Person) -> Self:
        """Who wrote it; once sent, the listener it is addressed to, while they listen and are free of the matter."""
        mine = models.Q(by=person)
        if not person.has_duty(Duty.Kind.LISTENER):
            return self.filter(mine)
        return self.filter(mine | models.Q(listener=person) & ~models.Q(sent=None)).exclude(
            ~mine & models.Q(relationship__in=may_not_hear(person))
        )

    def told_to(self, listener: Person) -> Self:
        """Of what this person may read, that which was sent to them."""
        return self.visible_to(listener).filter(listener=listener).exclude(sent=None).exclude(by=listener)

    def by_code(self, code: str) -> "Concern | None":
        """Return what belongs to a receipt code: whoever holds the code is taken for who wrote it."""
        return self.filter(fingerprint=fingerprint_of(code)).select_related("listener", "relationship").first()

    @transaction.atomic
    def keep(
        self, relationship: Relationship, *, by: Person, words: str, wish: str, listener: Person | None = None
    ) -> "Concern":
        """Keep words without sending them; nobody reads them. A receipt code leads back to them."""
        relationship.locked()
        code = "-".join("".join(secrets.choice(LETTERS) for _sign in range(PART)) for _part in range(PARTS))
        concern = self.create(
            relationship=relationship,
            by=by,
            words=words,
            wish=wish,
            listener=listener,
            code=code,
            fingerprint=fingerprint_of(code),
        )
        relationship.track("kept words for a listener", by=by, about=concern)
        return concern


class Concern(models.Model):
    """What a client would like a listener to know about the work with a therapist."""

    class Wish(models.TextChoices):
        HEARD = "heard", _("Just be heard")
        TALK = "talk", _("Talk with me")
        LOOK = "look", _("Look into it")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    listener = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    words = SealedField()
    wish = SealedField()
    code = SealedField()
    fingerprint = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=clock.now)

    objects = ConcernQuerySet.as_manager()

    def __str__(self) -> str:
        return "told a listener"

    @property
    def is_sent(self) -> bool:
        return Sent.objects.filter(concern=self).exists()

    @property
    def is_received(self) -> bool:
        return Received.objects.filter(concern=self).exists()

    @property
    def is_closed(self) -> bool:
        return Closed.objects.filter(concern=self).exists()

    @property
    def wish_in_words(self) -> str:
        return str(self.Wish(self.wish).label)

    @property
    def is_with_somebody(self) -> bool:
        """Whether the listener it is addressed to may still read it."""
        return self.listener in free_to_hear(self.relationship)

    @transaction.atomic
    def change(self, *, words: str, wish: str, listener: Person | None) -> None:
        """Write a draft anew."""
        self._locked_draft()
        self.words, self.wish, self.listener = words, wish, listener
        self.save(update_fields=["words", "wish", "listener"])
        self._tell("kept words for a listener", by=self.by)

    @transaction.atomic
    def send(self) -> "Sent":
        """Let the listener read it. From here on one adds to it, and takes nothing back."""
        self._locked_draft()
        if self.listener not in free_to_hear(self.relationship):
            raise NotFreeError
        sent = Sent.objects.create(concern=self)
        self._tell("told a listener", by=self.by)
        return sent

    @transaction.atomic
    def erase(self) -> None:
        """Erase a draft: it was never there."""
        self._locked_draft()
        self._tell("erased words for a listener", by=self.by)
        erase(self)

    @transaction.atomic
    def receive(self, *, by: Person) -> "Received":
        """The listener says that they have read it."""
        self._locked_open()
        received, fresh = Received.objects.get_or_create(concern=self, defaults={"by": by})
        if fresh:
            self._tell("read what was told a listener", by=by)
        return received

    @transaction.atomic
    def add(self, *, by: Person, words: str) -> "Entry":
        """Write on, either of the two. The listener's first line says that they have read it, too."""
        self._locked_open()
        if by.pk != self.by_id:
            self.receive(by=by)
        entry = Entry.objects.create(concern=self, by=by, words=words)
        self._tell("added to what was told a listener", by=by)
        return entry

    @transaction.atomic
    def turn_to(self, listener: Person) -> None:
        """Tell another listener instead: who had it reads it no more, and the promised days begin anew."""
        self._locked_open()
        if listener not in free_to_hear(self.relationship):
            raise NotFreeError
        if listener.pk == self.listener_id:
            return
        self.listener = listener
        self.save(update_fields=["listener"])
        Sent.objects.filter(concern=self).update(at=clock.now())
        Received.objects.filter(concern=self).delete()
        self._tell("turned to another listener", by=self.by)

    @transaction.atomic
    def close(self) -> "Closed":
        """The client says that it is done."""
        self._locked()
        if not self.is_sent:
            raise NotNowError
        closed, fresh = Closed.objects.get_or_create(concern=self)
        if fresh:
            self._tell("closed what was told a listener", by=self.by)
        return closed

    def _locked(self) -> None:
        self.relationship.locked()
        # As it is now, not as the page found it: it may have gone to another listener, or been erased.
        try:
            self.refresh_from_db(fields=["listener"])
        except Concern.DoesNotExist as erased:
            raise NotNowError from erased

    def _locked_draft(self) -> None:
        self._locked()
        if self.is_sent:
            raise NotNowError

    def _locked_open(self) -> None:
        self._locked()
        if not self.is_sent or self.is_closed:
            raise NotNowError

    def _tell(self, verb: str, *, by: Person) -> None:
        self.relationship.track(verb, by=by, about=self)


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(concern__in=Concern.objects.visible_to(person))


class Entry(models.Model):
    """What one of the two wrote on below it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    concern = models.ForeignKey(Concern, models.CASCADE, related_name="entries")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = SealedField()
    at = models.DateTimeField(default=clock.now)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return "an entry"
