"""Sessions: held unless somebody says otherwise; only held ones count."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import AlreadyTogetherError, Relationship
from tests.cast import DUBLIN, NOW, Cast

pytestmark = pytest.mark.django_db


def test_it_counts_a_session_as_held_when_its_time_is_over_and_nobody_said_otherwise(cast: Cast) -> None:
    with clock.at(NOW):
        assert [session.was_held for session in cast.sessions()] == [True] * 4 + [False] * 2


def test_it_numbers_held_sessions_only(cast: Cast) -> None:
    with clock.at(NOW):
        cast.sessions()[1].say_missed(by=cast.ida)
        assert cast.last.number == 3


def test_it_numbers_a_whole_list_in_one_query(
    cast: Cast, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    with clock.at(NOW):
        cast.sessions()[1].say_missed(by=cast.ida)
        cast.sessions()[4].cancel(by=cast.noor)
        with django_assert_num_queries(1):
            listed = [one.number for one in Session.objects.filter(relationship=cast.pair).numbered()]
        assert listed == [one.number for one in cast.sessions()] == [1, 2, 2, 3, 4, 4]
        one = cast.last
        with django_assert_num_queries(1):
            assert (one.number, one.number) == (3, 3)


def test_it_lets_either_correct_for_seven_days(cast: Cast) -> None:
    first, last = cast.sessions()[0], cast.last
    with clock.at(NOW):
        assert last.may_be_corrected
        assert not first.may_be_corrected
        noor = Client()
        noor.force_login(cast.noor)
        assert noor.post(reverse("relationship:missed", args=[first.pk]), {"form_key": "0" * 32}).status_code == 404


def test_it_says_missed_and_takes_it_back(cast: Cast) -> None:
    with clock.at(NOW):
        cast.last.say_missed(by=cast.noor)
        cast.last.say_missed(by=cast.ida)
        assert not Session.objects.get(pk=cast.last.pk).was_held
        cast.last.say_held(by=cast.ida)
        assert Session.objects.get(pk=cast.last.pk).was_held


@pytest.mark.parametrize(("hours_before", "in_time"), [(25, True), (24, True), (23, False)])
def test_it_knows_whether_a_session_was_cancelled_in_time(cast: Cast, hours_before: int, in_time: bool) -> None:
    with clock.at(cast.next.starts_at - timedelta(hours=hours_before)):
        assert cast.next.cancel(by=cast.noor).in_time is in_time


def test_it_keeps_five_o_clock_at_five_when_summer_time_begins(cast: Cast) -> None:
    march = datetime(2026, 3, 16, 17, 0, tzinfo=DUBLIN)
    cast.other_pair.sessions.all().delete()
    with clock.at(march - timedelta(days=1)):
        series = cast.other_pair.book_series(by=cast.samira, first_at=march)
    starts = [clock.local(one.starts_at) for one in series.sessions.all()]
    assert {start.hour for start in starts} == {17}
    assert len({start.utcoffset() for start in starts}) == 2


def test_it_lays_the_sessions_ahead_once(cast: Cast) -> None:
    series = cast.pair.series.get()
    with clock.at(NOW):
        assert series.lay_ahead() == 4
        assert series.lay_ahead() == 0


@pytest.mark.parametrize(("ahead", "opens"), [(timedelta(days=1), True), (timedelta(hours=23, minutes=59), False)])
def test_it_opens_answers_only_if_it_was_booked_a_day_before(cast: Cast, ahead: timedelta, opens: bool) -> None:
    with clock.at(NOW):
        session = cast.pair.book(by=cast.ida, starts_at=NOW + ahead, minutes=10)
    assert session.booked_at == NOW
    assert Session.objects.opening_answers().filter(pk=session.pk).exists() is opens


def test_it_keeps_answers_closed_where_a_usual_time_begins_in_minutes(cast: Cast) -> None:
    with clock.at(NOW):
        series = cast.pair.book_series(by=cast.ida, first_at=NOW + timedelta(minutes=5), minutes=10)
    first, *others = series.sessions.all()
    assert not Session.objects.opening_answers().filter(pk=first.pk).exists()
    assert series.sessions.opening_answers().count() == len(others) > 0


def test_it_refuses_a_second_relationship_beside_a_live_one(cast: Cast) -> None:
    with clock.at(NOW), pytest.raises(AlreadyTogetherError):
        Relationship.objects.begin(client=cast.noor, therapist=cast.samira, by=cast.tom)


def test_it_ends_the_therapists_rights_in_the_moment_of_the_ending(cast: Cast) -> None:
    with clock.at(NOW):
        assert Session.objects.visible_to(cast.ida).filter(relationship=cast.pair).exists()
        cast.pair.end(by=cast.noor)
        assert not Session.objects.visible_to(cast.ida).filter(relationship=cast.pair).exists()
        ida = Client()
        ida.force_login(cast.ida)
        assert ida.get(reverse("home:pair", args=[cast.pair.pk])).status_code == 404


def test_it_ends_once_and_keeps_the_first_words(cast: Cast) -> None:
    with clock.at(NOW):
        cast.pair.end(by=cast.noor, goodbye="Thank you.")
        again = cast.pair.end(by=cast.noor, goodbye="Something else.")
    assert again.goodbye == "Thank you."


def test_it_takes_what_is_booked_off_the_calendar_and_puts_it_back_on_going_on(cast: Cast) -> None:
    with clock.at(NOW):
        cast.pair.pause(by=cast.noor)
        assert not Session.objects.filter(relationship=cast.pair).upcoming().exists()
    with clock.at(NOW + timedelta(hours=1)):
        cast.pair.resume(by=cast.noor)
        assert Session.objects.filter(relationship=cast.pair).upcoming().count() == 2


def test_it_takes_what_was_on_the_calendar_before_for_booked_long_before(cast: Cast) -> None:
    Session.objects.update(booked_at=NOW + timedelta(weeks=9))
    assert not Session.objects.opening_answers().exists()
    import_module("rightfit.relationship.migrations.0005_booked_long_before").book_long_before(apps, None)
    assert Session.objects.opening_answers().count() == Session.objects.count()
