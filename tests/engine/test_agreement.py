"""Intraclass correlations and kappas, against their papers and by hand."""

import math

import numpy as np
import pytest

from rightfit.engine.agreement import FORMS, cohen, fleiss, icc
from tests.engine.real_data import columns, rows, target

# Shrout and Fleiss 1979, table 2: six targets, four judges (a table of a paper).
SHROUT = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]])
# Counts made up for this test.
COHEN = np.array([[50, 26, 24], [24, 4, 32], [6, 30, 4]])


def test_it_gives_the_six_correlations_of_shrout_and_fleiss() -> None:
    expected = target("AG1")
    table = columns("agreement_small/shrout_fleiss_1979.csv", [f"judge{number}" for number in range(1, 5)])
    assert (table == SHROUT).all()
    found = [icc(table, form=form) for form in FORMS]
    assert [one.value for one in found] == pytest.approx(expected["value"], abs=expected["tolerance"])
    assert [one.form for one in found] == [f"ICC({form})" for form in FORMS]


def test_it_gives_their_intervals() -> None:
    # psych::ICC on the same table: (-.13, .72), (.019, .76), (.34, .95), (-.88, .91), (.071, .93), (.68, .99).
    found = [(icc(SHROUT, form=form).low, icc(SHROUT, form=form).high) for form in FORMS]
    expected = [(-0.133, 0.72), (0.019, 0.76), (0.342, 0.95), (-0.884, 0.91), (0.071, 0.93), (0.676, 0.99)]
    assert np.array(found) == pytest.approx(np.array(expected), abs=0.006)


def test_it_gives_fleiss_own_kappa() -> None:
    expected = target("AG2")
    labels = [list(row.values()) for row in rows("agreement_small/fleiss_diagnoses.csv")]
    found = fleiss(labels)
    assert found.value == pytest.approx(expected["value"], abs=expected["tolerance"])
    assert (found.targets, found.raters) == (30, 6)
    assert found.low < 0.43 < found.high


def test_it_is_cohens_arithmetic() -> None:
    first = [row for row in range(3) for column in range(3) for _ in range(COHEN[row, column])]
    second = [column for row in range(3) for column in range(3) for _ in range(COHEN[row, column])]
    found = cohen(first, second)
    share = COHEN / COHEN.sum()
    chance = float(share.sum(axis=1) @ share.sum(axis=0))
    assert found.value == pytest.approx((float(np.trace(share)) - chance) / (1 - chance))
    assert found.targets == COHEN.sum()


def test_it_weighs_near_misses_less_where_asked() -> None:
    first, second = [1, 2, 3, 4, 1, 4], [1, 3, 3, 4, 2, 1]
    plain, linear, square = (cohen(first, second, weights=one).value for one in ("none", "linear", "quadratic"))
    # Quadratic kappa is 1 - sum of squared distances / expected sum of squared distances.
    apart = np.subtract.outer(np.array(first), np.array(second)) ** 2
    assert square == pytest.approx(1 - np.trace(apart) / (apart.sum() / 6))
    assert len({round(one, 6) for one in (plain, linear, square) if one is not None}) == 3


def test_it_is_one_where_all_agree_and_zero_where_chance_does() -> None:
    assert cohen(["a", "b", "a"], ["a", "b", "a"]).value == 1
    assert cohen(["a", "a", "b", "b"], ["a", "b", "a", "b"]).value == pytest.approx(0)
    assert fleiss([["a", "a"], ["b", "b"]]).value == 1
    assert icc([[1, 1], [2, 2], [5, 5]], form="2,1").value == 1


def test_it_tells_absolute_agreement_from_consistency() -> None:
    shifted = np.array([[1.0, 3.0], [2.0, 4.0], [5.0, 7.0]])
    assert icc(shifted, form="3,1").value == pytest.approx(1)
    absolute = icc(shifted, form="2,1").value
    assert absolute is not None
    assert absolute < 0.8


def test_it_leaves_out_targets_with_a_missing_rating_and_counts_them() -> None:
    gap = np.vstack([SHROUT, [5, math.nan, 5, 5]])
    found = icc(gap, form="2,1")
    assert (found.targets, found.left_out) == (6, 1)
    assert found.value == icc(SHROUT, form="2,1").value
    assert cohen(["a", "b", None, "a"], ["a", "b", "b", "a"]).left_out == 1
    assert fleiss([["a", "a"], ["b", "b"], ["a", None]]).left_out == 1


def test_it_says_why_there_is_none() -> None:
    assert icc(np.ones((2, 2)), form="1,1").why == "not computable, because no rating differs from another"
    assert "fewer than two labels" in cohen(["a", "a"], ["a", "a"]).why
    assert "fewer than two labels" in fleiss([["a", "a"], ["a", "a"]]).why
    assert icc(np.array([[1, math.nan], [2, 3]]), form="1,1").value is None


def test_it_refuses_what_is_no_table() -> None:
    with pytest.raises(ValueError, match="it may be 1,1; 2,1"):
        icc(SHROUT, form="4,1")
    with pytest.raises(ValueError, match="two raters or more"):
        icc([[1], [2]], form="1,1")
    with pytest.raises(ValueError, match="it may be none, linear, quadratic"):
        cohen([1], [1], weights="cubic")
    with pytest.raises(ValueError, match="one rater has 1 labels, the other 2"):
        cohen(["a"], ["a", "b"])
    with pytest.raises(ValueError, match="the same number of labels"):
        fleiss([["a", "a"], ["a"]])
