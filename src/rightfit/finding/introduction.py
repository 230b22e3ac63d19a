"""A first meeting: asked for, offered, picked, or declined with who would serve better."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from django.db import models, transaction

from rightfit.finding import letters
from rightfit.finding.labels import WAYS
from rightfit.finding.search import Search
from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Duty, Person
from rightfit.relationship.models import Relationship

AT_ONCE = 3
MINUTES = 20
ONE_LOOK = timedelta(minutes=15)


class TooManyError(Exception):
    """Three first meetings are open already."""


class NotForYouError(Exception):
    """A first meeting with oneself, with one's own therapist, or by somebody whose it is not to do."""


class OverError(Exception):
    """It was declined, thanked, withdrawn or has led to somebody: nothing is done in it any more."""


class BareNoError(Exception):
    """A no that names nobody who would serve better."""


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    def visible_to(self, person: Person) -> Self:
        """Who looks; the asked therapist while it is on offer; the introducer."""
        open_to = models.Q(search__person=person) | models.Q(
            therapist=person, pk__in=Introduction.objects.on_offer().values("pk")
        )
        if person.has_duty(Duty.Kind.INTRODUCER):
            open_to |= ~models.Q(search__person=person)
        return self.filter(open_to)

    def on_offer(self) -> Self:
        """Those not declined, thanked or withdrawn, and whose work, where it led to some, goes on."""
        return self.filter(decline=None, thanks=None, withdrawal=None).exclude(
            choice__confirmation__relationship__ending__isnull=False
        )

    def under_way(self) -> Self:
        return self.on_offer().filter(choice__confirmation=None)

    def waiting_for(self, therapist: Person) -> Self:
        """Those in which this therapist has something to do: times to offer, or a choice to confirm."""
        undone = models.Q(offered_times=None) | models.Q(choice__isnull=False)
        return self.under_way().filter(undone, therapist=therapist).distinct()

    def met(self) -> Self:
        """Those whose picked time is over."""
        return self.filter(offered_times__pick__isnull=False, offered_times__ends_at__lte=clock.now())

    def in_full(self) -> Self:
        return self.select_related("search__person", "therapist", "decline", "thanks", "withdrawal", "choice")

    @transaction.atomic
    def ask(self, search: Search, *, therapist: Person, by: Person, way: str = "place") -> "Introduction":
        """Ask a therapist for a first meeting. Who asks twice has asked once; three are open at most."""
        search = search.locked()
        if by.pk != search.person_id or therapist.pk == by.pk or _works_with(by).filter(therapist=therapist).exists():
            raise NotForYouError
        known = self.filter(search=search, therapist=therapist, withdrawal=None).first()
        if known is not None:
            return known
        if self.under_way().filter(search=search).count() >= AT_ONCE:
            raise TooManyError
        introduction = self.create(search=search, therapist=therapist, way=way)
        search.track("asked for a first meeting", by=by, about=introduction)
        letters.lay(therapist, introduction.pk, "asked")
        return introduction


def _works_with(person: Person) -> models.QuerySet[Relationship]:
    return Relationship.objects.live().filter(client=person)


