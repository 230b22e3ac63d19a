"""Stopping for now or for good, and the way back: exactly what the stopping took is put back."""

from datetime import timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.relationship.ahead import lay_series_ahead
from rightfit.relationship.calendar import Cancellation, Session
from rightfit.relationship.models import AlreadyTogetherError, Ending, NotYoursError, Pause, Relationship
from tests.cast import NOW, Cast, assemble, signed_in
from tests.relationship.at_once import at_once, on_postgresql
from tests.relationship.test_usual_time import THURSDAY, days_to_come


@pytest.mark.django_db
def test_it_puts_back_what_the_pause_took_and_not_what_was_cancelled_by_hand_then(cast: Cast) -> None:
    with clock.at(NOW):
        cast.next.cancel(by=cast.noor)
        cast.pair.pause(by=cast.noor)
        assert not Session.objects.filter(relationship=cast.pair).upcoming().exists()
        cast.pair.resume(by=cast.noor)
        assert days_to_come(cast.pair) == ["Mon 18 17"]


@pytest.mark.django_db
def test_it_puts_back_what_the_ending_took_and_not_what_was_cancelled_by_hand_then(cast: Cast) -> None:
    with clock.at(NOW):
        cast.next.cancel(by=cast.noor)
        ending = cast.pair.end(by=cast.noor)
        assert [one.was_by_hand for one in Cancellation.objects.order_by("session__starts_at")] == [True, False]
        ending.take_back()
        assert days_to_come(cast.pair) == ["Mon 18 17"]


@pytest.mark.django_db
def test_it_leaves_an_hour_cancelled_that_went_by_before_the_ending_was_taken_back(cast: Cast) -> None:
    gone = cast.next
    with clock.at(gone.starts_at - timedelta(hours=1)):
        ending = cast.pair.end(by=cast.noor)
    with clock.at(gone.ends_at + timedelta(hours=1)):
        ending.take_back()
        assert Session.objects.get(pk=gone.pk).is_cancelled
        assert days_to_come(cast.pair) == ["Mon 18 17"]


@pytest.mark.django_db
def test_it_keeps_a_pause_that_ran_when_the_ending_is_taken_back(cast: Cast) -> None:
    with clock.at(NOW):
        cast.pair.pause(by=cast.noor)
        cast.pair.end(by=cast.noor).take_back()
        assert days_to_come(cast.pair) == []
        cast.pair.resume(by=cast.noor)
        assert days_to_come(cast.pair) == ["Mon 11 17", "Mon 18 17"]


@pytest.mark.django_db
def test_it_lets_only_who_stopped_go_on(cast: Cast) -> None:
    with clock.at(NOW):
        pause = cast.pair.pause(by=cast.noor)
        go_on = reverse("relationship:go_on", args=[pause.pk])
        with pytest.raises(NotYoursError):
            cast.pair.resume(by=cast.ida)
        assert signed_in(cast.ida).post(go_on, {"form_key": str(uuid4())}).status_code == 404
        assert Pause.objects.running().exists()
        assert signed_in(cast.noor).post(go_on, {"form_key": str(uuid4())}).status_code == 303
        assert not Pause.objects.running().exists()


@pytest.mark.django_db
def test_it_does_not_go_on_after_the_ending(cast: Cast) -> None:
    with clock.at(NOW):
        pause = cast.pair.pause(by=cast.noor)
        cast.pair.end(by=cast.noor)
        go_on = reverse("relationship:go_on", args=[pause.pk])
        assert signed_in(cast.noor).post(go_on, {"form_key": str(uuid4())}).status_code == 404
        assert days_to_come(cast.pair) == []


@pytest.mark.django_db
def test_it_stays_ended_where_someone_new_has_begun(cast: Cast) -> None:
    with clock.at(NOW):
        ending = cast.pair.end(by=cast.noor)
        Relationship.objects.begin(client=cast.noor, therapist=cast.samira, by=cast.tom)
        with pytest.raises(AlreadyTogetherError):
            ending.take_back()
        address = reverse("relationship:take_back_ending", args=[cast.pair.pk])
        page = signed_in(cast.noor).post(address, {"form_key": str(uuid4())}, follow=True).content.decode()
        assert "someone new by now" in page
        assert not cast.pair.is_live
        assert days_to_come(cast.pair) == []


@pytest.mark.django_db
def test_it_stays_ended_where_someone_new_has_begun_and_ended_too(cast: Cast) -> None:
    with clock.at(NOW):
        ending = cast.pair.end(by=cast.noor)
        Relationship.objects.begin(client=cast.noor, therapist=cast.samira, by=cast.tom).end(by=cast.noor)
        with pytest.raises(AlreadyTogetherError):
            ending.take_back()


@pytest.mark.django_db
def test_it_may_be_taken_back_beside_the_work_it_began_beside(cast: Cast) -> None:
    with clock.at(NOW):
        new = Relationship.objects.begin(client=cast.noor, therapist=cast.samira, by=cast.tom, beside=cast.pair)
        new.end(by=cast.noor).take_back()
        assert new.is_live


@pytest.mark.django_db
def test_it_lays_a_new_usual_time_only_when_they_go_on_if_it_was_booked_while_they_had_stopped(cast: Cast) -> None:
    with clock.at(NOW):
        cast.pair.pause(by=cast.noor)
        cast.pair.book_series(by=cast.ida, first_at=THURSDAY)
        assert days_to_come(cast.pair) == []
        cast.pair.resume(by=cast.noor)
        lay_series_ahead()
        assert days_to_come(cast.pair)[:3] == ["Mon 11 17", "Thu 14 15", "Thu 21 15"]
        assert not any(day.startswith("Mon") for day in days_to_come(cast.pair)[1:])


@pytest.mark.django_db
def test_it_names_the_stopping_of_what_was_off_the_calendar_before(cast: Cast) -> None:
    with clock.at(NOW - timedelta(minutes=1)):
        cast.next.cancel(by=cast.noor)
    with clock.at(NOW):
        pause = cast.pair.pause(by=cast.noor)
    Cancellation.objects.update(pause=None)
    import_module("rightfit.relationship.migrations.0003_who_took_it_off_before").name_the_stopping(apps, None)
    named = [one.pause for one in Cancellation.objects.order_by("session__starts_at")]
    assert named == [None, pause]


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_it_takes_an_ending_back_once_or_begins_with_someone_new_never_both() -> None:
    cast = assemble()
    with clock.at(NOW):
        ending = cast.pair.end(by=cast.noor)
    take_back = [Ending.objects.get(pk=ending.pk).take_back for _ in range(3)]
    raised = at_once(
        *take_back,
        lambda: Relationship.objects.begin(client=cast.noor, therapist=cast.samira, by=cast.tom),
        at=NOW + timedelta(minutes=5),
    )
    assert {type(failed) for failed in raised} == {AlreadyTogetherError}
    assert Relationship.objects.live().filter(client=cast.noor).count() == 1
    assert Event.objects.filter(verb="took the ending back").count() <= 1
