"""A simulated practice as a detector may see it, and the truth as the scorer needs it.

Arrays have the shape (courses, sessions), padded at the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.accuracy.scorer import Truth
from rightfit.engine.simulation.practice import CONFRONTATION, HELD, WITHDRAWAL, Practice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.simulation.settings import Setting

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Seen:
    """What a detector may use: scores 0..40 and the one question, `nan` where not given.

    `attended` is 1 held, 0 missed, -1 cancelled in time or padding; `length` the sessions of each course.
    """

    client: FloatArray
    therapist: FloatArray
    attended: IntArray
    unsaid: FloatArray
    asked_client: BoolArray
    asked_therapist: BoolArray
    shared: BoolArray
    length: IntArray


def made(setting: Setting, *, seed: int, clients: int) -> tuple[Seen, Truth]:
    """Return a practice that has run to its end, as seen and as it was."""
    practice = Practice(setting, seed=seed, clients=clients).run()
    seen, truth = practice.observe(), practice.truth()
    shape = (clients, int(seen.session.max()))

    def wide(values: Any, empty: Any) -> Any:
        table = np.full(shape, empty, dtype=np.asarray(values).dtype)
        table[seen.client, seen.session - 1] = values
        return table

    rupture = np.isin(truth.state, (WITHDRAWAL, CONFRONTATION))
    ones = np.ones(seen.session.size, dtype=bool)
    return (
        Seen(
            client=wide(seen.client_score, np.nan),
            therapist=wide(seen.therapist_score, np.nan),
            attended=wide(seen.attended, -1),
            unsaid=wide(seen.unsaid, np.nan),
            asked_client=wide(seen.asked_client, False),
            asked_therapist=wide(seen.asked_therapist, False),
            shared=wide(seen.shared, False),
            length=np.bincount(seen.client, minlength=clients),
        ),
        Truth(
            live=wide(ones, False),
            held=wide(seen.attended == HELD, False),
            open=wide(rupture, False),
            onset=wide(truth.onset, False),
            confrontation=wide(truth.state == CONFRONTATION, False),
            left=wide(truth.left, False),
        ),
    )
