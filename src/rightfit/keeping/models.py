import hashlib
from datetime import UTC
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID, uuid4

from django.db import connections, models, transaction

from rightfit.keeping import clock

if TYPE_CHECKING:
    from datetime import datetime

# The chain of everything that concerns no single client.
HOUSE_CHAIN = UUID(int=0)


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, person: Any) -> Self:
        """A person reads the trail about themselves, and their own acts in it."""
        return self.filter(models.Q(chain=person.pk) | models.Q(by=person.pk))

    @transaction.atomic
    def record(self, verb: str, *, by: UUID | None, about: models.Model, chain: UUID | None = None) -> "Event":
        """Add a line to the trail of this client (or of the house), chained to the line before it."""
        chain = chain or HOUSE_CHAIN
        self._wait_for_turn(chain)
        last = self.filter(chain=chain).order_by("-position").first()
        event = Event(
            chain=chain,
            position=last.position + 1 if last else 1,
            at=clock.now(),
            by=by,
            verb=verb,
            about_kind=about._meta.label_lower,
            about_id=about.pk,
        )
        event.digest = event.chained_to(last.digest if last else "")
        event.save(force_insert=True)
        return event

    def _wait_for_turn(self, chain: UUID) -> None:
        """Queue the writers of one chain until the transaction ends; two clients' writers never wait for each other.

        Locking the last line is not enough on PostgreSQL: who waited for it gets that same line back though
        a newer one stands behind it by then, and in an empty chain there is no line to lock. An advisory lock
        needs no row, and the read that follows sees what was committed while it waited. SQLite has one
        writer at a time.
        """
        connection = connections[self.db]
        if connection.vendor == "postgresql":
            key = int.from_bytes(hashlib.sha256(b"event chain" + chain.bytes).digest()[:8], signed=True)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


class Event(models.Model):
    """One line of the trail: who did or looked at what, and when. It holds ids, never words.

    Ids instead of foreign keys: a person may be emptied and a row erased, and the line still stands.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    chain = models.UUIDField(help_text="The client whom it concerns, or the house.")
    position = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True, help_text="The person who acted; none: the house itself.")
    verb = models.CharField(max_length=60)
    about_kind = models.CharField(max_length=60)
    about_id = models.UUIDField()
    digest = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["chain", "position"], name="one_line_a_position"),)
        indexes = (models.Index(fields=["by", "at"], name="acts_of_a_person"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.about_kind}"

    def chained_to(self, digest_before: str) -> str:
        moment = self.at.astimezone(UTC).isoformat()
        line = (digest_before, self.id, self.chain, self.position, moment, self.by, self.verb)
        about = (self.about_kind, self.about_id)
        return hashlib.sha256("|".join(str(part) for part in line + about).encode()).hexdigest()


class FormKey(models.Model):
    """That a form was sent: a second press, a reload or a back button leads where the first one led."""

    key = models.UUIDField(primary_key=True)
    spent_at = models.DateTimeField(default=clock.now)
    led_to = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return str(self.key)


class SealKeyQuerySet(models.QuerySet["SealKey"]):
    def visible_to(self, person: Any) -> Self:  # noqa: ARG002 - nobody's page shows it
        return self.none()


class SealKey(models.Model):
    """A key with which words of this practice may be sealed: its name and fingerprint, never the key."""

    name = models.CharField(max_length=4, primary_key=True)
    fingerprint = models.CharField(max_length=64)
    known_since = models.DateTimeField(default=clock.now)

    objects = SealKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, person: Any) -> Self:
        return self.filter(to=person.pk)

    def write(self, *, to: UUID, path: str, once: str, due_at: "datetime | None" = None) -> "Letter":
        """Lay a letter in the outbox; a second one with the same `once` changes nothing."""
        letter, _ = self.get_or_create(once=once, defaults={"to": to, "path": path, "due_at": due_at or clock.now()})
        return letter

    def waiting(self) -> Self:
        return self.filter(posting=None, due_at__lte=clock.now()).order_by("due_at")


class Letter(models.Model):
    """A letter in the outbox. It never holds content: "there is something for you", and where."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    to = models.UUIDField()
    path = models.CharField(max_length=400)
    once = models.CharField(max_length=120, unique=True, help_text="What it is for, so that it is written once.")
    due_at = models.DateTimeField()

    objects = LetterQuerySet.as_manager()

    def __str__(self) -> str:
        return self.once


class Posting(models.Model):
    """That a letter left the house."""

    letter = models.OneToOneField(Letter, models.CASCADE, primary_key=True)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.letter} {self.at:%Y-%m-%d %H:%M}"
