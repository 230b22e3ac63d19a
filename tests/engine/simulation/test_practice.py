"""The simulator: it looks like the literature, follows from its seed, and lets acts change the future."""

from dataclasses import astuple, fields

import numpy as np
import pytest

from rightfit.engine.simulation.codes import CANCELLED, CONFRONTATION, HELD, MISSED, WITHDRAWAL
from rightfit.engine.simulation.practice import Practice
from rightfit.engine.simulation.sessions import Actions
from rightfit.engine.simulation.settings import setting
from tests.engine.simulation.describing import Figures, figures

SEEDS = (11, 12, 13, 14, 15)

# Figure, target, tolerance of the mean over five seeds of 2,000 clients; targets as in docs/science/simulation.md.
TARGETS = [
    ("mean", 37.2, 0.3),
    ("sd", 3.3, 0.2),
    ("at_top", 0.34, 0.03),
    ("at_most_36", 0.30, 0.03),
    ("reliability", 0.70, 0.05),
    ("gap", 0.64, 0.06),
    ("same_session", 0.40, 0.05),
    ("within_dyads", 0.28, 0.04),
    ("treatments_with_rupture", 0.33, 0.03),
    ("left", 0.22, 0.03),
    ("left_within_four", 0.43, 0.06),
    ("leavers_lower_by", 0.52, 0.08),
    ("withdrawals", 0.65, 0.03),
]


@pytest.fixture(scope="module")
def base() -> Figures:
    rows = [astuple(figures(Practice(setting("base"), seed=seed, clients=2000).run())) for seed in SEEDS]
    means = np.mean(np.array(rows, dtype=float), axis=0)
    return Figures(**dict(zip((field.name for field in fields(Figures)), means, strict=True)))


@pytest.mark.parametrize(("figure", "target", "tolerance"), TARGETS, ids=[name for name, _, _ in TARGETS])
def test_it_looks_like_the_literature(base: Figures, figure: str, target: float, tolerance: float) -> None:
    assert getattr(base, figure) == pytest.approx(target, abs=tolerance)


def test_it_makes_the_same_practice_from_the_same_seed_and_another_from_another() -> None:
    one, same, other = (Practice(setting("base"), seed=seed, clients=50).run().observe() for seed in (1, 1, 2))
    for name in ("client", "client_score", "attended", "unsaid", "day"):
        assert np.array_equal(getattr(one, name), getattr(same, name), equal_nan=name in {"client_score", "unsaid"})
    assert not np.array_equal(one.day[:20], other.day[:20])


def test_it_is_the_same_session_by_session_as_in_one_go() -> None:
    stepped = Practice(setting("base"), seed=3, clients=40)
    while stepped.step() is not None:
        pass
    gone = Practice(setting("base"), seed=3, clients=40).run()
    assert np.array_equal(stepped.observe().client_score, gone.observe().client_score, equal_nan=True)


def test_it_enters_only_what_real_users_can_enter() -> None:
    seen = Practice(setting("base"), seed=4, clients=300).run().observe()
    ratings = seen.ratings[np.isfinite(seen.ratings)]
    assert set(np.unique(ratings * 2) % 1) == {0.0}
    assert (ratings.min(), ratings.max()) >= (0.0, 0.0)
    assert ratings.max() == 10
    assert set(np.unique(seen.attended)) == {HELD, MISSED, CANCELLED}
    away = seen.attended != HELD
    assert np.isnan(seen.client_score[away]).all()
    assert np.isnan(seen.therapist_score[away]).all()
    assert np.isnan(seen.unsaid[away]).all()
    assert not seen.asked_client[away].any()
    first = np.diff(seen.client, prepend=-1) > 0
    assert (seen.session[first] == 1).all()
    assert (np.diff(seen.session)[~first[1:]] == 1).all()


def test_it_says_nothing_before_anybody_met() -> None:
    practice = Practice(setting("base"), seed=1, clients=5)
    with pytest.raises(ValueError, match="nobody has had a session yet"):
        practice.observe()
    with pytest.raises(ValueError, match="at least one client"):
        Practice(setting("base"), seed=1, clients=0)


def test_it_tells_the_truth_consistently() -> None:
    practice = Practice(setting("base"), seed=5, clients=500).run()
    truth = practice.truth()
    in_rupture = np.isin(truth.state, (WITHDRAWAL, CONFRONTATION))
    assert ((truth.depth > 0) == in_rupture).all()
    assert in_rupture[truth.onset].all()
    assert (truth.session[truth.onset] >= 2).all()
    last = np.diff(truth.client, append=-1) != 0
    assert last[truth.left].all()


