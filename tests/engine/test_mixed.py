"""The mixed model, against what lme4, nlme and HSAUR3 print, and by hand."""

import numpy as np
import pytest

from rightfit.engine.mixed import Fit, fit
from tests.engine.real_data import columns, rows, target


def numbered(names: list[str]) -> list[int]:
    order = list(dict.fromkeys(names))
    return [order.index(name) for name in names]


def test_it_gives_the_published_model_of_the_beat_the_blues_trial() -> None:
    expected = target("BB2")
    who, y, x = [], [], []
    for row in rows("btheb/btheb.csv"):
        for month in (2, 3, 5, 8):
            if row[f"bdi.{month}m"] not in ("", "NA"):
                who.append(row["subject"])
                y.append(float(row[f"bdi.{month}m"]))
                side = [row["treatment"] == "BtheB", row["drug"] == "Yes", row["length"] == ">6m"]
                x.append([1.0, float(row["bdi.pre"]), month, *map(float, side)])
    found = fit(y, fixed=x, random=np.ones((len(y), 1)), group=numbered(who), reml=False)

    value, near = expected["value"], expected["tolerance"]
    names = ("intercept", "bdi_pre", "time", "BtheB", "drugYes", "length_gt6m")
    assert (found.rows, found.groups) == (280, 97)
    assert found.fixed == pytest.approx([value[name] for name in names], abs=near)
    assert found.fixed_se[3] == pytest.approx(value["se_BtheB"], abs=near)
    assert -found.criterion / 2 == pytest.approx(value["logLik"], abs=0.01)
    assert found.covariance[0, 0] == pytest.approx(value["subject_var"], abs=0.01)
    assert found.residual == pytest.approx(value["resid_var"], abs=0.01)


def test_it_gives_the_compound_symmetry_of_couples() -> None:
    expected = target("AC1")
    table = columns("acitelli_couples/acitelli_pairwise.csv", ["CoupleID", "Tension_A", "SelfPos_P", "Satisfaction_A"])
    table = table[np.isfinite(table).all(axis=1)]
    x = np.column_stack([np.ones(len(table)), table[:, 1], table[:, 2]])
    _, couple = np.unique(table[:, 0], return_inverse=True)
    found = fit(table[:, 3], fixed=x, random=np.ones((len(table), 1)), group=couple)

    value = expected["value"]
    whole = found.covariance[0, 0] + found.residual
    assert found.covariance[0, 0] / whole == pytest.approx(value["rho"], abs=0.0001)
    assert np.sqrt(whole) == pytest.approx(value["sigma"], abs=0.0001)
    assert found.fixed == pytest.approx([value["intercept"], value["tension"], value["selfpos_p"]], abs=0.0001)
    assert found.fixed_se == pytest.approx(value["se"], abs=0.0001)


def test_it_gives_the_course_of_the_alliance_in_real_sessions() -> None:
    expected = target("IM5")
    items = [f"wai_{part}{number}" for part in ("task", "goal", "bond") for number in (1, 2, 3)]
    table = columns("implement_wai_bai/sessions.csv", ["patient", "session", *items])
    table = table[np.isfinite(table).all(axis=1)]
    line = np.column_stack([np.ones(len(table)), table[:, 1] - 1])
    _, patient = np.unique(table[:, 0], return_inverse=True)
    found = fit(table[:, 2:].mean(axis=1), fixed=line, random=line[:, :1], group=patient)

    value, near = expected["value"], expected["tolerance"]
    assert found.fixed == pytest.approx([value["intercept"], value["slope"]], abs=near)
    assert found.covariance[0, 0] == pytest.approx(value["var_int"], abs=near)
    assert found.residual == pytest.approx(value["resid"], abs=near)
    assert found.criterion == pytest.approx(value["reml"], abs=near)


def balanced(seed: int) -> tuple[Fit, np.ndarray]:
    rng = np.random.default_rng(seed)
    table = rng.normal(size=(12, 1)) * 2 + rng.normal(size=(12, 5))
    one = np.ones((60, 1))
    return fit(table.ravel(), fixed=one, random=one, group=np.repeat(np.arange(12), 5)), table


def test_it_is_the_analysis_of_variance_where_everybody_has_as_many() -> None:
    found, table = balanced(3)
    between, within = 5 * table.mean(axis=1).var(ddof=1), table.var(axis=1, ddof=1).mean()
    assert found.residual == pytest.approx(within, rel=1e-5)
    assert found.covariance[0, 0] == pytest.approx((between - within) / 5, rel=1e-5)
    assert found.fixed[0] == pytest.approx(table.mean())
    share = found.covariance[0, 0] / (found.covariance[0, 0] + found.residual / 5)
    assert found.effects[:, 0] == pytest.approx(share * (table.mean(axis=1) - table.mean()), rel=1e-5)


def test_it_finds_no_variance_where_there_is_none() -> None:
    y = np.tile([1.0, 2.0, 3.0, 4.0], 5)
    found = fit(y, fixed=np.ones((20, 1)), random=np.ones((20, 1)), group=np.repeat(np.arange(5), 4))
    assert found.covariance[0, 0] == pytest.approx(0, abs=1e-8)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"y": [1.0, 2.0]}, "one row each"),
        ({"y": [1.0, np.nan, 3.0, 4.0]}, "missing or infinite"),
        ({"random": np.ones((4, 3))}, "one or two columns, got 3"),
        ({"fixed": np.ones((4, 2))}, "depend on each other"),
        ({"group": [0, 0, 2, 2]}, "numbered from 0 without gaps"),
        ({"fixed": np.eye(4)}, "4 rows are too few"),
    ],
)
def test_it_refuses_what_it_cannot_fit(change: dict[str, object], why: str) -> None:
    good = {"y": [1.0, 2.0, 4.0, 3.0], "fixed": np.ones((4, 1)), "random": np.ones((4, 1)), "group": [0, 0, 1, 1]}
    with pytest.raises(ValueError, match=why):
        fit(**(good | change))  # type: ignore[arg-type]
