"""What is shared has its day: before it the client may change it or take it back, from then on it stays."""

from datetime import timedelta

import pytest
from django.urls import reverse

from rightfit.checkin import giving, hints
from rightfit.checkin.models import CheckIn, Tap
from rightfit.checkin.side import Side
from rightfit.checkin.worth_asking import Considered, Signal
from rightfit.keeping import clock
from tests.cast import NOW, Cast, both_say, signed_in, well
from tests.checkin.test_kept_private import MOMENTS, a_practice_in_which, all_that_others_see

pytestmark = pytest.mark.django_db

HIGH = {"understood": 9, "matters": 9, "useful": 9, "free": 9}
LOW = {"understood": 1, "matters": 1, "useful": 1, "free": 1}


def noors(cast: Cast) -> CheckIn:
    return CheckIn.objects.get(session=cast.last, side=Side.CLIENT)


@pytest.mark.parametrize("when", MOMENTS)
def test_it_looks_as_if_not_done_once_it_is_taken_back_before_its_day(cast: Cast, when: str) -> None:
    for session in cast.sessions()[:3]:
        both_say(session, cast, **HIGH)

    def shared_then_withdrawn() -> None:
        with clock.at(NOW):
            giving.give(cast.last, by=cast.noor, answers=well(tap="bring", **LOW))
            hints.lay_hints()
        with clock.at(NOW + timedelta(hours=1)):
            giving.keep_to_self(noors(cast))

    seen = []
    for act in (None, shared_then_withdrawn):
        with a_practice_in_which(act):
            with clock.at(MOMENTS[when](cast)):
                hints.lay_hints()
            seen.append(all_that_others_see(cast, moment=MOMENTS[when](cast)))
    assert seen[0] == seen[1]


def test_it_stays_as_it_is_from_the_morning_on_which_the_therapist_may_read_it(cast: Cast) -> None:
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=well(tap="bring"))
    with clock.at(cast.next.starts_at.replace(hour=8)):
        with pytest.raises(giving.NotOpenError):
            giving.keep_to_self(noors(cast))
        with pytest.raises(giving.NotOpenError):
            giving.give(cast.last, by=cast.noor, answers=well(tap="no"))
        form = signed_in(cast.noor).get(reverse("checkin:how_was_it", args=[cast.last.pk])).content.decode()
        sheet = signed_in(cast.ida).get(reverse("home:today")).content.decode()
    assert "may have read what you shared" in form
    assert "has something to sort out with you" in sheet


def test_it_takes_a_first_answer_until_the_session_begins_and_says_that_it_stays(cast: Cast) -> None:
    with clock.at(cast.next.starts_at.replace(hour=8)):
        form = signed_in(cast.noor).get(reverse("checkin:how_was_it", args=[cast.last.pk])).content.decode()
        assert "After you send it, it stays as it is." in form
        giving.give(cast.last, by=cast.noor, answers=well())
        with pytest.raises(giving.NotOpenError):
            giving.give(cast.last, by=cast.noor, answers=well(tap="bring"))
    with clock.at(cast.next.starts_at):
        assert not giving.is_open(cast.last, cast.noor)


def test_it_may_still_be_shared_on_the_day_where_all_of_it_was_kept(cast: Cast) -> None:
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=well(tap="bring"), keep_all=True)
    with clock.at(cast.next.starts_at.replace(hour=8)):
        giving.give(cast.last, by=cast.noor, answers=well(tap="bring"))
        assert Tap.objects.visible_to(cast.ida).filter(check_in__session=cast.last, by=cast.noor).exists()


def test_it_uses_no_marks_for_the_therapists_hint_before_the_marks_may_be_read(cast: Cast) -> None:
    for session in cast.sessions()[:3]:
        both_say(session, cast, **HIGH)
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=LOW)
    for_ida = Signal.objects.filter(shown_to=Side.THERAPIST)
    with clock.at(cast.next.starts_at.replace(hour=8)):
        hints.lay_hints()
        assert not for_ida.exists()
    with clock.at(cast.next.ends_at + timedelta(hours=1)):
        giving.give(cast.next, by=cast.noor, answers=LOW)
    with clock.at(cast.next.ends_at + timedelta(days=1)):
        cast.pair.series.get().lay_ahead()
    with clock.at(cast.next.starts_at.replace(hour=8) + timedelta(weeks=1)):
        hints.lay_hints()
        words = for_ida.get().words
    assert words == ["Noor’s last marks are below Noor’s own usual."]


