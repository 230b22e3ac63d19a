"""Who listens changes; what a client asked stays, and reaches somebody who is not involved."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rightfit.checkin import giving
from rightfit.checkin.models import Tap
from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.listening import waiting
from rightfit.listening.letters import lay_listeners_letters
from rightfit.listening.models import Acknowledgement, acknowledge, ask_to_listen
from rightfit.practice.models import Duty, Person
from rightfit.relationship.models import Relationship
from rightfit.relationship.responsible import coordinator_for, in_time_since, listener_for
from tests.cast import NOW, Cast, person, signed_in, well

pytestmark = pytest.mark.django_db
FRIDAY, NEXT_MONDAY, NEXT_TUESDAY = (NOW + timedelta(days=days) for days in (2, 5, 6))


def asked(cast: Cast) -> Tap:
    with clock.at(NOW):
        tap = ask_to_listen(cast.pair, by=cast.noor)
    assert tap is not None
    return tap


def name(who: Person, kind: Duty.Kind) -> Duty:
    with clock.at(NOW - timedelta(days=1)):
        return Duty.objects.create(person=who, kind=kind)


def mira_stops() -> None:
    Duty.objects.filter(kind=Duty.Kind.LISTENER, person__given_name="Mira").update(
        until=clock.day_of(NOW) - timedelta(days=1)
    )


def says_in_touch(browser: Client, tap: Tap) -> int:
    return browser.post(reverse("listening:in_touch", args=[tap.pk]), {"form_key": str(uuid4())}).status_code


def test_it_goes_to_whoever_listens_today_and_refuses_who_did(cast: Cast) -> None:
    tap = asked(cast)
    mira_stops()
    lea = person("Lea")
    name(lea, Duty.Kind.LISTENER)
    with clock.at(NOW):
        assert says_in_touch(signed_in(cast.mira), tap) == 404
        assert says_in_touch(signed_in(lea), tap) == 303
    assert Acknowledgement.objects.get().by == lea


def test_it_stays_with_the_listener_who_was_asked_until_it_is_late(cast: Cast) -> None:
    asked(cast)
    lea = person("Lea")
    name(lea, Duty.Kind.LISTENER)
    with clock.at(NEXT_MONDAY):
        assert not waiting.taps_for_listener(lea).exists()
    with clock.at(NEXT_TUESDAY):
        assert waiting.taps_for_listener(lea).exists()
        assert waiting.taps_for_listener(cast.mira).exists()


@pytest.mark.parametrize("who", ["noor", "ida", "jonas"])
def test_it_names_nobody_who_is_part_of_the_matter(cast: Cast, who: str) -> None:
    Duty.objects.all().delete()
    involved = getattr(cast, who)
    name(involved, Duty.Kind.LISTENER)
    name(involved, Duty.Kind.COORDINATOR)
    with clock.at(NOW):
        assert listener_for(cast.pair) is None
        assert coordinator_for(cast.pair) is None
        if who == "noor":
            return
        assert listener_for(cast.other_pair) == involved
        assert coordinator_for(cast.other_pair) == involved


def test_it_hides_it_from_a_listener_who_comes_to_treat_the_client(cast: Cast) -> None:
    tap = asked(cast)
    lea = person("Lea")
    name(lea, Duty.Kind.LISTENER)
    with clock.at(NOW):
        Relationship.objects.create(client=cast.noor, therapist=cast.mira)
        assert says_in_touch(signed_in(cast.mira), tap) == 404
        assert list(waiting.taps_for_listener(lea)) == [tap]


def test_it_counts_what_nobody_may_take(cast: Cast) -> None:
    asked(cast)
    with clock.at(NOW):
        assert waiting.nobody_may_take() == 0
    mira_stops()
    with clock.at(NOW):
        assert waiting.nobody_may_take() == 1


def test_it_counts_working_days_from_the_day_after(cast: Cast) -> None:
    asked(cast)  # a Wednesday: Thursday, Friday, Monday
    with clock.at(NEXT_MONDAY):
        assert waiting.late().count() == 0
    with clock.at(NEXT_TUESDAY):
        assert waiting.late().count() == 1
        assert clock.day_of(in_time_since(3)) == clock.day_of(NOW + timedelta(days=1))


def test_it_writes_to_a_second_listener_when_it_is_late(cast: Cast) -> None:
    asked(cast)
    lea = person("Lea")
    name(lea, Duty.Kind.LISTENER)
    for moment, laid in ((NOW, 1), (NEXT_MONDAY, 0), (NEXT_TUESDAY, 1), (NEXT_TUESDAY, 0)):
        with clock.at(moment):
            assert lay_listeners_letters() == laid
    assert {letter.to for letter in Letter.objects.all()} == {cast.mira.pk, lea.pk}


def test_it_asks_a_stand_in_to_remind_and_names_no_client(cast: Cast) -> None:
    asked(cast)
    lea = person("Lea")
    name(lea, Duty.Kind.STAND_IN)
    with clock.at(NEXT_TUESDAY):
        assert lay_listeners_letters() == 2
        page = signed_in(lea).get(reverse("listening:overdue"))
        assert signed_in(cast.mira).get(reverse("listening:overdue")).status_code == 404
    assert Letter.objects.get(to=lea.pk).path == reverse("listening:overdue")
    assert "Mira" in page.content.decode()
    assert "Noor" not in page.content.decode()


def gives(cast: Cast, **says: object) -> None:
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=well(**says))
        lay_listeners_letters()


def test_it_keeps_what_the_listener_did_when_the_form_is_changed(cast: Cast) -> None:
    gives(cast, tap="listener")
    tap = Tap.objects.get()
    with clock.at(NOW):
        acknowledge(tap, by=cast.mira)
    gives(cast, tap="listener", understood=3)
    gives(cast, tap="no")
    assert Acknowledgement.objects.get().tap == tap
    assert Tap.objects.get(check_in__isnull=False).choice == "no"
    assert Letter.objects.count() == 1


def test_it_is_taken_back_before_anybody_was_in_touch_and_asked_anew(cast: Cast) -> None:
    gives(cast, tap="listener")
    gives(cast, tap="no")
    with clock.at(NOW):
        assert not waiting.taps_for_listener(cast.mira).exists()
        assert acknowledge(Tap.objects.get(), by=cast.mira) is None
    assert not Acknowledgement.objects.exists()
    with clock.at(FRIDAY):
        giving.give(cast.last, by=cast.noor, answers=well(tap="listener"))
        assert lay_listeners_letters() == 1


def test_it_is_read_no_more_by_who_listens_no_more(cast: Cast) -> None:
    tap = asked(cast)
    with clock.at(NOW):
        assert Tap.objects.visible_to(cast.mira).get() == tap
    mira_stops()
    with clock.at(NOW):
        assert not Tap.objects.visible_to(cast.mira).exists()
        assert Tap.objects.visible_to(cast.noor).get() == tap
