"""Moving to someone new: opened by either way, told as the client chose, ended in one transaction."""

from datetime import timedelta

import pytest
from django.urls import reverse

from rightfit.finding.choice import NotMovingError
from rightfit.finding.models import Choice, Introduction, Search
from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.practice.models import Duty
from rightfit.relationship.models import Ending, NotYoursError, Relationship, TooLateError
from rightfit.relationship.responsible import responsible_for
from rightfit.transition.arriving import NotMetYetError, end_old_relationships
from rightfit.transition.handover import OverError
from rightfit.transition.letters import lay_moving_letters
from rightfit.transition.models import Arrival, CalledOff, Handover, PacketItem, Request, Telling
from tests.cast import NOW, Cast
from tests.transition.conftest import Moving, page, press, status

pytestmark = pytest.mark.django_db


def live(relationship: Relationship) -> bool:
    return Relationship.objects.live().filter(pk=relationship.pk).exists()


def test_it_goes_from_the_request_to_settling_in(cast: Cast) -> None:
    with clock.at(NOW):
        press(cast.noor, "transition:someone_else")
        assert "Noor" in page(cast.tom, "transition:asked")
        press(cast.tom, "transition:take_up", Request.objects.get().pk)
        handover = Handover.objects.get()
        assert lay_moving_letters() == 1
        assert Letter.objects.get().to == cast.noor.pk
        assert "Tom Hale" in page(cast.noor, "transition:moving")
        press(cast.noor, "transition:missing", handover.pk, missing=["calm"])
        assert Search.objects.get(person=cast.noor).missing == ["More calm"]
    moving = Moving(cast, handover)
    introduction = moving.meet(cast.samira)
    with moving.on(0):
        press(cast.noor, "finding:choose", introduction.pk)
        assert status(cast.samira, "transition:handover", handover.pk) == 404
        press(cast.samira, "finding:confirm", Choice.objects.get().pk)
        new = Relationship.objects.get(client=cast.noor, therapist=cast.samira)
        assert responsible_for(cast.noor) == cast.ida
        assert status(cast.samira, "transition:handover", handover.pk) == 200
        press(cast.noor, "transition:settled", handover.pk)
        assert not Arrival.objects.exists()
    moving.first_session(new)
    with moving.on(0):
        assert responsible_for(cast.noor) == cast.samira
        press(cast.noor, "transition:settled", handover.pk)
        assert live(cast.pair)
        assert status(cast.ida, "home:pair", cast.pair.pk) == 200
        press(cast.samira, "transition:settled", handover.pk)
        assert not live(cast.pair)
        assert status(cast.ida, "home:pair", cast.pair.pk) == 404
        assert Handover.objects.of(cast.noor) is None
        assert "Your move is done" in page(cast.noor, "transition:moving")


def test_it_opens_by_the_clients_own_move_and_writes_to_the_coordinator(cast: Cast) -> None:
    with clock.at(NOW):
        press(cast.noor, "transition:open_move", missing=["plan", "nonsense"])
        press(cast.noor, "transition:open_move")
        assert Handover.objects.get().leaving == cast.pair
        lay_moving_letters()
        assert list(Letter.objects.values_list("to", flat=True)) == [cast.tom.pk]
        assert lay_moving_letters() == 0
        assert "moving" in str(press(cast.noor, "transition:someone_else").url)


def test_it_opens_one_move_at_a_time(moving: Moving) -> None:
    with moving.on(0):
        assert Handover.objects.open(moving.cast.pair, by=moving.cast.tom) == moving.handover
    moving.choose(moving.cast.samira)
    with moving.on(0):
        newer = moving.handover.new
        assert newer is not None
        assert Handover.objects.open(newer, by=moving.cast.noor) == moving.handover


@pytest.mark.parametrize("how", Telling.How.values)
def test_it_tells_the_present_therapist_as_the_client_chose_and_not_before(how: str, moving: Moving) -> None:
    cast, handover = moving.cast, moving.handover
    with moving.on(0):
        assert status(cast.ida, "transition:handover", handover.pk) == 404
        press(cast.noor, "transition:tell", handover.pk, how=how)
        assert status(cast.ida, "transition:handover", handover.pk) == 404
        told_by_tom = press(cast.tom, "transition:told", handover.pk).status_code != 404
        assert told_by_tom == (how == "coordinator")
    with clock.at(cast.next.starts_at):
        assert (status(cast.ida, "transition:handover", handover.pk) == 200) == (how != "myself")
        if how == "myself":
            assert press(cast.ida, "transition:told", handover.pk).status_code == 404
            press(cast.noor, "transition:told", handover.pk)
        text = page(cast.ida, "transition:handover", handover.pk)
        assert "You stay their person" in text
        assert "Samira" not in text
        assert Handover.objects.told_to(cast.ida).exists()


