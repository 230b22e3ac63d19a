"""Places outside the practice that a client can turn to, written down and checked by the practice."""

from datetime import timedelta
from typing import Self
from uuid import uuid4

from django.db import models, transaction

from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.practice.models import Person

# As with the help lines: an address that nobody checked lately is worse than none.
GOOD_FOR = timedelta(days=180)


class OutsideBodyQuerySet(models.QuerySet["OutsideBody"]):
    def visible_to(self, person: Person) -> Self:  # noqa: ARG002 - shown to everybody who may need it
        return self

    def to_show(self) -> Self:
        """Those that somebody checked within the last 180 days."""
        today = clock.today()
        return self.filter(checked_on__gte=today - GOOD_FOR, checked_on__lte=today).order_by("name")

    @transaction.atomic
    def write_down(self, *, name: str, reach: str, by: Person) -> "OutsideBody":
        """Write one down; who does so has checked it today."""
        body = self.create(name=name, reach=reach, checked_by=by)
        Event.objects.record("wrote down a place outside", by=by.pk, about=body)
        return body


class OutsideBody(models.Model):
    """Somebody outside the practice who hears concerns about therapists: a board, an ombudsperson."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120)
    reach = models.CharField(max_length=200, help_text="How to reach them: a number, an address, a page.")
    checked_on = models.DateField(default=clock.today)
    checked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    objects = OutsideBodyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "outside bodies"

    def __str__(self) -> str:
        return self.name

    @property
    def is_shown(self) -> bool:
        return timedelta() <= clock.today() - self.checked_on <= GOOD_FOR

    @transaction.atomic
    def check_again(self, *, by: Person) -> None:
        """Say that name and address are right today."""
        self.checked_on, self.checked_by = clock.today(), by
        self.save(update_fields=["checked_on", "checked_by"])
        Event.objects.record("checked a place outside", by=by.pk, about=self)

    @transaction.atomic
    def take_away(self, *, by: Person) -> None:
        Event.objects.record("took a place outside away", by=by.pk, about=self)
        self.delete()
