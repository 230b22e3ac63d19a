"""Another therapist: one step, no reason, never through the therapist."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.keeping.models import Event, Letter
from rightfit.practice.models import Duty
from rightfit.relationship.models import Relationship
from rightfit.transition.letters import lay_coordinators_letters
from rightfit.transition.models import Handover, Request
from tests.cast import NOW, Cast, signed_in

pytestmark = pytest.mark.django_db


def ask(cast: Cast) -> Request:
    with clock.at(NOW):
        signed_in(cast.noor).post(reverse("transition:someone_else"), {"form_key": str(uuid4())})
    return Request.objects.get()


def test_it_takes_one_step_and_reaches_the_coordinator_by_name(cast: Cast) -> None:
    ask(cast)
    with clock.at(NOW):
        assert "Noor" in signed_in(cast.tom).get(reverse("home:waiting")).content.decode()


@pytest.mark.parametrize("page", ["home:waiting", "transition:asked"])
def test_the_button_says_wherever_it_stands_that_it_opens_a_move(cast: Cast, page: str) -> None:
    ask(cast)
    with clock.at(NOW):
        assert "We have spoken: open the move" in signed_in(cast.tom).get(reverse(page)).content.decode()


def test_the_button_does_not_say_so_where_a_move_is_open(cast: Cast) -> None:
    with clock.at(NOW):
        Handover.objects.open(cast.pair, by=cast.noor)
    Request.objects.create(relationship=cast.pair, at=NOW + timedelta(hours=1))
    with clock.at(NOW):
        page = signed_in(cast.tom).get(reverse("home:waiting")).content.decode()
    assert "We have spoken" in page
    assert "open the move" not in page


def test_it_says_so_where_the_client_has_begun_with_somebody_and_opens_no_move(cast: Cast) -> None:
    asked = ask(cast)
    with clock.at(NOW):
        cast.pair.end(by=cast.noor)
        Relationship.objects.begin(client=cast.noor, therapist=cast.samira, by=cast.tom)
        taken_up = reverse("transition:take_up", args=[asked.pk])
        page = signed_in(cast.tom).post(taken_up, {"form_key": str(uuid4())}, follow=True).content.decode()
    assert "They have begun with somebody by now" in page
    assert not Handover.objects.exists()


def test_it_stands_in_the_clients_trail(cast: Cast) -> None:
    asked = ask(cast)
    lines = Event.objects.filter(verb="asked for someone else")
    assert [(line.chain, line.by, line.about_id) for line in lines] == [(cast.noor.pk, cast.noor.pk, asked.pk)]


def test_it_tells_neither_the_therapist_nor_the_lead(cast: Cast) -> None:
    ask(cast)
    with clock.at(NOW):
        for person in (cast.ida, cast.rosa):
            assert not Request.objects.visible_to(person).exists()


def test_it_writes_the_coordinator_one_neutral_letter(cast: Cast) -> None:
    ask(cast)
    with clock.at(NOW):
        assert lay_coordinators_letters() == 1
        assert lay_coordinators_letters() == 0
    assert Letter.objects.get().to == cast.tom.pk


def test_it_can_be_taken_back(cast: Cast) -> None:
    request = ask(cast)
    with clock.at(NOW):
        signed_in(cast.noor).post(reverse("transition:take_back", args=[request.pk]), {"form_key": str(uuid4())})
    assert not Request.objects.exists()


def test_it_takes_the_hat_off_a_coordinator_who_is_the_therapist(cast: Cast) -> None:
    Duty.objects.create(person=cast.ida, kind=Duty.Kind.COORDINATOR)
    ask(cast)
    with clock.at(NOW):
        assert not Request.objects.visible_to(cast.ida).exists()
        assert Request.objects.visible_to(cast.tom).exists()


def test_it_says_what_to_do_where_nobody_is_named(cast: Cast) -> None:
    Duty.objects.filter(kind=Duty.Kind.COORDINATOR).delete()
    with clock.at(NOW):
        page = signed_in(cast.noor).get(reverse("transition:someone_else")).content.decode()
    assert "Ring the practice" in page


def test_it_writes_to_a_stand_in_after_two_working_days_and_names_no_client(cast: Cast) -> None:
    ask(cast)  # a Wednesday: Thursday, Friday
    with clock.at(NOW):
        Duty.objects.create(person=cast.samira, kind=Duty.Kind.STAND_IN)
    for days, laid in ((0, 1), (2, 0), (5, 1), (5, 0)):
        with clock.at(NOW + timedelta(days=days)):
            assert lay_coordinators_letters() == laid
    assert Letter.objects.get(to=cast.samira.pk).path == reverse("transition:overdue")
    with clock.at(NOW + timedelta(days=5)):
        page = signed_in(cast.samira).get(reverse("transition:overdue")).content.decode()
        assert signed_in(cast.tom).get(reverse("transition:overdue")).status_code == 404
    assert "Tom" in page
    assert "Noor" not in page


def test_it_reaches_no_coordinator_who_once_treated_the_client(cast: Cast) -> None:
    Duty.objects.filter(kind=Duty.Kind.COORDINATOR).update(person=cast.jonas)
    with clock.at(NOW):
        request = Request.objects.ask(cast.pair, by=cast.noor)
        assert not Request.objects.visible_to(cast.jonas).filter(pk=request.pk).exists()
        assert Request.objects.nobody_may_take() == 1
        assert lay_coordinators_letters() == 0
