"""Reliable change and clinical significance, against published tables and by hand."""

import math
from collections import Counter

import numpy as np
import pytest

from rightfit.engine.change import CRITICAL, METHODS, change, classify, errors, slopes
from rightfit.engine.cut_offs import CutOff, between, published
from tests.engine.real_data import rows, target

NAN = math.nan


def claus(outcome: str) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Scores at times 1 and 4, and the arm, person by person."""
    table: dict[str, dict[str, float]] = {}
    arm: dict[str, str] = {}
    for row in rows("claus_2020/claus_2020.csv"):
        value = row[outcome]
        table.setdefault(row["id"], {})[row["time"]] = float(value) if value not in ("", "NA") else NAN
        arm[row["id"]] = row["treatment"]
    both = [[one.get("1", NAN), one.get("4", NAN)] for one in table.values()]
    return np.array(both)[:, 0], np.array(both)[:, 1], list(arm.values())


def described(before: np.ndarray, after: np.ndarray) -> tuple[float, float]:
    used = before[np.isfinite(before + after)]
    return float(used.mean()), float(used.std(ddof=1))


def counted(kinds: tuple[str, ...]) -> dict[str, int]:
    return {name: count for name, count in Counter(kinds).items() if name}


def test_it_gives_the_published_combined_result() -> None:
    value = target("CS1")["value"]
    before, after, _ = claus("bdi")
    clinical = described(before, after)
    found = change(before, after, method="jacobson-truax", better="lower", reliability=0.801)
    cut = between("c", clinical=clinical, ordinary=(7.69, 7.52), better="lower")
    kinds = Counter(classify(found, before=before, after=after, cut_off=cut))

    assert (found.used, len(found.kind)) == (value["n_used"], value["n"])
    assert clinical == pytest.approx((value["m_clin"], value["sd_clin"]), abs=0.005)
    assert cut.value == pytest.approx(value["cutoff"], abs=0.005)
    for name in ("recovered", "improved", "unchanged", "deteriorated", "harmed"):
        assert kinds[name] == value[name]
    assert found.method == "Jacobson-Truax"


def test_it_gives_the_published_result_of_the_index_alone() -> None:
    before, after, _ = claus("bdi")
    found = change(before, after, method="jacobson-truax", better="lower", reliability=0.801)
    assert Counter(found.kind) | Counter(deteriorated=0) == Counter(target("CS2")["value"] | {"": 3})


@pytest.mark.parametrize(("number", "method"), [("CS5", "cut-off"), ("CS6", "minimal-difference")])
def test_it_gives_the_published_results_by_arm(number: str, method: str) -> None:
    before, after, arm = claus("bdi")
    cut = between("c", clinical=described(before, after), ordinary=(7.69, 7.52), better="lower")
    found = change(before, after, method=method, better="lower", points=7)
    kinds = classify(found, before=before, after=after, cut_off=cut if method == "cut-off" else None)
    for name, expected in target(number)["value"].items():
        mine = Counter(kind for kind, its in zip(kinds, arm, strict=True) if its == name)
        assert {kind: mine[kind] for kind in expected} == expected


# clinicalsignificance (R), its own published snapshots: HAM-D from time 1 to 4, reliability .8, ordinary 8 (8), c.
SNAPSHOTS = {
    "jacobson-truax": {"recovered": 26, "improved": 3, "unchanged": 10, "deteriorated": 1},
    "edwards-nunnally": {"recovered": 26, "improved": 6, "unchanged": 5, "deteriorated": 3},
    "gulliksen-lord-novick": {"recovered": 26, "improved": 3, "unchanged": 10, "deteriorated": 1},
    "hageman-arrindell": {"recovered": 23, "improved": 9, "unchanged": 7, "deteriorated": 1},
}


@pytest.mark.parametrize("method", SNAPSHOTS)
def test_it_gives_the_published_table_of_every_method(method: str) -> None:
    before, after, _ = claus("hamd")
    found = change(before, after, method=method, better="lower", reliability=0.8)
    error = found.constants["SEM"] if method == "hageman-arrindell" else 0
    cut = between("c", clinical=described(before, after), ordinary=(8, 8), better="lower", measurement=error)
    assert counted(classify(found, before=before, after=after, cut_off=cut)) == SNAPSHOTS[method]
    assert found.method == METHODS[method]


def test_it_gives_the_published_table_of_slopes() -> None:
    table = rows("claus_2020/claus_2020.csv")
    names = list(dict.fromkeys(row["id"] for row in table))
    score = [float(row["hamd"]) if row["hamd"] not in ("", "NA") else NAN for row in table]
    found = slopes(
        [names.index(row["id"]) for row in table], [float(row["time"]) for row in table], score, better="lower"
    )
    assert counted(found.kind) == {"improved": 11, "unchanged": 20, "deteriorated": 9}
    assert found.why.count("not classified, because there are fewer than three scores") == 3
    before, after, _ = claus("hamd")
    cut = between("c", clinical=described(before, after), ordinary=(8, 8), better="lower")
    expected = {"recovered": 10, "improved": 1, "unchanged": 20, "deteriorated": 9}
    assert counted(classify(found, before=before, after=after, cut_off=cut)) == expected


def test_it_gives_the_published_table_of_percentages() -> None:
    before, after, _ = claus("hamd")
    found = change(before, after, method="percentage", better="lower", points=0.5, points_worse=0.3)
    assert counted(found.kind) == {"improved": 16, "unchanged": 24}


def test_it_gives_the_standard_errors_of_a_sudden_gain() -> None:
    expected = target("SG3")
    error = errors(sd=10.5, reliability=0.931)
    found = [error.measurement, error.difference, error.smallest_change()]
    assert found == pytest.approx(expected["value"], abs=expected["tolerance"])


def test_it_is_the_arithmetic_of_the_papers() -> None:
    # SD 10, reliability .75: SEM 5, difference 7.07, prediction 6.61; the true score of 40 is 30 + .75 * 10.
    given = {"better": "lower", "reliability": 0.75, "clinical": (30.0, 10.0)}
    one = ([40.0], [25.0])
    assert change(*one, method="jacobson-truax", **given).index == pytest.approx([-15 / (5 * math.sqrt(2))])  # type: ignore[arg-type]
    assert change(*one, method="edwards-nunnally", **given).index == pytest.approx([(25 - 37.5) / 5])  # type: ignore[arg-type]
    lord = change(*one, method="gulliksen-lord-novick", **given)  # type: ignore[arg-type]
    assert lord.index == pytest.approx([(25 - 37.5) / (10 * math.sqrt(1 - 0.75**2))])


def test_it_counts_points_from_their_figure_on_and_an_index_beyond_it() -> None:
    exactly = change([20, 20, 20], [13, 14, 27], method="minimal-difference", better="lower", points=7)
    assert exactly.kind == ("improved", "unchanged", "deteriorated")
    critical = 1 / (math.sqrt(2) * 0.5)
    at = change(
        [1, 0], [0, 0], method="jacobson-truax", better="lower", reliability=0.75, clinical=(0, 1), critical=critical
    )
    assert at.kind == ("unchanged", "unchanged")


@pytest.mark.parametrize("method", [*SNAPSHOTS, "percentage", "minimal-difference"])
def test_it_turns_round_where_higher_is_better(method: str) -> None:
    rng = np.random.default_rng(5)
    before = rng.normal(30, 6, 60)
    after = before - rng.normal(0, 15, 60)
    low, high = (
        change(before, after, method=method, better=better, reliability=0.8, points=0.2)
        for better in ("lower", "higher")
    )
    swap = {"improved": "deteriorated", "deteriorated": "improved", "unchanged": "unchanged"}
    assert [swap[kind] for kind in low.kind] == list(high.kind)
    assert len(set(low.kind)) == 3


def test_it_says_of_whom_nothing_can_be_said_and_leaves_them_out() -> None:
    given = {"method": "jacobson-truax", "better": "lower", "reliability": 0.8}
    found = change([30, 20, NAN, NAN, 25], [10, 22, 5, NAN, NAN], **given)  # type: ignore[arg-type]
    assert found.kind[2:] == ("", "", "")
    assert [one.removeprefix("not classified, because ") for one in found.why] == [
        "", "", "the first score is missing", "both scores are missing", "the second score is missing",
    ]  # fmt: skip
    assert np.isnan(found.index[2:]).all()
    assert found.used == 2
    whole = change([30, 20], [10, 22], **given)  # type: ignore[arg-type]
    assert found.constants == whole.constants
    zero = change([0, 10], [1, 1], method="percentage", better="lower", points=0.5)
    assert zero.why[0] == "not classified, because the first score is not above 0"
    assert zero.kind == ("", "improved")


def test_it_names_who_crossed_back_harmed() -> None:
    found = change([5, 30, 30], [30, 5, 40], method="minimal-difference", better="lower", points=6)
    cut = between("c", clinical=(30, 5), ordinary=(10, 5), better="lower")
    assert cut.value == 20
    assert classify(found, before=[5, 30, 30], after=[30, 5, 40], cut_off=cut) == (
        "harmed",
        "recovered",
        "deteriorated",
    )
    assert classify(found, before=[5, 30, 30], after=[30, 5, 40], cut_off=None) == found.kind


def test_it_has_the_three_cut_offs_of_jacobson_and_truax() -> None:
    found = [between(kind, clinical=(35, 8), ordinary=(8, 6), better="lower").value for kind in "abc"]
    assert found == pytest.approx([35 - 16, 8 + 12, (8 * 8 + 6 * 35) / 14])
    higher = [between(kind, clinical=(8, 6), ordinary=(35, 8), better="higher").value for kind in "abc"]
    assert higher == pytest.approx([8 + 12, 35 - 16, (6 * 35 + 8 * 8) / 14])


def test_it_reads_a_published_figure_as_this_or_more() -> None:
    low, high = published(10, better="lower"), published(25, better="higher")
    assert (low.is_clinical(10), low.is_ordinary(10), low.is_clinical(9)) == (True, False, False)
    assert (high.is_clinical(25), high.is_ordinary(25), high.is_clinical(24)) == (False, True, True)
    computed = CutOff(value=10, name="c", better="lower", is_published=False)
    assert (computed.is_clinical(10), computed.is_ordinary(10)) == (False, False)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"method": "best"}, "method is 'best'; it may be cut-off, "),
        ({"method": "hierarchical-linear"}, "method is 'hierarchical-linear'"),
        ({"better": "up"}, "better is 'up'; it may be lower or higher"),
        ({"reliability": None}, "jacobson-truax needs the reliability"),
        ({"reliability": 1.1}, "it has to lie between 0 and 1"),
        ({"method": "percentage"}, "percentage needs points above 0"),
        ({"method": "minimal-difference", "points": 5, "points_worse": 0}, "needs points above 0"),
        ({"clinical": (1, 0)}, "the SD is 0"),
        ({"method": "hageman-arrindell"}, "three people or more"),
    ],
)
def test_it_refuses_what_it_cannot_compute(given: dict[str, object], why: str) -> None:
    good = {"method": "jacobson-truax", "better": "lower", "reliability": 0.8}
    with pytest.raises(ValueError, match=why):
        change([1, 2], [2, 4], **(good | given))  # type: ignore[arg-type]


def test_it_refuses_one_person_alone_and_cut_offs_without_their_figures() -> None:
    with pytest.raises(ValueError, match="fewer than two people"):
        change([1, NAN], [2, 4], method="jacobson-truax", better="lower", reliability=0.8)
    with pytest.raises(ValueError, match="fewer than two people have scores at three times"):
        slopes([0, 0, 0, 1], [1, 2, 3, 1], [3, 2, 1, 4], better="lower")
    with pytest.raises(ValueError, match="cut-off b needs the mean and SD of ordinary people"):
        between("b", clinical=(35, 8), ordinary=None, better="lower")
    with pytest.raises(ValueError, match="not on the better side"):
        between("c", clinical=(8, 8), ordinary=(35, 8), better="lower")
    with pytest.raises(ValueError, match="it may be a, b, c"):
        between("d", clinical=(8, 8), ordinary=None, better="lower")
    with pytest.raises(ValueError, match="not above the error of measurement"):
        between("a", clinical=(8, 2), ordinary=None, better="lower", measurement=3)


def test_it_uses_the_published_critical_figures() -> None:
    assert CRITICAL["hageman-arrindell"] == 1.65
    assert {CRITICAL[name] for name in CRITICAL if name != "hageman-arrindell"} == {1.96}
