"""The lead's list counts what waited too long, and what nobody may take; it names nobody."""

from datetime import timedelta

import pytest

from rightfit.home.lead_list import waiting_for_a_person
from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.listening.models import ask_to_listen
from rightfit.practice.models import Duty
from rightfit.transition.models import Handover
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


def test_it_counts_a_move_that_has_found_nobody_for_three_weeks(cast: Cast) -> None:
    with clock.at(NOW):
        Handover.objects.open(cast.pair, by=cast.noor)
    assert "found nobody" not in told(20)
    assert "1 move has found nobody for three weeks" in told(22)
    assert "Noor" not in told(22)


def test_it_counts_whom_no_mail_reaches(cast: Cast) -> None:
    with clock.at(NOW):
        letters = [Letter.objects.write(to=cast.noor.pk, path="/you/", once=once) for once in ("one", "two")]
    for days in (0, 4):
        with clock.at(NOW + timedelta(days=days)):
            for letter in letters:
                letter.put_off(why="SMTPRecipientsRefused")
        assert ("Mail does not reach 1 person" in told(days)) is (days == 4)
    assert "Noor" not in told(4)
