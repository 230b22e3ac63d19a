"""The people of Fernlea: who they are, when they meet, and what kind of pair the simulator makes of them.

They are made up. What happens between two of them comes from the simulator (`number` picks the pair);
what is written here by hand is only what a visitor should find: a sentence on the next page, a request.
"""

from dataclasses import dataclass, field
from datetime import time
from types import MappingProxyType
from typing import Any

HOUSE = "fernlea.example"
Numbers = MappingProxyType[str, Any]


def world(**numbers: Any) -> Numbers:
    return MappingProxyType(numbers)


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody of the house: a therapist, or somebody with a duty, or both."""

    given: str
    family: str
    duties: tuple[str, ...] = ()
    seats: int = 0
    rates: str = "at night"
    in_the_bar: bool = True

    @property
    def email(self) -> str:
        return f"{self.given.lower()}@{HOUSE}"


@dataclass(frozen=True, kw_only=True)
class Act:
    """Something a client did, so many working days before the demo's first day."""

    days_ago: int
    at: time
    what: str


@dataclass(frozen=True, kw_only=True)
class Client:
    """A client: with whom, at what time of the week, for how long, and how they use it.

    `day`: the newest session day, in working days before the demo's first day. `weeks`: how many
    sessions lie before that one.
    """

    given: str
    therapist: str
    day: int
    at: time
    weeks: int
    number: int
    room: str = "room 1"
    world: Numbers = field(default_factory=world)
    in_full: bool = False
    answers: str = "in the evening"
    answers_hints: bool = True
    keeps_from: int | None = None
    pace: str = ""
    booked_singly: bool = False
    misses_last: int = 0
    wish: str = "note"
    task: str = ""
    acts: tuple[Act, ...] = ()
    in_the_bar: bool = False

    @property
    def email(self) -> str:
        return f"{self.given.lower()}@{HOUSE}"


@dataclass(frozen=True, kw_only=True)
class Seeker:
    """Somebody who looks for a therapist."""

    given: str
    in_the_bar: bool = True

    @property
    def email(self) -> str:
        return f"{self.given.lower()}@{HOUSE}"


LOOKER = Seeker(given="Wren")

STAFF = (
    Member(given="Ida", family="Fenwright", seats=12),
    Member(given="Jonas", family="Pellbrook", duties=("custodian",), seats=10, rates="after each"),
    Member(given="Samira", family="Dunhollow", duties=("stand_in",), seats=10, rates="after each"),
    Member(given="Rosa", family="Tamsin", duties=("lead",)),
    Member(given="Mira", family="Okonjo", duties=("listener",)),
    Member(given="Tom", family="Hale", duties=("coordinator", "introducer")),
    Member(given="Edda", family="Marlowe", duties=("safety_contact", "privacy_officer"), in_the_bar=False),
)

# Nobody leaves by chance: who has gone, or is going, is told below.
STAYS = world(leaving=-40.0, length_least=60, length_median=70, length_most=80)
# A quiet drift that shows in the marks of the last session or two: what "worth asking" is made for.
DRIFT = world(
    client_mean=33.5, yes_sayers=0.0, minor=0.05, onset=0.05, depth=14.0, depth_log_sd=0.1, withdrawal=1.0,
    masking_withdrawal=(1.0, 6.0), gradual=0.0, missing_client=0.0, missing_client_rupture=0.0, skippers=0.0,
    missing_therapist=0.0, private=0.0,
)  # fmt: skip
# They come each time, so that what a visitor is told to try is there.
COMES = world(missed=0.0, missed_withdrawal=0.0, missed_confrontation=0.0, cancelled=0.0)
# Nothing but top marks: welcomed, and nothing is learnt from them.
ALL_TENS = world(
    client_mean=70.0, minor=0.0, onset=0.0, load_sd=0.0, load_client_sd=0.0, missing_client=0.0, skippers=0.0,
    missed=0.0, private=0.0,
)  # fmt: skip

