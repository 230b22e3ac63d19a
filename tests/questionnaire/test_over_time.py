"""Several forms of one questionnaire: a line, a table, and whether a change is more than chance."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from rightfit.drawing import scores
from rightfit.keeping import clock
from rightfit.questionnaire.models import Form, FormAnswer, SwitchedOn
from rightfit.questionnaire.over_time import courses
from tests.cast import NOW, Cast
from tests.questionnaire.test_forms import page

pytestmark = pytest.mark.django_db


def answered(cast: Cast, *each: str, measure: str = "gad7") -> None:
    """Noor fills in the form once for each, a week apart, with the same answer everywhere; "": she leaves out all."""
    for week, answer in enumerate(each):
        with clock.at(NOW + timedelta(weeks=week)):
            SwitchedOn.objects.switch_on(measure, by=cast.rosa)
            form = Form.objects.give(cast.pair, measure_id=measure, by=cast.ida)
            form.answer({f"{measure}_{place}": answer for place in range(1, 8)}, by=cast.noor)


def shown(cast: Cast) -> str:
    with clock.at(NOW + timedelta(weeks=9)):
        return page(cast.ida, "questionnaire:forms", cast.pair.pk)


def test_it_says_when_a_change_is_more_than_chance_and_by_which_source(cast: Cast) -> None:
    answered(cast, "3", "2", "1")
    read = shown(cast)
    assert "From 21 on 6 May to 7 now." in read
    assert "A change of 4 points or more is seldom chance alone." in read
    assert "from memory: check before citing" in read
    assert read.count('class="dot"') == 3
    assert "<td>13 May 2026</td>" in read


def test_it_says_when_it_may_be_chance(cast: Cast) -> None:
    answered(cast, "2", "2")
    assert "Less than 4 points apart: that may be chance alone." in shown(cast)


def test_it_is_the_clients_too(cast: Cast) -> None:
    answered(cast, "3", "1")
    with clock.at(NOW + timedelta(weeks=9)):
        assert "From 21 on 6 May to 7 now." in page(cast.noor, "questionnaire:forms", cast.pair.pk)


def test_one_form_alone_is_no_line(cast: Cast) -> None:
    answered(cast, "2")
    assert "more than chance" not in shown(cast)
    assert courses(FormAnswer.objects.all()) == []


def test_a_form_that_cannot_be_scored_is_left_out_and_never_zero(cast: Cast) -> None:
    answered(cast, "3", "", "3")
    [course] = courses(FormAnswer.objects.all())
    assert [value for _at, value in course.points] == [21, 21]


def test_it_says_so_where_nothing_is_published(cast: Cast) -> None:
    answered(cast, "3", "1")
    [course] = courses(FormAnswer.objects.all())
    object.__setattr__(course, "change", None)
    assert course.is_more_than_chance is None


def test_the_picture_is_well_formed_and_keeps_to_the_scale() -> None:
    drawn = ET.fromstring(scores.draw([0, 27, 9], low=0, high=27, title='"<b>'))  # noqa: S314 - our own
    spots = [(float(dot.get("cx", "")), float(dot.get("cy", ""))) for dot in drawn.iter("circle")]
    assert [x for x, _y in spots] == sorted({x for x, _y in spots})
    assert spots[0][1] > spots[2][1] > spots[1][1]
    assert all(0 <= y <= scores.HEIGHT for _x, y in spots)
