"""A letter that the client carries to whom they like: begun from what they tick, written in their own words."""

from collections.abc import Collection, Iterable
from itertools import groupby
from typing import Self
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from rightfit.keeping import clock
from rightfit.keeping.erasing import erase
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person
from rightfit.relationship.models import NotYoursError
from rightfit.transition.handover import Handover
from rightfit.transition.packet import Offer, to_pass_on


class CarriedLetterQuerySet(models.QuerySet["CarriedLetter"]):
    def visible_to(self, person: Person) -> Self:
        """The client alone. Whom they show it to is known to nobody here."""
        return self.filter(handover__leaving__client=person)

    @transaction.atomic
    def begin(self, handover: Handover, *, by: Person, ticked: Collection[UUID]) -> "CarriedLetter":
        """Begin the letter with what is ticked. One that is there already stays as it was written."""
        now = handover.locked_under_way()
        if by.pk != now.leaving.client_id:
            raise NotYoursError
        letter = self.filter(handover=now).first()
        if letter is None:
            offers = [offer for offer in to_pass_on(now) if offer.source in ticked]
            letter = self.create(handover=now, words=first_words(now.client, offers))
            now.track("made a letter to carry", by=by, about=letter)
        return letter


class CarriedLetter(models.Model):
    """The letter, as it will be printed: its words, and since when."""

    handover = models.OneToOneField(Handover, models.CASCADE, primary_key=True, related_name="carried_letter")
    words = SealedField()
    at = models.DateTimeField(default=clock.now)

    objects = CarriedLetterQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.handover}: a letter to carry"

    @transaction.atomic
    def write(self, *, by: Person, words: str) -> None:
        """Put it in other words."""
        now = self.handover.locked()
        if by.pk != now.leaving.client_id:
            raise NotYoursError
        letter = CarriedLetter.objects.filter(pk=self.pk).first()
        if letter is not None:
            letter.words, letter.at = words.strip(), clock.now()
            letter.save()
            now.track("wrote on a letter to carry", by=by, about=letter)

    @transaction.atomic
    def tear_up(self, *, by: Person) -> None:
        now = self.handover.locked()
        if by.pk != now.leaving.client_id:
            raise NotYoursError
        if CarriedLetter.objects.filter(pk=self.pk).exists():
            now.track("tore up a letter to carry", by=by)
            erase(self)


def first_words(client: Person, offers: Iterable[Offer]) -> str:
    """Return the letter's first words: what was ticked, kind by kind, and nothing of the practice or a therapist."""
    parts = [_("Hello,"), _("I am looking for a therapist. This is what I would like you to know first.")]
    for kind, those in groupby(offers, key=lambda offer: offer.kind):
        parts.append("\n".join([str(kind.label), *(f"- {offer.words}" for offer in those)]))
    return "\n\n".join([*parts, client.full_name])
