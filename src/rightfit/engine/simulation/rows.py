"""The sessions of a practice as rows: what its people entered, and apart from it what happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rightfit.engine.simulation.sessions import Round

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]

__all__ = ["Observed", "Truth", "observe", "truth"]


@dataclass(frozen=True, kw_only=True)
class Observed:
    """What the practice's people entered: one row a session, ordered by client and session.

    `client` and `therapist` are numbers from 0, `session` counts planned sessions from 1. Scores
    are sums of four items, 0 to 40, `nan` where no form was given. `day` counts days from the
    practice's first.
    """

    client: IntArray
    therapist: IntArray
    session: IntArray
    client_score: FloatArray
    therapist_score: FloatArray
    ratings: FloatArray
    attended: IntArray
    unsaid: FloatArray
    asked_client: BoolArray
    asked_therapist: BoolArray
    shared: BoolArray
    distress: FloatArray
    day: IntArray


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What happened: the same rows as in `Observed`.

    `left` is True in the last session of a client who left without agreement.
    """

    client: IntArray
    session: IntArray
    state: IntArray
    depth: FloatArray
    onset: BoolArray
    left: BoolArray
    mended: BoolArray
    felt: FloatArray


def observe(rounds: Sequence[Round], *, first_day: IntArray) -> Observed:
    """Return what people entered in these sessions; `first_day` is each client's."""
    rows = _rows(rounds)

    def long(name: str) -> Any:
        return _long([getattr(one, name) for one in rounds], rows)

    ratings = long("ratings")
    client, session = rows[0], rows[1] + 1
    return Observed(
        client=client,
        therapist=long("therapist"),
        session=session,
        client_score=ratings.sum(axis=1),
        therapist_score=long("therapist_ratings").sum(axis=1),
        ratings=ratings,
        attended=long("attended"),
        unsaid=long("unsaid"),
        asked_client=long("asked_client"),
        asked_therapist=long("asked_therapist"),
        shared=long("shared"),
        distress=long("distress"),
        day=first_day[client] + 7 * (session - 1),
    )


def truth(rounds: Sequence[Round], *, left_at: IntArray) -> Truth:
    """Return what happened, in the same rows; `left_at` is the session after which each client left, 0 if none."""
    rows = _rows(rounds)

    def long(name: str) -> Any:
        return _long([getattr(one, name) for one in rounds], rows)

    client, session = rows[0], rows[1] + 1
    return Truth(
        client=client,
        session=session,
        state=long("state"),
        depth=long("depth"),
        onset=long("onset"),
        left=left_at[client] == session,
        mended=long("mended"),
        felt=long("felt"),
    )


def _rows(rounds: Sequence[Round]) -> tuple[IntArray, IntArray]:
    if not rounds:
        message = "nobody has had a session yet; call step or run first"
        raise ValueError(message)
    live = np.stack([one.live for one in rounds], axis=1)
    client, place = np.nonzero(live)
    return client.astype(np.int64), place.astype(np.int64)


def _long(columns: list[Any], rows: tuple[IntArray, IntArray]) -> Any:
    return np.stack(columns, axis=1)[rows[0], rows[1]]
