"""The hours the two have, had or would have had together."""

from datetime import date, timedelta
from typing import Any, Self
from uuid import uuid4

from django.db import models, transaction
from django.db.models.functions import Coalesce, TruncDate
from django.utils.functional import cached_property

from rightfit.keeping import clock
from rightfit.practice.models import Person, Practice

CORRECTION_DAYS = 7
BOOKED_BEFORE = timedelta(days=1)
EARLY = timedelta(minutes=15)
PAIR = "relationship.Relationship"


def of_a_pair_visible_to(person: Person) -> models.Q:
    """The rule of `Relationship.visible_to`, seen from an hour of theirs."""
    while_it_lasts = models.Q(relationship__therapist=person, relationship__ending=None)
    return models.Q(relationship__client=person) | while_it_lasts


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(of_a_pair_visible_to(person))

    def with_fate(self) -> Self:
        return self.select_related("cancellation", "absence", "relationship__client", "relationship__therapist")

    def numbered(self) -> Self:
        """Bring the `number` of each along, in the same query."""
        earlier = (
            Session.objects.held()
            .filter(relationship=models.OuterRef("relationship"), starts_at__lt=models.OuterRef("starts_at"))
            .order_by()
            .values("relationship")
            .annotate(how_many=models.Count("pk"))
            .values("how_many")
        )
        return self.annotate(number=Coalesce(models.Subquery(earlier), 0) + 1)

    def over(self) -> Self:
        return self.filter(ends_at__lte=clock.now())

    def held(self) -> Self:
        """Those whose time is over and of which nobody said otherwise."""
        return self.over().filter(cancellation=None, absence=None)

    def opening_answers(self) -> Self:
        """Those with whose coming what was shared may be read: booked a day before they begin, or sooner.

        Else a therapist who books a short hour for the next minutes would read at once.
        """
        return self.filter(booked_at__lte=models.F("starts_at") - BOOKED_BEFORE)

    def whose_day_came(self) -> Self:
        """Of those opening answers, the ones whose day is today or was: what waited for them may be read.

        An hour taken off on its own day counts: what could be read that morning does not vanish with it.
        """
        off_before = models.Q(cancellation__at__date__lt=TruncDate("starts_at"))
        return self.opening_answers().filter(starts_at__lt=clock.end_of_today()).exclude(off_before)

    def under_way(self) -> Self:
        """Those in which the two sit together now, or are about to."""
        now = clock.now()
        return self.filter(starts_at__lte=now + EARLY, ends_at__gt=now, cancellation=None, absence=None)

    def upcoming(self) -> Self:
        return self.filter(starts_at__gt=clock.now(), cancellation=None).order_by("starts_at")

    def to_come_from(self, day: date) -> Self:
        """Those of that day and later that have not begun, cancelled or not."""
        return self.filter(starts_at__gt=clock.now(), starts_at__gte=clock.start_of(day))

    def not_cancelled_by_hand(self) -> Self:
        """Those that stand, and those that went off the calendar only because somebody stopped for now."""
        return self.filter(models.Q(cancellation=None) | models.Q(cancellation__pause__isnull=False))

    def on(self, day: date) -> Self:
        whole_day = (clock.start_of(day), clock.start_of(day + timedelta(days=1)))
        return self.filter(starts_at__gte=whole_day[0], starts_at__lt=whole_day[1]).order_by("starts_at")


