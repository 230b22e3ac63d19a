"""Pages answer at once: the number of questions to the database does not grow with the people on a page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.relationship.models import Relationship
from tests.cast import NOW, Cast, both_say, person, signed_in

pytestmark = pytest.mark.django_db


def questions(who: object, page: str, moment: object) -> int:
    with clock.at(moment):  # type: ignore[arg-type]
        browser = signed_in(who)  # type: ignore[arg-type]
        browser.get(reverse(page))  # the first look is noted
        with CaptureQueriesContext(connection) as asked:
            browser.get(reverse(page))
    return len(asked)


def seven_more(cast: Cast) -> None:
    with clock.at(NOW):
        for number in range(7):
            pair = Relationship.objects.begin(client=person(f"C{number}"), therapist=cast.ida, by=cast.tom)
            pair.book_series(by=cast.ida, first_at=cast.next.starts_at - timedelta(hours=number + 1))


@pytest.mark.parametrize(("page", "each"), [("home:today", 2), ("home:people", 0)])
def test_it_asks_hardly_more_for_eight_people_than_for_one(cast: Cast, page: str, each: int) -> None:
    both_say(cast.last, cast)
    morning = cast.next.starts_at.replace(hour=7)
    one = questions(cast.ida, page, morning)
    seven_more(cast)
    assert questions(cast.ida, page, morning) <= one + 7 * each


def test_it_asks_the_same_of_a_practice_however_many_clients_it_has(cast: Cast) -> None:
    one = questions(cast.rosa, "home:practice", NOW)
    seven_more(cast)
    assert questions(cast.rosa, "home:practice", NOW) == one
