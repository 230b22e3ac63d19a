"""Another therapist, asked for in one step; and that the coordinator took it up."""

from contextlib import suppress
from datetime import timedelta
from typing import Self
from uuid import uuid4

from django.db import models, transaction

from rightfit.keeping import clock
from rightfit.keeping.erasing import erase
from rightfit.practice.models import Duty, Person
from rightfit.relationship.models import AlreadyTogetherError, Relationship
from rightfit.relationship.responsible import coordinator_for, in_time_since, matters_of
from rightfit.transition.handover import Handover

PROMISED_WORKING_DAYS = 2
LATELY_DAYS = 30


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, person: Person) -> Self:
        """The client's own, and the coordinator's, who neither treats nor treated that client."""
        own = models.Q(relationship__client=person)
        if person.has_duty(Duty.Kind.COORDINATOR):
            own |= ~models.Q(relationship__in=matters_of(person))
        return self.filter(own)

    def waiting(self) -> Self:
        """Those nobody has taken up; a move that the client opened since is the answer to it."""
        return self.filter(taken_up=None).exclude(relationship__handover__at__gte=models.F("at"))

    def late(self) -> Self:
        """Those whose client was told "within two working days", and still waits."""
        return self.waiting().filter(at__lt=in_time_since(PROMISED_WORKING_DAYS))

    def nobody_may_take(self) -> int:
        """Count those that wait while every coordinator is involved, or none is named."""
        return sum(coordinator_for(one.relationship) is None for one in self.waiting().select_related("relationship"))

    @transaction.atomic
    def ask(self, relationship: Relationship, *, by: Person, to_be_rung: bool = False) -> "Request":
        """Ask for another therapist, or in a move to be rung: one step, no reason. Who asks twice has asked once."""
        relationship.locked()
        request = self.waiting().filter(relationship=relationship).first()
        if request is None:
            request = self.create(relationship=relationship)
            relationship.track("asked to be rung" if to_be_rung else "asked for someone else", by=by, about=request)
        return request


class Request(models.Model):
    """That a client would like to meet another therapist. The coordinator takes it up."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="requests")
    at = models.DateTimeField(default=clock.now)

    objects = RequestQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.relationship.client}: another therapist"

    @transaction.atomic
    def take_back(self) -> None:
        self.relationship.track("took the request back", by=self.relationship.client, about=self)
        erase(self)

    @transaction.atomic
    def take_up(self, *, by: Person) -> "TakenUp":
        """Say that the two have spoken, and open the move: the client's no ends it again in one tap."""
        taken_up, fresh = TakenUp.objects.get_or_create(request=self, defaults={"by": by})
        if fresh:
            self.relationship.track("took up a request", by=by, about=self)
            # Where the client has begun with somebody since, nothing is left to move.
            with suppress(AlreadyTogetherError):
                Handover.objects.open(self.relationship, by=by)
        return taken_up


def left_by_their_therapist(coordinator: Person) -> models.QuerySet[Relationship]:
    """Return the work that a therapist ended of late, whose client has nobody and has opened no move."""
    lately = clock.now() - timedelta(days=LATELY_DAYS)
    left = Relationship.objects.filter(ending__by=models.F("therapist"), ending__at__gt=lately, handover=None)
    somebody = Relationship.objects.live().values("client")
    return left.exclude(client__in=somebody).exclude(pk__in=matters_of(coordinator)).select_related("client")


class TakenUp(models.Model):
    """That the coordinator has spoken with the client."""

    request = models.OneToOneField(Request, models.CASCADE, primary_key=True, related_name="taken_up")
    by = models.ForeignKey(Person, models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.request}: taken up"
