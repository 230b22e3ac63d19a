"""The move from one therapist to another: opened, called off; the old work and the new one beside it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Self
from uuid import uuid4

from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from rightfit.finding.models import Introduction, Search
from rightfit.keeping import clock
from rightfit.keeping.erasing import erase
from rightfit.practice.models import Duty, Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import AlreadyTogetherError, NotYoursError, Relationship
from rightfit.relationship.responsible import coordinator_for, matters_of

PAGE = "page"
ARRIVED, LOOKING = "arrived", "looking"
AGEING_DAYS = 21


class OverError(Exception):
    """The move was called off, or has arrived: nothing is done in it any more."""


def new_work() -> models.QuerySet[Relationship]:
    """The work that goes on and that a confirmed choice began, for a subquery from a handover's row."""
    return Relationship.objects.live().filter(
        confirmation__choice__introduction__search__leaving=models.OuterRef("leaving")
    )


def _its_day() -> models.QuerySet[Session]:
    """The sessions with whose day the old therapist hears of it, where the client wants it on that page."""
    return Session.objects.whose_day_came().filter(
        relationship=models.OuterRef("leaving"), ends_at__gt=models.OuterRef("telling__at")
    )


def knows() -> models.Q:
    """The old therapist was told, or the day came on which it stood on their page."""
    return models.Q(telling__told__isnull=False) | models.Q(models.Exists(_its_day()), telling__how=PAGE)


def _goes_on() -> models.Q:
    """Not called off; or called off, and then the ending of the new work was taken back, and the no with it."""
    return models.Q(called_off=None) | models.Q(models.Exists(new_work()))


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, person: Person) -> Self:
        """The client; the coordinator; the new therapist once both chose; the old one once told, while it lasts."""
        new = models.Q(models.Exists(new_work().filter(therapist=person)))
        old = models.Q(knows(), _goes_on(), leaving__therapist=person, leaving__ending=None)
        open_to = models.Q(leaving__client=person) | new | old
        if person.has_duty(Duty.Kind.COORDINATOR):
            under_way = self.model.objects.under_way().values("pk")
            open_to |= models.Q(~models.Q(leaving__in=matters_of(person)), pk__in=under_way)
        return self.filter(open_to)

    def under_way(self) -> Self:
        """Those neither called off nor arrived."""
        arrived = self.model.objects.filter(
            pk=models.OuterRef("pk"),
            arrivals__by=models.F("arrivals__relationship__therapist"),
            arrivals__relationship__arrivals__by=models.F("leaving__client"),
        )
        # Who takes back the ending that came with "I have somebody" is under way again.
        arrived_outside = self.model.objects.filter(
            pk=models.OuterRef("pk"),
            outside_answers__what=ARRIVED,
            outside_answers__at__gte=models.F("leaving__ending__at"),
        )
        return self.filter(_goes_on(), ~models.Exists(arrived), ~models.Exists(arrived_outside))

    def of(self, client: Person) -> "Handover | None":
        """Return the move of this client that is under way."""
        return self.under_way().filter(leaving__client=client).in_full().order_by("-at").first()

    def arriving_at(self, therapist: Person) -> Self:
        """Those under way to this therapist: something to open, or to say."""
        return self.under_way().filter(models.Exists(new_work().filter(therapist=therapist)))

    def told_to(self, therapist: Person) -> Self:
        """Those under way of which the therapist who is left knows."""
        return self.visible_to(therapist).under_way().filter(leaving__therapist=therapist)

    def coordinated_by(self, person: Person) -> Self:
        """Those under way in which this person may help."""
        involved = models.Q(leaving__in=matters_of(person))
        return self.under_way().exclude(involved) if person.has_duty(Duty.Kind.COORDINATOR) else self.none()

    def ageing(self) -> Self:
        """Those that have been under way for weeks, with nobody new and nobody outside to try."""
        long_ago = clock.now() - timedelta(days=AGEING_DAYS)
        found_nobody = self.under_way().filter(~models.Exists(new_work()), at__lt=long_ago)
        return found_nobody.exclude(pk__in=self.model.objects.with_names_outside().values("pk"))

    def with_names_outside(self) -> Self:
        """Those whose client has names outside the house, and did not say since that they still look."""
        newest = models.Max("outside_answers__at")
        looks = models.Max("outside_answers__at", filter=models.Q(outside_answers__what=LOOKING))
        named = self.filter(outside_names__isnull=False).annotate(newest=newest, looks=looks)
        return named.filter(models.Q(looks=None) | models.Q(newest__gt=models.F("looks")))

    def in_full(self) -> Self:
        return self.select_related("leaving__client", "leaving__therapist", "leaving__ending", "telling__told")

    @transaction.atomic
    def open(self, relationship: Relationship, *, by: Person, missing: Sequence[str] = ()) -> "Handover":
        """Open the move away from this work, and the search again. Who moves already, moves once.

        Work that has ended can be moved from as well: then the coordinator looks after the client meanwhile.
        """
        client = Person.objects.select_for_update(no_key=True).get(pk=relationship.client_id)
        handover = self.of(client)
        if handover is None:
            if Relationship.objects.live().filter(client=client).exclude(pk=relationship.pk).exists():
                raise AlreadyTogetherError
            handover, fresh = self.get_or_create(leaving=relationship, defaults={"by": by})
            if not fresh:
                CalledOff.objects.filter(handover=handover).delete()
                handover.forget_what_was_outside()
                handover.by, handover.at = by, clock.now()
                handover.save(update_fields=["by", "at"])
            relationship.track("opened a move", by=by, about=handover)
            Search.objects.reopen(client, leaving=relationship, missing=missing)
        elif missing:
            handover.say_what_was_missing(missing, by=by)
        return handover


