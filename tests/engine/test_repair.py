"""Did it help: a rise alone proves nothing, silence says nothing, and the made-up truth comes out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rightfit.engine.dyad import SOURCES
from rightfit.engine.noticing import Forms, Scale, read, read_table
from rightfit.engine.repair import VERDICTS, Helped, did_it_help, in_a_course
from rightfit.engine.simulation.practice import Practice
from rightfit.engine.simulation.settings import setting
from tests.engine.sketches import FORTY, forms

STEADY = [36, 37, 35.5, 36.5, 37, 36, 36.5, 37]
LOW = [*STEADY, 29, 28, 27.5]


def since(after: list[float | None], **given: Any) -> tuple[float, str]:
    """The verdict after these forms of the client, agreed in session 11 of a course that fell."""
    course = forms([*LOW, *after], **given)
    found = read(course, reading="joint", scale=FORTY)
    return in_a_course(session=course.session, reasons=found.reasons, p_rupture=found.p_rupture, agreed_at=11)


def with_need(need: list[float], done: list[float] | None = None) -> float:
    """P(improved) from the ratings of the need alone: no form after session 3."""
    n = len(need)
    found = did_it_help(
        session=np.arange(1, n + 1)[None], evidence=np.full((1, n, len(SOURCES)), np.nan),
        p_rupture=np.full((1, n), 0.6), agreed=np.arange(n)[None] == 0, need=np.array([need]),
        done=None if done is None else np.array([done]),
    )  # fmt: skip
    return float(found.p_improved[0, -1])


def made_up(seed: int) -> tuple[Helped, Any, Any, Any, Any]:
    """A simulated practice in which something is agreed at the first right signal of each course."""
    practice = Practice(setting("base"), seed=seed, clients=1500).run()
    seen, truth = practice.observe(), practice.truth()
    pairs, row = np.unique(seen.client * 10_000 + seen.therapist, return_inverse=True)
    shape = (pairs.size, int(seen.session.max()) + 1)

    def spread(values: Any, fill: Any, kind: Any) -> Any:
        out = np.full(shape, fill, kind)
        out[row, seen.session] = values
        return out

    live, is_open = spread(np.ones(row.size), 0, bool), spread(truth.state >= 2, 0, bool)
    client = spread(seen.client_score, np.nan, float)
    one = Forms(
        session=np.tile(np.arange(shape[1]), (pairs.size, 1)), client=client,
        therapist=spread(seen.therapist_score, np.nan, float), attended=spread(seen.attended, -1, int),
        unsaid=spread(seen.unsaid, np.nan, float), asked_client=live, asked_therapist=live, shared=live,
    )  # fmt: skip
    last = np.where(live, np.arange(shape[1]), 0).max(axis=1)
    found = read_table(one, length=last + 1, reading="joint", scale=Scale(low=0, high=40), promise=2.0, new=False)
    right = found.signal & is_open
    agreed = right & (right.cumsum(axis=1) == 1)
    said = did_it_help(session=one.session, evidence=found.evidence, p_rupture=found.p_rupture, agreed=agreed)
    return said, agreed, is_open, last, client


def test_it_says_better_when_the_forms_are_back_where_they_were() -> None:
    p, verdict = since([36.5, 37, 36.5])
    assert verdict == "better"
    assert p > 0.9


def test_it_says_not_better_when_they_stay_low() -> None:
    p, verdict = since([28, 27.5, 28.5])
    assert verdict == "not better"
    assert p < 0.1


def test_it_does_not_take_a_rise_out_of_the_low_for_help() -> None:
    _, verdict = since([29.5, 29.5])
    assert verdict != "better"


def test_it_is_too_early_before_an_answer_however_many_sessions_go_by() -> None:
    assert since([])[1] == "too early"
    p, verdict = since([None] * 12, attended=[1] * 11 + [-1] * 12)
    assert verdict == "too early"
    assert p > 0.7


def test_it_uses_nothing_that_comes_later() -> None:
    course = forms([*LOW, 31, 36, 37, 28])
    found = read(course, reading="joint", scale=FORTY)
    for n in (12, 13, 14):
        short = read(forms([*LOW, 31, 36, 37, 28][:n]), reading="joint", scale=FORTY)
        cut = in_a_course(session=course.session[:n], reasons=short.reasons, p_rupture=short.p_rupture, agreed_at=11)
        whole = in_a_course(
            session=course.session[:n], reasons=found.reasons[:n], p_rupture=found.p_rupture[:n], agreed_at=11
        )
        assert cut == pytest.approx(whole) if cut[0] == cut[0] else whole[0] != whole[0]


def test_it_hears_the_named_need_within_bounds_and_less_where_nothing_was_done() -> None:
    nothing = with_need([3, np.nan])
    assert with_need([3, 8]) > with_need([3, 8], [np.nan, 0]) > nothing > with_need([3, 3])
    assert with_need([3, 10]) == pytest.approx(with_need([3, 9]))
    assert with_need([3, 10]) < 0.8


def test_it_refuses_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="need is from 0 to 10"):
        with_need([3, 11])
    with pytest.raises(ValueError, match="done is from 0 to 1"):
        with_need([3, 5], [1, 2])
    with pytest.raises(ValueError, match="agreed has the shape"):
        did_it_help(
            session=np.ones((1, 2), int), evidence=np.zeros((1, 2, 5)), p_rupture=np.zeros((1, 2)),
            agreed=np.zeros((1, 3), bool),
        )  # fmt: skip
    with pytest.raises(ValueError, match="no session up to the agreement in session 0"):
        in_a_course(session=np.array([1]), reasons=[()], p_rupture=np.array([0.5]), agreed_at=0)


def test_it_seldom_says_better_of_what_is_still_open() -> None:
    wrong, early, naive, cases = [], [], [], 0
    for seed in (11, 12):
        said, agreed, is_open, last, client = made_up(seed)
        rows, at = np.nonzero(agreed)
        keep = at + 2 <= last[rows]
        rows, at = rows[keep], at[keep]
        still, verdict = is_open[rows, at + 2], said.verdict[rows, at + 2]
        wrong += (verdict[still] == VERDICTS.index("better")).tolist()
        early += (verdict == VERDICTS.index("too early")).tolist()
        rise = client[rows, at + 2] - client[rows, at]
        naive += (rise[still & np.isfinite(rise)] >= 1).tolist()
        cases += int(still.sum())
    assert cases > 150
    assert np.mean(wrong) <= 0.12
    assert np.mean(early) <= 0.42
    assert np.mean(naive) > 3 * np.mean(wrong)
