"""Act 9: goals, in the client's own words; how near they feel; let go, and gone."""

import pytest

from rightfit.aims.models import Goal, GoalRating
from rightfit.keeping import clock
from rightfit.relationship.models import EndedError
from tests.cast import NOW, Cast, signed_in
from tests.conversation.pages import page, press

pytestmark = pytest.mark.django_db


def a_goal(cast: Cast) -> Goal:
    with clock.at(NOW):
        press(cast.noor, "aims:goals", words="ride a bus again")
    return Goal.objects.get()


def test_it_keeps_the_clients_own_words_for_the_two(cast: Cast) -> None:
    goal = a_goal(cast)
    assert goal.words == "ride a bus again"
    assert Goal.objects.visible_to(cast.ida).get() == goal
    for stranger in (cast.evren, cast.samira, cast.rosa, cast.mira, cast.jonas):
        assert not Goal.objects.visible_to(stranger).exists()


def test_it_is_rated_once_a_day_and_says_that_it_is_one_look(cast: Cast) -> None:
    goal = a_goal(cast)
    with clock.at(NOW):
        for mark in ("3", "4"):
            press(cast.noor, "aims:rate", goal.pk, near=mark)
        assert "One look on one day" in page(cast.noor, "aims:goals")
    assert GoalRating.objects.get().mark == 4


@pytest.mark.parametrize("near", ["", "11", "-1", "much"])
def test_it_refuses_a_mark_that_is_none(cast: Cast, near: str) -> None:
    goal = a_goal(cast)
    with clock.at(NOW):
        press(cast.noor, "aims:rate", goal.pk, near=near)
    assert not GoalRating.objects.exists()


def test_it_is_let_go_with_its_marks(cast: Cast) -> None:
    goal = a_goal(cast)
    with clock.at(NOW):
        goal.rate(by=cast.noor, mark=5)
        press(cast.noor, "aims:let_go", goal.pk)
    assert not Goal.objects.exists()
    assert not GoalRating.objects.exists()


def test_it_refuses_everybody_else_and_empty_words(cast: Cast) -> None:
    goal = a_goal(cast)
    with clock.at(NOW):
        for other in (cast.ida, cast.evren, cast.rosa):
            assert press(other, "aims:let_go", goal.pk).status_code == 404
            assert press(other, "aims:rate", goal.pk, near="1").status_code == 404
        assert signed_in(cast.ida).get("/goals/").status_code == 404
        assert press(cast.noor, "aims:goals", words="").status_code == 422
    assert Goal.objects.count() == 1


def test_it_begins_nothing_where_the_work_has_ended(cast: Cast) -> None:
    with clock.at(NOW):
        cast.pair.end(by=cast.noor)
        with pytest.raises(EndedError):
            Goal.objects.set_down(cast.pair, by=cast.noor, words="late")
    assert not Goal.objects.exists()
