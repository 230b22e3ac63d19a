"""Acts 18 and 19: answered in the session, by a guide; and both say in one tap how the talk was."""

from datetime import timedelta

import pytest
from django.urls import reverse

from rightfit.conversation.models import Conversation, Held, Note, NotInTheRoomError, Reply
from rightfit.keeping import clock
from rightfit.keeping.models import Event
from tests.cast import NOW, Cast, signed_in
from tests.conversation.pages import in_the_session, page, press

pytestmark = pytest.mark.django_db
HEARD = "You carry a lot, and it did not help that I added to it."


def opened(cast: Cast) -> Note:
    with clock.at(NOW):
        note = Note.objects.put(cast.pair, by=cast.noor, sentence="not_right")
    with in_the_session(cast):
        note.open(by=cast.ida)
    return note


def test_it_opens_on_a_guide_that_thanks_first(cast: Cast) -> None:
    with clock.at(NOW):
        note = Note.objects.put(cast.pair, by=cast.noor, sentence="not_right")
    with in_the_session(cast):
        assert note.words not in page(cast.ida, "conversation:guide", note.pk)
        answer = press(cast.ida, "conversation:open", note.pk)
        assert answer.url == reverse("conversation:guide", args=[note.pk])
        guide = page(cast.ida, "conversation:guide", note.pk)
    assert note.words in guide
    assert guide.index("Thank you for saying it. What has it been like?") < guide.index("Then, offer")


def test_it_shows_the_client_what_was_heard_at_once(cast: Cast) -> None:
    note = opened(cast)
    with in_the_session(cast):
        press(cast.ida, "conversation:reply", note.pk, words=HEARD)
        assert HEARD in page(cast.noor, "conversation:talks")
        assert not Reply.objects.visible_to(cast.rosa).exists()
        assert not Reply.objects.visible_to(cast.samira).exists()


def test_it_may_have_been_said_in_the_room(cast: Cast) -> None:
    note = opened(cast)
    with in_the_session(cast):
        press(cast.ida, "conversation:reply", note.pk, words="not sent", in_the_room="yes")
    assert Reply.objects.get().words is None


def test_it_refuses_an_answer_on_another_day(cast: Cast) -> None:
    """Words that came at night would be a message: there are none between sessions."""
    note = opened(cast)
    with clock.at(cast.next.starts_at + timedelta(days=1)):
        with pytest.raises(NotInTheRoomError):
            note.answer(by=cast.ida, words=HEARD)
        press(cast.ida, "conversation:reply", note.pk, words=HEARD)
    assert not Reply.objects.exists()


def test_it_refuses_an_answer_to_what_was_not_opened_and_by_who_wrote_it(cast: Cast) -> None:
    with clock.at(NOW):
        note = Note.objects.put(cast.pair, by=cast.noor, sentence="not_right")
    with in_the_session(cast):
        press(cast.ida, "conversation:reply", note.pk, words=HEARD)
        assert press(cast.noor, "conversation:reply", note.pk, words=HEARD).status_code == 404
    assert not Reply.objects.exists()


def test_it_begins_one_talk_by_being_opened(cast: Cast) -> None:
    note = opened(cast)
    with in_the_session(cast):
        note.open(by=cast.ida)
    assert Conversation.objects.get().about == note.pk


def test_it_takes_one_tap_each_and_tells_once_both_have(cast: Cast) -> None:
    opened(cast)
    talk = Conversation.objects.get()
    with in_the_session(cast):
        press(cast.ida, "conversation:held", talk.pk, how="good")
        assert not Held.objects.visible_to(cast.noor).exists()
        assert "Yes, and it was good</span>" not in page(cast.noor, "conversation:talks")
        press(cast.noor, "conversation:held", talk.pk, how="hard")
        for one in (cast.noor, cast.ida):
            assert {held.how for held in Held.objects.visible_to(one)} == {"good", "hard"}
        assert list(Conversation.objects.took_place()) == [talk]


def test_it_keeps_the_first_answer_and_refuses_one_that_is_none(cast: Cast) -> None:
    opened(cast)
    talk = Conversation.objects.get()
    with in_the_session(cast):
        press(cast.noor, "conversation:held", talk.pk, how="so-so")
        assert not Held.objects.exists()
        for how in ("good", "hard"):
            press(cast.noor, "conversation:held", talk.pk, how=how)
        assert press(cast.samira, "conversation:held", talk.pk, how="good").status_code == 404
    assert Held.objects.get().how == "good"


def test_it_brings_up_what_the_therapist_wants_to_say_in_the_same_way(cast: Cast) -> None:
    words = "I noticed that I hurried you last time."
    with clock.at(NOW):
        first = press(cast.ida, "conversation:bring", cast.pair.pk, words=words)
        assert words in first.content.decode().split("This is all that Noor will read")[1].split("</section>")[0]
        assert not Note.objects.exists()
        press(cast.ida, "conversation:bring", cast.pair.pk, words=words, put="yes")
        note = Note.objects.get()
        # Until its day the client does not even learn that something lies there.
        assert not Note.objects.visible_to(cast.noor).exists()
        assert not Event.objects.filter(chain=cast.noor.pk, about_id=note.pk).exists()
        assert signed_in(cast.noor).get(reverse("conversation:guide", args=[note.pk])).status_code == 404
        for route in ("home:you", "home:talk", "conversation:talks"):
            assert words not in page(cast.noor, route)
    with in_the_session(cast):
        assert "has put a sentence" not in page(cast.ida, "home:today")
        press(cast.noor, "conversation:open", note.pk)
        assert words in page(cast.noor, "conversation:guide", note.pk)


def test_it_refuses_the_client_the_therapists_page_and_empty_words(cast: Cast) -> None:
    with clock.at(NOW):
        assert press(cast.noor, "conversation:bring", cast.pair.pk, words="x", put="yes").status_code == 404
        assert press(cast.ida, "conversation:bring", cast.pair.pk, words="", put="yes").status_code == 422
    assert not Note.objects.exists()


def test_it_closes_to_the_therapist_when_the_work_ends(cast: Cast) -> None:
    note = opened(cast)
    with in_the_session(cast):
        note.answer(by=cast.ida, words=HEARD)
        cast.pair.end(by=cast.noor)
        assert not Note.objects.visible_to(cast.ida).exists()
        assert not Reply.objects.visible_to(cast.ida).exists()
        assert not Conversation.objects.visible_to(cast.ida).exists()
        assert Reply.objects.visible_to(cast.noor).exists()
