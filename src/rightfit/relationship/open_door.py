"""The open door: after a session missed without word one sign from the therapist, and one tap in return.

Nothing here asks what a client wrote, tapped or kept private anywhere else: dates, the wish and the tap decide.
"""

from typing import Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import NotYoursError, QuietWish, Relationship
from rightfit.relationship.open_door_waiting import is_for, still_quiet, undone


class StaysShutError(Exception):
    """There is nothing to open or to answer: there was a word, a meeting or a stop since, or the wish is silence."""


class OpenDoorQuerySet(models.QuerySet["OpenDoor"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(session__relationship__in=Relationship.objects.visible_to(person))

    def waiting_for(self, client: Person, relationship: Relationship) -> "OpenDoor | None":
        """Return the newest sign to this client, if it waits for their tap. An older one asks no more."""
        newest = self.filter(session__relationship=relationship, session__relationship__client=client)
        door = newest.filter(session__in=still_quiet()).order_by("-session__starts_at").first()
        return door if door is not None and not DoorAnswer.objects.filter(door=door).exists() else None

    @transaction.atomic
    def open(self, session: Session, *, by: Person) -> "OpenDoor":
        """Do what the client asked for, once; without a wish, one neutral letter. A second press writes nothing.

        It is the therapist's to do, and after two working days also of who stands in.
        """
        pair = session.relationship.locked_while_it_lasts()
        door = self.filter(session=session).first()
        if door is not None and by.pk in (door.by_id, pair.therapist_id):
            return door
        waits = undone().filter(pk=session.pk).first()
        if by.pk != pair.therapist_id and (waits is None or not is_for(by, waits)):
            raise NotYoursError
        if waits is None:
            raise StaysShutError
        called = QuietWish.objects.filter(relationship=pair, wish=QuietWish.Wish.CALL).exists()
        door = self.create(session=session, by=by, called=called)
        pair.track("called after a missed session" if called else "left the door open", by=by, about=session)
        if not called:
            path = reverse("relationship:answer_door", args=[session.pk])
            Letter.objects.write(to=pair.client_id, path=path, once=f"open-door:{session.pk}")
        return door


class OpenDoor(models.Model):
    """That the one sign was given after a missed session: a letter, or a call where that was the wish."""

    session = models.OneToOneField(Session, models.CASCADE, primary_key=True, related_name="open_door")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    called = models.BooleanField()
    at = models.DateTimeField(default=clock.now)

    objects = OpenDoorQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.session}: the door is open"

    @property
    def may_be_answered(self) -> bool:
        said = DoorAnswer.objects.filter(door=self).exists()
        return not said and still_quiet().filter(pk=self.session_id).exists()

    @transaction.atomic
    def answer(self, choice: str, *, by: Person) -> "DoorAnswer":
        """Come back, meet someone else or stop for now: one tap, once. Who stops has stopped with it."""
        pair = self.session.relationship.locked_while_it_lasts()
        if by.pk != pair.client_id:
            raise NotYoursError
        said = DoorAnswer.objects.filter(door=self).first()
        if said is not None:
            return said
        if not self.may_be_answered:
            raise StaysShutError
        said = DoorAnswer.objects.create(door=self, choice=choice)
        pair.track("answered the open door", by=by, about=self.session)
        if choice == DoorAnswer.Choice.STOP:
            pair.pause(by=by)
        return said


class DoorAnswerQuerySet(models.QuerySet["DoorAnswer"]):
    def visible_to(self, person: Person) -> Self:
        """The client's own. The therapist reads "come back" and "stop": "someone else" looks like no answer.

        That somebody would like another therapist, a therapist learns when and how the client chose (row 14).
        """
        own = models.Q(door__session__relationship__client=person)
        told = models.Q(
            door__session__relationship__therapist=person,
            door__session__relationship__ending=None,
            choice__in=[DoorAnswer.Choice.BACK, DoorAnswer.Choice.STOP],
        )
        return self.filter(own | told)

    def asking_for_a_time(self, therapist: Person) -> Self:
        """Those of clients who would like to come back, have not met since, and have nothing booked."""
        booked = Session.objects.upcoming().filter(relationship=models.OuterRef("door__session__relationship"))
        back = self.visible_to(therapist).filter(
            ~models.Exists(booked.order_by()), door__session__in=still_quiet(), choice=DoorAnswer.Choice.BACK
        )
        back = back.filter(door__session__relationship__therapist=therapist)
        return back.select_related("door__session__relationship__client")


class DoorAnswer(models.Model):
    """What the client tapped at the open door."""

    class Choice(models.TextChoices):
        BACK = "back", _("I’d like to come back")
        ELSE = "else", _("I’d like to meet someone else")
        STOP = "stop", _("I’d like to stop for now")

    door = models.OneToOneField(OpenDoor, models.CASCADE, primary_key=True, related_name="answered")
    choice = models.CharField(max_length=4, choices=Choice.choices)
    at = models.DateTimeField(default=clock.now)

    objects = DoorAnswerQuerySet.as_manager()

    def __str__(self) -> str:
        return self.get_choice_display()
