"""The open door: after a session missed without word one sign, once, as the client wished; and one tap in return."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from rightfit.checkin import giving
from rightfit.keeping import clock
from rightfit.keeping.models import Event, Letter
from rightfit.practice.models import Duty, Person, Practice
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import EndedError, NotYoursError, Pause
from rightfit.relationship.open_door import DoorAnswer, OpenDoor, StaysShutError
from rightfit.relationship.open_door_waiting import fallen_to, lay_stand_ins_letters, undone_by
from rightfit.transition.models import Request
from tests.cast import NOW, Cast, assemble, person, signed_in, well
from tests.relationship.at_once import at_once, on_postgresql

pytestmark = pytest.mark.django_db
# Wednesday: the day of noting does not count, so Thursday and Friday are the two working days.
LATE = NOW + timedelta(days=5)
STILL_IN_TIME = NOW + timedelta(days=2, hours=13)


def missed(cast: Cast) -> Session:
    """The session of Monday, of which Ida says on Wednesday that nobody came."""
    with clock.at(NOW):
        cast.last.say_missed(by=cast.ida)
    return cast.last


def page(person: Person, name: str, *args: object) -> str:
    answer = signed_in(person).get(reverse(f"relationship:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def press(person: Person, name: str, session: Session, **fields: str) -> Any:
    address = reverse(f"relationship:{name}", args=[session.pk])
    return signed_in(person).post(address, {"form_key": uuid4(), **fields})


def letters(about: str) -> list[Letter]:
    return list(Letter.objects.filter(once__startswith=about))


def opened(cast: Cast, **wish: str) -> OpenDoor:
    with clock.at(NOW):
        if wish:
            cast.pair.wish_if_quiet(**wish)
        return OpenDoor.objects.open(missed(cast), by=cast.ida)


@pytest.mark.parametrize("wish", ["", "note"])
def test_it_sends_one_neutral_note_that_leads_to_the_fixed_words(cast: Cast, wish: str) -> None:
    session = missed(cast)
    with clock.at(NOW):
        if wish:
            cast.pair.wish_if_quiet(wish=wish)
        assert list(undone_by(cast.ida)) == [session]
        assert "Ida leaves the door open for you" in page(cast.ida, "open_door", session.pk)
        for _twice in range(2):
            assert press(cast.ida, "open_door", session).status_code == 303
        (letter,) = letters("open-door:")
        assert (letter.to, letter.path) == (cast.noor.pk, reverse("relationship:answer_door", args=[session.pk]))
        assert "Ida leaves the door open for you" in page(cast.noor, "answer_door", session.pk)
        assert "Send the note" not in page(cast.ida, "open_door", session.pk)
        assert not undone_by(cast.ida).exists()
        assert Event.objects.filter(verb="left the door open", chain=cast.noor.pk).count() == 1


def test_it_calls_once_where_that_is_the_wish_and_sends_nothing(cast: Cast) -> None:
    session = missed(cast)
    with clock.at(NOW):
        cast.pair.wish_if_quiet(wish="call", safe_contact="my own mobile, after six")
        seen = page(cast.ida, "open_door", session.pk)
        assert "my own mobile, after six" in seen
        assert "I have called" in seen
        for _twice in range(2):
            press(cast.ida, "open_door", session)
        assert OpenDoor.objects.get().called
        assert letters("open-door:") == []
        assert Event.objects.filter(verb="called after a missed session").count() == 1
        # Who did not pick up may still answer on their own page.
        assert OpenDoor.objects.waiting_for(cast.noor, cast.pair) is not None


def test_it_leaves_who_wishes_it_be(cast: Cast) -> None:
    session = missed(cast)
    with clock.at(NOW):
        cast.pair.wish_if_quiet(wish="leave")
        seen = page(cast.ida, "open_door", session.pk)
        assert "asked to be left be. Nothing is sent" in seen
        assert "Send the note" not in seen
        assert press(cast.ida, "open_door", session).status_code == 404
        assert not undone_by(cast.ida).exists()
    with clock.at(LATE):
        assert (lay_stand_ins_letters(), fallen_to(cast.tom)) == (0, [])
        with pytest.raises(NotYoursError):
            OpenDoor.objects.open(session, by=cast.tom)
    assert not OpenDoor.objects.exists()
    assert letters("open-door:") == []


def test_it_stays_shut_where_there_was_a_word_or_a_meeting_since(cast: Cast) -> None:
    with clock.at(NOW):
        cast.last.say_missed(by=cast.noor)
        assert press(cast.ida, "open_door", cast.last).status_code == 404
        cast.last.say_held(by=cast.ida)
        earlier = cast.sessions()[2]
        earlier.say_missed(by=cast.ida)
        assert "Nothing is sent" in page(cast.ida, "open_door", earlier.pk)
        for session in (cast.last, earlier):
            with pytest.raises(StaysShutError):
                OpenDoor.objects.open(session, by=cast.ida)
        assert not undone_by(cast.ida).exists()


def test_it_stays_shut_after_a_stop_an_ending_and_two_weeks(cast: Cast) -> None:
    session = missed(cast)
    with clock.at(session.starts_at + timedelta(days=14)):
        for later in cast.sessions()[4:]:
            later.cancel(by=cast.ida)
        with pytest.raises(StaysShutError):
            OpenDoor.objects.open(session, by=cast.ida)
        assert "too long ago" in page(cast.ida, "open_door", session.pk)
    with clock.at(NOW):
        cast.pair.pause(by=cast.noor)
        assert "or stopped. Nothing is sent" in page(cast.ida, "open_door", session.pk)
        assert press(cast.ida, "open_door", session).status_code == 404
        cast.pair.end(by=cast.noor)
        with pytest.raises(EndedError):
            OpenDoor.objects.open(session, by=cast.ida)
        assert press(cast.ida, "open_door", session).status_code == 404


def test_it_says_nothing_of_what_came_from_a_file_and_sends_nothing_where_no_letter_can_go(cast: Cast) -> None:
    session = missed(cast)
    with clock.at(NOW):
        Session.objects.filter(pk=session.pk).update(booked_at=NOW)
        assert not undone_by(cast.ida).exists()
        Session.objects.filter(pk=session.pk).update(booked_at=session.starts_at - timedelta(days=7))
        assert undone_by(cast.ida).exists()
        Person.objects.filter(pk=cast.noor.pk).update(email=None)
        assert not undone_by(cast.ida).exists()
        assert "no mail address here" in page(cast.ida, "open_door", session.pk)
        assert press(cast.ida, "open_door", session).status_code == 404


def test_it_takes_coming_back_and_the_next_session_stands(cast: Cast) -> None:
    door = opened(cast)
    with clock.at(NOW):
        assert "Your next session stands" in page(cast.noor, "answer_door", door.pk)
        for choice in ("back", "stop"):
            assert press(cast.noor, "answer_door", door.session, choice=choice).status_code == 303
        assert DoorAnswer.objects.get().choice == "back"
        assert not Pause.objects.exists()
        assert "like to come back" in page(cast.ida, "open_door", door.pk)
        assert OpenDoor.objects.waiting_for(cast.noor, cast.pair) is None
        assert not DoorAnswer.objects.asking_for_a_time(cast.ida).exists()


def test_it_asks_for_a_time_where_nothing_is_booked(cast: Cast) -> None:
    door = opened(cast)
    with clock.at(NOW):
        for session in cast.sessions()[4:]:
            session.cancel(by=cast.ida)
        assert "Please offer me a time" in page(cast.noor, "answer_door", door.pk)
        press(cast.noor, "answer_door", door.session, choice="back")
        assert [said.door for said in DoorAnswer.objects.asking_for_a_time(cast.ida)] == [door]
        assert not DoorAnswer.objects.asking_for_a_time(cast.samira).exists()
        assert "they ask you for a time" in page(cast.ida, "open_door", door.pk)
        cast.pair.book(by=cast.ida, starts_at=NOW + timedelta(days=1))
        assert not DoorAnswer.objects.asking_for_a_time(cast.ida).exists()


def test_it_stops_for_now_in_the_same_tap(cast: Cast) -> None:
    door = opened(cast)
    with clock.at(NOW):
        answer = press(cast.noor, "answer_door", door.session, choice="stop")
        pause = Pause.objects.running().get()
        assert pause.by == cast.noor
        assert not Session.objects.filter(relationship=cast.pair).upcoming().exists()
        toast = signed_in(cast.noor)
        assert answer.url == reverse("relationship:answer_door", args=[door.pk])
        assert reverse("home:stop_now") in toast.get(answer.url).content.decode()
        assert "like to stop for now" in page(cast.ida, "open_door", door.pk)


def test_it_tells_the_therapist_nothing_of_someone_else(cast: Cast) -> None:
    door = opened(cast)
    with clock.at(NOW):
        page(cast.ida, "open_door", door.pk)
        before = _without_keys(page(cast.ida, "open_door", door.pk))
        press(cast.noor, "answer_door", door.session, choice="else")
        assert _without_keys(page(cast.ida, "open_door", door.pk)) == before
        assert not DoorAnswer.objects.visible_to(cast.ida).exists()
        assert DoorAnswer.objects.visible_to(cast.noor).exists()
        assert reverse("transition:someone_else") in page(cast.noor, "answer_door", door.pk)
        assert not Request.objects.exists()


def _without_keys(seen: str) -> list[str]:
    return [line for line in seen.splitlines() if "form_key" not in line and "csrf" not in line]


def test_it_does_the_same_whatever_the_client_kept_private(cast: Cast) -> None:
    session = missed(cast)
    with clock.at(NOW):
        page(cast.ida, "open_door", session.pk)
        before = _without_keys(page(cast.ida, "open_door", session.pk))
        low = well(tap="help", understood=0, matters=0, useful=0, free=0)
        with clock.at(cast.sessions()[2].ends_at):
            giving.give(cast.sessions()[2], by=cast.noor, answers=low, kept=set(low))
        assert _without_keys(page(cast.ida, "open_door", session.pk)) == before
        assert list(undone_by(cast.ida)) == [session]


def test_it_is_for_the_two_alone(cast: Cast) -> None:
    door = opened(cast)
    with clock.at(NOW):
        for other in (cast.samira, cast.jonas, cast.evren, cast.rosa, cast.mira, cast.tom, cast.noor):
            assert press(other, "open_door", door.session).status_code == 404
        for other in (cast.samira, cast.jonas, cast.evren, cast.rosa, cast.mira, cast.tom, cast.ida):
            assert press(other, "answer_door", door.session, choice="back").status_code == 404
            with pytest.raises(NotYoursError):
                door.answer("back", by=other)
        assert press(cast.noor, "answer_door", door.session, choice="perhaps").status_code == 422
        assert not DoorAnswer.objects.exists()


def test_it_closes_when_the_hour_took_place_after_all(cast: Cast) -> None:
    door = opened(cast)
    with clock.at(NOW):
        door.session.say_held(by=cast.ida)
        assert "Nothing to answer any more" in page(cast.noor, "answer_door", door.pk)
        assert press(cast.noor, "answer_door", door.session, choice="stop").status_code == 404
        assert OpenDoor.objects.waiting_for(cast.noor, cast.pair) is None
        assert not Pause.objects.exists()


def test_it_asks_of_the_newest_only(cast: Cast) -> None:
    opened(cast)
    with clock.at(cast.next.ends_at):
        cast.next.say_missed(by=cast.ida)
        newest = OpenDoor.objects.open(cast.next, by=cast.ida)
        assert OpenDoor.objects.waiting_for(cast.noor, cast.pair) == newest
        newest.answer("back", by=cast.noor)
        assert OpenDoor.objects.waiting_for(cast.noor, cast.pair) is None


def test_it_falls_to_the_coordinator_after_two_working_days(cast: Cast) -> None:
    session = missed(cast)
    with clock.at(NOW):
        cast.pair.wish_if_quiet(wish="call", safe_contact="my own mobile, after six")
    with clock.at(STILL_IN_TIME):
        assert (lay_stand_ins_letters(), fallen_to(cast.tom)) == (0, [])
        assert press(cast.tom, "open_for", session).status_code == 404
    with clock.at(LATE):
        assert (lay_stand_ins_letters(), lay_stand_ins_letters()) == (1, 0)
        (letter,) = letters("went-quiet:")
        assert (letter.to, letter.path) == (cast.tom.pk, reverse("relationship:went_quiet"))
        seen = page(cast.tom, "went_quiet")
        assert "Noor" in seen
        assert "my own mobile, after six" in seen
        # Neither whose client it is nor when they would have met.
        assert "Ida" not in seen
        assert "4 May" not in seen
        assert Event.objects.filter(verb="looked at where it is safe to reach you", by=cast.tom.pk).count() == 1
        assert press(cast.tom, "open_for", session).status_code == 303
        assert "Nobody waits" in page(cast.tom, "went_quiet")
        assert "called once" in page(cast.ida, "open_door", session.pk)
        # Ida's own press, late, calls nobody a second time.
        assert press(cast.ida, "open_door", session).status_code == 303
    assert OpenDoor.objects.get().by == cast.tom


def test_it_falls_to_the_stand_in_first_and_to_nobody_who_is_part_of_it(cast: Cast) -> None:
    session = missed(cast)
    for one in (cast.jonas, cast.evren):  # Jonas treated Noor once
        Duty.objects.create(person=one, kind=Duty.Kind.STAND_IN, since=clock.day_of(NOW) - timedelta(days=9))
    with clock.at(LATE):
        assert [one.client for one in fallen_to(cast.evren)] == [cast.noor]
        assert fallen_to(cast.tom) == fallen_to(cast.jonas) == []
        assert "Noor" not in page(cast.tom, "went_quiet") + page(cast.jonas, "went_quiet")
        for other in (cast.tom, cast.jonas, cast.rosa):
            assert press(other, "open_for", session).status_code == 404
            with pytest.raises(NotYoursError):
                OpenDoor.objects.open(session, by=other)
        assert lay_stand_ins_letters() == 1
        assert [letter.to for letter in letters("went-quiet:")] == [cast.evren.pk]
        assert signed_in(cast.rosa).get(reverse("relationship:went_quiet")).status_code == 404


def test_it_lays_no_letter_where_the_therapist_was_in_time(cast: Cast) -> None:
    opened(cast)
    with clock.at(LATE):
        assert lay_stand_ins_letters() == 0
    assert letters("went-quiet:") == []


def test_it_is_not_there_while_the_practice_has_it_switched_off(cast: Cast) -> None:
    session = missed(cast)
    practice = Practice.objects.the()
    practice.switches["go_quiet"] = False
    practice.save()
    with clock.at(LATE):
        assert press(cast.ida, "open_door", session).status_code == 404
        assert signed_in(cast.tom).get(reverse("relationship:went_quiet")).status_code == 404
        assert not undone_by(cast.ida).exists()
        assert lay_stand_ins_letters() == 0


def first_page(person: Person) -> str:
    return signed_in(person).get("/", follow=True).content.decode()


def home_page(person: Person, name: str, *args: object) -> str:
    return signed_in(person).get(reverse(f"home:{name}", args=args)).content.decode()


def test_it_waits_on_the_pages_of_both(cast: Cast) -> None:
    leads = reverse("relationship:open_door", args=[cast.last.pk])
    with clock.at(NOW):
        for session in cast.sessions()[4:]:
            session.cancel(by=cast.ida)
        assert leads not in first_page(cast.ida) + home_page(cast.ida, "pair", cast.pair.pk)
        missed(cast)
        for seen in (first_page(cast.ida), home_page(cast.ida, "pair", cast.pair.pk)):
            assert leads in seen
        assert "The door is open" not in first_page(cast.noor)
        OpenDoor.objects.open(cast.last, by=cast.ida)
        assert leads not in first_page(cast.ida)
        assert reverse("relationship:answer_door", args=[cast.last.pk]) in first_page(cast.noor)
        press(cast.noor, "answer_door", cast.last, choice="back")
        assert "The door is open" not in first_page(cast.noor)
        assert "asks for a time" in first_page(cast.ida)
        assert "asks for a time" not in first_page(cast.samira)


def test_it_waits_beside_the_missed_hour_on_its_own_day(cast: Cast) -> None:
    with clock.at(cast.last.ends_at):
        leads = reverse("relationship:open_door", args=[cast.last.pk])
        cast.last.say_missed(by=cast.noor)
        assert leads not in first_page(cast.ida)
        cast.last.say_held(by=cast.noor)
        cast.last.say_missed(by=cast.ida)
        assert first_page(cast.ida).count(leads) == 1


def test_it_counts_on_the_page_of_who_stands_in(cast: Cast) -> None:
    missed(cast)
    with clock.at(LATE):
        leads = reverse("relationship:went_quiet")
        seen = home_page(cast.tom, "waiting")
        assert leads in seen
        assert "Noor" not in seen
        assert leads not in home_page(cast.mira, "waiting")


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_it_gives_one_sign_and_takes_one_answer_however_often_it_is_pressed_at_once() -> None:
    cast = assemble()
    session = missed(cast)
    presses = [lambda: OpenDoor.objects.open(session, by=cast.ida)] * 4
    stand_in = person("Sid")
    Duty.objects.create(person=stand_in, kind=Duty.Kind.STAND_IN, since=clock.day_of(NOW))
    raised = at_once(*presses, lambda: OpenDoor.objects.open(session, by=stand_in), at=LATE)
    # Who stands in and comes second finds that it is done.
    assert {type(failed) for failed in raised} <= {NotYoursError}
    assert OpenDoor.objects.count() == 1
    assert len(letters("open-door:")) == 1
    door = OpenDoor.objects.get()
    taps = [lambda: door.answer("stop", by=cast.noor), lambda: door.answer("back", by=cast.noor)] * 2
    assert at_once(*taps, at=LATE) == []
    said = DoorAnswer.objects.get()
    assert Pause.objects.count() == (said.choice == "stop")
