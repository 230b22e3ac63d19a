"""How many hints are for nothing: made-up practices tell until thirty people here have said yes or no."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rightfit.checkin import giving, hints, rang_true
from rightfit.checkin.rang_true import RingCounted, RingTally
from rightfit.checkin.worth_asking import Ring, Signal
from rightfit.keeping import clock
from tests.cast import NOW, Cast, both_say, well

pytestmark = pytest.mark.django_db
HIGH = {"understood": 9, "matters": 9, "useful": 9, "free": 9}
LOW = {"understood": 2, "matters": 2, "useful": 2, "free": 2}


def asked(cast: Cast, said: str | None = None) -> Signal:
    for session in cast.sessions()[:3]:
        both_say(session, cast, **HIGH)
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=well(**LOW))
        hints.lay_hints()
        hint = Signal.objects.get()
        if said is not None:
            hints.answer(hint, by=cast.noor, said=said)
    return hint


def three_sessions_on(cast: Cast) -> None:
    with clock.at(NOW + timedelta(days=3)):
        cast.pair.series.get().lay_ahead()
    with clock.at(NOW + timedelta(weeks=3)):
        hints.erase_old_hints()
        hints.erase_old_hints()


def counts() -> dict[str, int]:
    return dict(RingTally.objects.values_list("answer", "count"))


def noors_page(cast: Cast) -> str:
    noor = Client()
    noor.force_login(cast.noor)
    with clock.at(NOW):
        return noor.get(reverse("home:you")).content.decode()


@pytest.mark.parametrize(("said", "counted"), [("yes", {"yes": 1}), ("no", {"no": 1}), ("not_sure", {}), (None, {})])
def test_it_counts_a_yes_or_a_no_once_when_three_sessions_were_held(
    cast: Cast, said: str | None, counted: dict[str, int]
) -> None:
    asked(cast, said)
    with clock.at(NOW + timedelta(days=1)):
        hints.erase_old_hints()
    assert counts() == {}
    three_sessions_on(cast)
    assert counts() == counted
    assert Signal.objects.exists() is (said == "yes")


def test_it_counts_what_was_said_last(cast: Cast) -> None:
    hint = asked(cast, "yes")
    with clock.at(NOW + timedelta(hours=1)):
        hints.answer(hint, by=cast.noor, said="no")
    three_sessions_on(cast)
    assert counts() == {"no": 1}


def test_it_counts_when_the_work_has_ended_too(cast: Cast) -> None:
    asked(cast, "no")
    with clock.at(NOW + timedelta(days=1)):
        cast.pair.end(by=cast.noor)
        hints.erase_old_hints()
        hints.erase_old_hints()
    assert counts() == {"no": 1}
    assert RingCounted.objects.count() == 1


def test_it_keeps_a_count_and_nothing_of_whose_it_was(cast: Cast) -> None:
    asked(cast, "no")
    three_sessions_on(cast)
    assert not Ring.objects.exists()
    assert not RingCounted.objects.exists()
    assert {field.name for field in RingTally._meta.get_fields()} == {"answer", "count"}


def test_it_is_told_by_made_up_practices_until_thirty_have_answered(cast: Cast) -> None:
    asked(cast)
    RingTally.objects.create(answer="yes", count=24)
    RingTally.objects.create(answer="no", count=5)
    assert rang_true.for_nothing() == rang_true.Nothing(of_ten=4, least=2, most=7, from_here=False)
    page = noors_page(cast)
    assert "About 4 in 10 times such a dip means nothing" in page
    assert "In made-up practices about 4 of 10" in page
    assert "people here" not in page


def test_it_is_told_by_people_here_from_thirty_answers_on(cast: Cast) -> None:
    asked(cast)
    RingTally.objects.create(answer="yes", count=24)
    RingTally.objects.create(answer="no", count=6)
    found = rang_true.for_nothing()
    assert found.from_here
    assert found.least < found.of_ten < found.most < 7
    page = noors_page(cast)
    assert f"Of 10 people here who answered this, about {found.of_ten} said that nothing had changed" in page
    assert f"between {found.least} and {found.most} of 10" in page
    assert "made-up" not in page


def test_it_says_on_the_page_that_a_yes_or_a_no_is_counted(cast: Cast) -> None:
    asked(cast)
    assert "counted with everybody’s, without your name" in noors_page(cast)


def test_it_tells_the_therapist_what_made_up_practices_tell(cast: Cast) -> None:
    """Nobody confirms a therapist's hint, and what clients answered is not the therapist's to watch."""
    asked(cast)
    RingTally.objects.create(answer="yes", count=300)
    with clock.at(NOW):
        giving.give(cast.last, by=cast.ida, answers={"understood": 1})
    ida = Client()
    ida.force_login(cast.ida)
    with clock.at(cast.next.starts_at.replace(hour=8)):
        hints.lay_hints()
        page = ida.get(reverse("home:today")).content.decode()
    assert "In made-up practices, about 4 of 10 such hints mean nothing." in page
