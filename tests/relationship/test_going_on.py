"""Shall we go on? Both say it without knowing what the other said, or whether."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from rightfit.checkin import giving
from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.practice.models import Person, Practice
from rightfit.relationship.going_on import Continuation, NotAskedError, asked_after
from rightfit.relationship.models import EndedError
from tests.cast import FIRST_SESSION, NOW, Cast, signed_in, well

pytestmark = pytest.mark.django_db


def page(cast: Cast, person: Person) -> str:
    answer = signed_in(person).get(reverse("relationship:go_on_or_not", args=[cast.pair.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def press(cast: Cast, person: Person, answer: str) -> Any:
    address = reverse("relationship:go_on_or_not", args=[cast.pair.pk])
    return signed_in(person).post(address, {"form_key": uuid4(), "answer": answer})


@pytest.mark.parametrize(("weeks", "asked"), [(-1, None), (0, 1), (1, 1), (2, 3), (4, 3), (5, None)])
def test_it_is_asked_after_the_first_and_the_third_held_session(cast: Cast, weeks: int, asked: int | None) -> None:
    with clock.at(FIRST_SESSION + timedelta(weeks=weeks, hours=2)):
        assert asked_after(cast.pair) == asked


def test_it_does_not_count_a_session_that_was_missed(cast: Cast) -> None:
    with clock.at(FIRST_SESSION + timedelta(hours=2)):
        cast.sessions()[0].say_missed(by=cast.ida)
        assert asked_after(cast.pair) is None


def test_it_shows_both_answers_once_both_have_said(cast: Cast) -> None:
    with clock.at(NOW):
        assert press(cast, cast.ida, "else").status_code == 303
        assert press(cast, cast.noor, "change").status_code == 303
        noors, idas = page(cast, cast.noor), page(cast, cast.ida)
        for seen in (noors, idas):
            assert "try someone else" in seen
            assert "like to change something" in seen
        assert reverse("conversation:needs") in noors
        assert reverse("transition:fit", args=[cast.pair.pk]) in idas


def test_it_leads_who_wants_someone_else_there_in_one_step(cast: Cast) -> None:
    with clock.at(NOW):
        press(cast, cast.noor, "else")
        assert f'href="{reverse("transition:someone_else")}" ' not in page(cast, cast.ida)
        assert "Ask for someone else" in page(cast, cast.noor)


def test_it_hides_the_others_answer_before_both_have_said(cast: Cast) -> None:
    with clock.at(NOW):
        Continuation.objects.say(cast.pair, "else", by=cast.ida)
        assert not Continuation.objects.visible_to(cast.noor).exists()
        assert Continuation.objects.visible_to(cast.ida).count() == 1
        # Neither does the client's own trail tell that the therapist said something.
        assert not Event.objects.filter(chain=cast.noor.pk, verb="said whether to go on").exists()
        Continuation.objects.say(cast.pair, "stay", by=cast.noor)
        for one in (cast.noor, cast.ida):
            assert Continuation.objects.visible_to(one).count() == 2


def test_it_looks_the_same_whether_or_not_the_other_has_said(cast: Cast) -> None:
    with clock.at(NOW):
        before = Continuation.objects.waits_for(cast.noor, cast.pair)
        Continuation.objects.say(cast.pair, "else", by=cast.ida)
        assert before is Continuation.objects.waits_for(cast.noor, cast.pair) is True
        assert "Ida said" not in page(cast, cast.noor)
        assert not Continuation.objects.waits_for(cast.ida, cast.pair)


def test_it_is_said_once(cast: Cast) -> None:
    with clock.at(NOW):
        press(cast, cast.noor, "stay")
        assert press(cast, cast.noor, "else").status_code == 303
        assert [one.answer for one in Continuation.objects.all()] == ["stay"]
        assert press(cast, cast.ida, "perhaps").status_code == 422


def test_it_is_not_for_others_and_not_after_the_ending(cast: Cast) -> None:
    with clock.at(NOW):
        with pytest.raises(NotAskedError):
            Continuation.objects.say(cast.pair, "stay", by=cast.samira)
        assert press(cast, cast.samira, "stay").status_code == 404
        Continuation.objects.say(cast.pair, "stay", by=cast.noor)
        cast.pair.end(by=cast.noor)
        with pytest.raises(EndedError):
            Continuation.objects.say(cast.pair, "stay", by=cast.ida)
        assert press(cast, cast.ida, "stay").status_code == 404
        assert not Continuation.objects.visible_to(cast.ida).exists()


def test_it_waits_on_the_pages_of_both_until_each_has_said(cast: Cast) -> None:
    with clock.at(FIRST_SESSION - timedelta(days=1)):
        assert Continuation.objects.waiting_for(cast.ida) == []
    with clock.at(NOW):
        assert Continuation.objects.waiting_for(cast.ida) == [cast.pair]
        assert Continuation.objects.waiting_for(cast.samira) == [cast.other_pair]
        # One question at a time: before she has said how it was, she is not asked this.
        assert b"Shall we go on?" not in signed_in(cast.noor).get("/", follow=True).content
        giving.give(cast.last, by=cast.noor, answers=well())
        for person in (cast.noor, cast.ida):
            assert b"Shall we go on?" in signed_in(person).get("/", follow=True).content
        Continuation.objects.say(cast.pair, "stay", by=cast.ida)
        assert Continuation.objects.waiting_for(cast.ida) == []
        assert b"Shall we go on?" not in signed_in(cast.ida).get("/", follow=True).content
        assert b"Shall we go on?" in signed_in(cast.noor).get("/", follow=True).content


def test_it_asks_nobody_while_they_have_stopped_for_now(cast: Cast) -> None:
    with clock.at(NOW):
        assert asked_after(cast.pair) == 3
        cast.pair.pause(by=cast.noor)
        assert asked_after(cast.pair) is None
        assert cast.pair not in Continuation.objects.waiting_for(cast.ida)
        with pytest.raises(NotAskedError):
            Continuation.objects.say(cast.pair, "stay", by=cast.ida)


def test_it_is_asked_of_nobody_where_the_practice_has_it_switched_off(cast: Cast) -> None:
    practice = Practice.objects.the()
    practice.switches |= {"go_on": False}
    practice.save()
    with clock.at(NOW):
        assert asked_after(cast.pair) is None
        assert Continuation.objects.waiting_for(cast.ida) == []
        assert "Nobody asks just now" in page(cast, cast.noor)