def test_it_lets_a_talk_mend_what_would_have_stayed_open() -> None:
    def still_open(name: str, *, talk: bool) -> float:
        practice = Practice(setting(name), seed=6, clients=3000)
        everyone = Actions(talk=np.ones(3000, dtype=bool)) if talk else None
        while practice.step(everyone) is not None:
            pass
        truth = practice.truth()
        return float(np.isin(truth.state, (WITHDRAWAL, CONFRONTATION)).mean())

    without, weak, strong = (
        still_open("base", talk=False),
        still_open("base", talk=True),
        still_open("strong-talks", talk=True),
    )
    assert weak < 0.85 * without
    assert strong < 0.85 * weak
    assert still_open("no-effect-of-talks", talk=True) == still_open("no-effect-of-talks", talk=False) == without


def test_it_changes_nothing_before_the_first_act() -> None:
    quiet, acted = (Practice(setting("base"), seed=7, clients=200) for _ in range(2))
    for _ in range(5):
        quiet.step()
        acted.step()
    acted.step(Actions(transfer=np.where(np.arange(200) == 0, 3, -1)))
    quiet.step()
    while quiet.step() is not None and acted.step() is not None:
        pass
    one, other = quiet.observe(), acted.observe()
    before, untouched = one.session <= 5, one.client > 0
    assert np.array_equal(one.client_score[before], other.client_score[other.session <= 5], equal_nan=True)
    assert np.array_equal(one.client_score[untouched], other.client_score[other.client > 0], equal_nan=True)


def test_it_loses_fewer_at_a_warm_transfer_than_at_a_cold_one() -> None:
    def lost(*, warm: bool) -> float:
        practice = Practice(setting("base"), seed=8, clients=4000)
        for _ in range(2):
            practice.step()
        before = practice.live
        practice.step(Actions(transfer=np.zeros(4000, dtype=np.int64), warm=np.full(4000, warm)))
        return 1 - float(practice.rounds[-1].live[before].mean())

    assert lost(warm=True) == pytest.approx(0.25, abs=0.03)
    assert lost(warm=False) == pytest.approx(0.50, abs=0.03)


@pytest.mark.parametrize(
    ("name", "figure", "sign"),
    [
        ("noisy-raters", "reliability", -1),
        ("strong-ceilings", "at_top", 1),
        ("rare-ruptures", "treatments_with_rupture", -1),
        ("long-therapy", "treatments_with_rupture", 1),
        ("deep-slow", "sd", 1),
    ],
)
def test_it_makes_worlds_that_differ_as_their_names_say(base: Figures, name: str, figure: str, sign: int) -> None:
    found = getattr(figures(Practice(setting(name), seed=9, clients=2000).run()), figure)
    assert sign * (found - getattr(base, figure)) > 0.1 * abs(getattr(base, figure)) * (0.5 if figure == "sd" else 1)


def test_it_has_a_world_without_ruptures_and_one_with_the_clients_form_only() -> None:
    calm = Practice(setting("no-ruptures"), seed=1, clients=500).run().truth()
    assert not calm.onset.any()
    assert not calm.depth.any()
    alone = Practice(setting("client-only"), seed=1, clients=100).run().observe()
    assert np.isnan(alone.therapist_score).all()
    assert not alone.asked_therapist.any()
    assert np.isfinite(alone.client_score).any()


def test_it_asks_thinned_ratings_after_sessions_1_to_4_and_every_third_and_the_question_each_time() -> None:
    seen = Practice(setting("thinned"), seed=1, clients=300).run().observe()
    due = (seen.session <= 4) | (seen.session % 3 == 0)
    assert not seen.asked_client[~due].any()
    assert np.isnan(seen.client_score[~due]).all()
    assert seen.asked_client[due & (seen.attended == HELD)].all()
    assert np.isfinite(seen.unsaid[~due & (seen.attended == HELD)]).mean() > 0.8


def test_it_makes_a_question_that_tells_nothing_and_one_that_tells_more() -> None:
    def share_of_yes(name: str) -> float:
        practice = Practice(setting(name), seed=2, clients=1500).run()
        seen, truth = practice.observe(), practice.truth()
        asked = np.isfinite(seen.unsaid) & (truth.state == WITHDRAWAL)
        return float(seen.unsaid[asked].mean())

    assert share_of_yes("mute-question") == pytest.approx(0.05, abs=0.02)
    assert share_of_yes("base") == pytest.approx(0.28, abs=0.04)
    assert share_of_yes("candid-question") == pytest.approx(0.45, abs=0.04)


def test_it_lets_fit_come_from_what_clients_prefer_and_how_therapists_are() -> None:
    practice = Practice(setting("base"), seed=3, clients=3000)
    stated = practice.stated_preferences @ practice.stated_styles.T / 2
    r = np.corrcoef(stated.ravel(), practice.fit.ravel())[0, 1]
    assert r == pytest.approx(np.sqrt(0.7 * 0.8), abs=0.05)
