"""The list of detectors: each speaks in the scorer's shape and looks at no future."""

from dataclasses import fields, replace

import numpy as np
import pytest

from bench.accuracy.detectors import DETECTORS, Detector
from bench.accuracy.practices import Seen, made
from rightfit.engine.simulation.settings import setting

RULES = tuple(one for one in DETECTORS if one.kind in {"published", "simple"})


@pytest.fixture(scope="module")
def seen() -> Seen:
    return made(setting("base"), seed=1, clients=40)[0]


def cut(seen: Seen, *, at: int) -> Seen:
    changes = {field.name: getattr(seen, field.name)[:, :at] for field in fields(Seen) if field.name != "length"}
    return replace(seen, **changes, length=np.minimum(seen.length, at))


def test_it_lists_each_detector_once() -> None:
    names = [one.name for one in DETECTORS]
    assert len(set(names)) == len(names)
    assert {one.kind for one in DETECTORS} == {"published", "simple", "labelled", "engine"}


@pytest.mark.parametrize("detector", RULES, ids=[one.name for one in RULES])
def test_it_never_uses_what_comes_later(detector: Detector, seen: Seen) -> None:
    whole = detector.run(seen).score
    assert whole.shape == seen.client.shape
    for at in (3, 9):
        shown = np.isfinite(seen.client[:, :at])
        early = detector.run(cut(seen, at=at)).score
        assert np.allclose(early[shown], whole[:, :at][shown], equal_nan=True), at


def test_it_gives_each_published_rule_the_threshold_it_comes_with() -> None:
    assert all(one.own is not None for one in DETECTORS if one.kind == "published")
    assert all(one.own is None for one in DETECTORS if one.kind != "published")


def test_it_lets_only_what_is_called_labelled_learn_from_the_truth_and_only_of_another_practice(seen: Seen) -> None:
    assert [one.kind for one in DETECTORS if one.learn is not None] == ["labelled"]
    taught = next(one for one in DETECTORS if one.kind == "labelled")
    other, truth = made(setting("base"), seed=2, clients=200)
    learnt = taught.ready(other, truth)(seen).score
    assert np.isfinite(learnt).all()
    assert not np.isfinite(taught.run(seen).score).any()
    early = taught.ready(other, truth)(cut(seen, at=5)).score
    assert np.allclose(early, learnt[:, :5])


def test_it_teaches_nothing_where_nothing_was_open(seen: Seen) -> None:
    taught = next(one for one in DETECTORS if one.kind == "labelled")
    other, truth = made(setting("no-ruptures"), seed=2, clients=40)
    assert not np.isfinite(taught.ready(other, truth)(seen).score).any()