def test_it_keeps_others_out(moving: Moving) -> None:
    cast = moving.cast
    with moving.on(0):
        for person in (cast.ida, cast.rosa, cast.mira, cast.samira, cast.jonas, cast.evren):
            assert status(person, "transition:handover", moving.handover.pk) == 404
        Duty.objects.create(person=cast.ida, kind=Duty.Kind.COORDINATOR)
        assert not Handover.objects.visible_to(cast.ida).exists()
        for act in ("look_further", "leave_now", "call_off", "tell", "missing"):
            assert press(cast.tom, f"transition:{act}", moving.handover.pk).status_code == 404
        with pytest.raises(NotYoursError):
            moving.handover.call_off(by=cast.tom, then="stop")


def test_it_is_ended_by_her_no_and_takes_first_meetings_back(moving: Moving) -> None:
    cast = moving.cast
    introduction = moving.meet(cast.samira)
    with moving.on(0):
        Choice.objects.choose(introduction, by=cast.noor)
        PacketItem.objects.pack(moving.handover, by=cast.noor, ticked=[], own="a line")
        press(cast.noor, "transition:call_off", moving.handover.pk, then="stay")
        assert CalledOff.objects.get().then == "stay"
        assert not Introduction.objects.on_offer().exists()
        assert not PacketItem.objects.exists()
        assert responsible_for(cast.noor) == cast.ida
        assert not Handover.objects.under_way().exists()
        with pytest.raises(OverError):
            moving.handover.leave_now(by=cast.noor)
        assert Handover.objects.open(cast.pair, by=cast.noor) == moving.handover
        assert moving.handover.is_under_way


def test_it_stops_altogether_and_leaves_her_a_person(moving: Moving) -> None:
    new = moving.choose(moving.cast.samira)
    with moving.on(0):
        press(moving.cast.noor, "transition:call_off", moving.handover.pk, then="stop")
        assert not new.is_live
        assert not moving.cast.pair.is_live
        assert responsible_for(moving.cast.noor) == moving.cast.tom


def test_it_looks_further_when_the_new_one_is_not_right_either(moving: Moving) -> None:
    cast = moving.cast
    with moving.on(0):
        moving.handover.say_what_was_missing(["More calm"], by=cast.noor)
    new = moving.choose(cast.samira)
    with moving.on(0):
        press(cast.noor, "transition:look_further", moving.handover.pk)
        assert not new.is_live
        assert cast.pair.is_live
        assert not Handover.objects.visible_to(cast.samira).exists()
        assert moving.handover.search is not None
        assert moving.handover.search.missing == ["More calm"]
    again = moving.choose(cast.jonas)
    assert moving.handover.new == again


def test_it_ends_the_old_work_at_once_on_her_word_and_the_coordinator_looks_after_her(moving: Moving) -> None:
    cast = moving.cast
    with moving.on(0):
        press(cast.noor, "transition:leave_now", moving.handover.pk)
        assert not cast.pair.is_live
        assert responsible_for(cast.noor) == cast.tom
        assert "Tom Hale" in page(cast.noor, "transition:moving")
    new = moving.choose(cast.samira)
    assert responsible_for(cast.noor) == cast.samira
    assert moving.handover.new == new


def test_it_revives_the_move_where_she_takes_the_ending_of_the_new_work_back(moving: Moving) -> None:
    cast = moving.cast
    new = moving.choose(cast.samira)
    with moving.on(0):
        moving.handover.call_off(by=cast.noor, then="stay")
        press(cast.noor, "relationship:take_back_ending", new.pk)
        assert new.is_live
        assert Handover.objects.of(cast.noor) == moving.handover
        moving.handover.call_off(by=cast.noor, then="stay")
        assert Handover.objects.of(cast.noor) is None


def test_it_ends_the_old_work_two_weeks_after_the_first_session_at_the_latest(moving: Moving) -> None:
    new = moving.choose(moving.cast.samira)
    with moving.on(30):
        assert end_old_relationships() == 0
    moving.first_session(new)
    with moving.on(12):
        assert end_old_relationships() == 0
        assert live(moving.cast.pair)
    with moving.on(2):
        assert end_old_relationships() == 1
        assert not live(moving.cast.pair)
        assert end_old_relationships() == 0
        assert moving.handover.is_under_way, "it still asks whether they have settled in"


def test_it_asks_nobody_but_the_two_whether_she_settled_in(moving: Moving) -> None:
    cast = moving.cast
    new = moving.choose(cast.samira)
    with moving.on(0), pytest.raises(NotMetYetError):
        Arrival.objects.say(moving.handover, by=cast.noor)
    moving.first_session(new)
    with moving.on(0):
        for person in (cast.ida, cast.tom):
            with pytest.raises(NotYoursError):
                Arrival.objects.say(moving.handover, by=person)
        lay_moving_letters()
        asked = Letter.objects.filter(path=reverse("transition:settled", args=[moving.handover.pk]))
        assert set(asked.values_list("to", flat=True)) == {cast.noor.pk, cast.samira.pk}


