"""The second door: four ways on, no reason asked, nothing lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from rightfit.conversation.models import Note
from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Ending, Pause
from tests.cast import NOW, Cast, signed_in

pytestmark = pytest.mark.django_db


def test_it_is_two_taps_and_keeps_nothing_of_having_looked(cast: Cast) -> None:
    with clock.at(NOW):
        noor = signed_in(cast.noor)
        before = Event.objects.count()
        page = noor.get(reverse("home:stopping")).content.decode()
    assert "Tell Ida first" in page
    assert Event.objects.count() == before


def test_it_tells_first(cast: Cast) -> None:
    with clock.at(NOW):
        signed_in(cast.noor).post(
            reverse("conversation:something_not_right"), {"sentence": "stopping", "form_key": str(uuid4())}
        )
    assert "thinking of stopping" in Note.objects.get().words


def test_it_stops_for_a_while_and_comes_back_with_one_tap(cast: Cast) -> None:
    with clock.at(NOW):
        noor = signed_in(cast.noor)
        noor.post(reverse("home:stop_now"), {"how": "pause", "goodbye": "thanks", "form_key": str(uuid4())})
        pause = Pause.objects.get()
        assert pause.words
        assert not Session.objects.filter(relationship=cast.pair).upcoming().exists()
        noor.post(reverse("relationship:go_on", args=[pause.pk]), {"form_key": str(uuid4())})
        assert Session.objects.filter(relationship=cast.pair).upcoming().exists()


def test_it_ends_for_good_with_a_ready_goodbye(cast: Cast) -> None:
    with clock.at(NOW):
        noor = signed_in(cast.noor)
        noor.post(reverse("home:stop_now"), {"how": "end", "goodbye": "enough", "form_key": str(uuid4())})
        assert Ending.objects.get(relationship=cast.pair).goodbye == "I have what I needed. Thank you."
        assert "Your work here has ended" in noor.get(reverse("home:you")).content.decode()


def test_it_gives_the_therapist_the_goodbye_and_nothing_else(cast: Cast) -> None:
    with clock.at(NOW):
        cast.pair.end(by=cast.noor, goodbye="I have what I needed. Thank you.")
        ida = signed_in(cast.ida)
        assert "I have what I needed." in ida.get(reverse("home:today")).content.decode()
        assert ida.get(reverse("home:pair", args=[cast.pair.pk])).status_code == 404
        assert "I have what" not in signed_in(cast.samira).get(reverse("home:today")).content.decode()
    with clock.at(NOW + timedelta(days=15)):
        assert "I have what" not in ida.get(reverse("home:today")).content.decode()


def test_it_takes_an_ending_back_within_a_day_and_puts_the_sessions_back(cast: Cast) -> None:
    address = reverse("relationship:take_back_ending", args=[cast.pair.pk])
    with clock.at(NOW):
        cast.pair.end(by=cast.noor)
        assert signed_in(cast.ida).post(address, {"form_key": str(uuid4())}).status_code == 404
    with clock.at(NOW + timedelta(hours=23)):
        signed_in(cast.noor).post(address, {"form_key": str(uuid4())})
        assert cast.pair.is_live
        assert Session.objects.filter(relationship=cast.pair).upcoming().count() == 2


def test_it_keeps_an_ending_that_is_older_than_a_day(cast: Cast) -> None:
    with clock.at(NOW):
        cast.pair.end(by=cast.noor)
    with clock.at(NOW + timedelta(hours=25)):
        address = reverse("relationship:take_back_ending", args=[cast.pair.pk])
        signed_in(cast.noor).post(address, {"form_key": str(uuid4())})
    assert not cast.pair.is_live


def test_it_changes_nothing_when_neither_was_picked(cast: Cast) -> None:
    with clock.at(NOW):
        answer = signed_in(cast.noor).post(reverse("home:stop_now"), {"goodbye": "enough", "form_key": str(uuid4())})
    assert answer.status_code == 303
    assert not Ending.objects.filter(relationship=cast.pair).exists()


def test_it_is_closed_to_the_therapist(cast: Cast) -> None:
    with clock.at(NOW):
        assert signed_in(cast.ida).get(reverse("home:stopping")).status_code == 404
