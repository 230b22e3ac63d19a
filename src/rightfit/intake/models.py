from datetime import date, timedelta
from typing import Self
from uuid import uuid4

from django.db import models, transaction
from django.db.models import Count, Q

from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Duty, Person, Therapist
from rightfit.relationship.models import Relationship
from rightfit.relationship.responsible import WEEKEND, in_time_since

RUNG_WITHIN, RUNG_SOON_WITHIN = 2, 1
KEPT_FOR = timedelta(days=90)


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def visible_to(self, person: Person) -> Self:
        """Whoever introduces people today, and the stand-in."""
        if person.has_duty(Duty.Kind.INTRODUCER) or person.has_duty(Duty.Kind.STAND_IN):
            return self
        return self.none()

    def waiting(self) -> Self:
        return self.filter(callback=None)

    def late(self) -> Self:
        """Those whom nobody rang by the day that their page named."""
        soon = Q(soon=True, at__lt=in_time_since(RUNG_SOON_WITHIN))
        return self.waiting().filter(soon | Q(soon=False, at__lt=in_time_since(RUNG_WITHIN)))

    def too_old(self) -> Self:
        """Those with whom nothing has happened for ninety days."""
        before = clock.now() - KEPT_FOR
        return self.filter(at__lt=before).filter(Q(callback=None) | Q(callback__at__lt=before))

    @transaction.atomic
    def ask(self, *, name: str, reach: str, when: str, soon: bool, by: Person | None = None) -> "Enquiry":
        """Keep that somebody would like to be rung; `by` is who wrote it down at the telephone."""
        enquiry = self.create(name=name, reach=reach, when=when, soon=soon, logged_by=by)
        Event.objects.record("asked to be rung", by=by.pk if by else None, about=enquiry)
        return enquiry


class Enquiry(models.Model):
    """That somebody new would like to be rung. There is no room for a story: nobody has promised to read one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = SealedField()
    reach = SealedField()
    when = SealedField()
    soon = models.BooleanField(default=False)
    logged_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = EnquiryQuerySet.as_manager()

    def __str__(self) -> str:
        return "would like to be rung"

    @transaction.atomic
    def rung(self, *, by: Person) -> "Callback":
        callback, fresh = Callback.objects.get_or_create(enquiry=self, defaults={"by": by})
        if fresh:
            Event.objects.record("rang somebody new", by=by.pk, about=self)
        return callback


class Callback(models.Model):
    """That somebody of the practice spoke with a person who had asked to be rung."""

    enquiry = models.OneToOneField(Enquiry, models.CASCADE, primary_key=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.enquiry}: rung"


def who_rings() -> Person | None:
    """Return who rings somebody new: the introducer, else the stand-in."""
    return Duty.objects.holder(Duty.Kind.INTRODUCER) or Duty.objects.holder(Duty.Kind.STAND_IN)


def rung_by(*, soon: bool) -> date:
    """Return the last day on which the call was promised, for an enquiry of today."""
    day, left = clock.today(), RUNG_SOON_WITHIN if soon else RUNG_WITHIN
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < WEEKEND
    return day


def has_a_free_seat() -> bool:
    """Say whether any therapist here has room today, as far as the book of the house knows."""
    taken = dict(Relationship.objects.live().order_by().values_list("therapist").annotate(count=Count("pk")))
    return any(seats > taken.get(pk, 0) for pk, seats in Therapist.objects.values_list("pk", "seats"))


def erase_old_enquiries() -> int:
    """Erase what nothing has happened with for ninety days; return how many."""
    old = list(Enquiry.objects.too_old())
    for enquiry in old:
        with transaction.atomic():
            Event.objects.record("erased an old wish to be rung", by=None, about=enquiry)
            enquiry.delete()
    return len(old)
