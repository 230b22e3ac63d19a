"""The scorer on cases small enough to be done by hand."""

import math

import numpy as np
import pytest

from bench.accuracy.practices import made
from bench.accuracy.scorer import (
    NEVER,
    Truth,
    alarms,
    area,
    calm,
    judge,
    matched,
    reaching,
    reliability,
    threshold_for,
)
from rightfit.engine.simulation.settings import setting


def course(states: str, *, left: bool = False, confrontation: bool = False) -> Truth:
    """One course, a letter a session: . fine, R rupture, m missed, M missed in a rupture, blank after the end."""
    live = np.array([[letter != " " for letter in states]])
    is_open = np.array([[letter in "RM" for letter in states]])
    onset = is_open.copy()
    onset[:, 1:] &= ~is_open[:, :-1]
    last = np.zeros_like(live)
    last[0, live[0].sum() - 1] = left
    held = np.array([[letter in ".R" for letter in states]])
    kind = is_open & confrontation
    return Truth(live=live, held=held, open=is_open, onset=onset, confrontation=kind, left=last)


def flags(marks: str) -> np.ndarray:
    return np.array([[mark == "!" for mark in marks]])


@pytest.mark.parametrize(
    ("states", "marks", "found"),
    [
        ("...RRR..", "...!....", 1),
        ("...RRR..", "....!...", 1),
        ("...RRR..", ".....!..", 1),
        ("...RRRR.", "......!.", 0),
        ("...RRR..", "..!.....", 0),
        ("...R....", ".....!..", 1),
        ("...RRR..", "........", 0),
    ],
)
def test_it_counts_a_rupture_as_found_in_its_first_three_sessions(states: str, marks: str, found: float) -> None:
    assert judge(flags(marks), truth=course(states)).found == found


def test_it_counts_a_rupture_cut_short_by_leaving_as_missed_unless_alarmed_before() -> None:
    truth = course("...RR   ", left=True)
    silent, heard = judge(flags("........"), truth=truth), judge(flags("....!..."), truth=truth)
    assert (silent.found, silent.before_leaving) == (0, 0)
    assert (heard.found, heard.before_leaving) == (1, 1)


def test_it_counts_an_alarm_before_leaving_only_since_that_rupture_began() -> None:
    truth = course("RR..RRRRR", left=True)
    assert judge(flags("!........"), truth=truth).before_leaving == 0
    assert judge(flags("!.......!"), truth=truth).before_leaving == 1
    first = course("RRR", left=True)
    assert judge(flags("!.."), truth=first).before_leaving == 1


def test_it_calls_an_alarm_false_where_no_rupture_is_open_nor_was_in_the_session_before() -> None:
    truth = course("...RR...")
    assert calm(truth).tolist() == [[True, True, True, False, False, False, True, True]]
    assert judge(flags(".!......"), truth=truth).false_per_100 == pytest.approx(20)
    assert judge(flags(".....!.."), truth=truth).false_per_100 == 0
    assert judge(flags(".....!.."), truth=truth).real == 1
    assert judge(flags("......!."), truth=truth).real == 0
    assert math.isnan(judge(flags("........"), truth=truth).real)


def test_it_says_what_it_costs_to_find_as_many() -> None:
    truth = course("..RRR......RRR..")
    score = np.array([[0.1, 0.1, 0.2, 0.6, 0.1, 0.1, 0.1, 0.7, 0.1, 0.1, 0.1, 0.1, 0.3, 0.1, 0.1, 0.5]])
    half = reaching(score, truth=truth, found=0.5)
    assert (half.threshold, half.found) == (0.6, 0.5)
    assert half.false_per_100 == pytest.approx(100 / 8)
    whole = reaching(score, truth=truth, found=1.0)
    assert (whole.threshold, whole.found) == (0.3, 1.0)
    assert reaching(np.full(score.shape, np.nan), truth=truth, found=0.5).found == 0


def test_it_counts_false_alarms_per_100_held_sessions_only() -> None:
    assert judge(flags("!...."), truth=course(".mm..")).false_per_100 == pytest.approx(100 / 3)


def test_it_waits_two_held_sessions_after_an_alarm() -> None:
    high = np.full((1, 9), 5.0)
    assert alarms(high, truth=course("." * 9), threshold=5).tolist() == flags("!..!..!..").tolist()
    assert alarms(high, truth=course(".m...m..."), threshold=5).tolist() == flags("!...!...!").tolist()


def test_it_alarms_in_held_sessions_only_and_takes_no_score_as_silence() -> None:
    score = np.array([[math.nan, 9.0, 9.0, 1.0]])
    assert alarms(score, truth=course(".m.."), threshold=2).tolist() == flags("..!.").tolist()
    with pytest.raises(ValueError, match="no session was held"):
        judge(flags(".!.."), truth=course(".m.."))


