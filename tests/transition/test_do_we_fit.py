"""A talk about whether we fit: by either, read on the day they meet, offered and never a gate."""

from datetime import timedelta

import pytest

from rightfit.conversation.models import Conversation
from rightfit.conversation.talks import NotTheDayError
from rightfit.keeping import clock
from rightfit.relationship.models import NotYoursError, TooLateError
from rightfit.transition.models import Handover, HeadsUp, Outcome
from tests.cast import NOW, Cast
from tests.transition.conftest import page, press, status

pytestmark = pytest.mark.django_db
BETTER = {"reason": "Loss is not what I know best.", "better": "Jonas, who does"}


def test_it_is_brought_by_either_and_met_in_the_room_not_at_home(cast: Cast) -> None:
    with clock.at(NOW):
        press(cast.ida, "transition:better", cast.pair.pk, **BETTER)
        assert "Loss is not" in page(cast.ida, "transition:fit", cast.pair.pk)
        for route in (("transition:fit", cast.pair.pk), ("home:you",), ("conversation:talks",), ("home:trail",)):
            text = page(cast.noor, *route)
            assert "Loss is not" not in text
            assert "asked for a talk about whether you fit" not in text
        assert not HeadsUp.objects.visible_to(cast.noor).exists()
    with clock.at(cast.next.starts_at):
        assert "Loss is not" not in page(cast.noor, "transition:fit", cast.pair.pk)  # not before they have sat down
        press(cast.ida, "transition:sit_down", HeadsUp.objects.get().pk)
        text = page(cast.noor, "transition:fit", cast.pair.pk)
        assert "Loss is not what I know best." in text
        assert "Jonas, who does" in text


def test_it_asks_a_therapist_for_a_reason_and_for_who_would_serve_better(cast: Cast) -> None:
    with clock.at(NOW):
        assert press(cast.ida, "transition:better", cast.pair.pk, reason="no").status_code == 422
        assert press(cast.noor, "transition:better", cast.pair.pk, **BETTER).status_code == 404
        assert not HeadsUp.objects.exists()
        with pytest.raises(NotYoursError):
            HeadsUp.objects.raise_(cast.pair, by=cast.noor, **BETTER)
        with pytest.raises(NotYoursError):
            HeadsUp.objects.raise_(cast.pair, by=cast.tom)


def test_it_can_be_taken_back_until_they_sit_down(cast: Cast) -> None:
    with clock.at(NOW):
        press(cast.noor, "transition:bring_fit", cast.pair.pk)
        press(cast.noor, "transition:bring_fit", cast.pair.pk)
        press(cast.noor, "transition:leave_fit", HeadsUp.objects.get().pk)
        assert not HeadsUp.objects.exists()
        heads_up = HeadsUp.objects.raise_(cast.pair, by=cast.noor)
        assert press(cast.ida, "transition:leave_fit", heads_up.pk).status_code == 404
        with pytest.raises(NotTheDayError):
            heads_up.sit_down(by=cast.noor)
    with clock.at(cast.next.starts_at):
        press(cast.ida, "transition:sit_down", heads_up.pk)
        assert Conversation.objects.get(about=heads_up.pk).kind == "fit"
        with pytest.raises(TooLateError):
            heads_up.take_back(by=cast.noor)
        assert heads_up.sit_down(by=cast.noor) == heads_up.talk


def test_it_shows_what_comes_of_it_once_both_have_said_it(cast: Cast) -> None:
    with clock.at(cast.next.starts_at):
        talk = HeadsUp.objects.raise_(cast.pair, by=cast.noor).sit_down(by=cast.ida)
        press(cast.ida, "transition:outcome", talk.pk, what="change")
        assert "Change something" not in page(cast.noor, "transition:fit", cast.pair.pk).split("What comes of it")[0]
        assert not Outcome.objects.visible_to(cast.noor).exists()
        answer = press(cast.noor, "transition:outcome", talk.pk, what="change")
        assert "what-well-try" in answer.url
        assert Outcome.objects.visible_to(cast.noor).count() == 2
        assert not Outcome.objects.visible_to(cast.tom).exists()
        assert not Handover.objects.exists()


def test_it_opens_the_move_on_her_word_and_not_on_the_therapists(cast: Cast) -> None:
    with clock.at(cast.next.starts_at):
        talk = HeadsUp.objects.raise_(cast.pair, by=cast.ida, **BETTER).sit_down(by=cast.ida)
        press(cast.ida, "transition:outcome", talk.pk, what="move")
        assert not Handover.objects.exists()
        press(cast.noor, "transition:outcome", talk.pk, what="nonsense")
        press(cast.noor, "transition:outcome", talk.pk, what="move")
        assert Handover.objects.of(cast.noor) is not None


def test_it_lets_a_therapist_say_it_in_the_room_only(cast: Cast) -> None:
    with clock.at(cast.next.starts_at):
        talk = HeadsUp.objects.raise_(cast.pair, by=cast.noor).sit_down(by=cast.ida)
    with clock.at(cast.next.starts_at + timedelta(days=1)):
        press(cast.ida, "transition:outcome", talk.pk, what="stay")
        assert not Outcome.objects.exists()
        press(cast.noor, "transition:outcome", talk.pk, what="stay")
        assert Outcome.objects.count() == 1


def test_it_is_never_a_gate(cast: Cast) -> None:
    with clock.at(NOW):
        text = page(cast.noor, "transition:fit", cast.pair.pk)
        assert "You need not talk first" in text
        assert "I’d rather tell Mira" in text
        for person in (cast.tom, cast.rosa, cast.samira, cast.jonas, cast.evren):
            assert status(person, "transition:fit", cast.pair.pk) == 404
        cast.pair.end(by=cast.noor)
        assert status(cast.ida, "transition:fit", cast.pair.pk) == 404


def test_it_is_begun_by_nobody_alone_at_home_on_the_day(cast: Cast) -> None:
    with clock.at(NOW):
        heads_up = HeadsUp.objects.raise_(cast.pair, by=cast.ida, **BETTER)
    for alone in (cast.next.starts_at.replace(hour=0, minute=5), cast.next.ends_at + timedelta(hours=3)):
        with clock.at(alone):
            press(cast.noor, "transition:sit_down", heads_up.pk)
            assert heads_up.talk is None
            assert "Loss is not" not in page(cast.noor, "transition:fit", cast.pair.pk)
