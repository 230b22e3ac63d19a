"""Somebody who looks for a therapist, with three first meetings in three states; and whom she finds."""

from collections.abc import Callable
from datetime import datetime, time
from functools import partial

from rightfit.demo import standing
from rightfit.demo.people import LOOKER
from rightfit.demo.profiles import PROFILES
from rightfit.finding.asking import ask_as_a_stranger
from rightfit.finding.models import Impression, Introduction, Profile, Search, StoryPart, StoryTick
from rightfit.practice.models import Person

MORNING, NOON, AFTER, EVENING = time(9), time(12, 30), time(13, 40), time(19)
WISHES = {
    "topics": ["worry", "tired"],
    "at_home": [],
    "days": [],
    "parts": ["morning", "afternoon"],
    "languages": ["English"],
    "ways": ["place"],
    "musts": ["language"],
    "style": {"warm": -1},
    "fee_up_to": 90,
}
STORY = {
    "brings": "Since the move I lie awake and go over every talk of the day. I would like to be able to stop.",
    "before": "A year of talks when I was a student. It was kind, and it went nowhere.",
}


def write_profiles() -> None:
    for given, says in PROFILES.items():
        Profile.objects.write(Person.objects.get(given_name=given), **says)


def acts(moment: datetime) -> list[tuple[datetime, Callable[[], object]]]:
    """Return what happens around the one who looks, each at its time: one met, one agreed, one with times to pick."""
    on = partial(standing.on_the_day, moment)
    return [
        (on(-5, EVENING), _begins),
        (on(-4, MORNING), partial(offers, LOOKER.email, "Jonas", [on(-1, NOON)])),
        (on(-4, EVENING), partial(picks, LOOKER.email, "Jonas")),
        (on(-4, EVENING), partial(tells, LOOKER.email, "Jonas", STORY)),
        (on(-3, EVENING), partial(asks, LOOKER.email, "Samira")),
        (on(-2, MORNING), partial(offers, LOOKER.email, "Samira", [on(1, NOON), on(2, MORNING)])),
        (on(-2, EVENING), partial(picks, LOOKER.email, "Samira")),
        (on(-2, EVENING), partial(tells, LOOKER.email, "Samira", {"brings": STORY["brings"]})),
        (on(-2, EVENING), partial(asks, LOOKER.email, "Ida")),
        (on(-1, MORNING), partial(offers, LOOKER.email, "Ida", [on(2, NOON), on(3, MORNING)])),
        (on(-1, AFTER), partial(felt, LOOKER.email, "Jonas", therapist={"met": 8, "help": 7, "right": 7})),
        (on(-1, EVENING), partial(felt, LOOKER.email, "Jonas", looker={"understood": 8, "myself": 7, "again": 7})),
    ]


def _begins() -> None:
    jonas = Person.objects.get(given_name="Jonas")
    ask_as_a_stranger(therapist=jonas, wishes=WISHES, way="place", given_name=LOOKER.given, email=LOOKER.email)


def asks(email: str, given: str) -> None:
    person = Person.objects.get(email=email)
    search = Search.objects.begin(person)
    Introduction.objects.ask(search, therapist=Person.objects.get(given_name=given), by=person)


def meeting(email: str, given: str) -> Introduction:
    return Introduction.objects.get(search__person__email=email, therapist__given_name=given)


def offers(email: str, given: str, starts: list[datetime]) -> None:
    introduction = meeting(email, given)
    introduction.offer(starts, by=introduction.therapist, where="room 1")


def picks(email: str, given: str) -> None:
    introduction = meeting(email, given)
    first = introduction.offered_times.order_by("starts_at").first()
    if first is not None:
        introduction.pick(first, by=introduction.search.person)


def tells(email: str, given: str, story: dict[str, str]) -> None:
    introduction = meeting(email, given)
    person = introduction.search.person
    parts = [StoryPart.objects.write(introduction, kind=kind, words=words, by=person) for kind, words in story.items()]
    StoryTick.objects.tick(introduction, parts=[part.pk for part in parts if part], by=person)


def felt(
    email: str, given: str, *, looker: dict[str, int] | None = None, therapist: dict[str, int] | None = None
) -> None:
    introduction = meeting(email, given)
    if looker:
        Impression.objects.say(introduction, by=introduction.search.person, marks=looker)
    if therapist:
        Impression.objects.say(introduction, by=introduction.therapist, marks=therapist)