class Introduction(models.Model):
    """A first meeting of somebody who looks and a therapist."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    search = models.ForeignKey(Search, models.CASCADE, related_name="introductions")
    therapist = models.ForeignKey(Person, models.PROTECT, related_name="asked_introductions")
    way = models.CharField(max_length=5, choices=WAYS, default="place")
    at = models.DateTimeField(default=clock.now)

    objects = IntroductionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.search.person.given_name} and {self.therapist.given_name}: first meeting"

    @property
    def is_on_offer(self) -> bool:
        return Introduction.objects.on_offer().filter(pk=self.pk).exists()

    @property
    def picked(self) -> "OfferedTime | None":
        return self.offered_times.filter(pick__isnull=False).first()

    @property
    def was_met(self) -> bool:
        picked = self.picked
        return picked is not None and picked.ends_at <= clock.now()

    def locked_on_offer(self) -> "Introduction":
        """Wait for whoever acts in the same search; refuse if it is over by then."""
        self.search.locked()
        now = Introduction.objects.on_offer().filter(pk=self.pk).first()
        if now is None:
            raise OverError
        return now

    @transaction.atomic
    def offer(self, starts: Iterable[datetime], *, by: Person, where: str = "", minutes: int = MINUTES) -> None:
        """Offer times; a time that is offered already stays as it is."""
        now = self.locked_on_offer()
        if by.pk != now.therapist_id:
            raise NotForYouError
        for starts_at in starts:
            ends_at = starts_at + timedelta(minutes=minutes)
            OfferedTime.objects.get_or_create(
                introduction=now, starts_at=starts_at, defaults={"ends_at": ends_at, "where": where}
            )
        self.search.track("offered times for a first meeting", by=by, about=self)
        letters.lay(self.search.person, self.pk, "offered")

    @transaction.atomic
    def pick(self, time: "OfferedTime", *, by: Person) -> "Pick":
        """Pick one of the times; the first that was picked stands."""
        now = self.locked_on_offer()
        if by.pk != self.search.person_id or time.introduction_id != now.pk or time.starts_at <= clock.now():
            raise NotForYouError
        picked = Pick.objects.filter(time__introduction=now).first()
        if picked is None:
            picked = Pick.objects.create(time=time)
            self.search.track("picked a time for a first meeting", by=by, about=self)
            letters.lay(self.therapist, self.pk, "picked")
        return picked

    @transaction.atomic
    def say_no(self, *, by: Person, better: Iterable[Person], when: str, words: str = "") -> "Decline":
        """Decline, with who would serve better and when: then the introducer calls. Rights to the story end here."""
        better = list(better)
        if not (better or words.strip()) or not when.strip():
            raise BareNoError
        now = self.locked_on_offer()
        if by.pk != now.therapist_id:
            raise NotForYouError
        decline = Decline.objects.create(introduction=now, when=when, words=words or None)
        decline.better.set(better)
        self.search.track("could not take a first meeting", by=by, about=self)
        letters.lay(self.search.person, self.pk, "declined")
        introducer = Duty.objects.holder(Duty.Kind.INTRODUCER, but_not=by.pk)
        if introducer is not None:
            letters.lay(introducer, self.pk, "call")
        return decline

    @transaction.atomic
    def withdraw(self, *, by: Person) -> None:
        """Rather not, after all: no reason asked."""
        now = self.locked_on_offer()
        if by.pk != self.search.person_id or hasattr(now, "choice"):
            raise NotForYouError
        Withdrawal.objects.create(introduction=now)
        self.search.track("took a first meeting back", by=by, about=self)
        letters.lay(self.therapist, self.pk, "withdrawn")

    def note_look(self, *, by: Person) -> None:
        """Write into the trail of who looks that somebody else looked, once in a quarter of an hour."""
        verb = "looked at a first meeting"
        just_now = Event.objects.filter(
            chain=self.search.person_id, by=by.pk, verb=verb, about_id=self.pk, at__gt=clock.now() - ONE_LOOK
        )
        if by.pk != self.search.person_id and not just_now.exists():
            self.search.track(verb, by=by, about=self)


class OfferedTimeQuerySet(models.QuerySet["OfferedTime"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(introduction__in=Introduction.objects.visible_to(person))

    def to_come(self) -> Self:
        return self.filter(starts_at__gt=clock.now())


class OfferedTime(models.Model):
    """A time that a therapist offers for a first meeting, and where."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    introduction = models.ForeignKey(Introduction, models.CASCADE, related_name="offered_times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    where = models.CharField(max_length=200, blank=True)

    objects = OfferedTimeQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at",)
        constraints = (models.UniqueConstraint(fields=["introduction", "starts_at"], name="one_offer_a_time"),)

    def __str__(self) -> str:
        return f"{self.introduction}: {self.starts_at:%Y-%m-%d %H:%M}"


class Pick(models.Model):
    """Which of the offered times it is."""

    time = models.OneToOneField(OfferedTime, models.CASCADE, primary_key=True, related_name="pick")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.time}: picked"


class Decline(models.Model):
    """A therapist's no to a first meeting: who would serve better, and when there is room."""

    introduction = models.OneToOneField(Introduction, models.CASCADE, primary_key=True, related_name="decline")
    at = models.DateTimeField(default=clock.now)
    better = models.ManyToManyField(Person, related_name="named_in_declines", blank=True)
    when = models.CharField(max_length=120)
    words = SealedField(null=True)

    def __str__(self) -> str:
        return f"{self.introduction}: declined"


class Withdrawal(models.Model):
    """That who looks would rather not, after all."""

    introduction = models.OneToOneField(Introduction, models.CASCADE, primary_key=True, related_name="withdrawal")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.introduction}: withdrawn"
