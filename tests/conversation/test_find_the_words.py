"""Acts 16 and 17: find words in private, see exactly what will be read, put it there, take it back."""

import re

import pytest
from django.urls import reverse

from rightfit.conversation.cards import cards, laid
from rightfit.conversation.models import Need, Note, Preparation
from rightfit.conversation.needs import AlreadyBroughtError
from rightfit.drawing.shapes import NEEDS
from rightfit.keeping import clock
from rightfit.keeping.models import Event, FormKey
from rightfit.practice.models import Practice
from tests.cast import NOW, Cast
from tests.conversation.pages import in_the_session, page, press

pytestmark = pytest.mark.django_db
WORDS = "The tasks are too much. I’d like one small thing a week."


def a_need(cast: Cast) -> Need:
    with clock.at(NOW):
        return Need.objects.raise_(cast.pair, by=cast.noor, cards=["load", "hold_back"], words=WORDS, since="weeks")


def put(cast: Cast) -> Note:
    need = a_need(cast)
    with clock.at(NOW):
        note = Note.objects.put_prepared(need.prepare(how="write", words=WORDS))
    assert note is not None
    return note


def test_it_draws_every_card() -> None:
    assert [card.key for card in cards().values() if card.picture not in NEEDS] == []
    assert len({card.picture for card in cards().values()}) == len(cards())
    assert len(laid()) == 10


def test_it_shows_six_cards_and_more_on_wish_and_keeps_what_was_picked(cast: Cast) -> None:
    with clock.at(NOW):
        first = page(cast.noor, "conversation:needs")
        more = press(
            cast.noor, "conversation:needs", show="12", shown="6", card=["fast"], words="so so"
        ).content.decode()
    assert first.count('name="card"') == 6
    assert more.count('name="card"') == 12
    assert re.search(r'value="fast" checked', more)
    assert "so so" in more


def test_it_keeps_nothing_while_one_looks_for_words(cast: Cast) -> None:
    with clock.at(NOW):
        answer = press(cast.noor, "conversation:needs", suggest="yes", words="The homework is too much, I am so tired.")
    likely = answer.content.decode().split('id="likely"')[1].split("</section>")[0]
    assert 'value="load"' in likely
    assert likely.count('name="card"') <= 3
    assert not Need.objects.exists()
    assert not FormKey.objects.exists()
    assert not Event.objects.filter(verb="found words for something").exists()


def test_it_says_so_where_no_card_is_like_the_words(cast: Cast) -> None:
    with clock.at(NOW):
        answer = press(cast.noor, "conversation:needs", suggest="yes", words="xyzzy").content.decode()
    assert "No card is much like your words" in answer


def test_it_refuses_four_cards_nothing_at_all_and_a_card_of_nobody(cast: Cast) -> None:
    with clock.at(NOW):
        for wrong in ({"card": ["load", "fast", "slow", "past"]}, {}, {"card": ["nonsense"]}):
            assert press(cast.noor, "conversation:needs", next="yes", **wrong).status_code == 422
    assert not Need.objects.exists()


def test_it_leads_from_the_cards_to_the_note_and_says_what_will_not_be_seen(cast: Cast) -> None:
    with clock.at(NOW):
        press(cast.noor, "conversation:needs", next="yes", card=["load", "hold_back"], since="weeks")
        need = Need.objects.get()
        assert "What we plan for the week" in page(cast.noor, "conversation:prepare", need.pk)
        press(cast.noor, "conversation:prepare", need.pk, how="write", words=WORDS)
        assert not Note.objects.exists()
        preview = page(cast.noor, "conversation:preview", need.pk)
        press(cast.noor, "conversation:preview", need.pk)
    mirror, unseen = preview.split('class="mirror"')[1].split("What Ida will not see")
    assert WORDS in mirror
    assert "since a few weeks" in mirror
    assert "I hold things back" not in mirror
    assert "I hold things back" in unseen
    note = Note.objects.get()
    assert (note.words, note.since, note.kind) == (WORDS, "weeks", "own")


def test_it_shows_in_the_preview_the_very_rendering_that_is_read(cast: Cast) -> None:
    need = a_need(cast)
    with clock.at(NOW):
        preparation = need.prepare(how="write", words=WORDS)
        shown = page(cast.noor, "conversation:preview", need.pk)
        note = Note.objects.put_prepared(preparation)
    assert note is not None
    with in_the_session(cast):
        press(cast.ida, "conversation:open", note.pk)
        read = page(cast.ida, "conversation:guide", note.pk)
    said = re.compile(r'<div class="said c">.*?</div>', re.DOTALL)
    assert said.findall(shown)[0] == said.findall(read)[0]


