"""The lead's list counts what waited too long, and what nobody may take; it names nobody."""

from datetime import timedelta

import pytest

from rightfit.home.lead_list import waiting_for_a_person
from rightfit.keeping import clock
from rightfit.listening.models import ask_to_listen
from rightfit.practice.models import Duty
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def told(days: int) -> str:
    with clock.at(NOW + timedelta(days=days)):
        return " ".join(one.what + one.why for one in waiting_for_a_person())


def test_it_counts_what_waited_too_long_and_names_nobody(cast: Cast) -> None:
    with clock.at(NOW):
        ask_to_listen(cast.pair, by=cast.noor)
    assert "waited too long" not in told(5)
    assert "1 person has waited too long" in told(6)
    assert "Noor" not in told(6)


def test_it_counts_what_nobody_may_take(cast: Cast) -> None:
    with clock.at(NOW):
        ask_to_listen(cast.pair, by=cast.noor)
    assert "nobody may ring" not in told(0)
    Duty.objects.filter(kind=Duty.Kind.LISTENER).update(person=cast.jonas)
    assert "1 person waits and nobody may ring" in told(0)
