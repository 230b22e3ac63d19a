"""What is shown of counts finds nobody: not by a sum, not by who knows the rule, not by who takes their own away."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, combinations, product
from math import comb
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rightfit.engine.disclosure import AT_LEAST, HANDS, STEP, Shown, chance, is_safe, rounded, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

LISTS = st.tuples(st.integers(1, 5), st.integers(1, 7)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(0, 15))
)


def solvable(found: Shown) -> Iterator[list[int]]:
    """Every group of parts whose number follows from the shown ones, taken as one system of equations."""
    size = len(found.parts)
    told = [np.eye(size)[place] for place, part in enumerate(found.parts) if part is not None]
    told += [np.ones(size)] if found.whole is not None else []
    if not told:
        return
    known = np.array(told)
    rank = np.linalg.matrix_rank(known)
    for group in chain.from_iterable(combinations(range(size), many) for many in range(1, size + 1)):
        asked = np.isin(np.arange(size), group).astype(float)
        if np.linalg.matrix_rank(np.vstack([known, asked])) == rank:
            yield list(group)


@given(LISTS)
@settings(max_examples=300, deadline=None)
def test_no_sum_of_what_is_shown_gives_a_small_group(parts: NDArray[np.int64]) -> None:
    found = shown(parts)
    for group in solvable(found):
        people = parts[group].sum(axis=0)
        assert is_safe(people)
        # Whoever knows the people of one therapist, their own, takes them away: ten are left.
        assert all(people.sum() - own >= AT_LEAST for own in people)
        assert np.count_nonzero(people) >= HANDS


@given(LISTS)
@settings(max_examples=300, deadline=None)
def test_no_hidden_number_follows_from_the_shown_ones(parts: NDArray[np.int64]) -> None:
    found = shown(parts)
    hidden = [place for place, part in enumerate(found.parts) if part is None]
    assert [group for group in solvable(found) if len(group) == 1 and group[0] in hidden] == []
    assert all(is_safe(row) for row, part in zip(parts, found.parts, strict=True) if part is not None)


@given(LISTS)
@settings(max_examples=200, deadline=None)
def test_what_is_shown_is_rounded_and_large(parts: NDArray[np.int64]) -> None:
    found = shown(parts)
    for part in (found.whole, *found.parts):
        assert part is None or (part % STEP == 0 and part >= AT_LEAST)


def test_the_attack_finds_what_only_the_small_one_hides() -> None:
    """The check above can fail: without a second hidden part the whole gives the hidden one away."""
    bare = Shown(whole=30, parts=(None, 25))
    assert [0] in list(solvable(bare))


LEAST = 4
# By how many parts a list has: the most people in it that are tried.
MOST = {2: 22, 3: 22, 4: 17}


def lists_of(size: int, most: int) -> Iterator[tuple[int, ...]]:
    """Every list of so many parts, with so many people in it at the most."""
    if size == 0:
        yield ()
        return
    for first in range(most + 1):
        for others in lists_of(size - 1, most - first):
            yield (first, *others)


def careful(counts: tuple[int, ...], step: int) -> tuple[int | None, ...]:
    """With as many people at one therapist as at the other, a part is safe from `LEAST` at each on."""
    parts = np.array([[one, one] for one in counts])
    return shown(parts, at_least=LEAST, step=2 * step, hands=2).parts


def careless(counts: tuple[int, ...], step: int) -> tuple[int | None, ...]:
    """Only the small ones are hidden."""
    return tuple(rounded(one, step=step) if one >= LEAST else None for one in counts)


def narrowest(publish: Callable[[tuple[int, ...], int], tuple[int | None, ...]], size: int, step: int) -> int:
    """How few numbers a hidden part can be, at the least, for who knows the rule by heart and the whole exactly."""
    behind: dict[tuple[int, tuple[int | None, ...]], list[tuple[int, ...]]] = defaultdict(list)
    for counts in lists_of(size, MOST[size]):
        if sum(counts) >= LEAST:
            behind[sum(counts), publish(counts, step)].append(counts)
    return min(
        len({counts[place] for counts in lists})
        for (_whole, parts), lists in behind.items()
        for place, part in enumerate(parts)
        if part is None
    )


@pytest.mark.parametrize("size", list(MOST))
@pytest.mark.parametrize("step", [1, STEP])
def test_who_knows_the_rule_cannot_turn_it_round(size: int, step: int) -> None:
    """Every list is tried: behind each hidden part lie many numbers, even where nothing is rounded."""
    assert narrowest(careful, size, step) >= LEAST
    assert narrowest(careless, size, 1) == 1


def test_who_knows_everybody_but_one_learns_of_that_one_in_two_of_five() -> None:
    """One person stands in the one part or the other, and all else is known: not rounded, it is told each time."""

    def told(one: int, other: int, step: int) -> bool:
        rest = [[one, 20, 20], [other, 20, 20]]
        first, second = (shown(np.array(rest) + who, step=step) for who in ([[1, 0, 0], [0] * 3], [[0] * 3, [1, 0, 0]]))
        return first != second

    lists = list(product(range(1, 21), repeat=2))
    assert np.mean([told(one, other, 1) for one, other in lists]) == 1
    assert np.mean([told(one, other, STEP) for one, other in lists]) <= 0.4


def test_it_hides_all_where_the_whole_is_small() -> None:
    assert shown([[3, 3, 3], [0, 0, 0]]) == Shown(whole=None, parts=(None, None))
    assert shown([[9, 9], [9, 9]]) == Shown(whole=None, parts=(None, None)), "two therapists know each other's"
    assert shown([[60, 4, 5], [0, 0, 0]]) == Shown(whole=None, parts=(None, None)), "nearly all are with one"
    assert shown(np.zeros((2, 0), dtype=int)) == Shown(whole=None, parts=(None, None))


def test_it_hides_a_second_part_and_no_more() -> None:
    assert shown([[1, 1, 1], [7, 7, 7], [12, 12, 12]]) == Shown(whole=60, parts=(None, 20, None))
    assert shown([[12, 12, 12], [10, 10, 10], [1, 1, 1]]) == Shown(whole=70, parts=(35, None, None))
    assert shown([[7, 7, 7], [12, 12, 12]]) == Shown(whole=55, parts=(20, 35))
    # Two small ones that are many together still take a large one along: else one would know that both are small.
    assert shown([[9, 9, 9], [4, 4, 4], [4, 4, 4]]) == Shown(whole=50, parts=(None, None, None))


@pytest.mark.parametrize("parts", [[[1, -1]], [[0.5, 3.0]], [3, 4]])
def test_it_refuses_what_are_no_counts_of_people(parts: object) -> None:
    with pytest.raises(ValueError, match="counts"):
        shown(parts)  # type: ignore[arg-type]


def test_it_refuses_a_step_of_nothing_and_a_group_of_many_lists() -> None:
    with pytest.raises(ValueError, match="step"):
        shown([[1, 2]], step=0)
    with pytest.raises(ValueError, match="dimensions"):
        is_safe([[1, 2]])


@pytest.mark.parametrize(("count", "step", "to"), [(12, 5, 10), (13, 5, 15), (17, 5, 15), (0, 5, 0), (7, 1, 7)])
def test_it_rounds_to_the_nearest_step(count: int, step: int, to: int) -> None:
    assert rounded(count, step=step) == to


def test_its_interval_is_the_exact_one() -> None:
    """By an independent sum: at its ends the tail beyond the count has 2.5% each."""
    found = chance(9, 30, step=1)
    above = sum(comb(30, k) * found.low**k * (1 - found.low) ** (30 - k) for k in range(9, 31))
    below = sum(comb(30, k) * found.high**k * (1 - found.high) ** (30 - k) for k in range(10))
    assert above == pytest.approx(0.025)
    assert below == pytest.approx(0.025)
    assert found.share == pytest.approx(0.3)
    assert (chance(0, 30, step=1).low, chance(30, 30, step=1).high) == (0, 1)


@given(st.integers(10, 200), st.integers(10, 200))
@settings(max_examples=150, deadline=None)
def test_it_is_as_wide_as_any_counts_behind_the_rounding(part: int, rest: int) -> None:
    exact = chance(part, part + rest, step=1)
    told = chance(min(rounded(part), rounded(part + rest)), rounded(part + rest))
    assert told.low <= exact.low <= exact.share <= exact.high <= told.high


def test_more_people_make_it_narrower() -> None:
    widths = [found.high - found.low for found in (chance(10, 20), chance(50, 100), chance(500, 1000))]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < widths[0] / 4


@pytest.mark.parametrize(("part", "whole"), [(-1, 10), (11, 10), (0, 0)])
def test_it_refuses_a_part_of_nothing(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="a part of"):
        chance(part, whole)
