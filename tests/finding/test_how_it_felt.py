"""Blind for good: in no state of a first meeting does either read the other's impression."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rightfit.finding.introduction import Introduction, NotForYouError, OverError
from rightfit.finding.models import Choice, Impression
from rightfit.finding.story import TooSoonError
from rightfit.keeping import clock
from rightfit.keeping.models import Event
from tests.cast import NOW, signed_in
from tests.finding.conftest import AFTER, Looking

SECRETS = ("she waited", "not sure of me")


def test_it_is_asked_once_the_meeting_is_over(looking: Looking) -> None:
    with clock.at(NOW):
        introduction = looking.will_meet(looking.cast.ida)
        with pytest.raises(TooSoonError):
            Impression.objects.say(introduction, by=looking.wren, marks={})
    with clock.at(AFTER), pytest.raises(NotForYouError):
        Impression.objects.say(introduction, by=looking.cast.tom, marks={})


def test_it_asks_the_therapist_whether_they_are_the_right_person(looking: Looking) -> None:
    with clock.at(NOW):
        introduction = looking.will_meet(looking.cast.ida)
    address = reverse("finding:how_it_felt", args=[introduction.pk])
    with clock.at(AFTER):
        assert "I am the right person for this" in signed_in(looking.cast.ida).get(address).content.decode()
        form = {"right": "4", "words": "not sure of me", "form_key": str(uuid4())}
        assert signed_in(looking.cast.ida).post(address, form).status_code == HTTPStatus.SEE_OTHER
        assert "I am the right person" not in signed_in(looking.wren).get(address).content.decode()
    assert Impression.objects.get(by=looking.cast.ida).marks == {"right": 4}


def test_it_leaves_no_line_of_the_therapists_in_her_trail(looking: Looking) -> None:
    with clock.at(NOW):
        introduction = looking.will_meet(looking.cast.ida)
    with clock.at(AFTER):
        Impression.objects.say(introduction, by=looking.cast.ida, marks={"right": 4})
    assert not Event.objects.filter(verb="said how a first meeting felt").exists()


ACTS = ("choose", "think again", "confirm", "decline", "withdraw", "say", "confirm the other", "end")


def _do(act: str, looking: Looking, one: Introduction, other: Introduction) -> None:
    choice = Choice.objects.filter(introduction=one).first()
    if act == "choose":
        Choice.objects.choose(one, by=looking.wren)
    elif act == "think again" and choice:
        choice.take_back(by=looking.wren)
    elif act == "confirm" and choice:
        choice.confirm(by=one.therapist)
    elif act == "decline":
        one.say_no(by=one.therapist, better=[other.therapist], when="now")
    elif act == "withdraw":
        one.withdraw(by=looking.wren)
    elif act == "say":
        looking.both_felt(one)
    elif act == "confirm the other":
        Choice.objects.choose(other, by=looking.wren).confirm(by=other.therapist)
    elif act == "end" and choice and hasattr(choice, "confirmation"):
        choice.confirmation.relationship.end(by=looking.wren)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(ACTS), max_size=5))
def test_it_stays_blind_in_every_state(acts: list[str], looking: Looking) -> None:
    from django.db import transaction  # noqa: PLC0415 - each example is undone

    with transaction.atomic():
        _stays_blind(acts, looking)
        transaction.set_rollback(True)


def _stays_blind(acts: list[str], looking: Looking) -> None:
    cast = looking.cast
    with clock.at(NOW):
        one, other = looking.will_meet(cast.ida), looking.will_meet(cast.jonas)
    with clock.at(AFTER):
        looking.both_felt(one)
        for act in acts:
            try:
                _do(act, looking, one, other)
            except (NotForYouError, OverError):
                continue
            except Exception as refused:
                if type(refused).__name__ != "AnotherChosenError":
                    raise
        for reader in (looking.wren, cast.ida, cast.jonas, cast.tom, cast.rosa, cast.mira):
            assert {said.by_id for said in Impression.objects.visible_to(reader)} <= {reader.pk}
        assert "not sure of me" not in _pages(looking.wren, one)
        for reader in (cast.ida, cast.jonas, cast.tom):
            assert "she waited" not in _pages(reader, one)


def _pages(reader: Any, one: Introduction) -> str:
    browser = signed_in(reader)
    with_one = ("introduction", "how_it_felt", "story", "offer", "decline")
    addresses = [reverse(f"finding:{name}", args=[one.pk]) for name in with_one]
    addresses += [reverse(f"finding:{name}") for name in ("mine", "compare", "asked")]
    return "".join(browser.get(address).content.decode() for address in addresses)