def test_it_tells_withdrawals_from_confrontations() -> None:
    quiet = judge(flags("..!."), truth=course("..RR"))
    loud = judge(flags("..!."), truth=course("..RR", confrontation=True))
    assert (quiet.found_withdrawal, loud.found_confrontation) == (1, 1)
    assert math.isnan(quiet.found_confrontation)
    assert math.isnan(loud.found_withdrawal)


@pytest.mark.parametrize(
    ("states", "marks", "delay"),
    [
        ("..RRRRRRRRR", "..!........", 0),
        ("..RRRRRRRRR", "......!....", 4),
        ("..RRRRRRRRR", "........!..", NEVER),
        ("..RR...RRRR", "........!..", (NEVER + 1) / 2),
        ("..RR.......", ".....!.....", NEVER),
    ],
)
def test_it_counts_sessions_to_notice_while_the_rupture_is_open(states: str, marks: str, delay: float) -> None:
    assert judge(flags(marks), truth=course(states)).delay == delay


def test_it_finds_the_threshold_of_a_false_alarm_rate() -> None:
    truth = course("." * 100)
    score = np.zeros((1, 100))
    score[0, 10::10] = np.arange(1, 10)  # nine lonely peaks of heights 1 to 9
    assert threshold_for(score, truth=truth, rate=3.0) == 7
    assert judge(alarms(score, truth=truth, threshold=7.0), truth=truth).false_per_100 == pytest.approx(3)
    assert threshold_for(score, truth=truth, rate=0.0) == math.inf


def test_it_matches_a_rate_between_two_steps_of_a_score() -> None:
    truth = course("." * 100 + "RR")
    score = np.zeros((1, 102))
    score[0, [10, 20]] = 2.0
    score[0, [30, 40, 100]] = 1.0
    found = matched(score, truth=truth, rate=3.0)
    assert found.false_per_100 == pytest.approx(3)
    assert found.found == pytest.approx(0.5)  # half way between none at 2 per 100 and all at 4
    assert found.ruptures == 1


def test_it_says_so_where_a_score_never_reaches_the_rate() -> None:
    truth = course("." * 50 + "RR")
    score = np.full((1, 52), math.nan)
    score[0, 50] = 1.0
    found = matched(score, truth=truth, rate=2.0)
    assert (found.false_per_100, found.found) == (0, 1)
    silent = matched(np.full((1, 52), math.nan), truth=truth, rate=2.0)
    assert (silent.false_per_100, silent.found) == (0, 0)


def test_it_compares_stated_probabilities_with_what_happened() -> None:
    found = reliability(np.array([0.1, 0.1, 0.9, 0.9]), happened=np.array([False, False, True, False]))
    assert found.count.tolist() == [0, 2, 0, 0, 0, 0, 0, 0, 0, 2]
    assert found.happened[9] == 0.5
    assert found.ece == pytest.approx((0.1 * 2 + 0.4 * 2) / 4)
    assert found.brier == pytest.approx((0.01 + 0.01 + 0.01 + 0.81) / 4)
    with pytest.raises(ValueError, match="between 0 and 1"):
        reliability(np.array([1.2]), happened=np.array([True]))


def test_it_gives_the_area_under_the_curve_with_ties_counted_half() -> None:
    assert area(np.array([1.0, 2.0, 3.0]), happened=np.array([False, False, True])) == 1
    assert area(np.array([1.0, 1.0]), happened=np.array([False, True])) == 0.5
    assert area(np.array([3.0, 1.0, 2.0]), happened=np.array([False, True, True])) == 0
    assert math.isnan(area(np.array([1.0]), happened=np.array([True])))


def test_it_refuses_a_truth_that_cannot_be() -> None:
    good = course("..RR")
    fields = {name: getattr(good, name) for name in ("live", "held", "open", "onset", "confrontation", "left")}
    with pytest.raises(ValueError, match="begins where none is open"):
        Truth(**(fields | {"open": np.zeros((1, 4), dtype=bool)}))
    with pytest.raises(ValueError, match="after the end"):
        Truth(**(fields | {"live": np.zeros((1, 4), dtype=bool)}))
    with pytest.raises(ValueError, match="different shapes"):
        Truth(**(fields | {"live": np.ones((1, 5), dtype=bool)}))


def test_it_lays_a_simulated_practice_out_as_courses() -> None:
    seen, truth = made(setting("base"), seed=1, clients=100)
    assert seen.client.shape == truth.open.shape
    assert (truth.live.sum(axis=1) == seen.length).all()
    assert np.isnan(seen.client[~truth.held]).all()
    assert (seen.attended[truth.held] == 1).all()
    perfect = np.where(truth.open, 1.0, math.nan)
    found = matched(perfect, truth=truth, rate=1.0)
    assert found.false_per_100 == 0
    assert found.found > 0.9  # not all: a rupture may begin in the pause, or be over with a missed session
    assert found.real == 1
