"""A promised number of false alarms: the threshold that keeps it, however often forms come, and the pause."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightfit.engine.promises import HIGHEST_PROMISE, LOWEST_PROMISE, View, share_lately, signals, threshold

YES, NO = np.array([True]), np.array([False])
SHARE = st.floats(0, 1)
PROMISE = st.floats(LOWEST_PROMISE, HIGHEST_PROMISE)


def limit(promise: float, lately: float = 1.0, *, question: bool = True, rarer: float = 1.0) -> float:
    asked = YES if question else NO
    found = threshold(promise, reading="joint", therapist=YES, question=asked, lately=np.array([lately]), rarer=rarer)
    return float(found[0])


def test_it_asks_for_less_where_forms_come_seldom_and_for_the_same_where_one_is_left_out_now_and_then() -> None:
    assert limit(1.0, lately=0.3) < limit(1.0, lately=0.6) < limit(1.0, lately=1.0)
    assert limit(1.0, lately=0.8) == limit(1.0, lately=1.0)
    assert limit(1.0, lately=0.3) == limit(1.0, lately=0.0)


@given(few=PROMISE, more=PROMISE, lately=SHARE, question=st.booleans())
def test_it_never_asks_for_more_where_more_false_alarms_are_allowed(
    few: float, more: float, lately: float, question: bool
) -> None:
    few, more = sorted((few, more))
    assert limit(few, lately, question=question) >= limit(more, lately, question=question) - 1e-12


def test_it_asks_for_odds_as_much_lower_as_ruptures_are_held_to_be_rarer() -> None:
    usual, rare = limit(1.0), limit(1.0, rarer=0.5)
    assert rare / (1 - rare) == pytest.approx(0.5 * usual / (1 - usual))


def test_it_asks_for_more_late_in_a_course_where_more_is_false() -> None:
    def at(nth: int) -> float:
        return float(threshold(1.0, reading="joint", therapist=YES, question=NO, nth=np.array([nth]))[0])

    assert at(1) == at(5) < at(6) < at(20) < at(35) == at(100)


def test_it_counts_recent_sessions_most_and_those_that_did_not_take_place_not_at_all() -> None:
    held = np.array([[True, True, True, True, False, False]])
    early, late = np.zeros((1, 6), bool), np.zeros((1, 6), bool)
    early[0, 0] = late[0, 3] = True
    assert share_lately(late, held=held)[0, 3] > share_lately(early, held=held)[0, 3]
    share = share_lately(late, held=held)[0]
    assert share[5] == share[3]
    assert share_lately(np.ones((1, 3), bool), held=np.ones((1, 3), bool)).tolist() == [[1.0, 1.0, 1.0]]


def test_it_looks_back_only() -> None:
    chance = np.random.default_rng(3)
    answered, held = chance.random((5, 12)) < 0.5, chance.random((5, 12)) < 0.9
    whole = share_lately(answered, held=held)
    assert np.array_equal(whole[:, :7], share_lately(answered[:, :7], held=held[:, :7]))


def test_it_gives_no_signal_in_the_two_held_sessions_after_one() -> None:
    held = np.array([[True, True, False, True, True]])
    given_at = signals(np.full((1, 5), 0.9), held=held, limit=np.full((1, 5), 0.5))
    assert given_at.tolist() == [[True, False, False, False, True]]


@pytest.mark.parametrize("promise", [0.0, 0.04, 20.5, -1.0])
@pytest.mark.parametrize("reading", ["joint", "client", "therapist"])
def test_it_refuses_a_promise_for_which_nothing_was_measured(promise: float, reading: View) -> None:
    with pytest.raises(ValueError, match=r"0\.05 to 20"):
        threshold(promise, reading=reading, therapist=YES, question=NO)
