"""Practices of `rightfit.engine.simulation` as arrays (courses, sessions) for the benches."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import sketch

from rightfit.engine.simulation import practice as made
from rightfit.engine.simulation.settings import setting


def simulate(name: str, *, clients: int, seed: int) -> sketch.Run:
    """One practice in a setting of the simulator, as the sketch's arrays."""
    practice = made.Practice(setting(name), seed=seed, clients=clients).run()
    seen, truth = practice.observe(), practice.truth()
    courses, row = np.unique(seen.client * 10_000 + seen.therapist, return_inverse=True)
    first = np.full(courses.size, 10**9)
    np.minimum.at(first, row, seen.session)
    column = seen.session - first[row]
    shape = (courses.size, int(column.max()) + 1)

    def spread(values: np.ndarray, fill: float, kind: type) -> np.ndarray:
        out = np.full(shape, fill, kind)
        out[row, column] = values
        return out

    ruptured = truth.state >= 2
    out = sketch.Run(
        client=spread(seen.client_score, np.nan, float),
        therapist=spread(seen.therapist_score, np.nan, float),
        attended=spread(seen.attended, -1, int),
        unsaid=spread(seen.unsaid, np.nan, float),
        live=spread(np.ones(row.size, bool), 0, bool),
        open=spread(ruptured, 0, bool),
        onset=spread(truth.onset, 0, bool),
        confrontation=spread(truth.state == 3, 0, bool),
        dropped=spread(truth.left, 0, bool),
    )
    assert {one.name for one in fields(out)}
    return out


def named(name: str, *, clients: int, seed: int) -> sketch.Run:
    """A practice in a setting of the simulator, or of the sketch where the name begins with `sketch:`."""
    if name.startswith("sketch:"):
        setting_ = sketch.SETTINGS[name.removeprefix("sketch:")]
        return sketch.simulate(setting_, clients=clients, rng=np.random.default_rng(seed))
    return simulate(name, clients=clients, seed=seed)
