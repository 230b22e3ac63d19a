"""The usual time: there is one; a new one takes the place of the old, quietly."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.relationship.ahead import NotLaidError, lay_series_ahead
from rightfit.relationship.calendar import Cancellation, Session
from rightfit.relationship.models import Relationship, TakenError
from rightfit.relationship.series import Series
from tests.cast import DUBLIN, NOW, Cast, assemble, signed_in
from tests.relationship.at_once import at_once, on_postgresql

# The old usual time is Monday at 17:00; of it, 11 and 18 May are laid when the tests begin.
THURSDAY = datetime(2026, 5, 14, 15, 0, tzinfo=DUBLIN)


def days_to_come(pair: Relationship) -> list[str]:
    return [f"{clock.local(one.starts_at):%a %d %H}" for one in Session.objects.filter(relationship=pair).upcoming()]


@pytest.mark.django_db
def test_it_gives_way_from_the_day_of_the_first_new_one(cast: Cast) -> None:
    with clock.at(NOW):
        new = cast.pair.book_series(by=cast.ida, first_at=THURSDAY)
        assert days_to_come(cast.pair)[:3] == ["Mon 11 17", "Thu 14 15", "Thu 21 15"]
        assert not any(day.startswith("Mon") for day in days_to_come(cast.pair)[1:])
        assert not Cancellation.objects.exists()
        assert not Event.objects.filter(verb="cancelled a session").exists()
    with clock.at(THURSDAY + timedelta(days=1)):
        lay_series_ahead()
        assert list(Series.objects.running().filter(relationship=cast.pair)) == [new]
        assert not any(day.startswith("Mon") for day in days_to_come(cast.pair))


@pytest.mark.django_db
def test_it_is_laid_on_until_a_new_one_far_ahead_begins(cast: Cast) -> None:
    with clock.at(NOW):
        cast.pair.book_series(by=cast.ida, first_at=THURSDAY + timedelta(weeks=8))
    with clock.at(NOW + timedelta(weeks=5)):
        lay_series_ahead()
        days = days_to_come(cast.pair)
    assert "Mon 06 17" in days
    assert "Mon 13 17" not in days
    assert "Thu 09 15" in days


@pytest.mark.django_db
def test_it_takes_back_nothing_that_was_or_that_somebody_cancelled(cast: Cast) -> None:
    cancelled, later = cast.sessions()[4:]
    with clock.at(NOW):
        cancelled.cancel(by=cast.noor)
        cast.pair.book_series(by=cast.ida, first_at=NOW + timedelta(days=1))
        assert Session.objects.get(pk=cancelled.pk).is_cancelled
        assert not Session.objects.filter(pk=later.pk).exists()
        assert Session.objects.held().filter(relationship=cast.pair).count() == 4


@pytest.mark.django_db
def test_it_refuses_to_cancel_an_hour_that_has_given_way(cast: Cast) -> None:
    gone = cast.next
    with clock.at(NOW):
        cast.pair.book_series(by=cast.ida, first_at=NOW + timedelta(days=1))
        with pytest.raises(Session.DoesNotExist):
            gone.cancel(by=cast.noor)
    assert not Cancellation.objects.exists()


@pytest.mark.django_db
def test_it_skips_hours_that_are_taken_or_were_cancelled(cast: Cast) -> None:
    with clock.at(NOW):
        cast.next.cancel(by=cast.noor)
        cast.pair.book(by=cast.ida, starts_at=cast.next.starts_at + timedelta(weeks=2, minutes=30))
        cast.pair.book_series(by=cast.ida, first_at=cast.next.starts_at)
        assert days_to_come(cast.pair) == ["Mon 18 17", "Mon 25 17", "Mon 01 17", "Mon 08 17", "Mon 15 17"]
        at_half_past = Session.objects.filter(relationship=cast.pair, starts_at__minute=30)
        assert at_half_past.count() == 1


@pytest.mark.django_db
def test_it_refuses_one_hour_at_a_time_that_is_taken(cast: Cast) -> None:
    with clock.at(NOW), pytest.raises(TakenError):
        cast.pair.book(by=cast.ida, starts_at=cast.next.starts_at)


@pytest.mark.django_db
def test_it_lays_the_others_where_one_fails_and_says_so_without_words(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    lay_ahead = Series.lay_ahead

    def failing(series: Series) -> int:
        if series.relationship_id == cast.pair.pk:
            raise ValueError("room 2")
        return lay_ahead(series)

    monkeypatch.setattr(Series, "lay_ahead", failing)
    with clock.at(NOW), pytest.raises(NotLaidError):
        lay_series_ahead()
    assert cast.other_pair.sessions.count() == 10
    assert "ValueError" in caplog.text
    assert "room 2" not in caplog.text


@pytest.mark.django_db
def test_it_says_on_the_page_what_happens_to_the_old_one(cast: Cast) -> None:
    address = reverse("relationship:book_series", args=[cast.pair.pk])
    with clock.at(NOW):
        ida = signed_in(cast.ida)
        assert "Monday, 17:00" in ida.get(address).content.decode()
        form = {"first_at": "2026-05-11T17:00", "every_weeks": "2", "minutes": "50", "form_key": str(uuid4())}
        assert ida.post(address, form).status_code == 303
        assert days_to_come(cast.pair)[:2] == ["Mon 11 17", "Mon 25 17"]
        assert signed_in(cast.noor).get(address).status_code == 404


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_it_is_one_after_many_presses_beside_the_workers_tick() -> None:
    cast = assemble()
    book = [lambda: cast.pair.book_series(by=cast.ida, first_at=THURSDAY)] * 3
    assert at_once(*book, lay_series_ahead, lay_series_ahead, at=NOW) == []
    with clock.at(THURSDAY):
        assert Series.objects.running().filter(relationship=cast.pair).count() == 1
        assert not any(day.startswith("Mon") for day in days_to_come(cast.pair))
