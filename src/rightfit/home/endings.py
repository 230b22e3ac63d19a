"""Where an ending touches a page: planned, said, and the words that close it."""

from dataclasses import dataclass
from datetime import timedelta

from rightfit.keeping import clock
from rightfit.practice.models import Person
from rightfit.relationship.closing import LAST_WORD_DAYS, ClosingWords, PlannedEnding
from rightfit.relationship.models import Ending, Relationship


@dataclass(frozen=True, kw_only=True)
class OwnEnding:
    """What stands on a client's page: the last day suggested or agreed, and words given to them."""

    planned: PlannedEnding | None
    given: list[ClosingWords]


def own_ending(client: Person, relationship: Relationship | None) -> OwnEnding:
    plans = PlannedEnding.objects.visible_to(client).filter(relationship=relationship).select_related("yes")
    shown = [one for one in plans if one.is_agreed or one.by_id != client.pk]
    return OwnEnding(planned=next(iter(shown), None), given=lately_given_to(client))


def lately_given_to(person: Person) -> list[ClosingWords]:
    """Return the closing words given to this person of late; later they are found through the work itself."""
    lately = clock.now() - timedelta(days=LAST_WORD_DAYS)
    given = ClosingWords.objects.given_to(person).filter(given__at__gt=lately)
    return list(given.select_related("by", "relationship__client").order_by("-given__at"))


def endings_of(therapist: Person) -> list[PlannedEnding]:
    """Return the endings this therapist knows of, by their day."""
    known = PlannedEnding.objects.visible_to(therapist).filter(relationship__therapist=therapist)
    return list(known.select_related("relationship__client", "yes").order_by("last_on"))


def goodbye_to(client: Person, past: Relationship) -> Ending | None:
    """Return the words with which a therapist ended this work."""
    return Ending.objects.visible_to(client).filter(relationship=past, by=past.therapist, goodbye__isnull=False).first()