def test_it_writes_to_the_coordinator_when_it_ages(moving: Moving) -> None:
    with moving.on(20):
        lay_moving_letters()
        before = Letter.objects.filter(to=moving.cast.tom.pk).count()
        assert not Handover.objects.ageing().exists()
    with moving.on(2):
        lay_moving_letters()
        assert Letter.objects.filter(to=moving.cast.tom.pk).count() == before + 1
        assert Handover.objects.ageing().get() == moving.handover
        assert lay_moving_letters() == 0


def test_it_says_who_is_told_when_only_a_request_was_made(cast: Cast) -> None:
    with clock.at(NOW):
        Request.objects.ask(cast.pair, by=cast.noor)
    with clock.at(cast.next.starts_at + timedelta(minutes=5)):
        assert not Handover.objects.visible_to(cast.ida).exists()
        assert not Request.objects.visible_to(cast.ida).exists()


def test_it_tells_neither_therapist_who_the_other_is(moving: Moving) -> None:
    cast = moving.cast
    with moving.on(0):
        Telling.objects.choose(moving.handover, "myself", by=cast.noor).say_told(by=cast.noor)
    new = moving.choose(cast.samira)
    with moving.on(0):
        assert "Ida" not in page(cast.samira, "transition:handover", moving.handover.pk)
    moving.first_session(new)
    with moving.on(0):
        assert "Samira" not in page(cast.ida, "transition:handover", moving.handover.pk)


def test_it_is_gone_from_the_coordinators_pages_once_it_has_arrived(moving: Moving) -> None:
    cast = moving.cast
    moving.first_session(moving.choose(cast.samira))
    with moving.on(0):
        assert status(cast.tom, "transition:handover", moving.handover.pk) == 200
        for person in (cast.noor, cast.samira):
            Arrival.objects.say(moving.handover, by=person)
        assert status(cast.tom, "transition:handover", moving.handover.pk) == 404


def test_a_short_hour_booked_at_once_tells_no_therapist_of_a_move(moving: Moving) -> None:
    cast = moving.cast
    with moving.on(0):
        Telling.objects.choose(moving.handover, "page", by=cast.noor)
        cast.pair.book(by=cast.ida, starts_at=moving.now + timedelta(hours=3))
        assert status(cast.ida, "transition:handover", moving.handover.pk) == 404


def test_a_request_waits_no_longer_once_the_client_has_opened_the_move(cast: Cast) -> None:
    with clock.at(NOW):
        Request.objects.ask(cast.pair, by=cast.noor)
        assert Request.objects.waiting().count() == 1
        Handover.objects.open(cast.pair, by=cast.noor)
        assert not Request.objects.waiting().exists()


@pytest.mark.parametrize("how", ["page", "myself"])
def test_it_keeps_the_way_of_telling_once_they_may_know(how: str, moving: Moving) -> None:
    cast, handover = moving.cast, moving.handover
    with moving.on(0):
        telling = Telling.objects.choose(handover, how, by=cast.noor)
        chosen_at = telling.at
    with clock.at(cast.next.starts_at):
        assert Telling.objects.choose(handover, how, by=cast.noor).at == chosen_at
        if how == "myself":
            telling.say_told(by=cast.noor)
        assert status(cast.ida, "transition:handover", handover.pk) == 200
        with pytest.raises(TooLateError):
            Telling.objects.choose(handover, "coordinator", by=cast.noor)
        press(cast.noor, "transition:tell", handover.pk, how="coordinator")
        assert status(cast.ida, "transition:handover", handover.pk) == 200
        assert Telling.objects.get().how == how


def test_it_lets_nobody_begin_anew_out_of_a_move_that_was_called_off(moving: Moving) -> None:
    cast = moving.cast
    with moving.on(0):
        moving.handover.call_off(by=cast.noor, then="stay")
        introduction = Introduction.objects.ask(Search.objects.begin(cast.noor), therapist=cast.samira, by=cast.noor)
        introduction.offer([moving.now + timedelta(hours=3)], by=cast.samira)
        introduction.pick(introduction.offered_times.get(), by=cast.noor)
    with moving.on(1):
        with pytest.raises(NotMovingError):
            Choice.objects.choose(introduction, by=cast.noor)
        assert list(Relationship.objects.live().filter(client=cast.noor)) == [cast.pair]
        Handover.objects.open(cast.pair, by=cast.noor)
        Choice.objects.choose(introduction, by=cast.noor).confirm(by=cast.samira)
        assert Handover.objects.of(cast.noor) is not None


def test_it_takes_the_no_back_with_the_ending_that_it_brought(moving: Moving) -> None:
    cast = moving.cast
    new = moving.choose(cast.samira)
    moving.first_session(new)
    with moving.on(0):
        moving.handover.call_off(by=cast.noor, then="stay")
        Ending.objects.get(relationship=new).take_back()
        Arrival.objects.say(moving.handover, by=cast.samira)
        Arrival.objects.say(moving.handover, by=cast.noor)
        assert not CalledOff.objects.exists()
        assert "Your move is done" in page(cast.noor, "transition:moving")
        assert status(cast.noor, "transition:postcard", moving.handover.pk) == 200
