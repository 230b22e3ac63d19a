"""The day sheet: one thing to know and one sentence to try, then one mark, then home."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from rightfit.checkin import giving
from rightfit.checkin.letters import lay_letters
from rightfit.home.sheet import day_sheet
from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from tests.cast import NOW, Cast, both_say, signed_in

pytestmark = pytest.mark.django_db


def test_it_shows_what_the_client_tapped_on_the_day_and_not_before(cast: Cast) -> None:
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers={"tap": "bring", "more_of": ["calm"], "understood": 3})
        assert day_sheet(cast.ida).hours == []
    with clock.at(cast.next.starts_at.replace(hour=8)):
        card = day_sheet(cast.ida).hours[0].card
    assert card is not None
    assert card.kind == "tap"
    assert "bring it up" in card.know
    assert card.attempt


def test_it_has_one_quiet_card_when_there_is_nothing_to_know(cast: Cast) -> None:
    both_say(cast.last, cast)
    with clock.at(cast.next.starts_at.replace(hour=8)):
        card = day_sheet(cast.ida).hours[0].card
    assert card is not None
    assert card.kind == "quiet"


def test_it_says_go_home_when_every_hour_is_over_and_marked(cast: Cast) -> None:
    with clock.at(cast.next.ends_at + timedelta(minutes=5)):
        assert not day_sheet(cast.ida).done
        giving.give(cast.next, by=cast.ida, answers={"understood": 7})
        assert day_sheet(cast.ida).done
        assert "Done. Go home." in signed_in(cast.ida).get(reverse("home:today")).content.decode()


def test_it_takes_one_tap_to_say_that_an_hour_did_not_take_place(cast: Cast) -> None:
    with clock.at(cast.next.ends_at + timedelta(minutes=5)):
        signed_in(cast.ida).post(reverse("relationship:missed", args=[cast.next.pk]), {"form_key": str(uuid4())})
        assert day_sheet(cast.ida).done


def test_it_takes_one_tap_within_the_hour_too_so_that_no_letter_asks_how_it_was(cast: Cast) -> None:
    with clock.at(cast.next.starts_at + timedelta(minutes=20)):
        ida = signed_in(cast.ida)
        assert "Noor has not come" in ida.get(reverse("home:today")).content.decode()
        ida.post(reverse("relationship:missed", args=[cast.next.pk]), {"form_key": str(uuid4())})
    with clock.at(cast.next.ends_at + timedelta(minutes=5)):
        lay_letters()
    assert not Letter.objects.filter(path__contains=str(cast.next.pk)).exists()


def test_it_says_that_an_hour_was_cancelled(cast: Cast) -> None:
    with clock.at(NOW):
        cast.next.cancel(by=cast.noor)
    with clock.at(cast.next.starts_at.replace(hour=8)):
        assert "cancelled" in signed_in(cast.ida).get(reverse("home:today")).content.decode()


def test_it_still_asks_for_the_marks_of_the_days_before(cast: Cast) -> None:
    with clock.at(NOW):
        assert [hour.session for hour in day_sheet(cast.ida).unrated_before] == [cast.last]


def test_it_shows_a_therapist_without_clients_what_will_be_here(cast: Cast) -> None:
    with clock.at(NOW):
        page = signed_in(cast.jonas).get(reverse("home:today")).content.decode()
    assert "No one to see yet" in page


def test_it_refuses_who_is_no_therapist(cast: Cast) -> None:
    with clock.at(NOW):
        assert signed_in(cast.rosa).get(reverse("home:today")).status_code == 404
