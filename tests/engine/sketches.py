"""Courses for the tests of the engine, and where the shared data are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from rightfit.engine.dyad import Courses
from rightfit.engine.noticing import Forms, Scale

FORTY = Scale(low=0, high=40)
DATA = Path(os.environ.get("RIGHTFIT_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))


def forms(client: Any = None, therapist: Any = None, **given: Any) -> Forms:
    """A course held every week; `None` in a list is a form that is missing."""
    n = next(len(rows) for rows in (client, therapist, *given.values()) if rows is not None)

    def numbers(rows: Any) -> Any:
        return np.full(n, np.nan) if rows is None else np.array([np.nan if row is None else row for row in rows], float)

    yes = np.ones(n, bool)
    return Forms(
        session=np.array(given.get("session", range(1, n + 1)), np.int64),
        client=numbers(client),
        therapist=numbers(therapist),
        attended=np.array(given.get("attended", [1] * n), np.int64),
        unsaid=numbers(given.get("unsaid")),
        asked_client=yes,
        asked_therapist=yes,
        shared=np.array(given.get("shared", yes), bool),
    )


def made_up(rng: np.random.Generator, clients: int, sessions: int) -> Courses:
    """Courses without any meaning, with everything that can happen in them."""
    shape = (clients, sessions)
    client = np.round(np.clip(rng.normal(37, 4, shape), 0, 40) * 2) / 2
    therapist = np.round(np.clip(rng.normal(34, 3, shape), 0, 40) * 2) / 2
    client[rng.random(shape) < 0.2] = np.nan
    therapist[rng.random(shape) < 0.2] = np.nan
    unsaid = (rng.random(shape) < 0.15).astype(float)
    unsaid[rng.random(shape) < 0.3] = np.nan
    return Courses(
        session=np.cumsum(rng.choice([1, 1, 1, 2, 5], shape), axis=1),
        client=client,
        therapist=therapist,
        attended=rng.choice([1, 1, 1, 1, 0, -1], shape),
        unsaid=unsaid,
        length=rng.integers(1, sessions + 1, clients),
    )
