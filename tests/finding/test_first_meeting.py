"""Asked, offered, picked; or a no that says who else."""

from datetime import timedelta
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.urls import reverse

from rightfit.finding.felt_letters import lay_how_it_felt_letters
from rightfit.finding.introduction import BareNoError, NotForYouError, OverError, TooManyError
from rightfit.finding.models import Introduction, OfferedTime
from rightfit.keeping import clock
from rightfit.keeping.models import Event, Letter
from rightfit.practice.models import Therapist
from tests.cast import NOW, person, signed_in
from tests.finding.conftest import AFTER, MET_AT, Looking


def test_it_reaches_the_therapist_and_nobody_elses_page(looking: Looking) -> None:
    with clock.at(NOW):
        introduction = looking.asks(looking.cast.ida)
        assert looking.asks(looking.cast.ida) == introduction
    cast = looking.cast
    seen_by = [one for one in (cast.ida, cast.tom, cast.jonas, cast.rosa, cast.mira, cast.noor) if _sees(one)]
    assert seen_by == [cast.ida, cast.tom]
    assert Letter.objects.filter(to=cast.ida.pk).count() == 1


def _sees(one: object) -> bool:
    return Introduction.objects.visible_to(one).exists()  # type: ignore[arg-type]


def test_it_refuses_a_fourth_that_is_open_and_lets_go_of_one(looking: Looking) -> None:
    with clock.at(NOW):
        three = [looking.asks(one) for one in (looking.cast.ida, looking.cast.jonas, looking.cast.samira)]
        fourth = person("Lior")
        Therapist.objects.create(person=fourth)
        with pytest.raises(TooManyError):
            looking.asks(fourth)
        three[0].withdraw(by=looking.wren)
        looking.asks(fourth)
    assert not Introduction.objects.visible_to(looking.cast.ida).exists()


def test_it_refuses_oneself_and_whom_one_leaves(looking: Looking) -> None:
    cast = looking.cast
    with clock.at(NOW), pytest.raises(NotForYouError):
        Introduction.objects.ask(looking.search, therapist=cast.ida, by=cast.noor)
    with clock.at(NOW):
        search = type(looking.search).objects.begin(cast.noor)
        with pytest.raises(NotForYouError):
            Introduction.objects.ask(search, therapist=cast.ida, by=cast.noor)


def test_it_keeps_the_first_time_that_was_picked(looking: Looking) -> None:
    with clock.at(NOW):
        introduction = looking.asks(looking.cast.ida)
        introduction.offer([MET_AT, MET_AT + timedelta(days=1)], by=looking.cast.ida, where="room 2")
        first, second = OfferedTime.objects.filter(introduction=introduction)
        with pytest.raises(NotForYouError):
            introduction.pick(first, by=looking.cast.ida)
        introduction.pick(first, by=looking.wren)
        assert introduction.pick(second, by=looking.wren).time == first


def test_it_refuses_a_time_that_is_over_and_an_offer_by_another(looking: Looking) -> None:
    with clock.at(NOW):
        introduction = looking.asks(looking.cast.ida)
        with pytest.raises(NotForYouError):
            introduction.offer([MET_AT], by=looking.cast.jonas)
        introduction.offer([MET_AT], by=looking.cast.ida)
    with clock.at(AFTER), pytest.raises(NotForYouError):
        introduction.pick(OfferedTime.objects.get(introduction=introduction), by=looking.wren)


def test_it_gives_a_calendar_file_that_names_nobody(looking: Looking) -> None:
    with clock.at(NOW):
        introduction = looking.will_meet(looking.cast.ida)
        address = reverse("finding:calendar", args=[introduction.pk])
        file = signed_in(looking.wren).get(address).content.decode()
        assert signed_in(looking.cast.tom).get(address).status_code == HTTPStatus.NOT_FOUND
    assert "DTSTART:20260507T090000Z\r\n" in file
    assert "LOCATION:room 2\r\n" in file
    assert "Ida" not in file
    assert "Wren" not in file


@pytest.mark.parametrize(("words", "when"), [("", "now"), ("the clinic", "")])
def test_it_refuses_a_bare_no(looking: Looking, words: str, when: str) -> None:
    with clock.at(NOW):
        introduction = looking.asks(looking.cast.ida)
        with pytest.raises(BareNoError):
            introduction.say_no(by=looking.cast.ida, better=[], when=when, words=words)


def test_it_says_who_would_serve_better_and_the_introducer_calls(looking: Looking) -> None:
    cast = looking.cast
    with clock.at(NOW):
        introduction = looking.asks(cast.ida)
        form = {"better": [str(cast.jonas.pk)], "when": "from June", "form_key": str(uuid4())}
        signed_in(cast.ida).post(reverse("finding:decline", args=[introduction.pk]), form)
        page = signed_in(looking.wren).get(reverse("finding:introduction", args=[introduction.pk])).content.decode()
    assert "Jonas Pellbrook" in page
    assert "from June" in page
    assert Letter.objects.filter(to=cast.tom.pk, once=f"first-meeting:{introduction.pk}:call").count() == 1
    with clock.at(NOW), pytest.raises(OverError):
        introduction.offer([MET_AT], by=cast.ida)


def test_it_asks_both_how_it_felt_once_it_is_over(looking: Looking) -> None:
    with clock.at(NOW):
        looking.will_meet(looking.cast.ida)
        assert lay_how_it_felt_letters() == 0
    with clock.at(AFTER):
        assert lay_how_it_felt_letters() == 2
        assert lay_how_it_felt_letters() == 0


def test_the_introducers_look_at_the_list_is_noted_for_who_looks(looking: Looking) -> None:
    with clock.at(NOW):
        introduction = looking.asks(looking.cast.ida)
        for _turn in range(2):
            signed_in(looking.cast.tom).get(reverse("finding:asked"))
        signed_in(looking.cast.jonas).get(reverse("finding:asked"))
    looks = Event.objects.filter(chain=looking.wren.pk, verb="looked at a first meeting", about_id=introduction.pk)
    assert [look.by for look in looks] == [looking.cast.tom.pk]
