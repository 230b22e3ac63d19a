"""Beside every field stands who will read it, in the words of the rule that enforces it."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from rightfit.checkin.reading import items
from rightfit.checkin.side import Side
from rightfit.keeping import clock
from rightfit.keeping.matrix import matrix
from tests.cast import NOW, Cast, signed_in

pytestmark = pytest.mark.django_db
# Which record of the matrix rules an item; every item must be here.
CLIENT = {"tap": "tap", "more_of": "more_of"} | dict.fromkeys(
    ("understood", "matters", "useful", "free", "load"), "rating"
)
THERAPIST = {"tap": "therapist_tap", "understood": "therapist_rating"}


@pytest.mark.parametrize(
    ("who", "side", "records"), [("noor", Side.CLIENT, CLIENT), ("ida", Side.THERAPIST, THERAPIST)]
)
def test_it_names_the_reader_at_every_item(cast: Cast, who: str, side: Side, records: dict[str, str]) -> None:
    assert {item.key for item in items(side)} == set(records)
    with clock.at(NOW):
        person = getattr(cast, who)
        page = signed_in(person).get(reverse("checkin:how_was_it", args=[cast.last.pk])).content.decode()
    other = cast.pair.other(person).given_name
    for record in set(records.values()):
        row = matrix()["record"][record]
        for words in (row["reader"], row["sentence"]):
            expected = escape(words.format(other=other))
            assert page.count(expected) >= list(records.values()).count(record)


@pytest.mark.parametrize(
    ("route", "record"),
    [
        ("conversation:something_not_right", "sentence_for_next"),
        ("home:stop_now", "goodbye"),
        ("listening:rather_tell", "tell_listener"),
        ("transition:someone_else", "another_therapist"),
    ],
)
def test_it_names_the_reader_at_every_door(cast: Cast, route: str, record: str) -> None:
    with clock.at(NOW):
        page = signed_in(cast.noor).get(reverse(route)).content.decode()
    words = matrix()["record"][record]["sentence"].format(other="Ida", listener="Mira", coordinator="Tom")
    assert escape(words) in page
