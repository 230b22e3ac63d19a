"""Ending well: a last session agreed ahead, the therapist's own ending, and what each would like to have said."""

from datetime import date, timedelta
from typing import Self
from uuid import uuid4

from django.db import models, transaction
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.keeping.erasing import erase
from rightfit.keeping.models import Event, Letter
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import EndedError, Ending, NotYoursError, Relationship, TooLateError
from rightfit.relationship.responsible import coordinator_for

# A therapist, who reads nothing after the end, may still say a last word for so long.
LAST_WORD_DAYS = 14


class NobodyLooksAfterError(Exception):
    """The practice has named no coordinator who is free in this matter: the client would be left with nobody."""


class GivenError(Exception):
    """The other one may have read it: it stays."""


class PlannedEndingQuerySet(models.QuerySet["PlannedEnding"]):
    def visible_to(self, person: Person) -> Self:
        """Who planned it; the other of the two from the day of the next session, while the work lasts."""
        its_day_has_come = Session.objects.whose_day_came().filter(
            relationship=models.OuterRef("relationship"), ends_at__gt=models.OuterRef("at")
        )
        live = Relationship.objects.visible_to(person).live()
        brought = models.Q(models.Exists(its_day_has_come)) | models.Q(yes__isnull=False)
        return self.filter(models.Q(by=person) | brought, relationship__in=live)

    def agreed(self) -> Self:
        return self.filter(yes__isnull=False, relationship__ending=None)

    @transaction.atomic
    def plan(self, relationship: Relationship, *, by: Person, last_on: date) -> "PlannedEnding":
        """Say by which day one would like to end. Another day takes the first one's place, and waits for a new yes."""
        pair = relationship.locked_while_it_lasts()
        if by.pk not in (pair.client_id, pair.therapist_id):
            raise NotYoursError
        if last_on < clock.today():
            raise TooLateError
        planned = self.filter(relationship=pair, by=by).first()
        if planned is not None and planned.last_on == last_on:
            return planned
        if planned is not None:
            planned.delete()
        planned = self.create(relationship=pair, by=by, last_on=last_on)
        planned.tell("planned an ending", by=by)
        return planned


class PlannedEnding(models.Model):
    """That one of the two would like to end by a day. It ends then only if the other says yes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="planned_endings")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    last_on = models.DateField()
    at = models.DateTimeField(default=clock.now)

    objects = PlannedEndingQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["relationship", "by"], name="one_planned_ending_each"),)

    def __str__(self) -> str:
        return f"{self.relationship}: until {self.last_on}"

    @property
    def is_agreed(self) -> bool:
        return YesToEnding.objects.filter(planned=self).exists()

    def tell(self, verb: str, *, by: Person) -> None:
        """Write a line of the trail: into the house's while the client may not know of the therapist's wish."""
        if self.by_id == self.relationship.client_id or self.is_agreed:
            self.relationship.track(verb, by=by, about=self)
        else:
            Event.objects.record(verb, by=by.pk, about=self)

    @transaction.atomic
    def say_yes(self, *, by: Person) -> "YesToEnding":
        """Agree to the day: the other one's word."""
        pair = self.relationship.locked_while_it_lasts()
        if by.pk not in (pair.client_id, pair.therapist_id) or by.pk == self.by_id:
            raise NotYoursError
        now = PlannedEnding.objects.get(pk=self.pk)
        yes, fresh = YesToEnding.objects.get_or_create(planned=now)
        if fresh:
            now.tell("agreed to an ending", by=by)
        return yes

    @transaction.atomic
    def take_back(self, *, by: Person) -> None:
        """Not yet, after all: who planned it, at any time; once agreed, either of the two."""
        pair = self.relationship.locked_while_it_lasts()
        if by.pk not in (pair.client_id, pair.therapist_id) or (by.pk != self.by_id and not self.is_agreed):
            raise NotYoursError
        if PlannedEnding.objects.filter(pk=self.pk).exists():
            self.tell("took a planned ending back", by=by)
            erase(self)


class YesToEnding(models.Model):
    """That the other one agreed to the day."""

    planned = models.OneToOneField(PlannedEnding, models.CASCADE, primary_key=True, related_name="yes")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "yeses to endings"

    def __str__(self) -> str:
        return f"{self.planned}: agreed"