CLIENTS = (
    Client(
        given="Maya",
        therapist="Ida",
        day=1,
        at=time(17),
        weeks=7,
        number=3,
        room="room 2",
        in_full=True,
        answers="the next evening",
        task="One walk without the phone",
        in_the_bar=True,
    ),
    Client(
        given="Noor",
        therapist="Ida",
        day=0,
        at=time(17),
        weeks=13,
        number=11832,
        room="room 2",
        in_full=True,
        answers_hints=False,
        world=DRIFT,
        in_the_bar=True,
    ),
    Client(
        given="Evren",
        therapist="Ida",
        day=0,
        at=time(15),
        weeks=20,
        number=5,
        room="room 2",
        in_full=True,
        world=ALL_TENS,
        in_the_bar=True,
    ),
    Client(
        given="Pilar",
        therapist="Ida",
        day=0,
        at=time(14),
        weeks=1,
        number=8,
        world=COMES,
        room="room 2",
        in_the_bar=True,
    ),
    Client(
        given="Obi",
        therapist="Ida",
        day=0,
        at=time(18),
        weeks=2,
        number=11,
        world=COMES,
        room="room 2",
        acts=(Act(days_ago=1, at=time(21, 10), what="something isn't right"),),
        in_the_bar=True,
    ),
    Client(
        given="Lior",
        therapist="Ida",
        day=0,
        at=time(19),
        weeks=8,
        number=14,
        room="room 2",
        in_full=True,
        keeps_from=2,
        wish="leave",
        in_the_bar=True,
    ),
    Client(
        given="Malou",
        therapist="Ida",
        day=2,
        at=time(12),
        weeks=5,
        number=17,
        room="room 2",
        booked_singly=True,
        misses_last=2,
    ),
    Client(given="Tove", therapist="Ida", day=2, at=time(16, 30), weeks=10, number=20, world=COMES, room="room 2"),
    Client(given="Ines", therapist="Ida", day=4, at=time(17), weeks=4, number=23, world=COMES, room="room 2"),
    Client(
        given="Amara",
        therapist="Samira",
        day=0,
        at=time(16, 30),
        weeks=11,
        number=26,
        world=COMES,
        in_full=True,
        in_the_bar=True,
    ),
    Client(given="Idris", therapist="Samira", day=0, at=time(10), weeks=6, number=29),
    Client(given="Keiko", therapist="Samira", day=0, at=time(18), weeks=3, number=32, answers="at once"),
    Client(given="Leonie", therapist="Samira", day=1, at=time(11), weeks=9, number=35, pace="third", wish="call"),
    Client(given="Sorin", therapist="Samira", day=4, at=time(16, 30), weeks=5, number=38, world=COMES),
    Client(
        given="Jussi",
        therapist="Samira",
        day=3,
        at=time(17, 30),
        weeks=4,
        number=41,
        acts=(Act(days_ago=2, at=time(9, 20), what="someone else"),),
    ),
    Client(given="Farid", therapist="Jonas", day=0, at=time(9), weeks=14, number=44, room="room 3", answers="at once"),
    Client(
        given="Wanda",
        therapist="Jonas",
        day=0,
        at=time(15),
        weeks=6,
        number=47,
        room="room 3",
        acts=(Act(days_ago=1, at=time(20, 40), what="rather tell the listener"),),
    ),
    Client(
        given="Ronja",
        therapist="Jonas",
        day=1,
        at=time(16, 30),
        weeks=8,
        number=50,
        world=COMES,
        room="room 3",
        wish="leave",
        in_the_bar=True,
    ),
    Client(given="Piet", therapist="Jonas", day=3, at=time(16, 30), weeks=3, number=53, world=COMES, room="room 3"),
    Client(
        given="Anselm",
        therapist="Jonas",
        day=2,
        at=time(11),
        weeks=12,
        number=56,
        room="room 3",
        acts=(Act(days_ago=8, at=time(19, 30), what="stop for now"),),
    ),
    Client(
        given="Bruno",
        therapist="Jonas",
        day=4,
        at=time(14),
        weeks=15,
        number=59,
        room="room 3",
        acts=(Act(days_ago=14, at=time(18), what="end"),),
    ),
)

# One small thing between sessions, as two people might put it.
THINGS = (
    "Ten minutes outside before work",
    "Write down one good moment",
    "Ring your sister",
    "Notice when you say yes and mean no",
    "Go to bed before midnight once",
    "One page of the notebook",
    "Tell Sam about Thursday",
    "Try the breathing on the bus",
)
