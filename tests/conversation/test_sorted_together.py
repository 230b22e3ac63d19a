"""Act 16: "I can't put my finger on it": ten cards, sorted by both, laid open when both have sorted."""

import pytest
from django.urls import reverse

from rightfit.conversation.models import Note, Sorting
from rightfit.conversation.sorting import AlreadyLaidOpenError
from rightfit.keeping import clock
from tests.cast import NOW, Cast, signed_in
from tests.conversation.pages import in_the_session, page, press

pytestmark = pytest.mark.django_db


def off(cast: Cast) -> Note:
    with clock.at(NOW):
        press(cast.noor, "conversation:off")
    return Note.objects.get()


def test_it_takes_one_tap_to_put_the_sentence_there(cast: Cast) -> None:
    note = off(cast)
    assert note.words.startswith("Something is off. I can’t put my finger on it.")
    off(cast)
    assert Note.objects.count() == 1


def test_it_keeps_what_one_sorted_from_the_other_until_both_have(cast: Cast) -> None:
    note = off(cast)
    with clock.at(NOW):
        press(cast.noor, "conversation:sort", note.pk, fast="yes", load="no")
        assert signed_in(cast.ida).get(reverse("conversation:sort", args=[note.pk])).status_code == 404
    with in_the_session(cast):
        assert not Sorting.objects.visible_to(cast.ida).exists()
        assert "What you both sorted" not in page(cast.ida, "conversation:sort", note.pk)
        press(cast.ida, "conversation:sort", note.pk, fast="bit", warmth="yes")
        for who in (cast.noor, cast.ida):
            both = page(cast.ida, "conversation:sort", note.pk)
            assert Sorting.objects.visible_to(who).count() == 2
            assert both.index("It goes too fast for me") < both.index("What we plan for the week")
        for stranger in (cast.evren, cast.samira, cast.rosa, cast.mira, cast.jonas):
            assert not Sorting.objects.visible_to(stranger).exists()


def test_it_may_be_laid_anew_until_both_have_and_never_after(cast: Cast) -> None:
    note = off(cast)
    with in_the_session(cast):
        Sorting.objects.lay(note, by=cast.noor, piles={"fast": "yes"})
        Sorting.objects.lay(note, by=cast.noor, piles={"fast": "no"})
        assert Sorting.objects.get().piles == {"fast": "no"}
        Sorting.objects.lay(note, by=cast.ida, piles={"fast": "bit"})
        with pytest.raises(AlreadyLaidOpenError):
            Sorting.objects.lay(note, by=cast.noor, piles={"fast": "yes"})
    assert Sorting.objects.get(by=cast.noor).piles == {"fast": "no"}


def test_it_refuses_an_empty_table_and_a_pile_that_is_none(cast: Cast) -> None:
    note = off(cast)
    with clock.at(NOW):
        assert press(cast.noor, "conversation:sort", note.pk).status_code == 422
        assert press(cast.noor, "conversation:sort", note.pk, fast="perhaps").status_code == 422
    assert not Sorting.objects.exists()


def test_it_has_no_cards_to_sort_under_another_sentence(cast: Cast) -> None:
    with clock.at(NOW):
        note = Note.objects.put(cast.pair, by=cast.noor, sentence="not_right")
        assert signed_in(cast.noor).get(reverse("conversation:sort", args=[note.pk])).status_code == 404


def test_it_goes_with_the_sentence_when_that_is_taken_back(cast: Cast) -> None:
    note = off(cast)
    with clock.at(NOW):
        Sorting.objects.lay(note, by=cast.noor, piles={"fast": "yes"})
        note.take_back()
    assert not Sorting.objects.exists()
