"""Acts 8 and 8c: the opening conversation and starting in the middle: a few understandings, written together."""

from datetime import timedelta

import pytest

from rightfit.aims.models import Goal
from rightfit.conversation.models import Conversation, Understanding
from rightfit.keeping import clock
from tests.cast import NOW, Cast
from tests.conversation.pages import in_the_session, page, press

pytestmark = pytest.mark.django_db
TELL = "I say “stop”, and we stop."


@pytest.mark.parametrize(("route", "key"), [("conversation:opening", "hope_client"), ("conversation:middle", "stay")])
def test_it_is_written_in_the_session_and_seen_by_both(cast: Cast, route: str, key: str) -> None:
    with in_the_session(cast):
        press(cast.ida, route, cast.pair.pk, tell=TELL, **{key: "less fear"})
        assert Understanding.objects.count() == 2
        for one in (cast.noor, cast.ida):
            assert TELL in page(one, route, cast.pair.pk)
    with clock.at(NOW + timedelta(days=20)):
        assert "written by Ida" in page(cast.noor, route, cast.pair.pk)


def test_it_refuses_words_on_a_day_on_which_they_do_not_meet(cast: Cast) -> None:
    with clock.at(NOW):
        assert "<textarea" not in page(cast.ida, "conversation:opening", cast.pair.pk)
        press(cast.ida, "conversation:opening", cast.pair.pk, tell=TELL)
    assert not Understanding.objects.exists()
    assert not Conversation.objects.exists()


def test_it_changes_only_what_was_changed_and_keeps_what_was(cast: Cast) -> None:
    with in_the_session(cast):
        press(cast.ida, "conversation:opening", cast.pair.pk, tell=TELL, hope_client="sleep")
        press(cast.noor, "conversation:opening", cast.pair.pk, tell=TELL, hope_client="sleep well")
        assert Understanding.objects.count() == 3
        newest = Understanding.objects.visible_to(cast.noor).newest(cast.pair)
    assert {key: one.words for key, one in newest.items()} == {"tell": TELL, "hope_client": "sleep well"}
    assert Conversation.objects.count() == 1


def test_it_shows_goals_in_the_clients_own_words(cast: Cast) -> None:
    with in_the_session(cast):
        Goal.objects.set_down(cast.pair, by=cast.noor, words="ride a bus again")
        for one in (cast.noor, cast.ida):
            assert "ride a bus again" in page(one, "conversation:opening", cast.pair.pk)


def test_it_refuses_a_line_that_is_too_long_and_keeps_it(cast: Cast) -> None:
    with in_the_session(cast):
        answer = press(cast.ida, "conversation:opening", cast.pair.pk, tell="x" * 301)
    assert answer.status_code == 422
    assert "x" * 301 in answer.content.decode()
    assert not Understanding.objects.exists()


def test_it_is_closed_to_everybody_else_and_after_the_end(cast: Cast) -> None:
    with in_the_session(cast):
        press(cast.ida, "conversation:opening", cast.pair.pk, tell=TELL)
        for stranger in (cast.evren, cast.samira, cast.rosa, cast.jonas):
            assert press(stranger, "conversation:opening", cast.pair.pk, tell="mine").status_code == 404
            assert not Understanding.objects.visible_to(stranger).exists()
        cast.pair.end(by=cast.noor)
        assert press(cast.ida, "conversation:opening", cast.pair.pk, tell="still").status_code == 404
    assert Understanding.objects.get().words == TELL
