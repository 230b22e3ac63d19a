"""A word from the practice: after the fifth session, to every client, once, in the listener's name."""

from datetime import datetime, timedelta

import pytest
from django.template.loader import render_to_string

from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.listening.waiting import word_on_the_page_of
from rightfit.listening.words import Word, lay_words
from rightfit.practice.models import Duty
from tests.cast import NOW, Cast, person

pytestmark = pytest.mark.django_db


def after_five(cast: Cast) -> datetime:
    return cast.sessions()[4].ends_at + timedelta(hours=1)


def test_it_comes_after_the_fifth_session_to_every_client_alike(cast: Cast) -> None:
    with clock.at(NOW):
        assert lay_words() == 0
    with clock.at(after_five(cast)):
        assert lay_words() == 2
        assert lay_words() == 0
        assert Word.objects.get(relationship=cast.pair).listener == cast.mira
        assert word_on_the_page_of(cast.noor) == Word.objects.get(relationship=cast.pair)
    assert {letter.to for letter in Letter.objects.all()} == {cast.noor.pk, cast.evren.pk}


def test_it_says_how_and_names_the_listener(cast: Cast) -> None:
    with clock.at(after_five(cast)):
        lay_words()
        page = render_to_string("listening/word.html", {"word": word_on_the_page_of(cast.noor), "other": cast.ida})
    assert "A word from Mira" in page
    assert "/rather-tell/" in page


def test_it_is_for_the_client_alone(cast: Cast) -> None:
    with clock.at(after_five(cast)):
        lay_words()
        for other in (cast.ida, cast.rosa, cast.mira, cast.tom, cast.jonas):
            assert not Word.objects.visible_to(other).exists()
            assert word_on_the_page_of(other) is None


def test_it_comes_in_nobodys_name_who_is_part_of_the_matter(cast: Cast) -> None:
    Duty.objects.filter(kind=Duty.Kind.LISTENER).update(person=cast.ida)
    with clock.at(after_five(cast)):
        assert lay_words() == 1
        assert word_on_the_page_of(cast.noor) is None
        Duty.objects.create(person=person("Lea"), kind=Duty.Kind.LISTENER)
        assert lay_words() == 1
        assert Word.objects.get(relationship=cast.pair).listener.given_name == "Lea"


def test_it_leaves_the_page_after_four_weeks_or_when_its_listener_stops(cast: Cast) -> None:
    then = after_five(cast)
    with clock.at(then):
        lay_words()
    with clock.at(then + timedelta(days=28)):
        assert word_on_the_page_of(cast.noor) is None
    Duty.objects.filter(kind=Duty.Kind.LISTENER).delete()
    with clock.at(then):
        assert word_on_the_page_of(cast.noor) is None


def test_it_is_not_for_who_stopped_for_now_or_has_ended(cast: Cast) -> None:
    with clock.at(after_five(cast)):
        cast.pair.pause(by=cast.noor)
        cast.other_pair.end(by=cast.evren)
        assert lay_words() == 0
