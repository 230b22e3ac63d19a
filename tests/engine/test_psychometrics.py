"""Alpha, item statistics and completeness, against published numbers and by hand."""

import math

import numpy as np
import pytest

from rightfit.engine.psychometrics import alpha, completeness, item_statistics, turned
from tests.engine.real_data import columns, target

NAN = math.nan
SCALES = ("A", "C", "E", "N", "O")
REVERSED = ("A1", "C4", "C5", "E1", "E2", "O2", "O5")


def bfi(scale: str) -> np.ndarray:
    names = [f"{scale}{number}" for number in range(1, 6)]
    places = [place for place, name in enumerate(names) if name in REVERSED]
    return turned(columns("bfi_items/bfi.csv", names), items=places, low=1, high=6)


def test_it_gives_the_alphas_of_scoreitems_with_missing_cells_as_medians() -> None:
    expected = target("AL1")
    found = [alpha(bfi(scale), missing="median").value for scale in SCALES]
    assert found == pytest.approx(expected["value"], abs=expected["tolerance"])


def test_it_gives_another_alpha_without_filling_and_says_what_was_done() -> None:
    found = [alpha(bfi(scale), missing="pairwise") for scale in SCALES]
    assert [one.value for one in found] == pytest.approx([0.703, 0.727, 0.762, 0.814, 0.600], abs=0.0006)
    assert {one.missing for one in found} == {"pairwise"}
    assert all(one.filled == 0 for one in found)


def test_it_counts_who_answered_at_each_month_of_the_trial() -> None:
    expected = target("BB1")
    found = completeness(columns("btheb/btheb.csv", ["bdi.pre", "bdi.2m", "bdi.3m", "bdi.5m", "bdi.8m"]))
    assert found.answered.tolist() == expected["value"]
    assert found.people == found.monotone + found.returned


def test_it_gives_an_alpha_that_can_be_done_by_hand() -> None:
    # Variances 1 and 1, covariance .5: 2 * (1 - 2 / 3).
    table = np.array([[1, 1], [2, 3], [3, 2]])
    found = alpha(table, missing="complete")
    assert found.value == pytest.approx(2 / 3)
    assert found.between == pytest.approx(0.5)
    assert (found.items, found.people, found.why) == (2, 3, "")
    assert np.isnan(found.without).all()


def test_it_is_one_for_items_that_say_the_same() -> None:
    table = np.array([[1, 1, 1], [2, 2, 2], [4, 4, 4]])
    found = alpha(table, missing="complete")
    assert found.value == pytest.approx(1.0)
    assert found.without == pytest.approx([1.0, 1.0, 1.0])


def test_it_names_the_item_without_which_the_scale_holds_better() -> None:
    rng = np.random.default_rng(1)
    same = rng.normal(size=(500, 1))
    table = np.hstack([same + rng.normal(size=(500, 3)), rng.normal(size=(500, 1))])
    found = alpha(table, missing="complete")
    assert found.value is not None
    assert found.without[3] > found.value
    assert (found.without[:3] < found.value).all()


def test_it_fills_with_the_median_only_where_asked() -> None:
    table = np.array([[1, 1], [2, 3], [3, 2], [NAN, 3], [NAN, NAN]])
    assert alpha(table, missing="complete").people == 3
    assert alpha(table, missing="complete").value == pytest.approx(2 / 3)
    filled = alpha(table, missing="median")
    assert (filled.people, filled.filled) == (4, 1)
    assert filled.value == pytest.approx(alpha(np.array([[1, 1], [2, 3], [3, 2], [2, 3]]), missing="complete").value)


@pytest.mark.parametrize(
    ("table", "missing", "why"),
    [
        ([[1, 1], [1, 1], [1, 1]], "complete", "does not vary"),
        ([[1, NAN], [NAN, 2], [3, NAN]], "complete", "fewer than two people"),
        ([[1, NAN], [NAN, 2], [3, NAN]], "pairwise", "no two people"),
        ([[1, NAN], [2, NAN], [3, NAN]], "median", "answered by nobody"),
    ],
)
def test_it_says_why_there_is_no_alpha(table: list[list[float]], missing: str, why: str) -> None:
    found = alpha(np.array(table), missing=missing)
    assert found.value is None
    assert found.why.startswith("not computable, because ")
    assert why in found.why


def test_it_refuses_a_rule_it_does_not_know_and_what_is_no_table() -> None:
    with pytest.raises(ValueError, match="it may be complete, pairwise, median"):
        alpha(np.array([[1, 2], [3, 4]]), missing="zero")
    with pytest.raises(ValueError, match="at least two items"):
        alpha(np.array([[1], [2]]), missing="complete")
    with pytest.raises(ValueError, match="a table of people and items"):
        alpha(np.array([1, 2, 3]), missing="complete")
    with pytest.raises(ValueError, match="infinite"):
        alpha(np.array([[1, math.inf], [2, 1]]), missing="complete")


def test_it_describes_each_item_over_those_who_answered_it() -> None:
    found = item_statistics(np.array([[0, 1], [3, 2], [NAN, 3], [3, 2]]), low=0, high=3)
    assert found.answered.tolist() == [3, 4]
    assert found.left_out.tolist() == [1, 0]
    assert found.mean == pytest.approx([2.0, 2.0])
    assert found.sd == pytest.approx([math.sqrt(3), math.sqrt(2 / 3)])
    assert found.at_lowest == pytest.approx([1 / 3, 0])
    assert found.at_highest == pytest.approx([2 / 3, 1 / 4])
    assert found.with_rest == pytest.approx([1.0, 1.0])


def test_it_does_not_correlate_what_does_not_vary() -> None:
    found = item_statistics(np.array([[1, 1], [1, 2], [1, 3]]), low=0, high=3)
    assert np.isnan(found.with_rest).all()


def test_it_refuses_figures_outside_the_scale() -> None:
    with pytest.raises(ValueError, match="outside 0 to 3"):
        item_statistics(np.array([[4, 1], [1, 2]]), low=0, high=3)
    with pytest.raises(ValueError, match="outside 1 to 6"):
        turned(np.array([[0, 1]]), items=[0], low=1, high=6)


def test_it_turns_only_the_items_named_and_leaves_gaps() -> None:
    found = turned(np.array([[1, 1], [NAN, 6]]), items=[0], low=1, high=6)
    assert found[0].tolist() == [6, 1]
    assert math.isnan(found[1, 0])
    assert found[1, 1] == 6


def test_it_tells_stopping_from_coming_back() -> None:
    found = completeness(np.array([[1, 1, 1], [1, NAN, NAN], [1, NAN, 1], [NAN, 1, NAN]]))
    assert found.answered.tolist() == [3, 2, 2]
    assert (found.people, found.monotone, found.returned) == (4, 2, 2)


def test_it_counts_who_stays_in_a_long_study() -> None:
    expected = target("JM1")
    weeks = ["Y.t0", "Y.t1", "Y.t2", "Y.t4", "Y.t6", "Y.t8"]
    table = columns("joiner_mental/mental.csv", [*weeks, "cens.ind"])
    scores, informative = table[:, :6], table[:, 6] == 1
    few = np.isfinite(scores).sum(axis=1) < 6
    assert np.nanmean(scores, axis=0) == pytest.approx(expected["value"]["means"], abs=expected["tolerance"])
    assert completeness(scores).answered[-1] == expected["value"]["completers"]
    assert [(few & informative).sum(), (few & ~informative).sum()] == [
        expected["value"]["informative"],
        expected["value"]["other"],
    ]
