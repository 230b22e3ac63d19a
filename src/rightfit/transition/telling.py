"""How the present therapist hears of a move: when and how the client chose, and in no other way."""

from typing import Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from rightfit.keeping import clock
from rightfit.practice.models import Person
from rightfit.relationship.models import NotYoursError, TooLateError
from rightfit.transition.handover import PAGE, Handover, knows


class TellingQuerySet(models.QuerySet["Telling"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(handover__in=Handover.objects.visible_to(person))

    def waiting(self) -> Self:
        """Those that have not happened, while the old work goes on."""
        return self.filter(told=None, handover__leaving__ending=None)

    @transaction.atomic
    def choose(self, handover: Handover, how: "Telling.How | str", *, by: Person) -> "Telling":
        """Choose how they are told; changeable until they may know. The same choice again changes nothing."""
        now = handover.locked_under_way()
        if by.pk != now.leaving.client_id:
            raise NotYoursError
        telling, fresh = self.get_or_create(handover=now, defaults={"how": str(how)})
        if not fresh and telling.how == str(how):
            return telling
        if telling.may_be_known:
            raise TooLateError
        telling.how, telling.at = str(how), clock.now()
        telling.save()
        now.track("chose how a therapist is told", by=by)
        return telling


class Telling(models.Model):
    """How the client would like the present therapist to be told."""

    class How(models.TextChoices):
        MYSELF = "myself", _("I tell them myself")
        COORDINATOR = "coordinator", _("The person who helps me move tells them")
        PAGE = PAGE, _("It stands on their page for our next session")

    handover = models.OneToOneField(Handover, models.CASCADE, primary_key=True, related_name="telling")
    how = models.CharField(max_length=11, choices=How.choices)
    at = models.DateTimeField(default=clock.now)

    objects = TellingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.handover}: {self.get_how_display()}"

    @property
    def may_be_known(self) -> bool:
        """Whether the therapist was told, or had it on their page: what was read is not taken back."""
        return Handover.objects.filter(knows(), pk=self.handover_id).exists()

    @transaction.atomic
    def say_told(self, *, by: Person) -> "Told":
        """Say that they know: by the client, or by the coordinator whom the client asked."""
        now = self.handover.locked_under_way()
        telling = Telling.objects.get(pk=self.pk)
        asked = telling.how == Telling.How.COORDINATOR and now.coordinator is not None
        if by.pk != now.leaving.client_id and not (asked and now.coordinator == by):
            raise NotYoursError
        told, fresh = Told.objects.get_or_create(telling=telling, defaults={"by": by})
        if fresh:
            now.track("told a therapist of the move", by=by)
        return told


class Told(models.Model):
    """That the present therapist was told, and by whom."""

    telling = models.OneToOneField(Telling, models.CASCADE, primary_key=True, related_name="told")
    by = models.ForeignKey(Person, models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.telling}: told"
