"""What we'll try: written by one, agreed by both, looked at after one to three sessions."""

from datetime import date, datetime
from typing import Self
from uuid import uuid4

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from rightfit.conversation.talks import Conversation
from rightfit.keeping import clock
from rightfit.keeping.erasing import erase
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship

BOTH = 2
ROUNDS = 3


class NotAskedError(Exception):
    """It does not stand, or no session was held since, or both have said it already."""


class AlreadyStandsError(Exception):
    """Both agreed to it: from then on it is changed by agreeing on another, and stays in the record."""


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(relationship__in=Relationship.objects.visible_to(person))

    def standing(self) -> Self:
        """Those to which both said yes, and which no other that stands has replaced."""
        agreed = models.Exists(Handshake.objects.of_both(models.OuterRef("pk")))
        newer = self.model.objects.filter(replaces=models.OuterRef("pk")).filter(agreed)
        return self.filter(agreed).exclude(models.Exists(newer))

    def offered(self) -> Self:
        """Those to which only who wrote them said yes."""
        return self.exclude(models.Exists(Handshake.objects.of_both(models.OuterRef("pk"))))

    @transaction.atomic
    def offer(
        self,
        relationship: Relationship,
        *,
        by: Person,
        what: str,
        who: "Agreement.Who | str",
        until: date,
        watch: str = "",
        after: Conversation | None = None,
        replaces: "Agreement | None" = None,
    ) -> "Agreement":
        """Write down what the two will try. Who writes it says yes by writing; it stands once the other does."""
        relationship.locked_while_it_lasts()
        agreement = self.create(
            relationship=relationship, by=by, what=what, who=who, until=until, after=after, replaces=replaces
        )
        if watch:
            Watch.objects.create(agreement=agreement, words=watch)
        Handshake.objects.create(agreement=agreement, by=by)
        relationship.track("wrote down what to try", by=by, about=agreement)
        return agreement


class Agreement(models.Model):
    """What changes, who does it, and until when."""

    class Who(models.TextChoices):
        CLIENT = "client"
        THERAPIST = "therapist"
        BOTH = "both"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="agreements")
    after = models.ForeignKey(Conversation, models.SET_NULL, null=True, blank=True, related_name="agreements")
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replaced_by")
    by = models.ForeignKey(Person, models.PROTECT)
    what = SealedField()
    who = models.CharField(max_length=9, choices=Who.choices)
    until = models.DateField()
    at = models.DateTimeField(default=clock.now)

    objects = AgreementQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.relationship}: what we’ll try"

    @property
    def who_does_it(self) -> str:
        """Say by name who does it."""
        names = {
            self.Who.CLIENT: self.relationship.client.given_name,
            self.Who.THERAPIST: self.relationship.therapist.given_name,
            self.Who.BOTH: _("both of you"),
        }
        return str(names[self.Who(self.who)])

    def stands_since(self) -> datetime | None:
        """Return when the second of the two said yes; none while only one has."""
        said = list(self.handshakes.order_by("at").values_list("at", flat=True))
        return said[-1] if len(said) == BOTH else None

    @transaction.atomic
    def say_yes(self, *, by: Person) -> "Handshake":
        self.relationship.locked_while_it_lasts()
        handshake, fresh = Handshake.objects.get_or_create(agreement=self, by=by)
        if fresh:
            self.relationship.track("agreed to try it", by=by, about=self)
        return handshake

    @transaction.atomic
    def take_away(self, *, by: Person) -> None:
        """Take it away again, by either, while not both have agreed."""
        self.relationship.locked()
        if self.stands_since() is not None:
            raise AlreadyStandsError
        self.relationship.track("took away what to try", by=by, about=self)
        erase(self)

    def round_now(self) -> int | None:
        """Return which round of "did it help?" is open; none where none is.

        The first opens with the first session held since both agreed. Where one of the two finds it too
        soon to tell, it is asked again after the next session, three times at most.
        """
        since = self.stands_since()
        if since is None or not self._held_since(since):
            return None
        said = list(self.follow_ups.order_by("round"))
        last = said[-1].round if said else 1
        of_last = [one for one in said if one.round == last]
        if len(of_last) < BOTH:
            return last
        too_soon = any(one.helped == FollowUp.Helped.SOON for one in of_last)
        if last == ROUNDS or not too_soon or not self._held_since(max(one.at for one in of_last)):
            return None
        return last + 1

    def is_asked_of(self, person: Person) -> bool:
        now = self.round_now()
        return now is not None and not self.follow_ups.filter(round=now, by=person).exists()

    def _held_since(self, moment: datetime) -> bool:
        return Session.objects.held().filter(relationship=self.relationship_id, starts_at__gt=moment).exists()

    @transaction.atomic
    def follow_up(self, *, by: Person, did: str, helped: str) -> "FollowUp":
        """Say whether it was done and whether it helped. The other reads it once both have said it."""
        self.relationship.locked_while_it_lasts()
        now = self.round_now()
        if now is None or not self.is_asked_of(by):
            raise NotAskedError
        follow_up = FollowUp.objects.create(agreement=self, by=by, round=now, did=did, helped=helped)
        self.relationship.track("said whether it helped", by=by, about=self)
        return follow_up


class HandshakeQuerySet(models.QuerySet["Handshake"]):
    def of_both(self, agreement: models.OuterRef) -> models.QuerySet["Handshake", int]:
        """The count of both, of an agreement to which both said yes; else nothing."""
        counted = self.filter(agreement=agreement).values("agreement").annotate(said=models.Count("pk"))
        return counted.filter(said=BOTH).values_list("said", flat=True)


class Handshake(models.Model):
    """That one of the two said yes to what they will try."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="handshakes")
    by = models.ForeignKey(Person, models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    objects = HandshakeQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agreement", "by"], name="one_handshake_each"),)

    def __str__(self) -> str:
        return f"{self.agreement}: yes"


class Watch(models.Model):
    """The one thing the two keep an eye on."""

    agreement = models.OneToOneField(Agreement, models.CASCADE, primary_key=True, related_name="watch")
    words = SealedField()

    def __str__(self) -> str:
        return f"{self.agreement}: to watch"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, person: Person) -> Self:
        """One's own; the other's once both have said it in that round."""
        own = self.model.objects.filter(
            agreement=models.OuterRef("agreement"), round=models.OuterRef("round"), by=person
        )
        theirs = models.Q(models.Exists(own), agreement__in=Agreement.objects.visible_to(person))
        return self.filter(models.Q(by=person) | theirs)


class FollowUp(models.Model):
    """What one of the two said afterwards: did we do it, did it help."""

    class Did(models.TextChoices):
        YES = "yes", _("yes")
        BIT = "bit", _("a bit")
        NO = "no", _("no")

    class Helped(models.TextChoices):
        YES = "yes", _("yes")
        BIT = "bit", _("a bit")
        NO = "no", _("no")
        SOON = "soon", _("too soon to tell")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="follow_ups")
    by = models.ForeignKey(Person, models.PROTECT)
    round = models.PositiveSmallIntegerField()
    did = SealedField()
    helped = SealedField()
    at = models.DateTimeField(default=clock.now)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agreement", "by", "round"], name="one_follow_up_each"),)

    def __str__(self) -> str:
        return f"{self.agreement}: followed up"

    @property
    def did_words(self) -> str:
        return str(FollowUp.Did(self.did).label)

    @property
    def helped_words(self) -> str:
        return str(FollowUp.Helped(self.helped).label)
