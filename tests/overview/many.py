"""Many people of four therapists, and what becomes of them: a half-year needs more than the cast to show a number."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from rightfit.conversation.models import Agreement, Conversation, Held
from rightfit.keeping import clock
from rightfit.practice.models import Person, Therapist
from rightfit.relationship.models import Relationship
from rightfit.transition.models import Handover
from tests.cast import DUBLIN, Cast, person

MARCH = datetime(2026, 3, 2, 17, 0, tzinfo=DUBLIN)
READY = datetime(2026, 7, 29, 9, 0, tzinfo=DUBLIN)


@dataclass
class Many:
    """Brings in people who have met their therapist once, on the second of March, with each therapist in turn."""

    therapists: list[Person]
    pairs: list[Relationship] = field(default_factory=list)

    def some(self, count: int) -> list[Relationship]:
        return [self.one() for _ in range(count)]

    def one(self) -> Relationship:
        number = len(self.pairs)
        with clock.at(MARCH - timedelta(days=2)):
            client = person(f"Somebody{number}")
            pair = Relationship.objects.begin(
                client=client, therapist=self.therapists[number % len(self.therapists)], by=client
            )
            pair.book(by=pair.therapist, starts_at=MARCH)
        self.pairs.append(pair)
        return pair


def many(cast: Cast) -> Many:
    amir = person("Amir", "Vale")
    Therapist.objects.create(person=amir)
    return Many([cast.ida, cast.samira, cast.jonas, amir])


def leave(pair: Relationship, *, goodbye: str = "", at: datetime = MARCH + timedelta(days=9)) -> None:
    with clock.at(at):
        pair.end(by=pair.client, goodbye=goodbye)


def talk(pair: Relationship, *, at: datetime = MARCH + timedelta(hours=2), **more: Any) -> Conversation:
    with clock.at(at):
        conversation = Conversation.objects.begin(pair, kind=more.get("kind", Conversation.Kind.NEED))
        conversation.say_held(by=pair.client, how=Held.How.GOOD)
    return conversation


def say_whether_it_helped(pair: Relationship, helped: str, *, both: bool = True) -> None:
    """They try something after the talk, meet again, and say so."""
    with clock.at(MARCH + timedelta(hours=3)):
        tried = Agreement.objects.offer(
            pair, by=pair.therapist, what="one question less", who="therapist", until=MARCH.date()
        )
        tried.say_yes(by=pair.client)
        pair.book(by=pair.therapist, starts_at=MARCH + timedelta(days=7))
    with clock.at(MARCH + timedelta(days=8)):
        tried.follow_up(by=pair.client, did="yes", helped=helped)
        if both:
            tried.follow_up(by=pair.therapist, did="yes", helped="no")


def move(pair: Relationship, *, at: datetime = MARCH + timedelta(days=9)) -> Handover:
    with clock.at(at):
        return Handover.objects.open(pair, by=pair.client)
