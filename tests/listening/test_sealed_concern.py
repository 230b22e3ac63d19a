"""A concern is sealed: whatever the therapist, the lead or the coordinator opens is the same with it and without it."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.keeping.matrix import matrix
from rightfit.keeping.models import Letter
from rightfit.listening.concerns import Concern
from rightfit.listening.letters import lay_listeners_letters
from rightfit.practice.models import Person
from tests.cast import NOW, Cast, signed_in

pytestmark = pytest.mark.django_db
WORD = "quillback"
PAGES = [
    name
    for name, route in matrix()["route"].items()
    if ":" in name and "of" not in route and route.get("methods") != ["POST"] and not name.startswith("demo:")
]


def crawl(person: Person, cast: Cast) -> dict[str, tuple[int, str]]:
    """Everything this person can open, with what differs from one drawing to the next left out."""
    with clock.at(NOW):
        browser = signed_in(person)
        pages = {name: reverse(name) for name in PAGES}
        pages["home:pair"] = reverse("home:pair", args=[cast.pair.pk])
        return {name: _seen(browser.get(address)) for name, address in pages.items()}


def _seen(answer: Any) -> tuple[int, str]:
    text = b"".join(answer) if answer.streaming else answer.content
    hidden = r'name="(form_key|csrfmiddlewaretoken)" value="[^"]*"|nonce[-="][^"\' ;]*'
    return answer.status_code, re.sub(hidden, "", text.decode(errors="replace"))


@pytest.mark.parametrize("role", ["therapist", "lead", "coordinator", "other_therapist"])
def test_it_changes_not_one_byte_of_theirs(cast: Cast, role: str) -> None:
    person = cast.of_role(role)
    crawl(person, cast)  # the first visit of a page writes that it was looked at
    without = crawl(person, cast)
    with clock.at(NOW):
        concern = Concern.objects.keep(cast.pair, by=cast.noor, words=WORD, wish="look", listener=cast.mira)
        concern.send()
        concern.add(by=cast.mira, words=f"{WORD} again")
        lay_listeners_letters()
    with_it = crawl(person, cast)
    assert {name for name in without if without[name] != with_it[name]} == set()
    assert WORD not in str(with_it)
    assert not Letter.objects.filter(to=person.pk).exists()


def test_it_lies_sealed(cast: Cast) -> None:
    with clock.at(NOW):
        concern = Concern.objects.keep(cast.pair, by=cast.noor, words=WORD, wish="look", listener=cast.mira)
        concern.send()
        concern.add(by=cast.noor, words=WORD)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, wish, code FROM listening_concern")
        rows = cursor.fetchall()
        cursor.execute("SELECT words FROM listening_entry")
        rows += cursor.fetchall()
    lying = b"".join(bytes(value) for row in rows for value in row)
    for plain in (WORD, "look", concern.code):
        assert plain.encode() not in lying


def test_it_shows_nothing_to_a_stranger_without_a_code(cast: Cast) -> None:
    with clock.at(NOW):
        Concern.objects.keep(cast.pair, by=cast.noor, words=WORD, wish="look")
        answer = Client().post(reverse("listening:by_code"), {"form_key": str(uuid4()), "code": ""})
    assert answer.status_code == 422
    assert WORD not in answer.content.decode()