def test_it_takes_the_therapists_hint_away_with_the_words_it_was_made_of(cast: Cast) -> None:
    for session in cast.sessions()[:3]:
        both_say(session, cast, **HIGH)
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers={"tap": "bring"})
        Considered.objects.create(session=cast.last, side=Side.THERAPIST)
        Signal.objects.create(session=cast.last, shown_to=Side.THERAPIST, words=["Noor said lately …"])
        giving.keep_to_self(noors(cast))
    assert not Signal.objects.filter(shown_to=Side.THERAPIST).exists()
    assert not Considered.objects.filter(side=Side.THERAPIST).exists()


def test_it_leaves_the_therapists_hint_alone_when_nothing_shared_has_changed(cast: Cast) -> None:
    for session in cast.sessions()[:3]:
        both_say(session, cast, **HIGH)
    with clock.at(NOW):
        Signal.objects.create(session=cast.last, shown_to=Side.THERAPIST, words=["Your own last marks …"])
        giving.give(cast.last, by=cast.noor, answers=well(**LOW), keep_all=True)
    assert Signal.objects.filter(shown_to=Side.THERAPIST).exists()


def test_it_reads_each_session_once_however_often_the_worker_ticks(
    cast: Cast, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=well())
        hints.lay_hints()
        with django_assert_max_num_queries(4):  # type: ignore[operator]
            hints.lay_hints()


def test_it_keeps_the_listeners_row_when_another_item_is_changed(cast: Cast) -> None:
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=well(tap="listener"))
        asked = Tap.objects.get(check_in__session=cast.last)
        giving.give(cast.last, by=cast.noor, answers=well(tap="listener", understood=3))
        assert Tap.objects.get(check_in__session=cast.last).pk == asked.pk
        giving.give(cast.last, by=cast.noor, answers=well(tap="no"))
        assert Tap.objects.get(check_in__session=cast.last).listener is None


@pytest.mark.parametrize("what", ["cancelled", "stopped for now", "moved by an hour"])
def test_it_stays_readable_whatever_becomes_of_the_hour_on_its_own_day(cast: Cast, what: str) -> None:
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=well(tap="bring"))
    taps = Tap.objects.filter(check_in__session=cast.last, by=cast.noor)
    morning = cast.next.starts_at.replace(hour=9)
    with clock.at(morning):
        assert taps.visible_to(cast.ida).exists()
        if what == "cancelled":
            cast.next.cancel(by=cast.noor)
        elif what == "stopped for now":
            cast.pair.pause(by=cast.noor)
        else:
            cast.pair.book_series(by=cast.ida, first_at=cast.next.starts_at + timedelta(hours=1))
    for later in (morning + timedelta(hours=1), morning + timedelta(days=1)):
        with clock.at(later):
            assert taps.visible_to(cast.ida).exists()
            with pytest.raises(giving.NotOpenError):
                giving.keep_to_self(noors(cast))


def test_it_waits_on_where_the_hour_went_off_the_day_before(cast: Cast) -> None:
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=well(tap="bring"))
    with clock.at(cast.next.starts_at - timedelta(days=1)):
        cast.next.cancel(by=cast.noor)
    with clock.at(cast.next.starts_at):
        assert not Tap.objects.visible_to(cast.ida).filter(by=cast.noor).exists()
        giving.keep_to_self(noors(cast))


def test_it_is_not_closed_by_an_hour_that_opens_nothing(cast: Cast) -> None:
    """A therapist who books ten minutes at once reads nothing, and takes nothing from the client's time either."""
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=well(tap="bring"))
        cast.pair.book(by=cast.ida, starts_at=NOW + timedelta(minutes=5), minutes=10)
    with clock.at(NOW + timedelta(minutes=6)):
        assert not Tap.objects.visible_to(cast.ida).filter(by=cast.noor).exists()
        giving.keep_to_self(noors(cast))
