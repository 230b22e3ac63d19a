"""Who has read my record: every verb of the trail has its sentence."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.urls import reverse

from rightfit.checkin import giving
from rightfit.home.trail import SENTENCES
from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.listening.models import ask_to_listen
from rightfit.relationship.models import Relationship
from tests.cast import NOW, Cast, both_say, signed_in

SOURCE = Path(__file__).parents[2] / "src" / "rightfit"


def test_it_has_a_sentence_for_every_verb_that_is_written() -> None:
    written = set()
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for call in re.findall(r"(?:track|_?tell|objects\.record)\(\s*(\"[^)]*?)(?:, by|\))", text):
            written |= set(re.findall(r"\"([^\"]+)\"", call))
        written |= set(re.findall(r"(?:verb|VERB) = \"([^\"]+)\"", text))
        written |= {f"looked at {what}" for what in re.findall(r"at_what=\"([^\"]+)\"", text)}
    assert written - set(SENTENCES) == set()
    assert set(SENTENCES) - written == set()


@pytest.mark.django_db
def test_it_tells_the_client_who_looked(cast: Cast) -> None:
    with clock.at(NOW):
        signed_in(cast.ida).get(reverse("home:pair", args=[cast.pair.pk]))
        page = signed_in(cast.noor).get(reverse("home:trail")).content.decode()
    assert "Ida Fenwright" in page
    assert "looked at your course" in page


@pytest.mark.django_db
def test_it_is_read_by_whom_it_is_about_and_by_whose_acts_it_tells(cast: Cast) -> None:
    with clock.at(NOW):
        signed_in(cast.ida).get(reverse("home:pair", args=[cast.pair.pk]))
    look = Event.objects.get(verb__startswith="looked", by=cast.ida.pk)
    readers = [
        person
        for person in (cast.noor, cast.ida, cast.evren, cast.samira, cast.rosa, cast.tom)
        if look in Event.objects.visible_to(person)
    ]
    assert readers == [cast.noor, cast.ida]


@pytest.mark.django_db
def test_it_shows_nothing_where_the_look_cannot_be_noted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise DatabaseError

    ida = signed_in(cast.ida)
    monkeypatch.setattr(Relationship, "track", full)
    with clock.at(NOW):
        answer = ida.get(reverse("home:pair", args=[cast.pair.pk]))
    assert answer.status_code == 503
    assert "Noor" not in answer.content.decode()


@pytest.mark.django_db
def test_it_writes_one_look_however_often_the_page_is_turned_to(cast: Cast) -> None:
    with clock.at(NOW):
        for _turn in range(3):
            signed_in(cast.ida).get(reverse("home:pair", args=[cast.pair.pk]))
        page = signed_in(cast.noor).get(reverse("home:trail")).content.decode()
    assert page.count("looked at your course") == 1


@pytest.mark.django_db
def test_it_notes_the_looks_at_the_mirror_together_and_asked_of_me(cast: Cast) -> None:
    both_say(cast.last, cast)
    with clock.at(NOW):
        ask_to_listen(cast.pair, by=cast.noor)
        signed_in(cast.mira).get(reverse("home:waiting"))
    with clock.at(cast.next.starts_at + timedelta(minutes=5)):
        giving.tap_together(cast.next, by=cast.ida)
        giving.tap_together(cast.next, by=cast.noor)
        signed_in(cast.noor).get(reverse("checkin:together", args=[cast.next.pk]))
        seen_by_noor_alone = signed_in(cast.noor).get(reverse("home:trail")).content.decode()
        signed_in(cast.ida).get(reverse("checkin:together", args=[cast.next.pk]))
        signed_in(cast.ida).get(reverse("home:mirror"))
        page = signed_in(cast.noor).get(reverse("home:trail")).content.decode()
    assert "looked with you at what you both said" not in seen_by_noor_alone
    assert "looked with you at what you both said" in page
    assert "looked at what people ask for" in page
    assert "looked at what you asked of the practice" in page


@pytest.mark.django_db
def test_it_shows_every_line_on_as_many_pages_as_it_takes(cast: Cast) -> None:
    with clock.at(NOW):
        for number in range(110):
            cast.pair.track("said how it was" if number else "ended", by=cast.noor)
        noor = signed_in(cast.noor)
        newest = noor.get(reverse("home:trail")).content.decode()
        oldest = noor.get(reverse("home:trail"), {"page": 2}).content.decode()
    assert "Older" in newest
    assert "ended the work together" in oldest
    assert "Newer" in oldest


@pytest.mark.django_db
def test_it_is_nobody_elses_trail_whatever_page_is_asked_for(cast: Cast) -> None:
    with clock.at(NOW):
        cast.pair.track("said how it was", by=cast.noor)
        page = signed_in(cast.evren).get(reverse("home:trail"), {"page": "2; --"}).content.decode()
    assert "said how a session was" not in page
