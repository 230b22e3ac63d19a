"""Three weeks after the names: did you arrive? One question, one tap; no answer means that we don't know."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from rightfit.keeping import clock
from rightfit.practice.models import Person
from rightfit.relationship.models import NotYoursError
from rightfit.relationship.responsible import coordinated_by
from rightfit.transition.asking import LATELY_DAYS, Request
from rightfit.transition.carried import CarriedLetter
from rightfit.transition.handover import ARRIVED, LOOKING, CalledOff, Handover
from rightfit.transition.outside import OutsideName, OutsideWish, helped_by

ASKED_AFTER = timedelta(days=21)


class OutsideAnswerQuerySet(models.QuerySet["OutsideAnswer"]):
    def visible_to(self, person: Person) -> Self:
        """The client; the one who helps with the move, and helped with it lately. No therapist and no lead."""
        lately = models.Q(at__gt=clock.now() - timedelta(days=LATELY_DAYS)) | models.Q(handover__in=helped_by(person))
        helps = models.Q(lately, handover__leaving__in=coordinated_by(person))
        return self.filter(models.Q(handover__leaving__client=person) | helps)

    @transaction.atomic
    def say(self, handover: Handover, *, by: Person, what: "OutsideAnswer.What | str") -> "OutsideAnswer":
        """Say how it goes outside. "I have somebody" ends the old work; a no ends the move alone.

        Said before anybody asks as well as after, and anew while the move is under way: the newest counts.
        """
        now = handover.locked_under_way()
        if by.pk != now.leaving.client_id:
            raise NotYoursError
        newest = self.filter(handover=now).order_by("-at").first()
        if newest is not None and newest.what == what and what != OutsideAnswer.What.ARRIVED:
            return newest
        if what == OutsideAnswer.What.ARRIVED:
            now.arrive_outside(by=by)
        answer = self.create(handover=now, what=str(what))
        now.track("said how it goes outside", by=by, about=answer)
        if what == OutsideAnswer.What.RING:
            Request.objects.ask(now.leaving, by=by, to_be_rung=True)
        if what == OutsideAnswer.What.NO:
            goes_on = now.leaving.is_live
            now.call_off(by=by, then=CalledOff.Then.STAY if goes_on else CalledOff.Then.STOP)
        return answer


class OutsideAnswer(models.Model):
    """What the client said: whether they arrived outside the house."""

    class What(models.TextChoices):
        ARRIVED = ARRIVED, _("Yes, I have somebody")
        LOOKING = LOOKING, _("I am still looking")
        NO = "no", _("I don’t want to go on now")
        RING = "ring", _("Please ring me")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    handover = models.ForeignKey(Handover, models.CASCADE, related_name="outside_answers")
    what = models.CharField(max_length=7, choices=What.choices)
    at = models.DateTimeField(default=clock.now)

    objects = OutsideAnswerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.handover}: {self.get_what_display()}"


@dataclass(frozen=True, kw_only=True)
class Outside:
    """How a move stands outside the house, derived for a page."""

    handover: Handover
    wish: OutsideWish | None
    names: list[OutsideName]
    letter: CarriedLetter | None
    said: OutsideAnswer | None

    @property
    def asks_from(self) -> datetime | None:
        """From when on we ask: three weeks after the newest name."""
        return self.names[-1].at + ASKED_AFTER if self.names else None

    @property
    def asks(self) -> bool:
        """Whether the question waits: it is due, and nothing was ever answered."""
        return self.said is None and self.asks_from is not None and self.asks_from <= clock.now()


def outside_of(handover: Handover) -> Outside:
    return Outside(
        handover=handover,
        wish=OutsideWish.objects.filter(handover=handover).first(),
        names=list(OutsideName.objects.filter(handover=handover).order_by("at", "pk")),
        letter=CarriedLetter.objects.filter(handover=handover).defer("words").first(),
        said=OutsideAnswer.objects.filter(handover=handover).order_by("-at").first(),
    )


def outside_for(coordinator: Person) -> list[Outside]:
    """Return how the moves stand that look outside, and those that ended there of late, for their one coordinator."""
    looks = models.Q(outside_wish__isnull=False) | models.Q(outside_names__isnull=False)
    answered = models.Q(outside_answers__in=OutsideAnswer.objects.visible_to(coordinator).values("pk"))
    under_way = models.Q(looks, pk__in=helped_by(coordinator).values("pk"))
    theirs = Handover.objects.filter(leaving__in=coordinated_by(coordinator)).filter(under_way | answered)
    return [outside_of(one) for one in theirs.distinct().in_full().order_by("at")]
