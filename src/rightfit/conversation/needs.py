"""What somebody would like to be different, found in private: the cards picked, the own words, how to bring it."""

from typing import Self
from uuid import uuid4

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from rightfit.keeping import clock
from rightfit.keeping.erasing import erase
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person
from rightfit.relationship.models import Relationship

MOST_CARDS = 3


class AlreadyBroughtError(Exception):
    """A sentence made from it was opened: it is part of what the two talked about."""


class NeedQuerySet(models.QuerySet["Need"]):
    def visible_to(self, person: Person) -> Self:
        """Only who found it. The other reads the note that is made from it, and no more."""
        return self.filter(by=person)

    def of(self, relationship: Relationship) -> Self:
        return self.filter(relationship=relationship).order_by("-at")

    @transaction.atomic
    def raise_(
        self, relationship: Relationship, *, by: Person, cards: list[str], words: str = "", since: str = ""
    ) -> "Need":
        """Keep the cards picked and the own words, for oneself alone."""
        relationship.locked_while_it_lasts()
        need = self.create(relationship=relationship, by=by, cards=cards[:MOST_CARDS], words=words or None, since=since)
        relationship.track("found words for something", by=by, about=need)
        return need


class Need(models.Model):
    """What somebody needs to be different between the two, in cards or in own words."""

    class Since(models.TextChoices):
        TODAY = "today", _("today")
        WEEKS = "weeks", _("a few weeks")
        START = "start", _("from the start")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="needs")
    by = models.ForeignKey(Person, models.PROTECT)
    cards = SealedField()
    words = SealedField(null=True)
    since = models.CharField(max_length=10, blank=True, choices=Since.choices)
    at = models.DateTimeField(default=clock.now)

    objects = NeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.relationship}: something to find words for"

    @transaction.atomic
    def prepare(self, *, how: str, words: str = "") -> "Preparation":
        """Keep how one would like to bring it, and the draft. The newest counts."""
        self.relationship.locked()
        preparation, _fresh = Preparation.objects.get_or_create(need=self, defaults={"how": how})
        preparation.how, preparation.words, preparation.at = how, words or None, clock.now()
        preparation.save()
        return preparation

    @transaction.atomic
    def let_go(self) -> None:
        """Let it go, and erase it: draft and all. What waits for the session is taken back with it."""
        self.relationship.locked()
        notes = list(self.notes.all())
        if any(note.is_opened for note in notes):
            raise AlreadyBroughtError
        for note in notes:
            note.take_back()
        self.relationship.track("let something go", by=self.by, about=self)
        erase(self)


class PreparationQuerySet(models.QuerySet["Preparation"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(need__by=person)


class Preparation(models.Model):
    """How somebody would like to bring a need, and the words they try out. Theirs alone."""

    class How(models.TextChoices):
        MYSELF = "myself", _("I say it myself")
        WRITE = "write", _("I write it, to be read at the start")
        ASK = "ask", _("I am asked")
        ALONG = "along", _("With a third person")

    need = models.OneToOneField(Need, models.CASCADE, primary_key=True, related_name="preparation")
    how = models.CharField(max_length=8, choices=How.choices)
    words = SealedField(null=True)
    at = models.DateTimeField(default=clock.now)

    objects = PreparationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.need}: how to bring it"
