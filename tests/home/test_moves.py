"""A move shows on the pages of those who know of it, and on nobody else's."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from rightfit.conversation.models import Note
from rightfit.finding.models import Choice
from rightfit.keeping import clock
from rightfit.relationship.models import Relationship
from rightfit.relationship.responsible import responsible_for
from rightfit.transition.models import Arrival, HeadsUp, Postcard, Telling
from tests.cast import Cast, signed_in
from tests.transition.conftest import Moving, moving, page

__all__ = ["moving"]

pytestmark = pytest.mark.django_db


def test_it_tells_the_client_what_is_next_and_who_looks_after_them(moving: Moving) -> None:
    cast = moving.cast
    with moving.on(0):
        home = page(cast.noor, "home:you")
        assert "You move to someone new" in home
        assert "Next: look for someone, and ask for a first meeting." in home
        assert "Your person here today is Ida Fenwright." in home
    moving.choose(cast.samira)
    with moving.on(0):
        home = page(cast.noor, "home:you")
        assert "Samira books the first session with you." in home
        assert "Booked with" not in home  # those with Ida, who looks after her still, stand above
        new = moving.handover.new
        assert new is not None
        new.book(by=cast.samira, starts_at=clock.now() + timedelta(days=3))
        assert "Booked with Samira" in page(cast.noor, "home:you")
    with moving.on(4):
        assert "Still booked with Ida" in page(cast.noor, "home:you")


def test_it_leads_the_doors_to_who_looks_after_the_client(moving: Moving) -> None:
    """Until the first session with the new therapist has been held, they lead to the one until now."""
    cast = moving.cast
    moving.choose(cast.samira)
    doors = reverse("conversation:something_not_right")
    with moving.on(0):
        signed_in(cast.noor).post(doors, {"form_key": str(uuid4())})
        assert Note.objects.get().relationship == cast.pair
        assert responsible_for(cast.noor) == cast.ida
    assert moving.handover.new is not None
    moving.first_session(moving.handover.new)
    with moving.on(0):
        assert responsible_for(cast.noor) == cast.samira
        signed_in(cast.noor).post(doors, {"form_key": str(uuid4())})
        assert Note.objects.latest("at").relationship == moving.handover.new


def test_it_leaves_a_client_who_stopped_a_way_to_meet_someone(cast: Cast) -> None:
    with clock.at(cast.last.ends_at + timedelta(days=1)):
        cast.pair.end(by=cast.noor)
        home = page(cast.noor, "home:you")
    assert "Meet someone" in home
    assert "You move to someone new" not in home


def test_it_shows_a_therapist_nothing_of_a_move_before_they_are_told(moving: Moving) -> None:
    cast = moving.cast
    with moving.on(0):
        assert "moves to someone new" not in page(cast.ida, "home:today")
        Telling.objects.choose(moving.handover, "myself", by=cast.noor).say_told(by=cast.noor)
        assert "moves to someone new" in page(cast.ida, "home:today")
        assert "Noor" not in page(cast.samira, "home:today")


def test_it_brings_the_new_therapist_there_once_both_have_chosen(moving: Moving) -> None:
    cast = moving.cast
    meeting = moving.meet(cast.samira)
    with moving.on(0):
        choice = Choice.objects.choose(meeting, by=cast.noor)
        assert "comes to you from someone else" not in page(cast.samira, "home:today")
        new = choice.confirm(by=cast.samira)
    with moving.on(0):
        assert "comes to you from someone else" in page(cast.samira, "home:today")
    moving.first_session(new)
    with moving.on(0):
        Arrival.objects.say(moving.handover, by=cast.samira)
        assert "you said: settled in" in page(cast.samira, "home:today")
        Arrival.objects.say(moving.handover, by=cast.noor)
        assert "comes to you" not in page(cast.samira, "home:today")
        assert "You move to someone new" not in page(cast.noor, "home:you")
        Postcard.objects.send(moving.handover, by=cast.noor, words="All is well here.")
        today = page(cast.ida, "home:today")
        assert "From Noor" in today
        assert "All is well here." not in today
        assert "From Noor" not in page(cast.samira, "home:today")


def test_it_leads_to_the_talk_about_fit_on_its_day_and_not_before(cast: Cast) -> None:
    evening = cast.last.ends_at + timedelta(days=1)
    with clock.at(evening):
        HeadsUp.objects.raise_(cast.pair, by=cast.noor)
        assert "talk about whether you fit" not in page(cast.ida, "home:today")
    with clock.at(cast.next.starts_at - timedelta(hours=2)):
        assert "Noor would like to talk about whether you fit." in page(cast.ida, "home:today")
    assert Relationship.objects.live().filter(pk=cast.pair.pk).exists()


def test_it_reminds_a_therapist_of_a_talk_of_their_own(cast: Cast) -> None:
    with clock.at(cast.last.ends_at + timedelta(days=1)):
        HeadsUp.objects.raise_(cast.pair, by=cast.ida, reason="I know it less.", better="Somebody who knows it.")
    with clock.at(cast.next.starts_at - timedelta(hours=2)):
        today = page(cast.ida, "home:today")
    assert "Say it first, then open the page together." in today
    assert "I know it less." not in today


def test_it_names_the_coordinators_place_and_nobody_elses(cast: Cast) -> None:
    with clock.at(cast.last.ends_at):
        assert ">Moves<" in page(cast.tom, "home:waiting")
        assert ">Moves<" not in page(cast.mira, "home:waiting")
