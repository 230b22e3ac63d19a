"""I'd rather tell someone else: it reaches the listener, and never the therapist."""

from uuid import uuid4

import pytest
from django.urls import reverse

from rightfit.checkin.models import Tap
from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.listening.letters import lay_listeners_letters
from rightfit.practice.models import Duty
from tests.cast import NOW, Cast, signed_in

pytestmark = pytest.mark.django_db


def ask(cast: Cast) -> Tap:
    with clock.at(NOW):
        signed_in(cast.noor).post(reverse("listening:rather_tell"), {"form_key": str(uuid4())})
    return Tap.objects.get()


def test_it_reaches_the_listener_with_a_way_to_ring(cast: Cast) -> None:
    ask(cast)
    with clock.at(NOW):
        page = signed_in(cast.mira).get(reverse("home:waiting")).content.decode()
    assert "Noor" in page
    assert "555 0177" in page


def test_it_writes_the_listener_one_neutral_letter(cast: Cast) -> None:
    ask(cast)
    with clock.at(NOW):
        assert lay_listeners_letters() == 1
        assert lay_listeners_letters() == 0
    letter = Letter.objects.get()
    assert letter.to == cast.mira.pk
    assert letter.path == reverse("home:waiting")


def test_it_is_asked_once_however_often_it_is_pressed(cast: Cast) -> None:
    ask(cast)
    ask(cast)


def test_it_shows_nothing_to_therapist_lead_and_coordinator(cast: Cast) -> None:
    tap = ask(cast)
    for other in (cast.ida, cast.rosa, cast.tom, cast.samira):
        assert not Tap.objects.visible_to(other).filter(pk=tap.pk).exists()


def test_it_is_read_by_the_listener_it_names_and_by_no_other(cast: Cast) -> None:
    tap = ask(cast)
    Duty.objects.create(person=cast.tom, kind=Duty.Kind.LISTENER, since=NOW.date())
    with clock.at(NOW):
        assert Tap.objects.visible_to(cast.mira).filter(pk=tap.pk).exists()
        assert not Tap.objects.visible_to(cast.tom).filter(pk=tap.pk).exists()


def test_it_goes_off_the_list_when_they_are_in_touch(cast: Cast) -> None:
    tap = ask(cast)
    with clock.at(NOW):
        mira = signed_in(cast.mira)
        mira.post(reverse("listening:in_touch", args=[tap.pk]), {"form_key": str(uuid4())})
        assert "Noor" not in mira.get(reverse("home:waiting")).content.decode()


def test_it_refuses_anybody_else_who_says_they_are_in_touch(cast: Cast) -> None:
    tap = ask(cast)
    with clock.at(NOW):
        for other in (cast.ida, cast.tom, cast.noor):
            answer = signed_in(other).post(reverse("listening:in_touch", args=[tap.pk]), {"form_key": str(uuid4())})
            assert answer.status_code == 404