class Session(models.Model):
    """An hour the two have, had or would have had together."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(PAIR, models.CASCADE, related_name="sessions")
    series = models.ForeignKey("relationship.Series", models.SET_NULL, null=True, blank=True, related_name="sessions")
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField(db_index=True)
    minutes = models.PositiveSmallIntegerField(default=50)
    place = models.CharField(max_length=80, blank=True)
    booked_at = models.DateTimeField(default=clock.now)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at",)
        constraints = (models.UniqueConstraint(fields=["relationship", "starts_at"], name="one_session_at_a_time"),)

    def __str__(self) -> str:
        return f"{self.relationship}, {clock.local(self.starts_at):%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Stored because the database must be able to ask "whose time is over?".
        self.ends_at = self.starts_at + timedelta(minutes=self.minutes)
        super().save(*args, **kwargs)

    @property
    def is_over(self) -> bool:
        return self.ends_at <= clock.now()

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= clock.now()

    @property
    def is_under_way(self) -> bool:
        """Whether the two sit together now, or are about to."""
        in_the_hour = self.starts_at - EARLY <= clock.now() < self.ends_at
        return in_the_hour and not self.is_cancelled and not self.was_missed

    @property
    def is_cancelled(self) -> bool:
        return hasattr(self, "cancellation")

    @property
    def was_missed(self) -> bool:
        return hasattr(self, "absence")

    @property
    def was_missed_without_word(self) -> bool:
        """Missed, and it was not the client who said so: that would be a word."""
        return self.was_missed and not self.is_cancelled and self.absence.by_id != self.relationship.client_id

    @property
    def was_held(self) -> bool:
        return self.is_over and not self.is_cancelled and not self.was_missed

    @property
    def may_be_corrected(self) -> bool:
        return self.has_begun and clock.now() <= self.ends_at + timedelta(days=CORRECTION_DAYS)

    @cached_property
    def number(self) -> int:
        """The how-manieth held session this is, or would be: only held sessions count.

        Lists bring it along with `numbered()`; for one session it is one question, asked once.
        """
        earlier = Session.objects.held().filter(relationship=self.relationship_id, starts_at__lt=self.starts_at)
        return earlier.count() + 1

    def next(self) -> "Session | None":
        """The session after this one that was not cancelled."""
        return (
            Session.objects.filter(relationship=self.relationship_id, starts_at__gt=self.starts_at, cancellation=None)
            .order_by("starts_at")
            .first()
        )

    def previous_held(self) -> "Session | None":
        return (
            Session.objects.held()
            .filter(relationship=self.relationship_id, starts_at__lt=self.starts_at)
            .order_by("-starts_at")
            .first()
        )

    @transaction.atomic
    def cancel(self, *, by: Person, **stopping: models.Model) -> "Cancellation":
        """Take it off the calendar: by hand, or because somebody stopped, with that `pause` or `ending`.

        In time, it is evidence for nothing; late, by hand, it counts like a missed one.
        """
        # Who stops at this moment cancels it too, and another usual time may take it away: then it is not there.
        self.relationship.locked()
        Session.objects.get(pk=self.pk)
        hours = Practice.objects.the().cancel_hours
        in_time = clock.now() <= self.starts_at - timedelta(hours=hours)
        cancellation, fresh = Cancellation.objects.get_or_create(
            session=self, defaults={"by": by, "in_time": in_time, **stopping}
        )
        if fresh:
            self.relationship.track("cancelled a session", by=by, about=self)
        return cancellation

    @transaction.atomic
    def say_missed(self, *, by: Person) -> "Absence":
        """Say that it did not take place, though nobody had cancelled it."""
        absence, fresh = Absence.objects.get_or_create(session=self, defaults={"by": by})
        if fresh:
            self.relationship.track("said a session was missed", by=by, about=self)
        return absence

    @transaction.atomic
    def say_held(self, *, by: Person) -> None:
        """Take back that it was missed."""
        if Absence.objects.filter(session=self).delete()[0]:
            self.relationship.track("said a session was held", by=by, about=self)


class CancellationQuerySet(models.QuerySet["Cancellation"]):
    def to_come(self) -> Self:
        """Those of sessions that have not begun."""
        return self.filter(session__starts_at__gt=clock.now())


class Cancellation(models.Model):
    """That a session was taken off the calendar, by whom, and whether in time.

    `pause` or `ending` name the stopping that took it off; neither, and it was done by hand. Where an
    ending is taken back, what lay ahead is put back. An hour that went by in between stays cancelled, as
    if by hand: it did not take place.
    """

    session = models.OneToOneField(Session, models.CASCADE, primary_key=True)
    by = models.ForeignKey(Person, models.PROTECT)
    at = models.DateTimeField(default=clock.now)
    in_time = models.BooleanField()
    pause = models.ForeignKey("relationship.Pause", models.SET_NULL, null=True, related_name="cancellations")
    ending = models.ForeignKey("relationship.Ending", models.SET_NULL, null=True, related_name="cancellations")

    objects = CancellationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.session}: cancelled"

    @property
    def was_by_hand(self) -> bool:
        return self.pause_id is None and self.ending_id is None


class Absence(models.Model):
    """That a session was missed without word."""

    session = models.OneToOneField(Session, models.CASCADE, primary_key=True)
    by = models.ForeignKey(Person, models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.session}: missed"
