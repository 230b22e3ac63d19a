"""Acts 20 and 21: what we'll try, by two taps; after one to three sessions both say whether it helped."""

from datetime import date, timedelta
from typing import Any

import pytest

from rightfit.conversation.agreements import AlreadyStandsError, NotAskedError
from rightfit.conversation.models import Agreement, FollowUp, Watch
from rightfit.keeping import clock
from tests.cast import NOW, Cast
from tests.conversation.pages import after, in_the_session, page, press

pytestmark = pytest.mark.django_db
FIELDS: dict[str, Any] = {"what": "One question less", "who": "therapist", "until": "2026-06-08", "watch": "silence"}


def offered(cast: Cast) -> Agreement:
    with in_the_session(cast):
        press(cast.ida, "conversation:agree", cast.pair.pk, **FIELDS)
    return Agreement.objects.get()


def standing(cast: Cast) -> Agreement:
    agreement = offered(cast)
    with in_the_session(cast):
        press(cast.noor, "conversation:say_yes", agreement.pk)
    return agreement


def test_it_stands_when_both_have_said_yes(cast: Cast) -> None:
    agreement = offered(cast)
    assert Watch.objects.get().words == "silence"
    assert not Agreement.objects.standing().exists()
    with in_the_session(cast):
        for _twice in range(2):
            press(cast.ida, "conversation:say_yes", agreement.pk)
        assert not Agreement.objects.standing().exists()
        assert "Ida wrote this down. Would you like to try it?" in page(
            cast.noor, "conversation:agreement", agreement.pk
        )
        press(cast.noor, "conversation:say_yes", agreement.pk)
    assert list(Agreement.objects.standing()) == [agreement]
    assert not Agreement.objects.offered().exists()


def test_it_is_taken_away_by_either_until_it_stands_and_never_after(cast: Cast) -> None:
    with in_the_session(cast):
        press(cast.noor, "conversation:take_away", offered(cast).pk)
    assert not Agreement.objects.exists()
    agreement = standing(cast)
    with in_the_session(cast), pytest.raises(AlreadyStandsError):
        agreement.take_away(by=cast.ida)
    assert Agreement.objects.exists()


def test_it_gives_way_to_the_next_one_once_that_stands(cast: Cast) -> None:
    first = standing(cast)
    with in_the_session(cast):
        press(cast.noor, "conversation:agree", cast.pair.pk, **{**FIELDS, "what": "Ten quiet minutes"})
        assert list(Agreement.objects.standing()) == [first]
        second = Agreement.objects.get(replaces=first)
        second.say_yes(by=cast.ida)
    assert list(Agreement.objects.standing()) == [second]
    assert Agreement.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"what": ""}, {"who": "lead"}, {"until": "2026-05-01"}, {"until": "soon"}])
def test_it_refuses_what_is_not_clear(cast: Cast, wrong: dict[str, str]) -> None:
    with in_the_session(cast):
        assert press(cast.ida, "conversation:agree", cast.pair.pk, **{**FIELDS, **wrong}).status_code == 422
    assert not Agreement.objects.exists()


def test_it_is_the_two_peoples_alone(cast: Cast) -> None:
    agreement = standing(cast)
    with in_the_session(cast):
        for stranger in (cast.evren, cast.samira, cast.rosa, cast.mira, cast.tom, cast.jonas):
            assert not Agreement.objects.visible_to(stranger).exists()
            assert press(stranger, "conversation:say_yes", agreement.pk).status_code == 404
        cast.pair.end(by=cast.noor)
        assert not Agreement.objects.visible_to(cast.ida).exists()
        assert Agreement.objects.visible_to(cast.noor).exists()


def test_it_asks_after_the_first_session_held_since_and_not_sooner(cast: Cast) -> None:
    agreement = standing(cast)
    with in_the_session(cast):
        assert not agreement.is_asked_of(cast.noor)
        with pytest.raises(NotAskedError):
            agreement.follow_up(by=cast.noor, did="yes", helped="yes")
    with after(cast, 1):
        assert not agreement.is_asked_of(cast.noor)
    with after(cast, 2):
        assert agreement.is_asked_of(cast.noor)
        assert agreement.is_asked_of(cast.ida)


def test_it_does_not_ask_while_only_one_has_said_yes(cast: Cast) -> None:
    agreement = offered(cast)
    with after(cast, 3), pytest.raises(NotAskedError):
        agreement.follow_up(by=cast.ida, did="yes", helped="yes")


def test_it_shows_both_answers_once_both_have_said_it(cast: Cast) -> None:
    agreement = standing(cast)
    with after(cast, 2):
        press(cast.noor, "conversation:follow_up", agreement.pk, did="bit", helped="no")
        assert not FollowUp.objects.visible_to(cast.ida).exists()
        assert "And now?" not in page(cast.noor, "conversation:agreement", agreement.pk)
        press(cast.ida, "conversation:follow_up", agreement.pk, did="yes", helped="yes")
        for one in (cast.noor, cast.ida):
            assert FollowUp.objects.visible_to(one).count() == 2
            assert "And now?" in page(one, "conversation:agreement", agreement.pk)
        with pytest.raises(NotAskedError):
            agreement.follow_up(by=cast.noor, did="yes", helped="yes")
        assert not FollowUp.objects.visible_to(cast.rosa).exists()


def test_it_asks_again_where_it_was_too_soon_three_times_at_most(cast: Cast) -> None:
    agreement = standing(cast)
    for sessions in (2, 3, 4):
        with after(cast, sessions):
            agreement.follow_up(by=cast.noor, did="yes", helped="soon")
            agreement.follow_up(by=cast.ida, did="yes", helped="yes")
            assert agreement.round_now() is None
    with after(cast, 5):
        assert agreement.round_now() is None
    assert [one.round for one in FollowUp.objects.filter(by=cast.noor).order_by("round")] == [1, 2, 3]


def test_it_hides_a_later_round_until_both_have_said_that_one_too(cast: Cast) -> None:
    agreement = standing(cast)
    with after(cast, 2):
        agreement.follow_up(by=cast.noor, did="yes", helped="soon")
        agreement.follow_up(by=cast.ida, did="yes", helped="soon")
    with after(cast, 3):
        agreement.follow_up(by=cast.noor, did="no", helped="no")
        assert {one.round for one in FollowUp.objects.visible_to(cast.ida)} == {1}


def test_it_refuses_an_answer_that_is_none(cast: Cast) -> None:
    agreement = standing(cast)
    with after(cast, 2):
        for wrong in ({"did": "yes"}, {"did": "perhaps", "helped": "yes"}):
            assert press(cast.noor, "conversation:follow_up", agreement.pk, **wrong).status_code == 422
    assert not FollowUp.objects.exists()


def test_it_begins_at_the_earliest_tomorrow(cast: Cast) -> None:
    with clock.at(NOW):
        today = date(2026, 5, 6)
        assert press(cast.ida, "conversation:agree", cast.pair.pk, **{**FIELDS, "until": str(today)}).status_code == 422
        later = str(today + timedelta(days=1))
        assert press(cast.ida, "conversation:agree", cast.pair.pk, **{**FIELDS, "until": later}).status_code == 303
