"""Who has read my record: every verb of the trail has its sentence."""

import re
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.urls import reverse

from rightfit.home.trail import SENTENCES
from rightfit.keeping import clock
from rightfit.relationship.models import Relationship
from tests.cast import NOW, Cast, signed_in

SOURCE = Path(__file__).parents[2] / "src" / "rightfit"


def test_it_has_a_sentence_for_every_verb_that_is_written() -> None:
    written = set()
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for call in re.findall(r"(?:track|objects\.record)\(\s*(\"[^)]*?)(?:, by|\))", text):
            written |= set(re.findall(r"\"([^\"]+)\"", call))
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
