from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.series import Series

SECOND_THOUGHT_DAYS = 1


class AlreadyTogetherError(Exception):
    """The client works with somebody; a second relationship begins only by moving to someone new."""


class TooLateError(Exception):
    """It can no longer be taken back."""


class TakenError(Exception):
    """The two have, or had and cancelled, an hour at that very time."""


class NotYoursError(Exception):
    """It is for the other one to do."""


class EndedError(Exception):
    """The work of the two has ended; nothing is begun, booked or stopped in it any more."""


class RelationshipQuerySet(models.QuerySet["Relationship"]):
    def visible_to(self, person: Person) -> Self:
        """A client reads their own, also later; a therapist only while it lasts."""
        return self.filter(models.Q(client=person) | models.Q(therapist=person, ending=None))

    def live(self) -> Self:
        return self.filter(ending=None)

    def of_client(self, client: Person) -> "Relationship | None":
        """Return the live relationship in which this client is looked after.

        The newest in which the two have met; before a first session, the newest. So while moving the doors
        lead to the therapist until now, until the first session with the new one has been held.
        """
        met = models.Exists(Session.objects.held().filter(relationship=models.OuterRef("pk")))
        live = self.live().filter(client=client).select_related("client", "therapist")
        return live.alias(met=met).order_by("-met", "-began_at").first()

    @transaction.atomic
    def begin(
        self, *, client: Person, therapist: Person, by: Person, beside: "Relationship | None" = None
    ) -> "Relationship":
        """Begin the work of a client and a therapist.

        A client works with one therapist, save while moving: then `beside` names the work that is being left.
        """
        Person.objects.select_for_update().get(pk=client.pk)
        others = self.live().filter(client=client)
        if beside is not None:
            others = others.exclude(pk=beside.pk)
        if others.exists():
            raise AlreadyTogetherError
        relationship = self.create(client=client, therapist=therapist)
        relationship.track("began", by=by)
        return relationship


class Relationship(models.Model):
    """A client and a therapist, and what lies between them: the dyad."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client = models.ForeignKey(Person, models.PROTECT, related_name="therapies")
    therapist = models.ForeignKey(Person, models.PROTECT, related_name="caseload")
    began_at = models.DateTimeField(default=clock.now)

    objects = RelationshipQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.client.given_name} and {self.therapist.given_name}"

    def track(self, verb: str, *, by: Person | None, about: models.Model | None = None) -> Event:
        """Write a line into the client's trail."""
        return Event.objects.record(verb, by=by.pk if by else None, about=about or self, chain=self.client_id)

    @property
    def is_live(self) -> bool:
        return not Ending.objects.filter(relationship=self).exists()

    @property
    def is_paused(self) -> bool:
        return Pause.objects.running().filter(relationship=self).exists()

    def other(self, person: Person) -> Person:
        """Return the one of the two whom this person looks at."""
        return self.therapist if person.pk == self.client_id else self.client

    def locked(self) -> "Relationship":
        """Return the pair afresh, its row locked until the transaction ends.

        Whoever looks for something of the pair and else makes it waits here for the others who do; what they
        made is seen by the next question. On SQLite the transaction itself is the queue.
        """
        return Relationship.objects.select_for_update().get(pk=self.pk)

    def locked_while_it_lasts(self) -> "Relationship":
        """Return the pair afresh and locked; refuse if it ended meanwhile."""
        pair = self.locked()
        if not pair.is_live:
            raise EndedError
        return pair

    @transaction.atomic
    def end(self, *, by: Person, goodbye: str = "") -> "Ending":
        """End it. Rights that hang on it end here, in this transaction; a second call writes nothing."""
        self.locked()
        ending, fresh = Ending.objects.get_or_create(relationship=self, defaults={"by": by, "goodbye": goodbye or None})
        if fresh:
            for session in self.sessions.upcoming():
                session.cancel(by=by, ending=ending)
            self.track("ended", by=by, about=ending)
        return ending

    @transaction.atomic
    def pause(self, *, by: Person, goodbye: str = "") -> "Pause":
        """Stop for now, and keep the way back open."""
        self.locked_while_it_lasts()
        pause = Pause.objects.running().filter(relationship=self).first()
        if pause is None:
            pause = Pause.objects.create(relationship=self, by=by, words=goodbye or None)
            for session in self.sessions.upcoming():
                session.cancel(by=by, pause=pause)
            self.track("paused", by=by, about=pause)
        return pause

    @transaction.atomic
    def resume(self, *, by: Person) -> None:
        """Go on after a pause, with the sessions to come that it had taken off the calendar.

        Only who stopped goes on: the other one waits.
        """
        self.locked_while_it_lasts()
        running = list(Pause.objects.running().filter(relationship=self))
        if any(pause.by_id != by.pk for pause in running):
            raise NotYoursError
        for pause in running:
            Resumption.objects.create(pause=pause, by=by)
            pause.cancellations.to_come().delete()
            self.track("went on", by=by, about=pause)

    @transaction.atomic
    def book_series(
        self, *, by: Person, first_at: datetime, every_weeks: int = 1, minutes: int = 50, place: str = ""
    ) -> "Series":
        """Type a series once; its sessions are laid some weeks ahead, and the worker lays the next ones.

        There is one usual time: what was the usual time until now gives way on the day the new one begins.
        """
        self.locked_while_it_lasts()
        # An hour that takes another's place on its own day was booked when that one was: it opens no later.
        todays = {one.booked_at for one in self.sessions.on(clock.today()).upcoming()}
        for until_now in self.series.running():
            until_now.give_way(clock.day_of(first_at))
        series = Series.objects.create(
            relationship=self, first_at=first_at, every_weeks=every_weeks, minutes=minutes, place=place
        )
        series.lay_ahead()
        if todays:
            series.sessions.on(clock.today()).update(booked_at=min(todays))
        self.track("booked a series", by=by, about=series)
        return series

    @transaction.atomic
    def book(self, *, by: Person, starts_at: datetime, minutes: int = 50, place: str = "") -> "Session":
        """Book one hour beside the usual time."""
        self.locked_while_it_lasts()
        if self.sessions.filter(starts_at=starts_at).exists():
            raise TakenError
        session = Session.objects.create(relationship=self, starts_at=starts_at, minutes=minutes, place=place)
        self.track("booked a session", by=by, about=session)
        return session

    @transaction.atomic
    def wish_if_quiet(self, *, wish: "QuietWish.Wish | str", safe_contact: str = "") -> "QuietWish":
        """Set what should happen if the client goes quiet. Changeable at any time; the newest counts."""
        self.locked()
        quiet, _fresh = QuietWish.objects.get_or_create(relationship=self, defaults={"wish": wish})
        quiet.wish, quiet.safe_contact, quiet.at = str(wish), safe_contact or None, clock.now()
        quiet.save()
        self.track("said what to do if quiet", by=self.client, about=quiet)
        return quiet


