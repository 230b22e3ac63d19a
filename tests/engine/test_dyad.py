"""The filter is exact, never looks ahead, and treats every client alike."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm

from rightfit.engine import dyad
from rightfit.engine.dyad import Courses, Priors, Scale
from rightfit.engine.dyad import grid as grid_module
from tests.engine.sketches import made_up

PRIORS = Priors()


def one(courses: Courses, row: int, stop: int) -> Courses:
    cut = (slice(row, row + 1), slice(0, stop))
    return Courses(
        session=courses.session[cut],
        client=courses.client[cut],
        therapist=courses.therapist[cut],
        attended=courses.attended[cut],
        unsaid=courses.unsaid[cut],
        length=np.array([min(stop, int(courses.length[row]))]),
    )


def form_density(score: float, mean: float, sd: float) -> float:
    p = PRIORS
    parts = ((1 - p.tail, sd), (p.tail, p.tail_factor * sd))
    if score >= 39.75:
        return float(sum(w * norm.sf(39.75, mean, s) for w, s in parts))
    if score <= 0.25:
        return float(sum(w * norm.cdf(0.25, mean, s) for w, s in parts))
    return float(sum(w * norm.pdf(score, mean, s) for w, s in parts))


def by_enumeration(  # noqa: C901, PLR0915 - told once, from the model alone
    courses: Courses, p: Priors
) -> tuple[float, float, float]:
    """P(rupture), P(new) and log-likelihood after four weekly sessions, by walking every path."""
    grid = grid_module.grid_of(p, False)
    falls_c, falls_h = [0, p.blip_fall_c, *p.fall_c], [0, p.blip_fall_h, *p.fall_h]
    spreads_c, spreads_h = [0, p.blip_spread_c, *p.spread_c], [0, p.blip_spread_h, *p.spread_h]
    kinds = np.array(p.kinds) / sum(p.kinds)
    blip = p.blip / (1 - p.onset)

    def answer(rates: tuple[float, ...], state: int, by: tuple[int, ...]) -> float:
        return rates[by[state]]

    torn = p.onset / (p.onset + 1 - p.stay)
    usual = (1 - torn) * ((1 - blip) * p.yes[0] + blip * p.yes[1])
    usual += torn * (kinds[:3].sum() * p.yes[2] + kinds[3:].sum() * p.yes[3])

    def by_habit(t: int) -> float:
        """Whether this is somebody who says yes by habit, by the answers before this session."""
        habit, other = p.habit, 1 - p.habit
        for said in courses.unsaid[0, :t]:
            if np.isfinite(said):
                habit *= p.habit_yes if said else 1 - p.habit_yes
                other *= usual if said else 1 - usual
        return habit / (habit + other)

    def likelihood(t: int, state: int) -> np.ndarray:
        out = np.ones((grid.x.size, grid.h.size))
        y, z = courses.client[0, t], courses.therapist[0, t]
        growth = math.log10(courses.session[0, t])
        if np.isfinite(y):
            sd = math.hypot(p.s_c, spreads_c[state])
            column = [form_density(y, x + p.growth_c * growth - falls_c[state], sd) for x in grid.x]
            out *= np.array(column)[:, None]
        if np.isfinite(z):
            sd = math.hypot(p.s_h, spreads_h[state])
            row = [form_density(z, h + p.growth_h * growth - falls_h[state], sd) for h in grid.h]
            out *= np.array(row)[None, :]
        if courses.attended[0, t] >= 0:
            rate = answer(p.absent, state, (0, 0, 1, 1, 1, 2, 2))
            out *= rate if courses.attended[0, t] == 0 else 1 - rate
        if np.isfinite(courses.unsaid[0, t]):
            rate = answer(p.yes, state, (0, 1, 2, 2, 2, 3, 3))
            rate += by_habit(t) * (p.habit_yes - rate)
            out *= rate if courses.unsaid[0, t] == 1 else 1 - rate
        return out

    def step(t: int, before: int | None, now: int) -> float:
        """Probability of one state after another; which bad day it was changes nothing."""
        if before is None:
            enter, free = p.onset_first, 1 - p.onset_first
        elif before < 2:
            enter, free = p.onset, 1 - p.onset
        else:
            enter, free = 0.0, 1 - p.stay
        if now == 0:
            return free * (1 - blip)
        if now == 1:
            return free * blip
        within = 0.0
        if before is not None and before >= 2:
            within = p.stay * ((1 - p.change) * (before == now) + p.change * kinds[now - 2])
        return float(enter * kinds[now - 2] + within)

    likelihoods = [[likelihood(t, state) for state in range(7)] for t in range(4)]
    total = ruptured = old = 0.0
    for path in itertools.product(range(7), repeat=4):
        chance = 1.0
        for t, state in enumerate(path):
            chance *= step(t, path[t - 1] if t else None, state)
        if chance == 0.0:
            continue
        weight = grid.prior.copy()
        for t, state in enumerate(path):
            weight = weight * likelihoods[t][state]
        mass = chance * weight.sum()
        total += mass
        ruptured += mass * (path[3] >= 2)
        old += mass * all(state >= 2 for state in path)
    return float(ruptured / total), float((ruptured - old) / total), math.log(total)


@pytest.mark.parametrize("habit", [0.0, 0.2])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_equals_the_enumeration_of_every_path_over_four_sessions(seed: int, habit: float) -> None:
    courses = made_up(np.random.default_rng(seed), 1, 4)
    said = np.array([[1.0, np.nan, 1.0, 0.0]])
    courses = replace(courses, session=np.array([[1, 2, 3, 4]]), unsaid=said, length=np.array([4]))
    priors = replace(PRIORS, habit=habit)
    found = dyad.run(courses, priors=priors)
    expected = by_enumeration(courses, priors)
    actual = found.p_rupture[0, 3], found.p_new[0, 3], found.log_likelihood[0]
    assert expected == pytest.approx(actual, rel=1e-9)


def test_it_never_looks_ahead() -> None:
    courses = made_up(np.random.default_rng(4), 6, 12)
    whole = dyad.run(courses, priors=PRIORS, ahead=True)
    for row, stop in itertools.product(range(6), (1, 5, 9)):
        cut = dyad.run(one(courses, row, stop), priors=PRIORS, ahead=True)
        upto = min(stop, int(courses.length[row]))
        for name in ("p_rupture", "p_new", "client_level", "client_low", "therapist_high", "evidence"):
            expected = getattr(whole, name)[row, :upto]
            np.testing.assert_allclose(getattr(cut, name)[0, :upto], expected, atol=1e-9)
        assert cut.client_next is not None
        assert whole.client_next is not None
        np.testing.assert_allclose(cut.client_next[:, 0, :upto], whole.client_next[:, row, :upto], atol=1e-9)


def test_it_does_not_matter_in_which_order_clients_come_or_how_many_at_once() -> None:
    rng = np.random.default_rng(5)
    courses = made_up(rng, 40, 9)
    order = rng.permutation(40)
    mixed = Courses(
        **{
            name: getattr(courses, name)[order]
            for name in ("session", "client", "therapist", "attended", "unsaid", "length")
        }
    )
    seen = np.arange(9)[None, :] < courses.length[:, None]
    expected = dyad.run(courses, priors=PRIORS).p_rupture
    actual = np.empty_like(expected)
    actual[order] = dyad.run(mixed, priors=PRIORS, block=7).p_rupture
    np.testing.assert_allclose(actual[seen], expected[seen], atol=1e-10)


def test_it_returns_the_prior_where_nothing_was_answered() -> None:
    n = 25
    nothing = np.full((1, n), np.nan)
    courses = Courses(
        session=np.arange(1, n + 1)[None], client=nothing, therapist=nothing,
        attended=np.full((1, n), -1), unsaid=nothing, length=np.array([n]),
    )  # fmt: skip
    found = dyad.run(courses, priors=PRIORS, keep=True)
    expected = [PRIORS.onset_first]
    for _ in range(n - 1):
        expected.append(expected[-1] * PRIORS.stay + (1 - expected[-1]) * PRIORS.onset)
    np.testing.assert_allclose(found.p_rupture[0], expected, rtol=1e-9)
    assert found.final is not None
    np.testing.assert_allclose(found.final[0, -1].sum(axis=0), grid_module.grid_of(PRIORS, False).prior, atol=1e-9)
    assert np.isnan(found.evidence).all()


def test_it_takes_a_missing_form_as_no_evidence_unless_skips_count() -> None:
    courses = made_up(np.random.default_rng(6), 3, 8)
    silent = replace(courses, client=np.full_like(courses.client, np.nan), attended=np.ones_like(courses.attended))
    plain = dyad.run(silent, priors=PRIORS)
    assert np.isnan(plain.evidence[..., 4]).all()
    counted = dyad.run(silent, priors=PRIORS, skips_count=True)
    assert (counted.p_rupture[:, -1] > plain.p_rupture[:, -1]).all()


def test_it_reads_a_gap_in_numbers_as_time_without_evidence() -> None:
    courses = made_up(np.random.default_rng(7), 1, 6)
    courses = replace(courses, session=np.array([[1, 2, 6, 7, 8, 9]]), length=np.array([6]))
    held = [0, 1, 5, 6, 7, 8]
    full = Courses(
        session=np.arange(1, 10)[None],
        client=np.full((1, 9), np.nan),
        therapist=np.full((1, 9), np.nan),
        attended=np.full((1, 9), -1),
        unsaid=np.full((1, 9), np.nan),
        length=np.array([9]),
    )
    for name in ("client", "therapist", "attended", "unsaid"):
        getattr(full, name)[0, held] = getattr(courses, name)[0]
    expected = dyad.run(full, priors=PRIORS).p_rupture[0, held]
    np.testing.assert_allclose(dyad.run(courses, priors=PRIORS).p_rupture[0], expected, atol=1e-9)


def test_it_gives_the_same_digits_on_a_grid_twice_as_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    courses = made_up(np.random.default_rng(8), 20, 10)
    seen = np.arange(10)[None, :] < courses.length[:, None]
    coarse = dyad.run(courses, priors=PRIORS)
    points = grid_module.points

    def finer(mean: float, between: float, within: float) -> np.ndarray:
        grid = points(mean, between, within)
        return np.linspace(grid[0], grid[-1], 2 * grid.size - 1)

    grid_module.grid_of.cache_clear()
    monkeypatch.setattr(grid_module, "points", finer)
    fine = dyad.run(courses, priors=PRIORS)
    grid_module.grid_of.cache_clear()
    assert np.abs(coarse.p_rupture - fine.p_rupture)[seen].max() < 4e-3
    assert np.abs(coarse.client_level - fine.client_level)[seen].max() < 0.1


def test_it_computes_in_single_precision_to_four_digits() -> None:
    courses = made_up(np.random.default_rng(9), 60, 10)
    seen = np.arange(10)[None, :] < courses.length[:, None]
    double = dyad.run(courses, priors=PRIORS).p_rupture
    single = dyad.run(courses, priors=PRIORS, single=True).p_rupture
    assert np.abs(double - single)[seen].max() < 1e-4


def test_it_gives_the_same_digits_compiled() -> None:
    pytest.importorskip("numba", reason="needs rightfit[fast]")
    courses = made_up(np.random.default_rng(13), 50, 10)
    seen = np.arange(10)[None, :] < courses.length[:, None]
    plain = dyad.run(courses, priors=PRIORS, new=False, ahead=True)
    compiled = dyad.run(courses, priors=PRIORS, new=False, ahead=True, compiled=True)
    for name in ("p_rupture", "p_confrontation", "client_level", "therapist_low", "evidence"):
        np.testing.assert_allclose(getattr(compiled, name)[seen], getattr(plain, name)[seen], atol=1e-10)
    np.testing.assert_allclose(compiled.log_likelihood, plain.log_likelihood, atol=1e-9)


def test_it_keeps_bands_in_order_and_on_the_scale() -> None:
    courses = made_up(np.random.default_rng(10), 60, 10)
    seen = np.arange(10)[None, :] < courses.length[:, None]
    found = dyad.run(courses, priors=PRIORS, ahead=True)
    assert found.client_next is not None
    assert found.therapist_next is not None
    for low, middle, high in (
        (found.client_low, found.client_level, found.client_high),
        (found.therapist_low, found.therapist_level, found.therapist_high),
        found.client_next,
        found.therapist_next,
    ):
        assert (low[seen] >= 0).all()
        assert (low[seen] <= middle[seen]).all()
        assert (middle[seen] <= high[seen]).all()
        assert (high[seen] <= 40).all()


@pytest.mark.parametrize(("s_c", "dip"), [(1.2, 1e-3), (1.75, 1e-3), (2.8, 0.03)])
def test_it_never_takes_a_deeper_fall_for_less_evidence(s_c: float, dip: float) -> None:
    last = np.arange(37.0, -0.5, -0.5)
    n = 9
    client = np.full((last.size, n), 37.0)
    client[:, -1] = last
    nothing = np.full_like(client, np.nan)
    courses = Courses(
        session=np.tile(np.arange(1, n + 1), (last.size, 1)), client=client, therapist=nothing,
        attended=np.ones(client.shape, np.int64), unsaid=nothing, length=np.full(last.size, n),
    )  # fmt: skip
    found = dyad.run(courses, priors=replace(PRIORS, s_c=s_c))
    assert (np.diff(found.p_rupture[:, -1]) > -dip).all()
    assert found.p_rupture[-1, -1] > 0.9


def test_it_takes_a_yes_for_less_from_somebody_who_always_says_yes() -> None:
    n = 8
    forms = np.full((1, n), 37.0)
    always = Courses(
        session=np.arange(1, n + 1)[None, :], client=forms, therapist=forms - 3, attended=np.ones((1, n), int),
        unsaid=np.ones((1, n)), length=np.array([n]),
    )  # fmt: skip
    once = replace(always, unsaid=np.array([[0.0] * (n - 1) + [1.0]]))
    priors = replace(PRIORS, habit=0.1)
    told = [float(dyad.run(one, priors=priors).evidence[0, -1, 3]) for one in (once, always)]
    assert told[0] > 1.5
    assert abs(told[1]) < 0.1
    assert dyad.run(always, priors=PRIORS).evidence[0, -1, 3] > 1.5


def test_it_refuses_sessions_that_do_not_increase() -> None:
    courses = made_up(np.random.default_rng(11), 1, 3)
    twice = replace(courses, session=np.array([[1, 1, 2]]), length=np.array([3]))
    with pytest.raises(ValueError, match="must increase"):
        dyad.run(twice, priors=PRIORS)


def test_it_refuses_arrays_of_different_shape() -> None:
    courses = made_up(np.random.default_rng(12), 2, 3)
    with pytest.raises(ValueError, match="client has the shape"):
        dyad.run(replace(courses, client=courses.client[:, :2]), priors=PRIORS)


@pytest.mark.parametrize(("low", "high"), [(40, 0), (1, 1), (0, math.inf), (math.nan, 3)])
def test_it_refuses_a_scale_without_width(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="lowest and a highest"):
        Scale(low=low, high=high)


@pytest.mark.parametrize("wrong", [{"s_c": 0}, {"onset": 1.0}, {"kinds": (1.0,)}, {"mu_c": math.nan}, {"rho": 1}])
def test_it_refuses_priors_that_make_no_model(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each has words of its own
        Priors(**wrong)
