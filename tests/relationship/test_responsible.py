"""Every client has exactly one named person, by derivation."""

import pytest

from rightfit.keeping import clock
from rightfit.practice.models import Duty, Person
from rightfit.relationship.models import Relationship
from rightfit.relationship.responsible import responsible_for
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def test_it_is_the_therapist_of_the_live_relationship(cast: Cast) -> None:
    with clock.at(NOW):
        assert responsible_for(cast.noor) == cast.ida


def test_it_is_the_coordinator_after_an_ending(cast: Cast) -> None:
    with clock.at(NOW):
        cast.pair.end(by=cast.noor)
        assert responsible_for(cast.noor) == cast.tom


def test_it_is_the_introducer_for_somebody_who_never_met_anyone(cast: Cast) -> None:
    new = Person.objects.create(given_name="Lior", email="lior@fernlea.example")
    with clock.at(NOW):
        assert responsible_for(new) == cast.tom


def test_it_stays_with_the_one_who_has_met_the_client(cast: Cast) -> None:
    """Two live relationships stand beside each other only while a client moves."""
    with clock.at(NOW):
        Relationship.objects.create(client=cast.noor, therapist=cast.samira)
        assert responsible_for(cast.noor) == cast.ida


def test_it_is_nobody_where_the_duty_is_not_given_and_the_lead_reads_so(cast: Cast) -> None:
    Duty.objects.filter(kind=Duty.Kind.COORDINATOR).delete()
    with clock.at(NOW):
        cast.pair.end(by=cast.noor)
        assert responsible_for(cast.noor) is None