class EndingQuerySet(models.QuerySet["Ending"]):
    def visible_to(self, person: Person) -> Self:
        """The two whose work it was: the therapist, who reads nothing else any more, reads the goodbye."""
        return self.filter(models.Q(relationship__client=person) | models.Q(relationship__therapist=person))


class Ending(models.Model):
    """That a relationship has ended: by whom and when. No row: it goes on."""

    relationship = models.OneToOneField(Relationship, models.CASCADE, primary_key=True)
    by = models.ForeignKey(Person, models.PROTECT)
    at = models.DateTimeField(default=clock.now)
    goodbye = SealedField(null=True)

    objects = EndingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.relationship}: ended"

    @property
    def may_be_taken_back(self) -> bool:
        return clock.now() <= self.at + timedelta(days=SECOND_THOUGHT_DAYS)

    @transaction.atomic
    def take_back(self) -> None:
        """Go on as if it had not ended: for a pressed button, within a day, by who pressed it.

        Not where the client has begun with somebody newer since, even if that has ended too: else endings taken
        back one by one would leave two works side by side with no move that holds them together.
        """
        if not self.may_be_taken_back:
            raise TooLateError
        relationship = self.relationship
        # Work with somebody new begins under this same lock. It lets foreign keys to the person pass.
        Person.objects.select_for_update(no_key=True).get(pk=relationship.client_id)
        relationship.locked()
        if not Ending.objects.filter(pk=self.pk).exists():
            return
        begun_since = Relationship.objects.filter(client=relationship.client_id, began_at__gt=relationship.began_at)
        if begun_since.exists():
            raise AlreadyTogetherError
        self.cancellations.to_come().delete()
        relationship.track("took the ending back", by=self.by, about=self)
        self.delete()


class PauseQuerySet(models.QuerySet["Pause"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(relationship__in=Relationship.objects.visible_to(person))

    def running(self) -> Self:
        return self.filter(resumption=None)


class Pause(models.Model):
    """That the two stopped for now, since when and by whose wish."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="pauses")
    by = models.ForeignKey(Person, models.PROTECT)
    at = models.DateTimeField(default=clock.now)
    words = SealedField(null=True)

    objects = PauseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.relationship}: paused"


class Resumption(models.Model):
    """That they went on after a pause."""

    pause = models.OneToOneField(Pause, models.CASCADE, primary_key=True)
    by = models.ForeignKey(Person, models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.pause}: went on"


class QuietWishQuerySet(models.QuerySet["QuietWish"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(relationship__in=Relationship.objects.visible_to(person))


class QuietWish(models.Model):
    """What the client would like to happen if they go quiet, and where it is safe to reach them."""

    class Wish(models.TextChoices):
        NOTE = "note", _("Send me one note")
        CALL = "call", _("Call me once")
        LEAVE = "leave", _("Leave me be")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.OneToOneField(Relationship, models.CASCADE, related_name="quiet_wish")
    wish = models.CharField(max_length=5, choices=Wish.choices)
    safe_contact = SealedField(null=True)
    at = models.DateTimeField(default=clock.now)

    objects = QuietWishQuerySet.as_manager()

    def __str__(self) -> str:
        return self.get_wish_display()
