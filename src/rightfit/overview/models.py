"""The closed half-years of the practice: counted once, four weeks after the end, and kept as they were shown.

A row holds what is shown and nothing else: a hidden number is in no table, so that nobody can look it up, and a
figure that stands does not change when somebody's record goes.
"""

from datetime import date, timedelta
from typing import Self
from uuid import uuid4

from django.db import models, transaction
from django.utils.translation import gettext as _

from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.overview import counting, figures
from rightfit.overview.counting import About, Part
from rightfit.practice.models import Duty, Person, Practice

# So long a last word, a follow-up or a session that did not take place may still come in.
READY_AFTER = timedelta(days=28)
JANUARY, JULY = 1, 7


def half_year_of(day: date) -> date:
    """Return the first day of the half-year in which a day lies."""
    return day.replace(month=JANUARY if day.month < JULY else JULY, day=1)


def next_half_year(begins: date) -> date:
    return begins.replace(month=JULY) if begins.month == JANUARY else date(begins.year + 1, JANUARY, 1)


def half_year_before(begins: date) -> date:
    return half_year_of(begins - timedelta(days=1))


def ready_on(begins: date) -> date:
    """Return the day on which the half-year that begins then is counted."""
    return next_half_year(begins) + READY_AFTER


def name_of(begins: date) -> str:
    name = _("January to June {year}") if begins.month == JANUARY else _("July to December {year}")
    return name.format(year=begins.year)


class PeriodQuerySet(models.QuerySet["Period"]):
    def visible_to(self, person: Person) -> Self:
        """The practice lead's (row 19)."""
        return self if person.has_duty(Duty.Kind.LEAD) else self.none()

    def to_come(self) -> date:
        """Return the first day of the next half-year that will be counted."""
        newest = self.order_by("-begins").first()
        if newest is not None:
            return next_half_year(newest.begins)
        first = Event.objects.order_by("at").first()
        return half_year_of(clock.day_of(first.at) if first else clock.today())

    def close(self, begins: date) -> "Period":
        """Count a half-year that is over, and keep what may be shown of it; once it is kept, it stays as it is.

        It is counted before the transaction, so that a long count keeps nobody from writing.
        """
        if clock.today() < ready_on(begins):
            raise NotOverError
        since, until = clock.start_of(begins), clock.start_of(next_half_year(begins))
        lists = {about: figures.of_a_list(counting.counted(about, since, until)) for about in About}
        with transaction.atomic():
            # Two that count at the same moment: the second finds what the first has kept.
            Practice.objects.select_for_update().get(pk=Practice.objects.the().pk)
            period, fresh = self.get_or_create(begins=begins)
            if fresh:
                for about, (whole, parts) in lists.items():
                    shown = {Part.ALL: whole, **parts}
                    Figure.objects.bulk_create(
                        Figure(period=period, about=about, part=part, people=people) for part, people in shown.items()
                    )
                Event.objects.record("counted a half-year", by=None, about=period)
        return period


class NotOverError(Exception):
    """The half-year is not over, or not yet long enough."""


class Period(models.Model):
    """A half-year of the practice that was counted."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    begins = models.DateField(unique=True)
    at = models.DateTimeField(default=clock.now)

    objects = PeriodQuerySet.as_manager()

    def __str__(self) -> str:
        return name_of(self.begins)


class FigureQuerySet(models.QuerySet["Figure"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(period__in=Period.objects.visible_to(person))


class Figure(models.Model):
    """One number of a closed half-year, as it is shown: people, rounded; none is hidden, whatever it was."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    period = models.ForeignKey(Period, models.CASCADE, related_name="figures")
    about = models.CharField(max_length=7, choices=About.choices)
    part = models.CharField(max_length=10, choices=Part.choices)
    people = models.PositiveIntegerField(null=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["period", "about", "part"], name="one_figure_a_part"),
            # Whatever the code above it does, the table takes no number of a small group.
            models.CheckConstraint(
                condition=models.Q(people__isnull=True) | models.Q(people__gte=figures.AT_LEAST),
                name="no_small_group",
            ),
        )

    def __str__(self) -> str:
        shown = "hidden" if self.people is None else str(self.people)
        return f"{self.period}, {self.about}, {self.part}: {shown}"


def count_half_years() -> int:
    """Close every half-year that is due, the oldest first; return how many were closed."""
    newest_due = half_year_of(clock.today())
    while ready_on(newest_due) > clock.today():
        newest_due = half_year_before(newest_due)
    if Period.objects.filter(begins=newest_due).exists():
        return 0
    closed, begins = 0, Period.objects.to_come()
    while begins <= newest_due:
        Period.objects.close(begins)
        closed, begins = closed + 1, next_half_year(begins)
    return closed
