"""Settling in, said by both; and the old work's end, which hangs on it."""

from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from django.db import models, transaction

from rightfit.keeping import clock
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import NotYoursError, Relationship
from rightfit.transition.handover import CalledOff, Handover

BOTH = 2
AT_THE_LATEST = timedelta(days=14)


class NotMetYetError(Exception):
    """No session with the new therapist was held yet."""


def first_held(relationship: Relationship | None) -> Session | None:
    held = Session.objects.held().filter(relationship=relationship)
    return held.order_by("starts_at").first() if relationship else None


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def visible_to(self, person: Person) -> Self:
        """The two of them, while it lasts, and the client later; the coordinator sees it by the handover."""
        return self.filter(relationship__in=Relationship.objects.visible_to(person))

    @transaction.atomic
    def say(self, handover: Handover, *, by: Person) -> "Arrival":
        """Say "settled in". With the second one the old work ends, and every right that hangs on it."""
        now = handover.locked()
        new = now.new
        if new is None or by.pk not in (new.client_id, new.therapist_id):
            raise NotYoursError
        if first_held(new) is None:
            raise NotMetYetError
        arrival, fresh = self.get_or_create(relationship=new, by=by, defaults={"handover": now})
        if fresh:
            # A no goes with the ending it brought: who took that ending back, and arrives, has said yes.
            CalledOff.objects.filter(handover=now).delete()
            now.track("said it has settled in", by=by, about=arrival)
            if self.filter(relationship=new, by__in=(new.client_id, new.therapist_id)).count() == BOTH:
                # The client's move, whoever of the two said it last.
                now.leaving.end(by=now.client)
        return arrival


class Arrival(models.Model):
    """That one of the two said: settled in."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    handover = models.ForeignKey(Handover, models.CASCADE, related_name="arrivals")
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="arrivals")
    by = models.ForeignKey(Person, models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["relationship", "by"], name="one_arrival_each"),)

    def __str__(self) -> str:
        return f"{self.relationship}: settled in"


def ends_at_the_latest(handover: Handover) -> datetime | None:
    """Return when the old work ends by itself; none before a session with the new one was held."""
    first = first_held(handover.new)
    return first.ends_at + AT_THE_LATEST if first else None


def end_old_relationships() -> int:
    """End old work whose client has met someone new for two weeks; return how many ended."""
    ended = 0
    for handover in Handover.objects.under_way().filter(leaving__ending=None):
        with transaction.atomic():
            now = handover.locked()
            due = ends_at_the_latest(now)
            if due is not None and due <= clock.now() and now.is_under_way and now.leaving.is_live:
                now.track("old work ran out", by=None, about=now.leaving)
                now.leaving.end(by=now.client)
                ended += 1
    return ended
