"""Worth asking: two readings kept apart, a question and never a verdict."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rightfit.checkin import giving, hints
from rightfit.checkin.reading import read
from rightfit.checkin.side import Side
from rightfit.checkin.worth_asking import Ring, Signal
from rightfit.keeping import clock
from rightfit.practice.models import Practice
from tests.cast import NOW, Cast, both_say, signed_in, well

pytestmark = pytest.mark.django_db
HIGH = {"understood": 9, "matters": 9, "useful": 9, "free": 9}
LOW = {"understood": 2, "matters": 2, "useful": 2, "free": 2}


def three_good_ones(cast: Cast) -> None:
    for session in cast.sessions()[:3]:
        both_say(session, cast, **HIGH)


def noor_says(cast: Cast, answers: dict[str, Any], *, keep_all: bool = False) -> None:
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=well(**answers), keep_all=keep_all)
        hints.lay_hints()


def test_it_asks_the_client_privately_after_a_low(cast: Cast) -> None:
    three_good_ones(cast)
    noor_says(cast, LOW)
    signal = Signal.objects.get(session=cast.last)
    assert signal.shown_to == Side.CLIENT
    assert not Signal.objects.visible_to(cast.ida).exists()


def test_it_reads_for_the_client_also_what_was_kept_private(cast: Cast) -> None:
    three_good_ones(cast)
    noor_says(cast, LOW, keep_all=True)
    assert Signal.objects.filter(shown_to=Side.CLIENT).exists()


def test_it_uses_nothing_of_the_therapists_in_the_clients_reading(cast: Cast) -> None:
    three_good_ones(cast)
    with clock.at(NOW):
        before = read(cast.pair, reader=cast.noor)
        giving.give(cast.last, by=cast.ida, answers={"understood": 0, "tap": "bring"})
        assert read(cast.pair, reader=cast.noor) == before


def test_it_does_not_ask_a_client_who_has_just_said_so(cast: Cast) -> None:
    three_good_ones(cast)
    noor_says(cast, LOW | {"tap": "bring"})
    assert not Signal.objects.exists()


def test_it_lays_nothing_when_it_is_quiet(cast: Cast) -> None:
    three_good_ones(cast)
    noor_says(cast, HIGH)
    assert not Signal.objects.exists()


def test_it_takes_a_skipped_check_in_for_nothing(cast: Cast) -> None:
    three_good_ones(cast)
    with clock.at(cast.next.starts_at.replace(hour=8)):
        hints.lay_hints()
    assert not Signal.objects.exists()


def test_it_stands_on_the_therapists_sheet_from_the_day_of_the_next_session(cast: Cast) -> None:
    three_good_ones(cast)
    with clock.at(NOW):
        giving.give(cast.last, by=cast.ida, answers={"understood": 1})
        hints.lay_hints()
        assert not Signal.objects.exists()
    with clock.at(cast.next.starts_at.replace(hour=8)):
        hints.lay_hints()
        assert Signal.objects.visible_to(cast.ida).filter(shown_to=Side.THERAPIST).exists()
        ida = Client()
        ida.force_login(cast.ida)
        page = ida.get(reverse("home:today")).content.decode()
    assert "Worth asking" in page
    assert "of 10 such hints mean nothing" in page


def test_it_is_laid_once_however_often_the_worker_ticks(cast: Cast) -> None:
    three_good_ones(cast)
    noor_says(cast, LOW)
    with clock.at(NOW):
        assert hints.lay_hints() == 0
    assert Signal.objects.count() == 1


def test_it_tells_the_therapist_nothing_of_the_answer(cast: Cast) -> None:
    three_good_ones(cast)
    noor_says(cast, LOW)
    signal = Signal.objects.get()
    noor, ida = Client(), Client()
    with clock.at(NOW):
        noor.force_login(cast.noor)
        noor.post(reverse("checkin:ring", args=[signal.pk]), {"answer": "yes", "form_key": str(uuid4())})
        assert Ring.objects.get().answer == "yes"
        ida.force_login(cast.ida)
        assert ida.post(reverse("checkin:ring", args=[signal.pk]), {"form_key": str(uuid4())}).status_code == 404


def test_it_asks_again_kindly_when_no_answer_was_tapped(cast: Cast) -> None:
    three_good_ones(cast)
    noor_says(cast, LOW)
    noor = Client()
    noor.force_login(cast.noor)
    with clock.at(NOW):
        noor.post(
            reverse("checkin:ring", args=[Signal.objects.get().pk]), {"answer": "maybe", "form_key": str(uuid4())}
        )
    assert not Ring.objects.exists()


@pytest.mark.parametrize(("said", "stays"), [("yes", True), ("no", False), (None, False)])
def test_it_is_erased_after_three_sessions_unless_confirmed(cast: Cast, said: str | None, stays: bool) -> None:
    three_good_ones(cast)
    noor_says(cast, LOW)
    if said:
        with clock.at(NOW):
            hints.answer(Signal.objects.get(), by=cast.noor, said=said)
    with clock.at(NOW + timedelta(days=3)):
        cast.pair.series.get().lay_ahead()
    with clock.at(NOW + timedelta(weeks=3)):
        hints.erase_old_hints()
    assert Signal.objects.exists() is stays


def test_it_stays_off_where_the_practice_switched_it_off(cast: Cast) -> None:
    practice = Practice.objects.the()
    practice.switches = {"hints_to_client": False, "hints_to_therapist": False}
    practice.save()
    three_good_ones(cast)
    noor_says(cast, LOW)
    with clock.at(cast.next.starts_at.replace(hour=8)):
        assert hints.lay_hints() == 0


def test_it_welcomes_all_tens_and_doubts_them_nowhere_before_the_client(cast: Cast) -> None:
    tens = {"understood": 10, "matters": 10, "useful": 10, "free": 10}
    for session in cast.sessions()[:4]:
        both_say(session, cast, **tens)
    noor = Client()
    noor.force_login(cast.noor)
    with clock.at(NOW):
        pages = noor.get(reverse("home:you")).content.decode() + noor.get(reverse("home:course")).content.decode()
        told = signed_in(cast.ida).get(reverse("home:pair", args=[cast.pair.pk])).content.decode()
    assert "cannot tell" not in pages
    assert "we cannot tell" in told
