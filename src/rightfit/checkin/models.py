from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from rightfit.checkin import its_day, past, rang_true, worth_asking  # noqa: F401 - Django finds the models of a room from here
from rightfit.checkin.looking import LookTogether
from rightfit.checkin.side import Side
from rightfit.keeping import clock
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Duty, Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship
from rightfit.relationship.responsible import matters_of

# On the sheet of the day of the next session the therapist reads these two; the ratings wait longer.
READ_ON_THE_DAY = ("tap", "more_of")


class RhythmQuerySet(models.QuerySet["Rhythm"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(person=person)


class Rhythm(models.Model):
    """How often somebody wants to be asked. No row: each time."""

    class Pace(models.TextChoices):
        EACH = "each", _("Each time")
        THIRD = "third", _("Every third time")
        TALKS = "talks", _("Only before talks about whether we fit")
        NEVER = "never", _("Not at all")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="rhythms")
    person = models.ForeignKey(Person, models.CASCADE, related_name="rhythms")
    pace = models.CharField(max_length=5, choices=Pace.choices)
    at = models.DateTimeField(default=clock.now)

    objects = RhythmQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["relationship", "person"], name="one_rhythm_each"),)

    def __str__(self) -> str:
        return self.get_pace_display()


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def visible_to(self, person: Person) -> Self:
        """Only one's own: what the other shared is read answer by answer, and no row tells that it was given."""
        return self.filter(by=person)


class CheckIn(models.Model):
    """That one of the two said how a session was. The other learns of it only by what is shared."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="check_ins")
    side = models.CharField(max_length=9, choices=Side.choices)
    by = models.ForeignKey(Person, models.PROTECT, related_name="check_ins")
    given_at = models.DateTimeField(default=clock.now)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["session", "side"], name="one_check_in_each_side"),)

    def __str__(self) -> str:
        return f"{self.session}, {self.side}"

    def values(self) -> dict[str, Any]:
        """Return what was answered, opened, by item; only for the person who gave it."""
        found = {answer.item: answer.value for answer in self.answers.all()}
        tap = Tap.objects.filter(check_in=self).first()
        return found | ({"tap": tap.choice} if tap else {})

    def kept(self) -> set[str]:
        """Return the answered items that were kept private, one by one.

        Who would rather tell someone else shares nothing, without having ticked a box.
        """
        answered = self.values()
        if answered.get("tap") == Tap.Choice.LISTENER:
            return set()
        return set(answered) - set(self.shares.values_list("item", flat=True))

    def is_shared(self) -> bool:
        return self.shares.exists()


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, person: Person) -> Self:
        """One's own; and of the other's, what is shared and whose time has come.

        The client reads the therapist's ratings only while the two look together; the therapist reads
        the client's shared ones as `shared_by_clients_of` says, and nothing once it has ended.
        """
        own = Q(check_in__by=person)
        return (self.filter(own) | self.shared_by_clients_of(person) | self.seen_together_by(person)).distinct()

    def with_share(self) -> Self:
        shared = Share.objects.filter(check_in=OuterRef("check_in"), item=OuterRef("item"))
        return self.filter(Exists(shared))

    def shared_by_clients_of(self, therapist: Person) -> Self:
        theirs = self.with_share().filter(
            check_in__side=Side.CLIENT,
            check_in__session__relationship__therapist=therapist,
            check_in__session__relationship__ending=None,
        )
        on_the_day = Q(item__in=READ_ON_THE_DAY) & its_day.has_come("check_in__session")
        return theirs.filter(on_the_day | its_day.is_past("check_in__session"))

    def seen_together_by(self, client: Person) -> Self:
        """The therapist's mirrored ratings, in the session in which both opened "look together"."""
        looking = LookTogether.objects.open_now().filter(
            session__relationship=OuterRef("check_in__session__relationship"),
            session__starts_at__gt=OuterRef("check_in__session__starts_at"),
        )
        return self.with_share().filter(
            Exists(looking), check_in__side=Side.THERAPIST, check_in__session__relationship__client=client
        )


class Answer(models.Model):
    """One answered item of a check-in. An item left out has no row, and means nothing."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    check_in = models.ForeignKey(CheckIn, models.CASCADE, related_name="answers")
    item = models.CharField(max_length=20)
    value = SealedField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["check_in", "item"], name="one_answer_an_item"),)

    def __str__(self) -> str:
        return self.item


class Share(models.Model):
    """That an answered item is shared with the other. No row: it was kept private, which looks like not done."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    check_in = models.ForeignKey(CheckIn, models.CASCADE, related_name="shares")
    item = models.CharField(max_length=20)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["check_in", "item"], name="one_share_an_item"),)

    def __str__(self) -> str:
        return self.item


class TapQuerySet(models.QuerySet["Tap"]):
    def visible_to(self, person: Person) -> Self:
        """One's own; the listener's, where asked for and listening still; the therapist's, where shared."""
        shared = Share.objects.filter(check_in=OuterRef("check_in"), item="tap")
        time_has_come = its_day.has_come("check_in__session") | its_day.is_past("check_in__session")
        to_the_therapist = time_has_come & Q(
            Exists(shared), by_side=Side.CLIENT, relationship__therapist=person, relationship__ending=None
        )
        return self.filter(Q(by=person) | self._to_the_listener(person) | to_the_therapist).distinct()

    def _to_the_listener(self, person: Person) -> Q:
        """The hat comes off with the duty, and where this person comes to treat the client."""
        if not person.has_duty(Duty.Kind.LISTENER):
            return Q(pk__in=())
        return Q(listener=person) & ~Q(relationship__in=matters_of(person))


class Tap(models.Model):
    """One tap: is there anything to sort out between you? With "I'd rather tell someone else" it names the listener."""

    class Choice(models.TextChoices):
        NOTHING = "no", _("No, all good")
        BRING = "bring", _("Yes, I’ll bring it up")
        HELP = "help", _("Yes, help me say it")
        LISTENER = "listener", _("I’d rather tell someone else")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="taps")
    check_in = models.OneToOneField(CheckIn, models.CASCADE, null=True, related_name="tap")
    by = models.ForeignKey(Person, models.PROTECT, related_name="taps")
    by_side = models.CharField(max_length=9, choices=Side.choices)
    choice = SealedField()
    listener = models.ForeignKey(Person, models.PROTECT, null=True, related_name="asked_to_listen")
    at = models.DateTimeField(default=clock.now)

    objects = TapQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.relationship}, {self.by_side}"
