"""One factor and omega, where the truth is known exactly."""

import math

import numpy as np
import pytest
from scipy import optimize

from rightfit.engine.one_factor import omega
from rightfit.engine.psychometrics import alpha, alpha_interval

LOADINGS = np.array([0.8, 0.7, 0.6, 0.5, 0.4])


def exactly(correlation: np.ndarray, people: int = 300) -> np.ndarray:
    """Return answers whose correlations are these, to the last digit."""
    table = np.random.default_rng(0).normal(size=(people, len(correlation)))
    table -= table.mean(axis=0)
    table = np.linalg.solve(np.linalg.cholesky(np.cov(table, rowvar=False)), table.T).T
    return np.asarray(table @ np.linalg.cholesky(correlation).T)


ONE = np.outer(LOADINGS, LOADINGS) + np.diag(1 - LOADINGS**2)


def test_it_finds_the_loadings_and_omega_of_one_factor() -> None:
    found = omega(exactly(ONE), draws=40)
    common = LOADINGS.sum() ** 2
    assert found.loadings == pytest.approx(LOADINGS, abs=1e-5)
    assert found.value == pytest.approx(common / (common + (1 - LOADINGS**2).sum()), abs=1e-5)
    assert found.value is not None
    assert found.low < found.value < found.high
    assert found.srmr == pytest.approx(0, abs=1e-5)
    assert found.rmsea == 0
    assert not found.improper


def test_it_is_alpha_where_all_items_are_alike_and_more_where_they_are_not() -> None:
    alike = np.full((4, 4), 0.5) + np.eye(4) * 0.5
    assert omega(exactly(alike), draws=0).value == pytest.approx(
        alpha(exactly(alike), missing="complete").value, abs=1e-5
    )
    plain = alpha(exactly(ONE), missing="complete").value
    found = omega(exactly(ONE), draws=0).value
    assert plain is not None
    assert found is not None
    assert found > plain


def test_it_finds_the_least_misfit_that_another_search_finds() -> None:
    rng = np.random.default_rng(7)
    table = rng.normal(size=(200, 6)) + rng.normal(size=(200, 1))
    seen = np.corrcoef(table, rowvar=False)

    def misfit(point: np.ndarray) -> float:
        fitted = np.outer(point[:6], point[:6]) + np.diag(np.exp(point[6:]))
        return float(np.linalg.slogdet(fitted)[1] + np.trace(np.linalg.solve(fitted, seen)))

    other = optimize.minimize(misfit, np.repeat([0.6, -0.5], 6), method="BFGS").x[:6]
    assert omega(table, draws=0).loadings == pytest.approx(np.abs(other), abs=1e-3)


def test_it_says_that_two_things_are_not_one() -> None:
    two = np.eye(6)
    two[:3, :3] = two[3:, 3:] = 0.6 + 0.4 * np.eye(3)
    found = omega(exactly(two), draws=0)
    assert found.rmsea > 0.15
    assert found.srmr > 0.15
    assert found.p < 0.001


def test_it_says_the_same_twice() -> None:
    table = exactly(ONE)
    assert omega(table, draws=20).low == omega(table, draws=20).low


def test_it_says_why_there_is_none() -> None:
    rng = np.random.default_rng(1)
    few = rng.normal(size=(8, 4))
    assert "fewer than two people for each item" in omega(few).why
    still = np.column_stack([rng.normal(size=(50, 3)), np.ones(50)])
    assert omega(still).why == "not computable, because an item does not vary"
    three = rng.normal(size=(50, 3))
    assert omega(np.column_stack([three, three.sum(axis=1)])).why.endswith("an item is the sum of others")
    with pytest.raises(ValueError, match="three items or more"):
        omega(rng.normal(size=(50, 2)))


def test_it_gives_feldts_interval_of_alpha() -> None:
    found = alpha(exactly(ONE), missing="complete")
    low, high = alpha_interval(found)
    assert found.value is not None
    assert low < found.value < high
    # 300 people: the interval is some .1 wide, and narrower than that of 50.
    assert high - low < 0.12
    fewer = alpha(exactly(ONE, people=50), missing="complete")
    assert np.subtract(*alpha_interval(fewer)[::-1]) > high - low
    assert math.isnan(alpha_interval(alpha(np.ones((3, 3)), missing="complete"))[0])
