"""Confirmed answers: from thirty on a practice's own, by Bayes' rule, and never from silence."""

from __future__ import annotations

import pytest

from rightfit.engine.confirming import ENOUGH, confirmed, priors_after
from rightfit.engine.dyad import Priors


def test_it_stays_with_simulation_until_thirty_have_answered() -> None:
    before = confirmed(yes=0, no=0)
    assert confirmed(yes=0, no=ENOUGH - 1).real == before.real == pytest.approx(0.6)
    assert (before.nothing_in_ten, before.source) == (4, "from simulation")
    assert priors_after(Priors(), yes=0, no=ENOUGH - 1) == Priors()


def test_it_learns_from_thirty_on_and_is_surer_with_more() -> None:
    few, many = confirmed(yes=3, no=27), confirmed(yes=30, no=270)
    assert few.real == pytest.approx(9 / 40)
    assert (few.nothing_in_ten, few.source, few.answers) == (8, "from confirmed answers", 30)
    assert few.low < few.real < few.high
    assert many.high - many.low < few.high - few.low


def test_its_interval_is_that_of_the_beta_distribution() -> None:
    # Beta(36, 4): mean .9; its 5% and 95% by an independent sum, P(X <= x) = P(Binomial(39, x) >= 36).
    from math import comb  # noqa: PLC0415 - for this check alone

    found = confirmed(yes=30, no=0)
    for edge, below in ((found.low, 0.05), (found.high, 0.95)):
        assert sum(comb(39, k) * edge**k * (1 - edge) ** (39 - k) for k in range(36, 40)) == pytest.approx(below)


def test_the_odds_of_a_beginning_move_as_the_odds_of_a_hint() -> None:
    priors = Priors()
    rarer, more = priors_after(priors, yes=10, no=40), priors_after(priors, yes=45, no=5)
    odds = [one.onset / (1 - one.onset) for one in (priors, rarer, more)]
    assert odds[1] / odds[0] == pytest.approx((17.5 / 42.5) / 3)
    assert odds[2] / odds[0] == pytest.approx((52.5 / 7.5) / 3)
    assert rarer.onset_first < priors.onset_first < more.onset_first < 1
    assert rarer.mu_c == priors.mu_c
    assert rarer.name.endswith("with 50 confirmed answers")
    as_expected = priors_after(priors, yes=75, no=25)
    assert as_expected.onset == pytest.approx(priors.onset)


def test_it_refuses_counts_below_nothing() -> None:
    with pytest.raises(ValueError, match="not below 0"):
        confirmed(yes=-1, no=40)
    with pytest.raises(ValueError, match="not below 0"):
        priors_after(Priors(), yes=40, no=-1)
    with pytest.raises(ValueError, match="between 0 and 1"):
        priors_after(Priors(), yes=40, no=2, real=1.0)
