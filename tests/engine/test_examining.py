"""The ten points: what a file says of a questionnaire, and that it says what it does not know."""

import numpy as np
import pytest

from rightfit.engine.examining import POINTS, Point, examine
from rightfit.engine.measures.shipped import load
from rightfit.engine.psychometrics import alpha


def answers(people: int = 60, sessions: int = 4) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    person = np.repeat(np.arange(people), sessions)
    trait = rng.normal(size=people)[person, None]
    table = np.clip(np.round(1.4 + 0.8 * trait + 0.8 * rng.normal(size=(people * sessions, 9))), 0, 3)
    return table, person, np.tile(np.arange(1, sessions + 1), people)


def figure(points: tuple[Point, ...], number: int, what: str, of: str = "phq9") -> float:
    [found] = [one for one in points[number - 1].figures if one.what == what and one.of == of]
    return found.value


def test_it_goes_through_the_ten_points_in_their_order() -> None:
    table, person, session = answers()
    points = examine(load("phq9"), table, person=person.tolist(), session=session.tolist())
    assert [(point.number, point.name, point.needed) for point in points] == [
        (place, name, needed) for place, (name, needed) in enumerate(POINTS, start=1)
    ]
    assert [point.number for point in points if point.known] == [2, 3, 5, 8]
    assert all(not point.figures for point in points if not point.known)


def test_it_takes_each_person_once_where_people_have_to_be_independent() -> None:
    table, person, _ = answers()
    points = examine(load("phq9"), table, person=person.tolist())
    first = table[::4]
    assert figure(points, 3, "alpha") == alpha(first, missing="complete").value
    assert "first forms of 60 people" in points[2].known


def test_it_says_how_many_sessions_are_needed_and_that_this_is_no_retest() -> None:
    table, person, _ = answers()
    points = examine(load("phq9"), table, person=person.tolist())
    assert figure(points, 5, "sessions for .90") >= 1
    assert "no retest" in points[4].known
    alone = examine(load("phq9"), table)
    assert alone[4].known == ""


def test_it_gives_an_interval_with_alpha_omega_and_dependability() -> None:
    table, person, _ = answers()
    points = examine(load("phq9"), table, person=person.tolist())
    for number, what in ((3, "alpha"), (3, "omega"), (5, "dependability of one session")):
        [one] = [one for one in points[number - 1].figures if one.what == what]
        assert one.low < one.value < one.high


def test_it_says_that_a_ceiling_hides_change() -> None:
    table, _, _ = answers()
    table[:60] = 3
    points = examine(load("phq9"), table)
    assert "change for the better cannot show there" in points[7].known
    assert figure(points, 8, "share at the top") == pytest.approx((table == 3).all(axis=1).mean())


def test_it_counts_what_was_left_out_and_what_cannot_be_scored() -> None:
    table, _, _ = answers()
    table[:10, 0] = np.nan
    table[10:20] = np.nan
    points = examine(load("phq9"), table)
    assert figure(points, 8, "left out", of="phq9_1") == 20
    assert figure(points, 8, "share of forms not scorable") == pytest.approx(10 / 240)


def test_it_shows_no_session_of_a_few_people() -> None:
    table, person, session = answers(people=9)
    points = examine(load("phq9"), table, person=person.tolist(), session=session.tolist())
    assert not [one for one in points[7].figures if one.what.startswith("mean in session")]
    assert "too few to rest on" in points[2].known


def test_it_says_why_of_scales_that_are_too_short() -> None:
    points = examine(load("checkin_therapist"), np.array([[7.0], [8.0], [9.0]]))
    assert "fewer than three items" in points[1].known
    assert "nothing to hang together with" in points[2].known


def test_it_refuses_a_table_of_another_shape() -> None:
    with pytest.raises(ValueError, match="9 items"):
        examine(load("phq9"), np.ones((3, 8)))