class Handover(models.Model):
    """That a client moves to someone new: which work they leave, since when, who opened it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    leaving = models.OneToOneField(Relationship, models.CASCADE, related_name="handover")
    by = models.ForeignKey(Person, models.PROTECT, related_name="opened_handovers")
    at = models.DateTimeField(default=clock.now)

    objects = HandoverQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.leaving.client}: moving"

    @property
    def client(self) -> Person:
        return self.leaving.client

    @cached_property
    def coordinator(self) -> Person | None:
        """Who helps with the move, by derivation."""
        return coordinator_for(self.leaving)

    @property
    def new(self) -> Relationship | None:
        """The work with someone new that both chose, while it lasts."""
        begun = Relationship.objects.live().filter(confirmation__choice__introduction__search__leaving=self.leaving_id)
        return begun.select_related("client", "therapist").order_by("-began_at").first()

    @property
    def search(self) -> Search | None:
        return Search.objects.filter(person=self.leaving.client_id, leaving=self.leaving).order_by("-at").first()

    @property
    def is_under_way(self) -> bool:
        return Handover.objects.under_way().filter(pk=self.pk).exists()

    def locked(self) -> "Handover":
        """Return it afresh and locked: who packs, opens, arrives or says no waits for the others."""
        return Handover.objects.select_for_update(of=("self",)).select_related("leaving__client").get(pk=self.pk)

    def locked_under_way(self) -> "Handover":
        now = self.locked()
        if not now.is_under_way:
            raise OverError
        return now

    def track(self, verb: str, *, by: Person | None, about: models.Model | None = None) -> None:
        self.leaving.track(verb, by=by, about=about or self)

    @transaction.atomic
    def say_what_was_missing(self, missing: Sequence[str], *, by: Person) -> None:
        """Tell the search what was missing until now, in the client's own ticks; while nobody new is there."""
        now = self.locked_under_way()
        if by.pk != now.leaving.client_id:
            raise NotYoursError
        if now.new is None:
            Search.objects.reopen(now.client, leaving=now.leaving, missing=missing)
            now.track("said what was missing", by=by)

    @transaction.atomic
    def look_further(self, *, by: Person) -> None:
        """Not this one either: the new work ends, the search opens again, and the old one goes on as it was."""
        now = self.locked_under_way()
        if by.pk != now.leaving.client_id:
            raise NotYoursError
        search = now.search.locked() if now.search else None
        if now.new is not None:
            now.new.end(by=by)
        # What was ticked was ticked for this one: whoever comes next reads nothing without a new tick.
        erase(now.packet.all())
        Search.objects.reopen(now.client, leaving=now.leaving, missing=(search.missing or ()) if search else ())

    @transaction.atomic
    def leave_now(self, *, by: Person) -> None:
        """End the old work at once. The move goes on."""
        now = self.locked_under_way()
        if by.pk != now.leaving.client_id:
            raise NotYoursError
        now.leaving.end(by=by)

    @transaction.atomic
    def call_off(self, *, by: Person, then: "CalledOff.Then | str") -> "CalledOff":
        """The client's no: stay with the old therapist, or stop altogether. First meetings are taken back."""
        now = self.locked_under_way()
        if by.pk != now.leaving.client_id:
            raise NotYoursError
        _let_go_of_whoever_is_new(now, by)
        if then == CalledOff.Then.STOP:
            now.leaving.end(by=by)
        # Who moves again later begins from nothing: what was ticked and told was for this time.
        erase(now.packet.all())
        if hasattr(now, "telling"):
            erase(now.telling)
        off, _fresh = CalledOff.objects.update_or_create(handover=now, defaults={"by": by, "then": str(then)})
        now.track("called a move off", by=by)
        return off

    @transaction.atomic
    def arrive_outside(self, *, by: Person) -> None:
        """The client has somebody outside the house: the old work ends, and whatever was begun with others here."""
        now = self.locked_under_way()
        if by.pk != now.leaving.client_id:
            raise NotYoursError
        _let_go_of_whoever_is_new(now, by)
        erase(now.packet.all())
        now.leaving.end(by=by)

    def forget_what_was_outside(self) -> None:
        """Who moves again later begins from nothing. The letter to carry is the client's own and stays."""
        erase(self.outside_names.all())
        erase(self.outside_answers.all())
        if hasattr(self, "outside_wish"):
            erase(self.outside_wish)


def _let_go_of_whoever_is_new(handover: Handover, by: Person) -> None:
    _take_first_meetings_back(handover, by)
    new = handover.new
    if new is not None:
        new.end(by=by)
    else:
        # From now on that search belongs to no move: nobody begins anew out of it beside the old work.
        Search.objects.filter(leaving=handover.leaving, person=handover.client).update(leaving=None)


def _take_first_meetings_back(handover: Handover, by: Person) -> None:
    if handover.search is None:
        return
    # Whoever confirms at this moment has this row, or waits for it and then finds the choice gone.
    search = handover.search.locked()
    for introduction in Introduction.objects.under_way().filter(search=search).select_related("choice"):
        if hasattr(introduction, "choice"):
            introduction.choice.take_back(by=by)
        Introduction.objects.get(pk=introduction.pk).withdraw(by=by)


class CalledOff(models.Model):
    """That the client said no: the move ends, and what comes instead."""

    class Then(models.TextChoices):
        STAY = "stay", _("I stay")
        STOP = "stop", _("I stop")

    handover = models.OneToOneField(Handover, models.CASCADE, primary_key=True, related_name="called_off")
    by = models.ForeignKey(Person, models.PROTECT)
    then = models.CharField(max_length=4, choices=Then.choices)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.handover}: called off"
