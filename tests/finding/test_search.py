"""Searching keeps nothing; asking does, and does not tell who is known here."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from rightfit.finding.labels import MISSING
from rightfit.finding.models import Introduction, Search
from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.practice.models import Person, Practice
from tests.cast import NOW, Cast, signed_in
from tests.finding.conftest import Looking

WISHES = {"topics": ["worry"], "fee_up_to": "70", "style_warm": "-1"}


def _rows() -> dict[str, int]:
    # Sessions of the browser are counted too: nothing may be kept there either.
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def _ask(looking: Looking, **who: str) -> Any:
    form = WISHES | {"therapist": str(looking.cast.ida.pk), "form_key": str(uuid4()), **who}
    with clock.at(NOW):
        return Client().post(reverse("finding:ask"), form)


def test_it_writes_nothing_and_puts_nothing_into_the_address(looking: Looking) -> None:
    before = _rows()
    browser = Client()
    assert "Which days?" in browser.get(reverse("finding:find")).content.decode()
    answer = browser.post(reverse("finding:suggestions"), WISHES)
    assert answer.status_code == HTTPStatus.OK
    assert "worry and panic" in answer.content.decode()
    assert _rows() == before


def test_it_suggests_who_has_a_seat_and_says_what_is_not_known(looking: Looking) -> None:
    page = Client().post(reverse("finding:suggestions"), WISHES).content.decode()
    assert "Ida Fenwright" in page
    assert "Jonas Pellbrook" in page
    assert "Samira Dunhollow" not in page
    assert "What we don’t know" in page
    assert "not have enough data" in page


def test_it_asks_a_stranger_for_a_name_and_a_way_to_answer_first(looking: Looking) -> None:
    before = _rows()
    page = _ask(looking).content.decode()
    assert "What should we call you?" in page
    assert 'name="topics" value="worry"' in page
    assert "Write a mail address or a phone number" in _ask(looking, given_name="Kit").content.decode()
    assert _rows() == before


def test_it_makes_person_search_and_first_meeting_for_who_is_new(looking: Looking) -> None:
    answer = _ask(looking, given_name="Kit", email="Kit@example.org")
    assert answer.url == reverse("finding:sent")
    kit = Person.objects.get(email="kit@example.org")
    assert Search.objects.get(person=kit).wishes["topics"] == ["worry"]
    assert Introduction.objects.get(search__person=kit).therapist == looking.cast.ida
    assert Letter.objects.filter(to=kit.pk, path=reverse("finding:mine")).count() == 1


def test_it_makes_nothing_in_the_name_of_who_is_known_and_says_the_same(looking: Looking) -> None:
    meetings = Introduction.objects.count()
    known = _ask(looking, given_name="Somebody", email="EVREN@fernlea.example")
    new = _ask(looking, given_name="Kit", email="kit@example.org")
    assert (known.status_code, known.url) == (new.status_code, new.url)
    evren = looking.cast.evren
    assert not Introduction.objects.filter(search__person=evren).exists()
    assert Introduction.objects.count() == meetings + 1
    assert Person.objects.get(pk=evren.pk).given_name == "Evren"
    assert Letter.objects.filter(to=evren.pk, path=reverse("finding:mine")).count() == 1


def test_it_asks_at_once_for_who_is_signed_in_and_leaves_nobody_by_looking(looking: Looking) -> None:
    with clock.at(NOW):
        form = WISHES | {"therapist": str(looking.cast.jonas.pk), "form_key": str(uuid4())}
        signed_in(looking.cast.noor).post(reverse("finding:ask"), form)
    search = Search.objects.get(person=looking.cast.noor)
    assert search.leaving is None
    assert search.introductions.get().therapist == looking.cast.jonas


def test_it_reopens_knowing_what_was_missing(looking: Looking) -> None:
    cast = looking.cast
    with clock.at(NOW):
        search = Search.objects.reopen(cast.noor, leaving=cast.pair, missing=["calm"])
    assert Search.objects.get(pk=search.pk).missing == ["calm"]
    assert not Search.objects.visible_to(cast.ida).exists()


@pytest.mark.django_db
def test_what_was_missing_is_ticked_and_may_be_changed(looking: Looking) -> None:
    cast = looking.cast
    calm, understood = dict(MISSING)["calm"], dict(MISSING)["understood"]
    with clock.at(NOW):
        search = Search.objects.reopen(cast.noor, leaving=cast.pair, missing=[str(calm), str(understood)])
        page = signed_in(cast.noor).get(reverse("finding:find")).content.decode()
        assert "What was missing before" in page
        assert 'name="style_warm" value="-1" checked' in page
        # What she said herself counts for more.
        search.wish({"style": {"warm": 1}, "topics": ["loss"]})
        page = signed_in(cast.noor).get(reverse("finding:find")).content.decode()
    assert 'name="style_warm" value="1" checked' in page
    assert 'name="topics" value="loss" checked' in page


@pytest.mark.django_db
def test_two_things_that_disagree_tick_nothing_and_others_see_none_of_it(looking: Looking) -> None:
    cast = looking.cast
    both = [str(label) for key, label in MISSING if key in ("calm", "push")]
    with clock.at(NOW):
        search = Search.objects.reopen(cast.noor, leaving=cast.pair, missing=both)
        assert search.style_that_was_missing() == {}
        for other in (signed_in(cast.evren), signed_in(cast.ida), Client()):
            assert "What was missing before" not in other.get(reverse("finding:find")).content.decode()


@pytest.mark.django_db
def test_it_offers_three_sessions_where_a_practice_has_no_search(cast: Cast) -> None:
    Practice.objects.update(switches={"search": False})
    assert "Start with three sessions" in Client().get(reverse("finding:find")).content.decode()
    assert Client().post(reverse("finding:suggestions"), {}).status_code == HTTPStatus.NOT_FOUND
