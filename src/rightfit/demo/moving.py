"""A move under way: asked for, opened, somebody new met and chosen, the first hour held, not settled in yet."""

from collections.abc import Callable
from datetime import datetime, time
from functools import partial

from rightfit.demo import looking, standing
from rightfit.demo.people import HOUSE
from rightfit.finding.labels import MISSING
from rightfit.finding.models import Choice
from rightfit.practice.models import Person
from rightfit.relationship.models import Relationship
from rightfit.transition.models import Handover, PacketItem, Request, Telling, Unpacked
from rightfit.transition.packet import to_pass_on

WHO, FROM, TO = "Ronja", "Jonas", "Samira"
EMAIL = f"{WHO.lower()}@{HOUSE}"
MISSED = ("ideas", "push")
STORY = {"brings": "My father died in spring, and I function. I would like to find out what else I do."}
OWN = "Please do not let me off when I say that all is well."
MORNING, NOON, AFTER, EVENING = time(9, 30), time(12, 30), time(13, 40), time(20)


def acts(moment: datetime, names: set[str]) -> list[tuple[datetime, Callable[[], object]]]:
    """Return the steps of the move, each at its time; nothing where who moves is not there."""
    if WHO not in names:
        return []
    on = partial(standing.on_the_day, moment)
    return [
        (on(-14, EVENING), _asks_for_someone_else),
        (on(-13, MORNING), _is_taken_up),
        (on(-13, EVENING), _says_what_was_missing),
        (on(-12, MORNING), _old_therapist_is_told),
        (on(-12, EVENING), partial(looking.asks, EMAIL, TO)),
        (on(-11, MORNING), partial(looking.offers, EMAIL, TO, [on(-8, NOON)])),
        (on(-11, EVENING), partial(looking.picks, EMAIL, TO)),
        (on(-11, EVENING), partial(looking.tells, EMAIL, TO, STORY)),
        (on(-8, AFTER), partial(looking.felt, EMAIL, TO, therapist={"met": 8, "help": 8, "right": 8})),
        (on(-8, EVENING), partial(looking.felt, EMAIL, TO, looker={"understood": 8, "myself": 7, "again": 9})),
        (on(-8, EVENING), _chooses),
        (on(-7, MORNING), partial(_confirms, on(-2, NOON))),
        (on(-6, EVENING), _packs),
        (on(-2, time(12, 25)), _unpacks),
    ]


def _who() -> Person:
    person: Person = Person.objects.get(email=EMAIL)
    return person


def _move() -> Handover:
    return Handover.objects.get(leaving__client__email=EMAIL)


def _asks_for_someone_else() -> None:
    old = Relationship.objects.get(client__email=EMAIL, therapist__given_name=FROM)
    Request.objects.ask(old, by=_who())


def _coordinator() -> Person:
    person: Person = Person.objects.get(given_name="Tom")
    return person


def _is_taken_up() -> None:
    Request.objects.get(relationship__client__email=EMAIL).take_up(by=_coordinator())


def _says_what_was_missing() -> None:
    move = _move()
    move.say_what_was_missing([str(label) for key, label in MISSING if key in MISSED], by=_who())
    Telling.objects.choose(move, Telling.How.COORDINATOR, by=_who())


def _old_therapist_is_told() -> None:
    Telling.objects.get(handover=_move()).say_told(by=_coordinator())


def _chooses() -> None:
    Choice.objects.choose(looking.meeting(EMAIL, TO), by=_who())


def _confirms(first_at: datetime) -> None:
    choice = looking.meeting(EMAIL, TO).choice
    new = choice.confirm(by=Person.objects.get(given_name=TO))
    new.book_series(by=new.therapist, first_at=first_at, place="room 1")


def _packs() -> None:
    move = _move()
    wanted = {PacketItem.Kind.STORY, PacketItem.Kind.MISSING}
    ticked = {offer.source for offer in to_pass_on(move) if offer.kind in wanted}
    PacketItem.objects.pack(move, by=_who(), ticked=ticked, own=OWN)


def _unpacks() -> None:
    Unpacked.objects.unpack(_move(), by=Person.objects.get(given_name=TO))