def test_it_puts_a_ready_sentence_where_one_would_rather_be_asked_and_keeps_the_words(cast: Cast) -> None:
    need = a_need(cast)
    with clock.at(NOW):
        press(cast.noor, "conversation:prepare", need.pk, how="ask", words="my own secret draft")
        assert "my own secret draft" not in page(cast.noor, "conversation:preview", need.pk)
        press(cast.noor, "conversation:preview", need.pk)
    assert "Please ask me" in Note.objects.get().words


def test_it_puts_nothing_there_for_who_says_it_themselves(cast: Cast) -> None:
    need = a_need(cast)
    with clock.at(NOW):
        press(cast.noor, "conversation:prepare", need.pk, how="myself", words=WORDS)
        assert "Ida reads nothing of this" in page(cast.noor, "conversation:preview", need.pk)
        press(cast.noor, "conversation:preview", need.pk)
    assert not Note.objects.exists()


def test_it_refuses_to_put_what_was_not_written(cast: Cast) -> None:
    need = a_need(cast)
    with clock.at(NOW):
        assert press(cast.noor, "conversation:prepare", need.pk, how="write", words="").status_code == 422
        assert press(cast.noor, "conversation:prepare", need.pk, words=WORDS).status_code == 422
    assert not Preparation.objects.exists()


def test_it_stands_the_listener_above_a_card_that_went_too_far(cast: Cast) -> None:
    with clock.at(NOW):
        need = Need.objects.raise_(cast.pair, by=cast.noor, cards=["boundary"])
        other = Need.objects.raise_(cast.pair, by=cast.noor, cards=["fast"])
        assert "You need not say this to Ida" in page(cast.noor, "conversation:prepare", need.pk)
        assert "You need not say this to Ida" not in page(cast.noor, "conversation:prepare", other.pk)


def test_it_is_read_by_nobody_before_its_day(cast: Cast) -> None:
    note = put(cast)
    with clock.at(NOW):
        assert not Note.objects.visible_to(cast.ida).exists()
        for route in ("home:today", "conversation:talks"):
            assert WORDS not in page(cast.ida, route)
        assert press(cast.ida, "conversation:open", note.pk).status_code == 404
    with in_the_session(cast):
        assert Note.objects.visible_to(cast.ida).get() == note
        for stranger in (cast.evren, cast.samira, cast.rosa, cast.mira, cast.tom, cast.jonas):
            assert not Note.objects.visible_to(stranger).exists()


def test_it_never_shows_the_need_or_the_draft_to_the_other(cast: Cast) -> None:
    put(cast)
    with in_the_session(cast):
        assert not Need.objects.visible_to(cast.ida).exists()
        assert not Preparation.objects.visible_to(cast.ida).exists()


def test_it_changes_what_waits_and_puts_no_second_one_there(cast: Cast) -> None:
    note = put(cast)
    with clock.at(NOW):
        again = Note.objects.put_prepared(note.need.prepare(how="write", words="shorter")) if note.need else None
    assert again == note
    assert Note.objects.get().words == "shorter"


def test_it_erases_a_need_and_takes_back_what_waits(cast: Cast) -> None:
    note = put(cast)
    with clock.at(NOW):
        press(cast.noor, "conversation:let_go", Need.objects.get().pk)
    assert not Need.objects.exists()
    assert not Preparation.objects.exists()
    assert not Note.objects.filter(pk=note.pk).exists()


def test_it_refuses_to_erase_what_was_opened_together(cast: Cast) -> None:
    note = put(cast)
    with in_the_session(cast):
        note.open(by=cast.ida)
        need = Need.objects.get()
        with pytest.raises(AlreadyBroughtError):
            need.let_go()
    assert Need.objects.exists()


def test_it_is_not_there_where_the_practice_has_switched_it_off(cast: Cast) -> None:
    practice = Practice.objects.the()
    practice.switches = {**practice.switches, "find_the_words": False}
    practice.save()
    with clock.at(NOW):
        assert press(cast.noor, "conversation:needs", next="yes", card=["fast"]).status_code == 404
    assert not Need.objects.exists()


def test_it_names_the_way_to_somebody_else_beside_the_words(cast: Cast) -> None:
    with clock.at(NOW):
        assert reverse("transition:someone_else") in page(cast.noor, "conversation:needs")
