"""Who might not come back: a known truth is found again, endings compete, and only places come out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rightfit.engine.leaving import ENDED, FEATURES, LEFT, SIMULATED, STAYS, Hazard, features, fit, in_order
from rightfit.engine.noticing import Forms, Scale, read_table
from rightfit.engine.simulation.practice import Practice
from rightfit.engine.simulation.settings import setting

TRUE = Hazard(
    weights=((-3.0, 0.7, -0.3, -0.5, 0.2, 0.9, 0.3, 0.0, 0.1), (-3.5, -1.0, 1.2, 0.0, 0.0, -0.4, 0.0, 0.2, 0.0)),
    rows=1, left=1, ended=1,
)  # fmt: skip


def course(n: int = 6, **given: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "session": np.arange(1, n + 1)[None], "attended": np.ones((1, n), np.int64),
        "client_level": np.full((1, n), 37.5), "therapist_level": np.full((1, n), 34.5), "p_rupture": np.zeros((1, n)),
    }  # fmt: skip
    return plain | given


def drawn(rows: int = 60_000) -> tuple[Any, Any]:
    """Sessions whose endings were drawn from TRUE."""
    rng = np.random.default_rng(3)
    session = rng.integers(1, 30, (rows, 1))
    given = features(
        session=session, attended=rng.choice([1, 0, -1], (rows, 1), p=[0.8, 0.12, 0.08]),
        client_level=rng.normal(37, 3, (rows, 1)), therapist_level=rng.normal(34, 3, (rows, 1)),
        p_rupture=rng.beta(0.4, 1.5, (rows, 1)),
    )[:, 0]  # fmt: skip
    leaves, ends = TRUE.after(given)
    u = rng.random(rows)
    return given, np.where(u < leaves, LEFT, np.where(u < leaves + ends, ENDED, STAYS))


def test_it_finds_the_numbers_again_that_made_the_endings() -> None:
    given, outcome = drawn()
    found = fit(given, outcome=outcome)
    told = [0, 1, 2, 3, 4, 5, 6]  # gap hardly moves in one-session rows
    assert np.array(found.weights)[:, told] == pytest.approx(np.array(TRUE.weights)[:, told], abs=0.25)
    assert (found.rows, found.left, found.ended) == (outcome.size, (outcome == LEFT).sum(), (outcome == ENDED).sum())
    strong = fit(given, outcome=outcome, penalty=1e6)
    assert np.abs(np.array(strong.weights)[:, 1:]).max() < 0.05


def test_it_is_at_the_optimum() -> None:
    given, outcome = drawn(4000)
    found = fit(given, outcome=outcome)
    happened = np.stack([outcome == LEFT, outcome == ENDED])
    weights = np.array(found.weights)
    slope = (happened - np.stack(found.after(given))) @ given - np.where(np.arange(len(FEATURES)) == 0, 0, weights)
    assert np.abs(slope).max() < 1e-6


def test_a_planned_ending_leaves_fewer_to_stay_away() -> None:
    given = features(**course())
    always = Hazard(weights=((-2.0,) + (0.0,) * 8, (5.0,) + (0.0,) * 8), rows=1, left=1, ended=1)
    never = Hazard(weights=((-2.0,) + (0.0,) * 8, (-30.0,) + (0.0,) * 8), rows=1, left=1, ended=1)
    session = course()["session"]
    one = never.after(given)[0][0, 0]
    assert never.within(given, session=session, horizon=3)[0, 0] == pytest.approx(1 - (1 - one) ** 3, abs=1e-9)
    assert always.within(given, session=session)[0, 0] < 0.01 < never.within(given, session=session)[0, 0]


def test_a_row_knows_nothing_of_later_sessions_and_counts_what_is_lately() -> None:
    came = np.array([[1, 0, 0, 1, -1, 1]])
    whole = features(**course(attended=came))
    part = {name: one[:, :3] for name, one in course(attended=came).items()}
    assert np.array_equal(whole[:, :3], features(**part))
    assert whole[0, :, 6].tolist() == [0, 1, 2, 2, 1, 0]
    assert whole[0, :, 7].tolist() == [0, 0, 0, 0, 1, 1]
    assert whole[0, :, 8].tolist() == [0, 1, 2, 0, 1, 0]


def test_what_was_not_read_counts_as_the_average_person() -> None:
    empty = np.full((1, 6), np.nan)
    unread = features(**course(client_level=empty, therapist_level=empty, p_rupture=empty))
    assert np.array_equal(unread, features(**course()))


def test_the_numbers_from_the_simulator_are_calibrated_on_a_practice_they_have_not_seen() -> None:
    # Many therapists: with 24 a practice's own rate is up to a third off the mean of all.
    practice = Practice(setting("base").but(therapists=300), seed=31, clients=1500).run()
    seen, truth = practice.observe(), practice.truth()
    shape = (1500, int(seen.session.max()))

    def wide(values: Any, empty: Any) -> Any:
        table = np.full(shape, empty)
        table[seen.client, seen.session - 1] = values
        return table

    live, length = wide(True, False), np.bincount(seen.client, minlength=1500)
    session = np.tile(np.arange(1, shape[1] + 1), (1500, 1))
    forms = Forms(
        session=session, client=wide(seen.client_score, np.nan), therapist=wide(seen.therapist_score, np.nan),
        attended=wide(seen.attended, -1), unsaid=wide(seen.unsaid, np.nan), asked_client=live, asked_therapist=live,
        shared=live,
    )  # fmt: skip
    found = read_table(forms, length=length, reading="joint", scale=Scale(low=0, high=40), new=False)
    given = features(
        session=session, attended=forms.attended, client_level=found.client_level,
        therapist_level=found.therapist_level, p_rupture=found.p_rupture,
    )  # fmt: skip
    left = wide(truth.left, False)
    gone = np.where(left.any(axis=1), length, 10**6)[:, None]
    soon, said = (gone - session < 3)[live], SIMULATED.within(given, session=session)[live]
    assert said.mean() == pytest.approx(soon.mean(), rel=0.25)
    high = said > np.quantile(said, 0.8)
    assert soon[high].mean() > 1.5 * soon[~high].mean()
    assert said[high].mean() == pytest.approx(soon[high].mean(), rel=0.3)


def test_it_gives_places_and_no_chance() -> None:
    assert in_order(np.array([0.02, np.nan, 0.3, 0.02])).tolist() == [1, 3, 0, 2]
    assert in_order(np.array([])).tolist() == []
    with pytest.raises(ValueError, match="from 0 to 1"):
        in_order(np.array([0.2, 1.2]))
    with pytest.raises(ValueError, match="from 0 to 1"):
        in_order(np.array([[0.2]]))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"attended": np.ones((1, 5), np.int64)}, "attended has the shape"),
        ({"session": np.arange(6)[None]}, "from 1"),
        ({"attended": np.full((1, 6), 2)}, "1, 0 or -1"),
        ({"p_rupture": np.full((1, 6), 1.5)}, "from 0 to 1"),
        ({"p_rupture": np.full((1, 6), np.inf)}, "from 0 to 1"),
    ],
)
def test_it_refuses_what_is_no_course(wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        features(**course(**wrong))


def test_it_refuses_to_learn_from_what_teaches_nothing() -> None:
    given, outcome = drawn(500)
    with pytest.raises(ValueError, match="nobody left"):
        fit(given, outcome=np.where(outcome == LEFT, STAYS, outcome))
    with pytest.raises(ValueError, match="0, 1 or 2"):
        fit(given, outcome=outcome + 1)
    with pytest.raises(ValueError, match="above 0"):
        fit(given, outcome=outcome, penalty=0)
    with pytest.raises(ValueError, match="features are"):
        fit(given[:, :3], outcome=outcome)
    given[0, 3] = np.nan
    with pytest.raises(ValueError, match="missing"):
        fit(given, outcome=outcome)
    with pytest.raises(ValueError, match="at least one"):
        TRUE.within(features(**course()), session=course()["session"], horizon=0)
    with pytest.raises(ValueError, match="shape"):
        TRUE.within(features(**course()), session=course(5)["session"])
    with pytest.raises(ValueError, match="features, got"):
        TRUE.after(given[:, :3])
