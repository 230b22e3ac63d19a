import hashlib
from datetime import UTC, timedelta
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


FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)
GIVEN_UP_AFTER = timedelta(days=3)


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, person: Any) -> Self:
        return self.filter(to=person.pk)

    def write(
        self,
        *,
        to: UUID,
        path: str,
        once: str,
        due_at: "datetime | None" = None,
        useful_until: "datetime | None" = None,
    ) -> "Letter":
        """Lay a letter in the outbox; a second one with the same `once` changes nothing."""
        what = {"to": to, "path": path, "due_at": due_at or clock.now(), "useful_until": useful_until}
        letter, _ = self.get_or_create(once=once, defaults=what)
        return letter

    def waiting(self) -> Self:
        """Those whose turn it is: due, still of use, and neither put off nor given up."""
        now = clock.now()
        not_now = Failure.objects.filter(models.Q(again_at=None) | models.Q(again_at__gt=now))
        return (
            self.filter(posting=None, due_at__lte=now)
            .filter(models.Q(useful_until=None) | models.Q(useful_until__gt=now))
            .exclude(pk__in=not_now.values("letter"))
            .order_by("due_at")
        )

    def undeliverable(self) -> Self:
        """Those given up after days of trying, until a later letter reaches the same person."""
        given_up = Failure.objects.filter(letter=models.OuterRef("pk"), again_at=None)
        reached = Posting.objects.filter(letter__to=models.OuterRef("to"), letter__due_at__gt=models.OuterRef("due_at"))
        return self.filter(models.Exists(given_up), ~models.Exists(reached), posting=None).order_by("due_at")


class Letter(models.Model):
    """A letter in the outbox. It never holds content: "there is something for you", and where."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    to = models.UUIDField()
    path = models.CharField(max_length=400)
    once = models.CharField(max_length=120, unique=True, help_text="What it is for, so that it is written once.")
    due_at = models.DateTimeField()
    useful_until = models.DateTimeField(null=True, help_text="Not sent after this; none: it does not grow old.")

    objects = LetterQuerySet.as_manager()

    def __str__(self) -> str:
        return self.once

    def put_off(self, *, why: str) -> "Failure":
        """Note that it could not leave: it is tried again later and later, and given up after some days."""
        now = clock.now()
        first = self.failures.order_by("at").first()
        again_at = now + min(FIRST_WAIT * 2 ** self.failures.count(), LONGEST_WAIT)
        if again_at > (first.at if first else now) + GIVEN_UP_AFTER:
            return self.failures.create(at=now, why=why, again_at=None)
        return self.failures.create(at=now, why=why, again_at=again_at)


class Posting(models.Model):
    """That a letter left the house."""

    letter = models.OneToOneField(Letter, models.CASCADE, primary_key=True)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.letter} {self.at:%Y-%m-%d %H:%M}"


class Failure(models.Model):
    """That a letter could not leave, and when it is tried again; never: it was given up."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="failures")
    at = models.DateTimeField(default=clock.now)
    why = models.CharField(max_length=60, help_text="The kind of error alone: its words would hold the address.")
    again_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.letter} {self.at:%Y-%m-%d %H:%M} {self.why}"
