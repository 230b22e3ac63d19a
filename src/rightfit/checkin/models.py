from typing import Any, Self
from uuid import uuid4

from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from rightfit.keeping import clock
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship

THERAPIST_CORRECTION_MINUTES = 10
LOOK_EARLY_MINUTES = 15
HINT_SESSIONS = 3

# On the sheet of the day of the next session the therapist reads these two; the ratings wait longer.
READ_ON_THE_DAY = ("tap", "more_of")


class Side(models.TextChoices):
    CLIENT = "client"
    THERAPIST = "therapist"


def side_of(person: Person, relationship: Relationship) -> Side:
    """Say on which side of this relationship the person stands."""
    return Side.CLIENT if person.pk == relationship.client_id else Side.THERAPIST


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
        """Return the answered items that were kept private."""
        return set(self.values()) - set(self.shares.values_list("item", flat=True))

    @transaction.atomic
    def keep_to_self(self) -> None:
        """Take back that anything of it is shared: from now on it looks as if it had not been given."""
        if self.shares.all().delete()[0]:
            self.session.relationship.track("kept a check-in private", by=self.by, about=self)


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, person: Person) -> Self:
        """One's own; and of the other's, what is shared and whose time has come.

        The client reads the therapist's ratings only while the two look together; the therapist reads
        the client's shared ones as `visible_to_therapist` says, and nothing once it has ended.
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
        return theirs.filter(_whose_time_has_come("check_in__session", on_the_day=Q(item__in=READ_ON_THE_DAY)))

    def seen_together_by(self, client: Person) -> Self:
        """The therapist's mirrored ratings, in the session in which both opened "look together"."""
        looking = LookTogether.objects.open_now().filter(
            session__relationship=OuterRef("check_in__session__relationship"),
            session__starts_at__gt=OuterRef("check_in__session__starts_at"),
        )
        return self.with_share().filter(
            Exists(looking), check_in__side=Side.THERAPIST, check_in__session__relationship__client=client
        )


def _whose_time_has_come(session: str, *, on_the_day: Q) -> Q:
    """When the therapist may read what a client shared.

    The tap and "a bit more of" on the day of the next session; the rest when both look together in a
    later session, or when the next session is over and they did not.
    """
    same_pair = Session.objects.filter(
        relationship=OuterRef(f"{session}__relationship"),
        starts_at__gt=OuterRef(f"{session}__starts_at"),
        cancellation=None,
    )
    day_has_come = Exists(same_pair.filter(starts_at__lt=clock.end_of_today()))
    next_is_over = Exists(same_pair.filter(ends_at__lte=clock.now()))
    looked = LookTogether.objects.opened().filter(
        session__relationship=OuterRef(f"{session}__relationship"),
        session__starts_at__gt=OuterRef(f"{session}__starts_at"),
    )
    return (on_the_day & Q(day_has_come)) | Q(next_is_over) | Q(Exists(looked))


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
        """One's own; the listener's, where the client asked for this listener; the therapist's, where shared."""
        shared = Share.objects.filter(check_in=OuterRef("check_in"), item="tap")
        to_the_therapist = Q(
            Exists(shared), by_side=Side.CLIENT, relationship__therapist=person, relationship__ending=None
        ) & _whose_time_has_come("check_in__session", on_the_day=Q(check_in__isnull=False))
        return self.filter(Q(by=person) | Q(listener=person) | to_the_therapist).distinct()

    def for_listener(self, listener: Person) -> Self:
        return self.filter(listener=listener).exclude(relationship__therapist=listener)


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


class LookTogetherQuerySet(models.QuerySet["LookTogether"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(session__in=Session.objects.visible_to(person))

    def opened(self) -> Self:
        """Taps of sessions in which both tapped."""
        both = (
            LookTogether.objects.filter(session=OuterRef("session"))
            .values("session")
            .annotate(taps=Count("pk"))
            .values("taps")
        )
        return self.annotate(taps=Subquery(both)).filter(taps=2)

    def open_now(self) -> Self:
        return self.opened().filter(session__ends_at__gt=clock.now())


class LookTogether(models.Model):
    """That one of the two tapped "look together" in a session; it opens when both did."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="looks")
    person = models.ForeignKey(Person, models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    objects = LookTogetherQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["session", "person"], name="one_look_each"),)

    def __str__(self) -> str:
        return f"{self.session}, {self.person}"


class SignalQuerySet(models.QuerySet["Signal"]):
    def visible_to(self, person: Person) -> Self:
        to_client = Q(shown_to=Side.CLIENT, session__relationship__client=person)
        to_therapist = Q(
            shown_to=Side.THERAPIST, session__relationship__therapist=person, session__relationship__ending=None
        )
        return self.filter(to_client | to_therapist)

    def unanswered(self) -> Self:
        return self.filter(ring=None)


class Signal(models.Model):
    """A hint that was given: after which session, to whom, in which words. Gone after three sessions."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="signals")
    shown_to = models.CharField(max_length=9, choices=Side.choices)
    words = SealedField()
    given_at = models.DateTimeField(default=clock.now)

    objects = SignalQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["session", "shown_to"], name="one_signal_a_session_each"),)

    def __str__(self) -> str:
        return f"{self.session}, {self.shown_to}"


class Ring(models.Model):
    """What the client answered to "does this ring true?". Nobody else reads it."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        NOT_SURE = "not_sure", _("Not sure")

    signal = models.OneToOneField(Signal, models.CASCADE, primary_key=True)
    answer = SealedField()
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return str(self.signal)
