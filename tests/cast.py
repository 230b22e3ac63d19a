"""The people in every test, and how they stand to each other.

Noor is a client of Ida, after four held sessions; the last was two days ago and the next is in five.
Before Ida she was with Jonas, who works here still: for her he is a former therapist.
Evren is a client of Samira: for Noor and Ida both are others.
Rosa is the practice lead, Mira listens (from outside), Tom coordinates. None of them treats anybody.
It is Wednesday, 6 May 2026, 10:00 in Dublin. Sessions are on Mondays at 17:00.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client

from rightfit.checkin import giving
from rightfit.keeping import clock
from rightfit.practice.models import Duty, Person, Practice, Therapist
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship

DUBLIN = ZoneInfo("Europe/Dublin")
NOW = datetime(2026, 5, 6, 10, 0, tzinfo=DUBLIN)
FIRST_SESSION = datetime(2026, 4, 13, 17, 0, tzinfo=DUBLIN)
ALL_ROLES = (
    "client",
    "other_client",
    "therapist",
    "other_therapist",
    "former_therapist",
    "lead",
    "listener",
    "coordinator",
)


@dataclass(frozen=True)
class Cast:
    """Everybody, and what they have together."""

    noor: Person
    ida: Person
    evren: Person
    samira: Person
    jonas: Person
    rosa: Person
    mira: Person
    tom: Person
    pair: Relationship
    other_pair: Relationship
    old_pair: Relationship

    def of_role(self, role: str) -> Person:
        people = {
            "client": self.noor,
            "other_client": self.evren,
            "therapist": self.ida,
            "other_therapist": self.samira,
            "former_therapist": self.jonas,
            "lead": self.rosa,
            "listener": self.mira,
            "coordinator": self.tom,
        }
        return people[role]

    def sessions(self) -> list[Session]:
        return list(self.pair.sessions.order_by("starts_at"))

    @property
    def last(self) -> Session:
        """The session of Monday, 4 May: held, its forms open."""
        return self.sessions()[3]

    @property
    def next(self) -> Session:
        """The session of Monday, 11 May."""
        return self.sessions()[4]


def person(given: str, family: str = "", **more: Any) -> Person:
    one = Person(given_name=given, family_name=family, email=f"{given.lower()}@fernlea.example", **more)
    one.save()
    return one


def assemble() -> Cast:
    """Bring everybody together, by the verbs the pages call; afterwards it is NOW."""
    with clock.at(FIRST_SESSION - timedelta(days=60)):
        Practice.objects.create(name="Fernlea Practice", phone="555 0142", switches={"course_at_home": True})
        noor, evren = person("Noor", phone="555 0177"), person("Evren")
        ida, samira, jonas = person("Ida", "Fenwright"), person("Samira", "Dunhollow"), person("Jonas", "Pellbrook")
        rosa, mira, tom = person("Rosa", "Tamsin"), person("Mira", "Okonjo", phone="555 0199"), person("Tom", "Hale")
        for one in (ida, samira, jonas):
            Therapist.objects.create(person=one)
        named = (
            (rosa, Duty.Kind.LEAD),
            (mira, Duty.Kind.LISTENER),
            (tom, Duty.Kind.COORDINATOR),
            (tom, Duty.Kind.INTRODUCER),
            (rosa, Duty.Kind.SAFETY_CONTACT),
        )
        for holder, kind in named:
            Duty.objects.create(person=holder, kind=kind)
        old_pair = Relationship.objects.begin(client=noor, therapist=jonas, by=tom)
        old_pair.end(by=noor)
    with clock.at(FIRST_SESSION - timedelta(days=7)):
        pair = Relationship.objects.begin(client=noor, therapist=ida, by=noor)
        other_pair = Relationship.objects.begin(client=evren, therapist=samira, by=evren)
        pair.book_series(by=ida, first_at=FIRST_SESSION, place="room 2")
        other_pair.book_series(by=samira, first_at=FIRST_SESSION)
    return Cast(noor, ida, evren, samira, jonas, rosa, mira, tom, pair, other_pair, old_pair)


def signed_in(person: Person) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def well(**other: Any) -> dict[str, Any]:
    """What Noor says when it is well, with changes."""
    answers = {
        "tap": "no",
        "more_of": ["same"],
        "understood": 8,
        "matters": 8,
        "useful": 7,
        "free": 8,
        "load": 0,
    }
    return answers | other


def both_say(session: Session, cast: Cast, **noor_says: Any) -> None:
    """Both say how a session was, an hour after it."""
    with clock.at(session.ends_at + timedelta(hours=1)):
        giving.give(session, by=cast.noor, answers=well(**noor_says))
        giving.give(session, by=cast.ida, answers={"understood": 7})
