"""Side by side, with how sure it is in words."""

import re
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.urls import reverse

from rightfit.finding.comparing import Advice, advise
from rightfit.finding.models import Impression, Search
from rightfit.keeping import clock
from rightfit.practice.models import Practice
from tests.cast import NOW, signed_in
from tests.finding.conftest import AFTER, Looking


@pytest.mark.parametrize(
    ("felt", "advice"),
    [
        ([], Advice.NOBODY_YET),
        ([9.0], Advice.ONE_CAN_DO),
        ([5.0], Advice.ONE_MORE),
        ([7.0, 6.5], Advice.TOO_CLOSE),
        ([9.0, 5.0], Advice.CLEAR),
        ([6.0, 3.0], Advice.ONE_MORE),
        ([6.0, 3.0, 2.0], Advice.CLEAR),
    ],
)
def test_it_says_what_to_do_next(felt: list[float], advice: Advice) -> None:
    assert advise(felt)[0] == advice


def test_it_shows_her_own_marks_and_words_and_too_close_to_call(looking: Looking) -> None:
    with clock.at(NOW):
        meetings = [looking.will_meet(one) for one in (looking.cast.ida, looking.cast.jonas)]
    with clock.at(AFTER):
        for meeting, mark in zip(meetings, (7, 0), strict=True):
            Impression.objects.say(meeting, by=looking.wren, marks={"understood": mark, "again": 9 - mark + 6})
        Impression.objects.say(meetings[0], by=looking.wren, marks={"understood": 7, "again": 8}, words="she waited")
        page = signed_in(looking.wren).get(reverse("finding:compare")).content.decode()
    assert "too close to call" in page
    assert "she waited" in page
    row = re.search(r"I felt understood</th>(.*?)</tr>", page)
    assert row is not None
    assert re.findall(r"<td>(.*?)</td>", row[1]) == ["7", "0"]


def test_it_offers_to_go_on_with_whom_she_has_met_and_says_what_that_means(looking: Looking) -> None:
    with clock.at(NOW):
        met = looking.will_meet(looking.cast.ida)
        looking.asks(looking.cast.jonas)
        before = signed_in(looking.wren).get(reverse("finding:compare")).content.decode()
    with clock.at(AFTER):
        page = signed_in(looking.wren).get(reverse("finding:compare")).content.decode()
    assert "Ready to start?" not in before
    _, _, card = page.partition("Ready to start?")
    assert "Choosing means three sessions." in card
    assert reverse("finding:introduction", args=[met.pk]) in card
    assert "Go on with Jonas" not in page


def test_it_keeps_what_was_learnt_with_the_wishes(looking: Looking) -> None:
    with clock.at(NOW):
        browser = signed_in(looking.wren)
        browser.post(reverse("finding:compare"), {"words": "more time", "form_key": str(uuid4())})
        empty = browser.post(reverse("finding:compare"), {"words": "", "form_key": str(uuid4())})
    assert "Write what you learned." in empty.content.decode()
    assert Search.objects.get(pk=looking.search.pk).wishes == {"topics": ["worry"], "learned": ["more time"]}


def test_it_is_not_there_for_others_nor_where_switched_off(looking: Looking) -> None:
    with clock.at(NOW):
        assert signed_in(looking.cast.ida).get(reverse("finding:compare")).status_code == HTTPStatus.NOT_FOUND
        Practice.objects.update(switches={"compare": False})
        assert signed_in(looking.wren).get(reverse("finding:compare")).status_code == HTTPStatus.NOT_FOUND
