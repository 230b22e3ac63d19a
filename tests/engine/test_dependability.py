"""Between people and within: published shares, and the arithmetic of sessions needed."""

import math

import numpy as np
import pytest

from rightfit.engine.dependability import dependability, levels, sessions_for
from tests.engine.real_data import columns, target


@pytest.mark.parametrize("name", ["HRS", "WBEING"])
def test_it_gives_the_published_shares_between_groups(name: str) -> None:
    expected = target("BH1")
    table = columns("bh1996_groups/bh1996.csv", ["GRP", name])
    found = dependability(table[:, 1], person=table[:, 0].astype(int), size="mean")
    assert [found.one, found.mean] == pytest.approx(expected["value"][name], abs=expected["tolerance"])
    assert found.low < found.one < found.high


def test_it_reads_the_real_sessions() -> None:
    expected, changes = target("IM1")["value"], target("IM6")
    items = [f"wai_{part}{number}" for part in ("task", "goal", "bond") for number in (1, 2, 3)]
    table = columns("implement_wai_bai/sessions.csv", ["patient", "session", *items])
    whole = np.isfinite(table).all(axis=1)
    assert whole.sum() == expected["wai9"]
    score = table[whole, 2:].mean(axis=1)
    found = dependability(score, person=table[whole, 0].astype(int))
    assert found.people == expected["patients"]
    assert 0.5 < found.low < found.one < found.high < 0.9
    seen = {(one[0], one[1]): value for one, value in zip(table[whole], score, strict=True)}
    steps = np.array([value - seen[who, when - 1] for (who, when), value in seen.items() if (who, when - 1) in seen])
    assert len(steps) == changes["value"]["pairs"]
    assert steps.std(ddof=1) == pytest.approx(changes["value"]["sd"], abs=changes["tolerance"])
    both = levels(table[:, 2:], person=table[:, 0].astype(int))
    assert both.between is not None
    assert both.within is not None
    assert both.between > both.within > 0.5


def test_it_is_spearman_and_brown_in_how_many_sessions_are_needed() -> None:
    # .77 and .67 are what Crits-Christoph and colleagues 2011 found for one session's alliance.
    assert [sessions_for(one) for one in (0.77, 0.67, 0.5, 0.9, 1.0)] == [3, 5, 9, 1, 1]
    assert sessions_for(0.5, wanted=0.8) == 4
    assert sessions_for(0.0) is None
    assert sessions_for(-0.1) is None


def test_it_finds_what_was_put_in() -> None:
    rng = np.random.default_rng(2)
    person = np.repeat(np.arange(400), 6)
    score = rng.normal(0, 2, 400)[person] + rng.normal(0, 1, 2400)
    found = dependability(score, person=person)
    assert found.one == pytest.approx(0.8, abs=0.03)
    assert (found.between_sd, found.within_sd) == pytest.approx((2, 1), abs=0.1)
    assert found.mean == pytest.approx(6 * found.one / (1 + 5 * found.one))
    assert found.low < 0.8 < found.high


def test_it_tells_alpha_between_from_alpha_within() -> None:
    rng = np.random.default_rng(4)
    person = np.repeat(np.arange(300), 8)
    trait = rng.normal(size=300)[person]
    items = trait[:, None] + rng.normal(size=(2400, 4)) * 2  # within a person nothing is shared
    found = levels(items, person=person)
    assert found.between is not None
    assert found.between > 0.95
    assert found.within is None or abs(found.within) < 0.15


def test_it_leaves_out_missing_scores() -> None:
    found = dependability([1, 2, 5, 6, math.nan], person=[0, 0, 1, 1, 2])
    assert (found.people, found.sessions) == (2, 4)


@pytest.mark.parametrize(
    ("scores", "person", "why"),
    [
        ([1, 2], [0, 0], "two people or more"),
        ([1, 2], [0, 1], "somebody with two sessions"),
        ([1, 1, 1, 1], [0, 0, 1, 1], "no score differs"),
        ([1, 2, 3], [0, 0], "one figure each"),
    ],
)
def test_it_refuses_what_tells_nothing(scores: list[float], person: list[int], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        dependability(scores, person=person)


def test_it_refuses_other_ways_of_counting() -> None:
    with pytest.raises(ValueError, match="it may be weighted or mean"):
        dependability([1, 2, 3, 4], person=[0, 0, 1, 1], size="most")
    with pytest.raises(ValueError, match="between 0 and 1"):
        sessions_for(0.5, wanted=1)
    with pytest.raises(ValueError, match="two items or more"):
        levels([[1], [2]], person=[0, 1])
