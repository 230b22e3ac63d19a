"""Reading one course: levels, signals with reasons, and saying when we cannot tell."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from rightfit.engine.noticing import Forms, Reading, Scale, read, read_many
from rightfit.engine.promises import signals, threshold
from tests.engine.sketches import FORTY, forms

STEADY = [36, 37, 35.5, 36.5, 37, 36, 36.5, 37]
FALL = [*STEADY, 29, 28, 27.5]


def same(one: Reading, other: Reading) -> None:
    for part in fields(Reading):
        expected, actual = getattr(one, part.name), getattr(other, part.name)
        if isinstance(expected, np.ndarray):
            np.testing.assert_allclose(actual, expected, atol=1e-9)
        elif part.name == "kind":
            assert expected == actual
        else:
            for left, right in zip(expected, actual, strict=True):
                assert [name for name, _ in left] == [name for name, _ in right]
                np.testing.assert_allclose([v for _, v in left], [v for _, v in right], atol=1e-9)


def test_it_notices_a_fall_from_both_sides_and_says_why() -> None:
    found = read(forms(FALL, [*[34, 35, 34.5, 34, 35, 34, 35, 34], 30, 29, 29]), reading="joint", scale=FORTY)
    assert not found.signal[:8].any()
    assert found.signal[8]
    assert found.kind[8] in {"withdrawal", "confrontation", "unclear"}
    assert found.kind[0] == ""
    sources = [name for name, _ in found.reasons[8]]
    assert set(sources) == {"client_score", "therapist_score", "attended"}
    ratios = [ratio for _, ratio in found.reasons[8]]
    assert ratios == sorted(ratios, reverse=True)
    assert ratios[0] > 1


def test_it_stays_quiet_when_nothing_changes() -> None:
    found = read(forms(STEADY * 3, [34.5] * 24), reading="joint", scale=FORTY)
    assert not found.signal.any()
    assert found.p_rupture.max() < 0.2


def test_it_reads_any_scale_alike() -> None:
    expected = read(forms(FALL), reading="joint", scale=FORTY)
    five = read(forms([1 + score / 10 for score in FALL]), reading="joint", scale=Scale(low=1, high=5))
    np.testing.assert_allclose(five.p_rupture, expected.p_rupture, atol=1e-9)
    np.testing.assert_allclose(five.client_level, 1 + expected.client_level / 10, atol=1e-9)


def test_it_takes_a_scale_of_its_own_for_the_therapist() -> None:
    ten = read(forms(FALL, [8.5] * 11), reading="joint", scale=FORTY, therapist_scale=Scale(low=0, high=10))
    forty = read(forms(FALL, [34] * 11), reading="joint", scale=FORTY)
    np.testing.assert_allclose(ten.p_rupture, forty.p_rupture, atol=1e-9)
    np.testing.assert_allclose(ten.therapist_level * 4, forty.therapist_level, atol=1e-9)


def test_it_says_that_it_cannot_tell_when_every_form_is_at_the_top() -> None:
    found = read(forms([40] * 10, unsaid=[0] * 10), reading="joint", scale=FORTY)
    assert not found.learnt.any()


def test_it_says_that_it_cannot_tell_before_the_third_answer() -> None:
    found = read(forms([36, None, 37, 36]), reading="joint", scale=FORTY)
    assert found.learnt.tolist() == [False, False, False, True]


def test_it_counts_a_missed_session_as_evidence_and_a_cancelled_one_as_none() -> None:
    scores = [*STEADY, None, None]
    held = read(forms(scores), reading="joint", scale=FORTY).p_rupture[-1]
    missed = read(forms(scores, attended=[1] * 8 + [0, 0]), reading="joint", scale=FORTY)
    cancelled = read(forms(scores, attended=[1] * 8 + [-1, -1]), reading="joint", scale=FORTY)
    assert missed.p_rupture[-1] > cancelled.p_rupture[-1] > held
    assert cancelled.reasons[-1] == ()


def test_it_gives_a_pause_of_two_held_sessions_and_promises_by_held_sessions() -> None:
    p = np.full((1, 8), 0.9)
    held = np.array([[True, False, True, True, True, False, True, True]])
    actual = signals(p, held=held, limit=np.full((1, 8), 0.5))
    assert actual.tolist() == [[True, False, False, False, True, False, False, False]]


def test_it_reads_for_the_client_from_what_the_client_gave_alone() -> None:
    alone = read(forms(FALL, unsaid=[0] * 11), reading="client", scale=FORTY)
    other = forms(FALL, [20] * 11, unsaid=[0] * 11, attended=[1, 0] * 5 + [1])
    np.testing.assert_allclose(read(other, reading="client", scale=FORTY).p_rupture, alone.p_rupture, atol=1e-12)


def test_it_shows_the_therapist_nothing_that_was_not_shared() -> None:
    hidden = forms(FALL, [34] * 11, unsaid=[1] * 11, shared=[False] * 11)
    silent = forms(None, [34] * 11, attended=[1] * 11)
    same(
        read(silent, reading="therapist", scale=FORTY),
        read(hidden, reading="therapist", scale=FORTY),
    )


def test_it_treats_a_private_form_as_one_that_was_never_filled_in_even_when_skips_count() -> None:
    private = forms(FALL, [34] * 11, shared=[True] * 8 + [False] * 3)
    unfilled = forms([*STEADY, None, None, None], [34] * 11, shared=[True] * 8 + [False] * 3)
    same(
        read(unfilled, reading="therapist", scale=FORTY, skips_count=True),
        read(private, reading="therapist", scale=FORTY, skips_count=True),
    )


def test_it_reads_many_as_it_reads_one() -> None:
    rng = np.random.default_rng(3)
    courses = [
        forms(np.round(rng.normal(36, 3, n)).clip(0, 40), np.round(rng.normal(34, 3, n)).clip(0, 40))
        for n in (3, 1, 12, 0, 7, 12)
    ]
    for one, found in zip(courses, read_many(courses, reading="joint", scale=FORTY), strict=True):
        same(read(one, reading="joint", scale=FORTY), found)


def test_it_reads_a_course_without_sessions() -> None:
    found = read(forms([]), reading="joint", scale=FORTY)
    assert found.p_rupture.shape == (0,)
    assert found.reasons == ()


def test_it_signals_more_often_the_more_false_alarms_are_allowed() -> None:
    yes = np.ones((1, 1), bool)
    limits = [
        float(threshold(rate, reading="joint", therapist=yes, question=yes)[0, 0]) for rate in (0.05, 0.3, 1, 4, 20)
    ]
    assert limits == sorted(limits, reverse=True)
    assert 0 < limits[-1] < limits[0] < 1


def test_it_knows_the_names_that_the_rooms_build_on() -> None:
    assert [part.name for part in fields(Forms)] == [
        "session", "client", "therapist", "attended", "unsaid", "asked_client", "asked_therapist", "shared",
    ]  # fmt: skip
    assert [part.name for part in fields(Reading)] == [
        "client_level", "client_low", "client_high", "therapist_level", "therapist_low", "therapist_high",
        "p_rupture", "p_new", "signal", "kind", "reasons", "learnt",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"client": np.array([50.0, 1, 1])}, "off the scale"),
        ({"client": np.array([np.inf, 1, 1])}, "off the scale"),
        ({"therapist": np.array([-1.0, 1, 1])}, "score of the therapist"),
        ({"session": np.array([1, 3, 2])}, "must increase"),
        ({"attended": np.array([1, 2, 1])}, "attended"),
        ({"unsaid": np.array([0.5, 1, 1])}, "unsaid"),
        ({"client": np.array([1.0, 1])}, "has the shape"),
    ],
)
def test_it_refuses_what_cannot_be(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read(replace(forms([30, 31, 32]), **wrong), reading="joint", scale=FORTY)


@pytest.mark.parametrize("promise", [0, 0.01, 21, float("nan")])
def test_it_refuses_a_promise_it_cannot_keep(promise: float) -> None:
    with pytest.raises(ValueError, match="promise"):
        read(forms([30]), reading="joint", scale=FORTY, promise=promise)


def test_it_refuses_a_reading_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="joint, client, therapist"):
        read(forms([30]), reading="both", scale=FORTY)  # type: ignore[arg-type]
