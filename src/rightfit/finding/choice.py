"""Both decide: who looks chooses, the therapist confirms, and the others are thanked."""

from typing import Self
from uuid import uuid4

from django.db import models, transaction

from rightfit.finding import letters
from rightfit.finding.introduction import Introduction, NotForYouError, OverError
from rightfit.keeping import clock
from rightfit.practice.models import Person
from rightfit.relationship.models import Relationship


class AnotherChosenError(Exception):
    """Somebody else is chosen and has not answered yet: first take that back."""


class NotMovingError(Exception):
    """Who works with somebody here says first that they move: then the old therapist stays until they arrive."""


class ChoiceQuerySet(models.QuerySet["Choice"]):
    def visible_to(self, person: Person) -> Self:
        """The two of them; not the introducer, who reads of the beginning."""
        theirs = models.Q(introduction__therapist=person, introduction__in=Introduction.objects.on_offer())
        return self.filter(models.Q(introduction__search__person=person) | theirs)

    def unanswered(self) -> Self:
        return self.filter(confirmation=None, introduction__in=Introduction.objects.on_offer())

    @transaction.atomic
    def choose(self, introduction: Introduction, *, by: Person) -> "Choice":
        """Choose this therapist: three sessions, then both say. Who chooses twice has chosen once."""
        now = introduction.locked_on_offer()
        if by.pk != now.search.person_id or not now.was_met:
            raise NotForYouError
        search = now.search
        if self.filter(introduction__search=search, confirmation__isnull=False).exists():
            raise OverError
        if self.unanswered().filter(introduction__search=search).exclude(introduction=now).exists():
            raise AnotherChosenError
        works_with = Relationship.objects.live().filter(client=by).values_list("pk", flat=True)
        if set(works_with) - {search.leaving_id}:
            raise NotMovingError
        choice, fresh = self.get_or_create(introduction=now)
        if fresh:
            search.track("chose a therapist", by=by, about=choice)
            letters.lay(now.therapist, now.pk, "chosen")
        return choice


class Choice(models.Model):
    """That who looks would like to start with this therapist."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    introduction = models.OneToOneField(Introduction, models.CASCADE, related_name="choice")
    at = models.DateTimeField(default=clock.now)

    objects = ChoiceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.introduction}: chosen"

    @transaction.atomic
    def take_back(self, *, by: Person) -> None:
        """Think again, until the therapist has confirmed."""
        search = self.introduction.search.locked()
        if by.pk != search.person_id:
            raise NotForYouError
        if Confirmation.objects.filter(choice=self).exists():
            raise OverError
        search.track("took a choice back", by=by, about=self)
        self.delete()

    @transaction.atomic
    def confirm(self, *, by: Person) -> Relationship:
        """Begin the work. The others are thanked, and what they might read ends here, in this transaction."""
        now = self.introduction.locked_on_offer()
        if by.pk != now.therapist_id:
            raise NotForYouError
        if not Choice.objects.filter(pk=self.pk).exists():
            raise OverError
        confirmed = Confirmation.objects.filter(choice=self).first()
        if confirmed is not None:
            return confirmed.relationship
        search = now.search
        relationship = Relationship.objects.begin(client=search.person, therapist=by, by=by, beside=search.leaving)
        Confirmation.objects.create(choice=self, relationship=relationship)
        search.track("confirmed a choice", by=by, about=self)
        letters.lay(search.person, now.pk, "confirmed")
        for other in Introduction.objects.under_way().filter(search=search).exclude(pk=now.pk):
            Thanks.objects.create(introduction=other)
            letters.lay(other.therapist, other.pk, "thanked")
        return relationship


class Confirmation(models.Model):
    """That the therapist said yes too, and which work began with it."""

    choice = models.OneToOneField(Choice, models.CASCADE, primary_key=True, related_name="confirmation")
    relationship = models.OneToOneField(Relationship, models.CASCADE, related_name="confirmation")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.choice}: confirmed"


class Thanks(models.Model):
    """That a therapist who was met was thanked, when somebody else was chosen."""

    introduction = models.OneToOneField(Introduction, models.CASCADE, primary_key=True, related_name="thanks")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "thanks"

    def __str__(self) -> str:
        return f"{self.introduction}: thanked"
