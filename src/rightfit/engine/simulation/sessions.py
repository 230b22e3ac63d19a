"""One session of everybody: what was done before it, and what it was like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]

__all__ = ["EARLY", "Actions", "Round"]

EARLY = 4
"""Up to this session clients leave more often, and also a setting with thinned ratings asks for them each time."""


@dataclass(frozen=True, kw_only=True)
class Actions:
    """What is done between the last session and the next, by client; None: nothing.

    `talk`: they talked about what is between them. `transfer`: the number of the new therapist, -1
    for none; `warm`: with a joint session. `ask`: whether the ratings are asked after the next
    session; None leaves it to the setting.
    """

    talk: BoolArray | None = None
    transfer: IntArray | None = None
    warm: BoolArray | None = None
    ask: BoolArray | None = None


@dataclass(frozen=True, kw_only=True)
class Round:
    """One session of every client; only rows with `live` took place.

    Entered by people: `attended` (HELD, MISSED, CANCELLED), `ratings` and `therapist_ratings`
    (clients, 4) on 0..10, `load` on -5..5, `unsaid` 1 yes, 0 no, `tap` 0 no, 1 bring, 2 help, 3
    listener (-1 none), `wishes` (clients, 6) in the order of WISHES, `asked_client`,
    `asked_therapist`, `shared`, `distress`.
    The truth: `state`, `depth` (points now), `onset`, `mended` (since the last session), `felt`
    (what the client would say to nobody), `hidden` (share of the depth that the form hides),
    `aware` (share that the therapist notices), `therapist` (number).
    """

    session: int
    live: BoolArray
    therapist: IntArray
    attended: IntArray
    ratings: FloatArray
    therapist_ratings: FloatArray
    load: FloatArray
    unsaid: FloatArray
    tap: IntArray
    wishes: BoolArray
    asked_client: BoolArray
    asked_therapist: BoolArray
    shared: BoolArray
    distress: FloatArray
    state: IntArray
    depth: FloatArray
    onset: BoolArray
    mended: BoolArray
    felt: FloatArray
    hidden: FloatArray
    aware: FloatArray
