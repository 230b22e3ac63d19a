"""The rules of the literature do what they say, and none looks ahead."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from rightfit.engine import baselines

SINGLE = (
    baselines.srs_cutoff, baselines.srs_drop, baselines.srs_either, baselines.strauss, baselines.stiles,
    baselines.gumz, baselines.xmr, baselines.ewma, baselines.cusum, baselines.local_level, baselines.change_point,
)  # fmt: skip


def scores(*values: float | None) -> np.ndarray:
    return np.array([[np.nan if value is None else value for value in values]], float)


@pytest.mark.parametrize("rule", SINGLE, ids=lambda rule: rule.__name__)
def test_it_never_looks_ahead_and_says_nothing_without_a_form(rule: Callable[..., np.ndarray]) -> None:
    rng = np.random.default_rng(1)
    forms = np.clip(rng.normal(36, 3, (30, 14)), 0, 40)
    forms[rng.random(forms.shape) < 0.2] = np.nan
    whole = rule(forms)
    assert np.isnan(whole[np.isnan(forms)]).all()
    for stop in (1, 6, 11):
        np.testing.assert_allclose(rule(forms[:, :stop]), whole[:, :stop])


def test_it_flags_by_the_manual_of_the_srs() -> None:
    alarm = baselines.srs_either(scores(38, 37, 37.5, None, 36.5, 36)) >= baselines.PUBLISHED["srs_either"]
    assert alarm.tolist() == [[False, True, False, False, True, True]]


def test_it_measures_the_fall_from_the_highest_form_so_far() -> None:
    np.testing.assert_allclose(baselines.strauss(scores(30, 39, 35.7), sd=3.3)[0, 2], 1.0)
    assert baselines.strauss_repaired(scores(39, 30, 38.5), sd=3.3).tolist() == [[False, False, True]]


def test_it_needs_as_many_forms_as_each_rule_says() -> None:
    steady = scores(36, 37, 36, 37, 36, 37)
    assert np.isnan(baselines.stiles(steady)).tolist() == [[True, True, False, False, False, False]]
    for rule in (baselines.xmr, baselines.ewma, baselines.cusum):
        assert np.isnan(rule(steady)).tolist() == [[True] * 4 + [False] * 2]


def test_it_sees_a_change_point_downwards_and_not_upwards() -> None:
    down = baselines.change_point(scores(*[37, 36.5, 37, 37.5, 37, 36.5, 37], 28, 27.5))
    up = baselines.change_point(scores(*[27, 26.5, 27, 27.5, 27, 26.5, 27], 37, 37.5))
    assert down[0, -1] > 0.8
    assert up[0, -1] < 0.1


def test_it_learns_a_logistic_regression_from_labels_and_refuses_labels_all_alike() -> None:
    rng = np.random.default_rng(2)
    features = rng.normal(size=(2000, 3))
    labels = rng.random(2000) < 1 / (1 + np.exp(-(features[:, 0] - 1)))
    model = baselines.fit_logistic(features, labels)
    assert model.weights[1] == pytest.approx(1.0, abs=0.2)
    with pytest.raises(ValueError, match="both kinds"):
        baselines.fit_logistic(features, np.zeros(2000, bool))
