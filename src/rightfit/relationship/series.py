"""The usual time of a pair, and the hours that are laid from it."""

from datetime import date, datetime, timedelta
from typing import Self
from uuid import uuid4

from django.db import models, transaction

from rightfit.keeping import clock
from rightfit.practice.models import Person
from rightfit.relationship.calendar import PAIR, Session, of_a_pair_visible_to

SERIES_WEEKS_AHEAD = 6


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(of_a_pair_visible_to(person))

    def running(self) -> Self:
        goes_on = models.Q(until=None) | models.Q(until__gt=clock.today())
        return self.filter(goes_on, relationship__ending=None)


class Series(models.Model):
    """The usual time of a pair, typed once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(PAIR, models.CASCADE, related_name="series")
    first_at = models.DateTimeField()
    every_weeks = models.PositiveSmallIntegerField(default=1)
    minutes = models.PositiveSmallIntegerField(default=50)
    place = models.CharField(max_length=80, blank=True)
    # The first day that belongs to the usual time after it.
    until = models.DateField(null=True, blank=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return f"{self.relationship}: every {self.every_weeks} weeks"

    @transaction.atomic
    def lay_ahead(self) -> int:
        """Lay the sessions of the coming weeks that are not laid yet; return how many were laid.

        Who stopped for now, or for good, gets no new dates.
        """
        # Somebody may stop, or book another usual time, while the worker is at it.
        pair = self.relationship.locked()
        self.refresh_from_db(fields=["until"])
        if not pair.is_live or pair.is_paused:
            return 0
        horizon = clock.now() + timedelta(weeks=SERIES_WEEKS_AHEAD)
        last = self.sessions.order_by("-starts_at").first()
        starts_at = self._after(last.starts_at) if last else self.first_at
        laid = 0
        while starts_at <= horizon and self._runs_on(clock.day_of(starts_at)):
            # After a long pause nothing is laid into the past: it would count as held.
            if starts_at > clock.now() and not self._is_taken(starts_at):
                Session.objects.create(
                    relationship=self.relationship,
                    series=self,
                    starts_at=starts_at,
                    minutes=self.minutes,
                    place=self.place,
                )
                laid += 1
            starts_at = self._after(starts_at)
        return laid

    def give_way(self, day: date) -> None:
        """End it where another usual time begins: its hours from that day on go, as if they had never been laid.

        They are no cancellations: nobody let anybody down, so they cost nothing and say nothing. What
        somebody cancelled by hand stays as it is.
        """
        if not self._runs_on(day):
            return
        self.until = day
        self.save(update_fields=["until"])
        self.sessions.to_come_from(day).not_cancelled_by_hand().delete()

    def _runs_on(self, day: date) -> bool:
        return self.until is None or day < self.until

    def _is_taken(self, starts_at: datetime) -> bool:
        """Say whether the two meet at that time anyway, or one of them cancelled that very hour."""
        theirs = Session.objects.filter(relationship=self.relationship_id)
        ends_at = starts_at + timedelta(minutes=self.minutes)
        meets = models.Q(cancellation=None, starts_at__lt=ends_at, ends_at__gt=starts_at)
        return theirs.filter(meets | models.Q(starts_at=starts_at)).exists()

    def _after(self, starts_at: datetime) -> datetime:
        # The clock on the wall counts: five o'clock stays five o'clock when summer time begins.
        on_the_wall = clock.local(starts_at).replace(tzinfo=None) + timedelta(weeks=self.every_weeks)
        return on_the_wall.replace(tzinfo=clock.local(starts_at).tzinfo)