def end_as_planned() -> int:
    """End the work whose agreed last day is over; return how many ended."""
    due = PlannedEnding.objects.agreed().filter(last_on__lt=clock.today()).select_related("relationship", "by")
    for planned in due:
        planned.relationship.end(by=planned.by)
    return len(due)


@transaction.atomic
def end_by_therapist(relationship: Relationship, *, by: Person, words: str) -> Ending:
    """End it from the therapist's side: with words for the client, and with somebody who looks after them then."""
    pair = relationship.locked_while_it_lasts()
    if by.pk != pair.therapist_id:
        raise NotYoursError
    others = Relationship.objects.live().filter(client=pair.client_id).exclude(pk=pair.pk)
    if coordinator_for(pair) is None and not others.exists():
        raise NobodyLooksAfterError
    ending = pair.end(by=by, goodbye=words)
    Letter.objects.write(to=pair.client_id, path=reverse("home:you"), once=f"ended:{pair.pk}:{ending.at:%Y%m%d%H%M%S}")
    return ending


class ClosingWordsQuerySet(models.QuerySet["ClosingWords"]):
    def visible_to(self, person: Person) -> Self:
        """One's own; what was given, to the two of them, also after the end."""
        the_two = models.Q(relationship__client=person) | models.Q(relationship__therapist=person)
        return self.filter(models.Q(by=person) | models.Q(the_two, given__isnull=False))

    def given_to(self, person: Person) -> Self:
        return self.visible_to(person).filter(given__isnull=False).exclude(by=person)

    @transaction.atomic
    def keep(self, relationship: Relationship, *, by: Person, words: str) -> "ClosingWords":
        """Keep a draft, which nobody else reads; changed as often as one likes, until it is given."""
        pair = relationship.locked()
        if pair not in may_close(by):
            raise EndedError
        closing, _fresh = self.get_or_create(relationship=pair, by=by, defaults={"words": words})
        if closing.is_given:
            raise GivenError
        closing.words = words
        closing.save(update_fields=["words"])
        return closing


class ClosingWords(models.Model):
    """What one of the two would like to have said, at the end."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="closing_words")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    words = SealedField()
    at = models.DateTimeField(default=clock.now)

    objects = ClosingWordsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "closing words"
        constraints = (models.UniqueConstraint(fields=["relationship", "by"], name="closing_words_once_each"),)

    def __str__(self) -> str:
        return f"{self.relationship}: closing words"

    @property
    def is_given(self) -> bool:
        return Given.objects.filter(closing=self).exists()

    @transaction.atomic
    def give(self) -> "Given":
        """Give them to the other one, who may read them from now on."""
        pair = self.relationship.locked()
        if pair not in may_close(self.by):
            raise EndedError
        given, fresh = Given.objects.get_or_create(closing=ClosingWords.objects.get(pk=self.pk))
        if fresh:
            pair.track("gave closing words", by=self.by, about=self)
        return given

    @transaction.atomic
    def erase(self) -> None:
        """Rather not: they were never there. Not once they are given."""
        self.relationship.locked()
        if self.is_given:
            raise GivenError
        erase(self)


class Given(models.Model):
    """That the closing words were given."""

    closing = models.OneToOneField(ClosingWords, models.CASCADE, primary_key=True, related_name="given")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "given"

    def __str__(self) -> str:
        return f"{self.closing}: given"


def may_close(person: Person) -> models.QuerySet[Relationship]:
    """Return the work about which this person may write closing words.

    It has ended, or its last day is agreed. A therapist, who reads nothing after the end, has some days.
    """
    agreed = models.Q(models.Exists(PlannedEnding.objects.agreed().filter(relationship=models.OuterRef("pk"))))
    lately = models.Q(ending__at__gt=clock.now() - timedelta(days=LAST_WORD_DAYS))
    as_client = models.Q(client=person) & (agreed | models.Q(ending__isnull=False))
    as_therapist = models.Q(therapist=person) & (agreed | lately)
    return Relationship.objects.filter(as_client | as_therapist)
