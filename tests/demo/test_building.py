"""Fernlea is lived, not inserted: every row of it came by a verb, and everybody's story is there."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.apps import apps

from rightfit import worker
from rightfit.aims.models import Drop, NotThisWeek, Task
from rightfit.checkin import giving
from rightfit.checkin.looking import LookTogether
from rightfit.checkin.models import Answer, CheckIn, Rhythm, Share, Tap
from rightfit.checkin.reading import read
from rightfit.checkin.side import Side
from rightfit.checkin.worth_asking import Signal
from rightfit.conversation.models import Note, Opened
from rightfit.demo import building, standing
from rightfit.demo.living import ask_the_worker
from rightfit.home.lead_list import waiting_for_a_person
from rightfit.home.sheet import day_sheet
from rightfit.keeping import clock
from rightfit.keeping.models import Event, Letter
from rightfit.listening.waiting import taps_for_listener
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Absence, Cancellation, Session
from rightfit.relationship.models import Pause, QuietWish, Relationship
from rightfit.relationship.series import Series
from rightfit.transition.models import Request
from tests.demo.conftest import FEW, MOMENT

pytestmark = pytest.mark.usefixtures("there")


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def named(given: str) -> Person:
    person: Person = Person.objects.get(given_name=given)
    return person


def pair_of(given: str) -> Relationship:
    pair: Relationship = Relationship.objects.filter(client=named(given)).earliest("began_at")
    return pair


def last_of(given: str) -> Session:
    return Session.objects.held().with_fate().filter(relationship=pair_of(given)).latest("starts_at")


@pytest.mark.parametrize(
    ("model", "verbs", "about"),
    [
        (Relationship, {"began"}, "pk"),
        (Series, {"booked a series"}, "pk"),
        (CheckIn, {"said how it was"}, "pk"),
        (Note, {"put a sentence on the next page"}, "pk"),
        (Opened, {"opened a sentence"}, "note_id"),
        (Task, {"agreed one thing"}, "pk"),
        (NotThisWeek, {"said not this week"}, "task_id"),
        (Cancellation, {"cancelled a session"}, "session_id"),
        (Absence, {"said a session was missed"}, "session_id"),
        (QuietWish, {"said what to do if quiet"}, "pk"),
        (Pause, {"paused"}, "pk"),
        (Request, {"asked for someone else"}, "pk"),
        (Rhythm, {"chose how often to be asked"}, "pk"),
        (LookTogether, {"looked together"}, "session_id"),
    ],
)
def test_it_has_a_line_in_the_trail_for_every_row(model: type, verbs: set[str], about: str) -> None:
    told = set(Event.objects.filter(verb__in=verbs).values_list("about_id", flat=True))
    assert {getattr(row, about) for row in model._default_manager.all()} == told  # type: ignore[attr-defined]


def test_it_has_nothing_that_hangs_on_no_act() -> None:
    check_ins = set(CheckIn.objects.values_list("pk", flat=True))
    assert {*Answer.objects.values_list("check_in", flat=True), *Share.objects.values_list("check_in", flat=True)} <= (
        check_ins
    )
    asked = set(Event.objects.filter(verb="asked the listener").values_list("about_id", flat=True))
    assert set(Tap.objects.filter(check_in=None).values_list("pk", flat=True)) == asked
    assert set(Drop.objects.values_list("task", flat=True)) <= set(Task.objects.values_list("pk", flat=True))


def test_it_has_an_unbroken_trail() -> None:
    for chain in set(Event.objects.values_list("chain", flat=True)):
        lines = list(Event.objects.filter(chain=chain).order_by("position"))
        assert [line.position for line in lines] == list(range(1, len(lines) + 1))
        assert all(line.digest == line.chained_to(before.digest) for before, line in pairwise(lines))
        assert [line.at for line in lines] == sorted(line.at for line in lines)


def test_it_has_nothing_from_the_time_to_come() -> None:
    assert Event.objects.filter(at__gt=MOMENT).count() == 0
    assert CheckIn.objects.filter(given_at__gt=MOMENT).count() == 0
    assert Signal.objects.filter(given_at__gt=MOMENT).count() == 0


def test_it_has_noor_drifting_with_an_open_question_on_both_sides() -> None:
    noor = pair_of("Noor")
    assert Session.objects.held().filter(relationship=noor).count() == 12
    given = Signal.objects.filter(session=last_of("Noor"))
    assert set(given.values_list("shown_to", flat=True)) == set(Side)
    assert given.filter(ring=None).count() == 2
    hours = {hour.client.given_name: hour for hour in day_sheet(noor.therapist).hours}
    assert hours["Noor"].state == "coming"
    assert hours["Noor"].may_look
    assert hours["Noor"].card
    assert hours["Noor"].card.kind == "asking"


def test_it_has_maya_with_an_open_form_a_letter_and_one_thing() -> None:
    last = last_of("Maya")
    assert giving.is_open(last, named("Maya"))
    assert not CheckIn.objects.filter(session=last, side=Side.CLIENT).exists()
    task = Task.objects.current(pair_of("Maya"))
    assert task
    assert task.words == "One walk without the phone"
    assert Letter.objects.exclude(posting=None).filter(to=named("Maya").pk, path=f"/how-was-it/{last.pk}/").exists()


def test_it_has_obi_with_a_sentence_for_tonight() -> None:
    hours = {hour.client.given_name: hour for hour in day_sheet(named("Ida")).hours}
    assert hours["Obi"].number == 3
    assert hours["Obi"].card
    assert hours["Obi"].card.kind == "note"


def test_it_has_lior_who_keeps_things_private() -> None:
    forms = CheckIn.objects.filter(by=named("Lior"))
    assert forms.count() >= 4
    assert forms.filter(session__in=list(Session.objects.held().order_by("starts_at"))[3:], shares=None).exists()
    course = read(pair_of("Lior"), reader=named("Ida"))
    assert all(one.client is None for one in course[3:])


def test_it_has_malou_who_missed_two_and_has_no_next_date() -> None:
    sessions = Session.objects.with_fate().filter(relationship=pair_of("Malou")).order_by("starts_at")
    assert [session.was_missed for session in sessions][-2:] == [True, True]
    assert not sessions.filter(starts_at__gt=MOMENT).exists()
    assert any("no next date" in one.what for one in waiting_for_a_person())


def test_it_lives_from_the_first_session_on() -> None:
    """Whoever was there the first time said what to do if they go quiet; whoever came once was seen by both."""
    for pair in Relationship.objects.all():
        first = pair.sessions.with_fate().earliest("starts_at")
        assert not first.was_held or QuietWish.objects.filter(relationship=pair).exists(), pair
    assert CheckIn.objects.filter(session=pair_of("Noor").sessions.earliest("starts_at")).count() == 2


def test_it_has_something_for_those_with_a_duty() -> None:
    assert taps_for_listener(named("Mira")).filter(acknowledgement=None).exists()
    assert Request.objects.waiting().exists()
    assert Pause.objects.running().filter(relationship=pair_of("Anselm")).exists()


def test_it_is_quiet_when_the_worker_comes_again() -> None:
    before = rows()
    ask_the_worker()
    assert worker.tick()
    assert rows() == before


def test_it_is_the_same_practice_when_it_is_made_again() -> None:
    before = {
        (answer.check_in.by.given_name, answer.check_in.session.starts_at, answer.item): answer.value
        for answer in Answer.objects.select_related("check_in__by", "check_in__session")
    }
    for model in reversed(list(apps.get_models())):
        if model.__module__.startswith("rightfit."):
            model._default_manager.all()._raw_delete("default")
    building.build(MOMENT, clients=[one for one in FEW if one.given in ("Noor", "Obi")])
    again = {
        (answer.check_in.by.given_name, answer.check_in.session.starts_at, answer.item): answer.value
        for answer in Answer.objects.select_related("check_in__by", "check_in__session").filter(
            check_in__side=Side.CLIENT
        )
    }
    assert again
    assert again.items() <= before.items()


def test_it_keeps_everything_on_the_next_visit_and_the_people_go_on() -> None:
    next_visit = standing.moment_after(MOMENT)
    last = last_of("Maya")
    with clock.at(MOMENT + timedelta(minutes=20)):
        giving.give(last, by=named("Maya"), answers={"tap": "bring"})  # a visitor, in her name
    kept = {model: set(model._default_manager.values_list("pk", flat=True)) for model in (CheckIn, Note, Task, Session)}
    building.move_on(MOMENT, next_visit)
    with clock.at(next_visit):
        for model, before in kept.items():
            assert before <= set(model._default_manager.values_list("pk", flat=True))
        assert CheckIn.objects.filter(given_at__gt=MOMENT).count() >= 3
        assert CheckIn.objects.get(by=named("Maya"), session=last).values() == {"tap": "bring"}
        held = Session.objects.held().filter(relationship=pair_of("Noor")).count()
        assert held == 13
        assert Note.objects.get(by=named("Obi"), kind="not_right").is_opened
