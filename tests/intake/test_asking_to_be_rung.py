"""Somebody new asks to be rung: a named person, a day, and no story."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rightfit.intake.letters import lay_introducers_letters
from rightfit.intake.models import Enquiry, erase_old_enquiries, has_a_free_seat
from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.practice.models import Duty, Therapist
from tests.cast import NOW, Cast, signed_in

pytestmark = pytest.mark.django_db
SAYS = {"name": "Lior", "reach": "555 0111", "when": "evenings"}


def ask(page: str = "intake:enquire", **other: str) -> str:
    with clock.at(NOW):
        answer = Client().post(reverse(page), SAYS | {"form_key": str(uuid4())} | other, follow=True)
    return answer.content.decode()


def test_it_names_who_rings_and_by_when(cast: Cast) -> None:
    page = ask()
    assert "Tom Hale will get in touch with you by Friday 8 May" in page
    assert "by Thursday 7 May" in ask("intake:soon")


def test_it_keeps_what_was_typed_and_nothing_in_the_house_without_a_way_to_reach(cast: Cast) -> None:
    page = ask(reach="")
    assert 'value="Lior"' in page
    assert not Enquiry.objects.exists()


def test_it_refuses_kindly_where_nobody_rings(cast: Cast) -> None:
    Duty.objects.filter(kind=Duty.Kind.INTRODUCER).delete()
    assert "Nothing was kept" in ask()
    assert not Enquiry.objects.exists()


def test_it_shows_the_introducer_who_waits_and_nobody_else(cast: Cast) -> None:
    ask()
    with clock.at(NOW):
        assert "Lior" in signed_in(cast.tom).get(reverse("intake:waiting")).content.decode()
        for other in (cast.rosa, cast.ida, cast.mira, cast.noor):
            assert signed_in(other).get(reverse("intake:waiting")).status_code == 404
            assert not Enquiry.objects.visible_to(other).exists()


def test_it_goes_off_the_list_when_they_have_spoken(cast: Cast) -> None:
    ask()
    rung = reverse("intake:rung", args=[Enquiry.objects.get().pk])
    with clock.at(NOW):
        assert signed_in(cast.ida).post(rung, {"form_key": str(uuid4())}).status_code == 404
        assert Enquiry.objects.waiting().count() == 1
        signed_in(cast.tom).post(rung, {"form_key": str(uuid4())})
    assert Enquiry.objects.waiting().count() == 0


def test_it_writes_down_a_call_that_came_in(cast: Cast) -> None:
    with clock.at(NOW):
        signed_in(cast.tom).post(reverse("intake:waiting"), SAYS | {"soon": "yes", "form_key": str(uuid4())})
    assert Enquiry.objects.get().logged_by == cast.tom
    assert Enquiry.objects.get().soon


@pytest.mark.parametrize(("page", "late_after"), [("intake:enquire", 3), ("intake:soon", 2)])
def test_it_reaches_the_stand_in_once_the_day_has_passed(cast: Cast, page: str, late_after: int) -> None:
    with clock.at(NOW):
        Duty.objects.create(person=cast.samira, kind=Duty.Kind.STAND_IN)
    ask(page)
    for days, laid in ((0, 1), (late_after - 1, 0), (late_after, 1), (late_after, 0)):
        with clock.at(NOW + timedelta(days=days)):
            assert lay_introducers_letters() == laid
    assert {letter.to for letter in Letter.objects.all()} == {cast.tom.pk, cast.samira.pk}


def test_it_is_erased_ninety_days_after_the_last_act(cast: Cast) -> None:
    ask()
    with clock.at(NOW + timedelta(days=30)):
        Enquiry.objects.get().rung(by=cast.tom)
    with clock.at(NOW + timedelta(days=119)):
        assert erase_old_enquiries() == 0
    with clock.at(NOW + timedelta(days=121)):
        assert erase_old_enquiries() == 1
    assert not Enquiry.objects.exists()


def test_it_says_honestly_whether_there_is_room(cast: Cast) -> None:
    assert has_a_free_seat()
    Therapist.objects.update(seats=0)
    assert not has_a_free_seat()
