"""Kept private looks to the therapist as if not filled in: the eight ways in which it might not.

Two practices that differ only in what Noor kept to herself must give the therapist, the lead, the listener
and the coordinator the same pages, letters and counts, byte for byte.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from rightfit.checkin import giving, hints, rhythm
from rightfit.checkin.models import Answer, Rhythm
from rightfit.checkin.reading import read
from rightfit.checkin.worth_asking import Signal
from rightfit.keeping import clock
from rightfit.keeping.models import Event, Letter
from tests.cast import NOW, Cast, both_say

pytestmark = pytest.mark.django_db

BARELY = {"tap": "help", "more_of": ["listened"], "understood": 1, "matters": 1, "useful": 1, "free": 1, "load": 4}


@contextmanager
def a_practice_in_which(act: Callable[[], Any] | None) -> Iterator[None]:
    """Let something happen, look, and make it not have happened."""
    with transaction.atomic():
        if act is not None:
            act()
        yield
        transaction.set_rollback(True)


def without_chance(page: str) -> str:
    """Leave out what differs on every load: form keys and CSRF tokens."""
    page = re.sub(r'name="(form_key|csrfmiddlewaretoken)" value="[^"]*"', "", page)
    return re.sub(r'"X-CSRFToken": "[^"]*"', "", page)


def all_that_others_see(cast: Cast, *, moment: Any) -> dict[str, str]:
    """Return every page of everybody but Noor, at this moment."""
    pages = {
        "ida": ["home:today", "home:people", "home:mirror", "home:mine"],
        "samira": ["home:today"],
        "rosa": ["home:practice", "home:mine"],
        "mira": ["home:waiting"],
        "tom": ["home:waiting"],
    }
    seen = {}
    with clock.at(moment):
        for name, routes in pages.items():
            client = Client()
            client.force_login(getattr(cast, name))
            for route in routes:
                seen[f"{name} {route}"] = without_chance(client.get(reverse(route)).content.decode())
            if name == "ida":
                for route, thing in (
                    ("home:pair", cast.pair),
                    ("checkin:how_was_it", cast.last),
                    ("checkin:how_was_it", cast.next),
                    ("checkin:together", cast.next),
                ):
                    address = reverse(route, args=[thing.pk])
                    seen[f"ida {address}"] = without_chance(client.get(address).content.decode())
    return seen


def noor_keeps_everything(cast: Cast) -> Callable[[], Any]:
    def act() -> None:
        with clock.at(NOW):
            giving.give(cast.last, by=cast.noor, answers=BARELY, keep_all=True)

    return act


MOMENTS: dict[str, Callable[[Cast], datetime]] = {
    "the evening after": lambda cast: NOW,
    "the day of the next session": lambda cast: cast.next.starts_at.replace(hour=8),
    "in the next session": lambda cast: cast.next.starts_at + timedelta(minutes=5),
    "after the next session": lambda cast: cast.next.ends_at + timedelta(hours=1),
}


@pytest.mark.parametrize("when", MOMENTS)
def test_it_gives_everybody_else_the_same_pages_as_if_nothing_had_been_done(cast: Cast, when: str) -> None:
    for session in cast.sessions()[:3]:
        both_say(session, cast)
    moment = MOMENTS[when](cast)
    nothing, kept = {}, {}
    with a_practice_in_which(None):
        with clock.at(moment):
            hints.lay_hints()
        nothing = all_that_others_see(cast, moment=moment)
    with a_practice_in_which(noor_keeps_everything(cast)):
        with clock.at(moment):
            hints.lay_hints()
        kept = all_that_others_see(cast, moment=moment)
    assert kept.keys() == nothing.keys()
    for page, text in kept.items():
        assert text == nothing[page], page


def test_a_it_never_locks_the_therapists_form(cast: Cast) -> None:
    with clock.at(NOW):
        noor_keeps_everything(cast)()
        assert giving.is_open(cast.last, cast.ida)


def test_b_it_lets_look_together_open_whether_or_not_the_client_answered(cast: Cast) -> None:
    with clock.at(cast.next.starts_at + timedelta(minutes=1)):
        giving.tap_together(cast.next, by=cast.ida)
        assert giving.tap_together(cast.next, by=cast.noor)


def test_c_it_asks_the_therapist_always_the_same_whatever_the_client_said(cast: Cast) -> None:
    with clock.at(NOW):
        before = rhythm.asks_ratings(cast.ida, cast.last), rhythm.is_asked(cast.ida, cast.last)
        noor_keeps_everything(cast)()
        rhythm.set_pace(cast.noor, cast.pair, Rhythm.Pace.NEVER)
        assert (rhythm.asks_ratings(cast.ida, cast.last), rhythm.is_asked(cast.ida, cast.last)) == before


def test_d_it_reads_for_the_therapist_from_shared_answers_alone(cast: Cast) -> None:
    for session in cast.sessions()[:3]:
        both_say(session, cast)
    with clock.at(NOW):
        before = read(cast.pair, reader=cast.ida)
        noor_keeps_everything(cast)()
        assert read(cast.pair, reader=cast.ida) == before


def test_it_keeps_one_answer_beside_others_that_are_shared(cast: Cast) -> None:
    """Also when its day has passed: what is shared of a form opens nothing else of it."""
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=BARELY, kept={"free", "tap"})
    with clock.at(cast.next.ends_at + timedelta(hours=1)):
        hers = Answer.objects.visible_to(cast.ida).filter(check_in__session=cast.last, check_in__by=cast.noor)
        assert set(hers.values_list("item", flat=True)) == {"more_of", "understood", "matters", "useful", "load"}


def test_e_it_counts_a_private_check_in_only_in_the_clients_own_trail(cast: Cast) -> None:
    with clock.at(NOW):
        noor_keeps_everything(cast)()
        lines = Event.objects.filter(verb="said how it was")
        assert {line.chain for line in lines} == {cast.noor.pk}
        for other in (cast.ida, cast.rosa, cast.mira, cast.tom):
            assert not Event.objects.visible_to(other).filter(verb="said how it was").exists()


def test_g_it_writes_to_the_client_alone(cast: Cast) -> None:
    with clock.at(NOW):
        noor_keeps_everything(cast)()
    assert not Letter.objects.exclude(to=cast.noor.pk).exists()


def test_h_it_never_lays_the_therapists_hint_before_the_day_of_the_next_session(cast: Cast) -> None:
    for session in cast.sessions()[:3]:
        both_say(session, cast, understood=9, matters=9, useful=9, free=9)
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=BARELY | {"tap": "no"})
        giving.give(cast.last, by=cast.ida, answers={"understood": 2})
        hints.lay_hints()
        assert not Signal.objects.filter(shown_to="therapist").exists()


def test_it_looks_the_same_when_the_client_would_rather_tell_someone_else(cast: Cast) -> None:
    def act() -> None:
        with clock.at(NOW):
            giving.give(cast.last, by=cast.noor, answers=BARELY | {"tap": "listener"})

    moment = cast.next.starts_at.replace(hour=8)
    ida = Client()
    pages = []
    for doing in (None, act):
        with a_practice_in_which(doing), clock.at(moment):
            ida.force_login(cast.ida)
            pages.append(without_chance(ida.get(reverse("home:today")).content.decode()))
    assert pages[0] == pages[1]


def test_it_reaches_the_listener_all_the_same(cast: Cast) -> None:
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=BARELY | {"tap": "listener"})
        mira = Client()
        mira.force_login(cast.mira)
        assert "Noor" in mira.get(reverse("home:waiting")).content.decode()
