"""The gap between the two views: said when it is large and sure, never from raw differences."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from rightfit.engine.noticing import read
from rightfit.engine.perspectives import Gap, gap
from tests.engine.sketches import FORTY, forms


def between(client: list[Any], therapist: list[Any], **other: Any) -> Gap:
    course = forms(client, therapist)
    found = replace(read(course, reading="joint", scale=FORTY), **other)
    return gap(
        client=(found.client_level, found.client_low, found.client_high),
        therapist=(found.therapist_level, found.therapist_low, found.therapist_high),
        session=course.session, learnt=found.learnt, client_scale=FORTY, therapist_scale=FORTY,
    )  # fmt: skip


def test_it_says_a_large_gap_and_in_which_direction() -> None:
    low_client, low_therapist = between([31] * 8, [37] * 8), between([39] * 8, [29] * 8)
    assert low_client.said[-1]
    assert low_therapist.said[-1]
    assert low_client.size[-1] < -1
    assert low_therapist.size[-1] > 1


def test_it_says_nothing_of_the_usual_difference_between_clients_and_therapists() -> None:
    usual = between([38, 38.5, 38, 39, 38.5, 38], [35, 35.5, 35, 35, 35.5, 35])
    assert not usual.said.any()
    assert abs(usual.size[-1]) < 0.6


def test_it_says_nothing_from_one_side_alone_or_before_enough_was_learnt() -> None:
    assert not between([36] * 8, [None] * 8).said.any()
    assert not between([31] * 8, [37] * 8, learnt=np.zeros(8, bool)).said.any()
    assert not between([31], [37]).said.any()


def test_it_refuses_arrays_that_do_not_belong_together() -> None:
    with pytest.raises(ValueError, match="need the shape of session"):
        between([31] * 8, [37] * 8, learnt=np.zeros(3, bool))
