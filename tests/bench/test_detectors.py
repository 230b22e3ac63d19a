"""The list of detectors: each speaks in the scorer's shape and looks at no future."""

from dataclasses import fields, replace

import numpy as np
import pytest

from bench.accuracy.detectors import DETECTORS, Detector
from bench.accuracy.practices import Seen, made
from rightfit.engine.simulation.settings import setting

RULES = tuple(one for one in DETECTORS if one.kind != "engine")


@pytest.fixture(scope="module")
def seen() -> Seen:
    return made(setting("base"), seed=1, clients=40)[0]


def cut(seen: Seen, *, at: int) -> Seen:
    changes = {field.name: getattr(seen, field.name)[:, :at] for field in fields(Seen) if field.name != "length"}
    return replace(seen, **changes, length=np.minimum(seen.length, at))


def test_it_lists_each_detector_once() -> None:
    names = [one.name for one in DETECTORS]
    assert len(set(names)) == len(names)
    assert {one.kind for one in DETECTORS} == {"published", "simple", "engine"}


@pytest.mark.parametrize("detector", RULES, ids=[one.name for one in RULES])
def test_it_never_uses_what_comes_later(detector: Detector, seen: Seen) -> None:
    whole = detector.run(seen).score
    assert whole.shape == seen.client.shape
    for at in (3, 9):
        shown = np.isfinite(seen.client[:, :at])
        early = detector.run(cut(seen, at=at)).score
        assert np.allclose(early[shown], whole[:, :at][shown], equal_nan=True), at
