"""What counts as missed without word: only what the client let go, as far as anybody can know."""

from datetime import timedelta

import pytest

from rightfit.checkin.reading import HELD, MISSED, NO_EVIDENCE, _attended
from rightfit.keeping import clock
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def fate(session: Session) -> int:
    return _attended(Session.objects.with_fate().get(pk=session.pk))


def an_hour_before(cast: Cast, by: Person) -> None:
    with clock.at(cast.next.starts_at - timedelta(hours=1)):
        cast.next.cancel(by=by)


def test_it_counts_an_hour_that_the_therapist_says_was_missed(cast: Cast) -> None:
    assert fate(cast.last) == HELD
    with clock.at(NOW):
        cast.last.say_missed(by=cast.ida)
    assert fate(cast.last) == MISSED


def test_it_counts_an_hour_that_the_client_called_off_late(cast: Cast) -> None:
    an_hour_before(cast, cast.noor)
    assert fate(cast.next) == MISSED


def test_it_takes_the_therapists_own_calling_off_for_nothing(cast: Cast) -> None:
    an_hour_before(cast, cast.ida)
    assert fate(cast.next) == NO_EVIDENCE


def test_it_takes_the_clients_own_correction_for_nothing(cast: Cast) -> None:
    with clock.at(NOW):
        cast.last.say_missed(by=cast.noor)
    assert fate(cast.last) == NO_EVIDENCE


def test_it_takes_calling_off_in_time_for_nothing(cast: Cast) -> None:
    with clock.at(NOW):
        cast.next.cancel(by=cast.noor)
    assert fate(cast.next) == NO_EVIDENCE
