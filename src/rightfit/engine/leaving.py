"""Who might not come back: a hazard for each session, used for one thing, the order in which somebody looks.

After every session a course goes on, ends as planned, or ends because the client stays away. The two endings
compete: whom a planned ending takes is no longer there to stay away. The model is a discrete-time hazard with both
(a multinomial logit over the sessions), its numbers are held small by a penalty, and they come from made-up
practices.

What comes out says little about one person: in simulation the order is right in about two of three
pairs. So `in_order` gives places and no probability, and no page shows either; leaving is not
always a failure. An empty form is no evidence here either, asked or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]

__all__ = ["ENDED", "FEATURES", "HORIZON", "LEFT", "SIMULATED", "STAYS", "Hazard", "features", "fit", "in_order"]

STAYS, LEFT, ENDED = 0, 1, 2
"""What follows a session: it goes on, the client stays away, it ends as planned."""

HORIZON = 3
"""Sessions ahead that are asked about [spec]."""

FEATURES = (
    "one", "early", "log session", "client level", "therapist level", "p rupture", "missed", "cancelled", "gap",
)  # fmt: skip
"""What a hazard is made of, in the order of the last axis of `features`."""

_EARLY = 4
"""Most who leave do so in the first sessions [published: Swift and Greenberg 2012]; where they end is [assumed]."""
_LATELY = 3
_CLIENT, _THERAPIST, _POINTS = 37.5, 34.5, 4.0
"""Where levels are counted from, and in which steps, on 0..40 [the filter's priors]."""
_STEPS = 50
_CLOSE = 1e-8


@dataclass(frozen=True, kw_only=True)
class Hazard:
    """Log odds against going on: for each feature one number for leaving and one for a planned ending.

    `weights` has the shape (2, features): first leaving, then planned endings.
    """

    weights: tuple[tuple[float, ...], tuple[float, ...]]
    rows: int
    """Sessions it was fitted to."""
    left: int
    ended: int

    def after(self, given: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return P(leaves) and P(ends as planned) right after each session.

        `given` is (..., features) as from `features`; the answers have its shape without the last axis. Raises
        `ValueError` for another number of features.
        """
        if given.shape[-1] != len(FEATURES):
            raise ValueError(f"there are {len(FEATURES)} features, got {given.shape[-1]}")
        odds = np.exp(np.clip(given @ np.array(self.weights).T, -30, 30))
        share = odds / (1 + odds.sum(axis=-1, keepdims=True))
        return share[..., 0], share[..., 1]

    def within(self, given: FloatArray, *, session: IntArray, horizon: int = HORIZON) -> FloatArray:
        """Return P(leaves after one of the next sessions, this one included, before a planned ending).

        `given` is (courses, sessions, features), `session` (courses, sessions) the numbers of planned sessions.
        The session's number moves on, everything else is held as it is now. For measuring, and for `in_order`: it
        is not to be shown. Raises `ValueError` for a horizon below 1 or shapes that differ.
        """
        if horizon < 1:
            raise ValueError(f"a horizon is at least one session, got {horizon}")
        if given.shape[:-1] != session.shape:
            raise ValueError(f"session has the shape {session.shape}, the features {given.shape[:-1]}")
        there, gone = np.ones(session.shape), np.zeros(session.shape)
        for ahead in range(horizon):
            moved = given.copy()
            moved[..., 1:3] = _time(session + ahead)
            leaves, ends = self.after(moved)
            gone += there * leaves
            there = there * (1 - leaves - ends)
        return gone


def features(
    *,
    session: IntArray,
    attended: IntArray,
    client_level: FloatArray,
    therapist_level: FloatArray,
    p_rupture: FloatArray,
) -> FloatArray:
    """What is known after each session that bears on leaving; (courses, sessions, features), see `FEATURES`.

    All arrays are (courses, sessions), padded at the end. `session` are the numbers of planned sessions (from 1),
    `attended` is 1 held, 0 missed, -1 cancelled in time. Levels are the filter's own, on 0..40, and p_rupture its
    probability, from `noticing.read_table`; `nan` where one of them was not read counts as the average
    person's. `missed` and `cancelled` count the last three sessions, `gap` is the number of planned sessions since the
    last one that was held. Row t depends on rows up to t only.

    Raises `ValueError` where shapes differ, a session's number is below 1, a code is unknown, or p_rupture is no
    probability. Source: section 4 of the specification.
    """
    for name, one in (("attended", attended), ("client_level", client_level), ("therapist_level", therapist_level),
                      ("p_rupture", p_rupture)):  # fmt: skip
        if one.shape != session.shape:
            raise ValueError(f"{name} has the shape {one.shape}, session has {session.shape}")
    if (session < 1).any():
        raise ValueError("sessions are numbered from 1")
    if not np.isin(attended, (-1, 0, 1)).all():
        raise ValueError("attended is 1, 0 or -1")
    if (np.isinf(p_rupture) | (p_rupture < 0) | (p_rupture > 1)).any():
        raise ValueError("p_rupture is from 0 to 1 or nan")
    out = np.zeros((*session.shape, len(FEATURES)))
    out[..., 0] = 1.0
    out[..., 1:3] = _time(session)
    out[..., 3] = np.nan_to_num((client_level - _CLIENT) / _POINTS)
    out[..., 4] = np.nan_to_num((therapist_level - _THERAPIST) / _POINTS)
    out[..., 5] = np.nan_to_num(p_rupture)
    for place, code in ((6, 0), (7, -1)):
        such = (attended == code).cumsum(axis=1)
        out[..., place] = such
        out[:, _LATELY:, place] -= such[:, :-_LATELY]
    held = np.maximum.accumulate(np.where(attended == 1, session, 0), axis=1)
    out[..., 8] = np.minimum(np.where(held > 0, session - held, session - session[:, :1]), _LATELY)
    return out


def fit(given: FloatArray, *, outcome: IntArray, penalty: float = 1.0) -> Hazard:
    """Fit a hazard to sessions of which it is known what followed.

    `given` is (rows, features) as from `features`, `outcome` (rows,) is `STAYS`, `LEFT` or `ENDED`; leave out padding
    and the last session of a course that still goes on. `penalty` shrinks all weights but the first towards 0 (half
    the sum of their squares, times this).

    Raises `ValueError` where shapes differ, a figure is missing, an outcome is unknown, one of the two endings
    never occurs, the penalty is not above 0, or the search has not arrived.
    Source: multinomial logit over person-periods (Allison 1982), Newton's method; the penalty
    makes the optimum one and finite.
    """
    _checked(given, outcome, penalty)
    happened = np.stack([outcome == LEFT, outcome == ENDED])
    counts = happened.sum(axis=1)
    if (counts == 0).any():
        raise ValueError("nobody left, or nobody ended as planned: there is nothing to learn from")
    k = given.shape[1]
    held = np.full(k, penalty)
    held[0] = 0.0
    weights = np.zeros((2, k))
    weights[:, 0] = np.log(counts / max(1, outcome.size - counts.sum()))
    value = _penalised(weights, given, outcome, held)
    for _ in range(_STEPS):
        share = _shares(weights, given)
        slope = (happened - share) @ given - held * weights
        curve = np.zeros((2 * k, 2 * k))
        for a in range(2):
            for b in range(2):
                mixed = share[a] * ((a == b) - share[b])
                curve[a * k : a * k + k, b * k : b * k + k] = (given * mixed[:, None]).T @ given
        curve += np.diag(np.tile(held, 2))
        step = np.linalg.solve(curve, slope.ravel()).reshape(2, k)
        if float(np.abs(step).max()) < _CLOSE:
            break
        # A full step may overshoot far from the optimum; half of it never does for ever.
        size = 1.0
        while (new := _penalised(weights + size * step, given, outcome, held)) < value and size > _CLOSE:
            size /= 2
        weights, value = weights + size * step, new
    else:
        raise ValueError(f"the search has not arrived after {_STEPS} steps")
    return Hazard(
        weights=(tuple(weights[0].tolist()), tuple(weights[1].tolist())),
        rows=int(outcome.size),
        left=int(counts[0]),
        ended=int(counts[1]),
    )


def in_order(chance: FloatArray) -> IntArray:
    """Return places from 0 (look here first) for courses with these chances of leaving; (n,) in and out.

    Chances that are `nan` come last, equal ones in the order they came in. It gives places and
    nothing else, so that no page can show a person's chance.
    Raises `ValueError` for chances outside 0 to 1 or of another shape.
    """
    if chance.ndim != 1 or np.isinf(chance).any() or ((chance < 0) | (chance > 1)).any():
        raise ValueError("chances are a row of numbers from 0 to 1")
    place = np.empty(chance.size, np.int64)
    place[np.argsort(-np.nan_to_num(chance, nan=-1.0), kind="stable")] = np.arange(chance.size)
    return place


def _checked(given: FloatArray, outcome: IntArray, penalty: float) -> None:
    if given.ndim != 2 or given.shape[1] != len(FEATURES) or outcome.shape != given.shape[:1]:  # noqa: PLR2004
        raise ValueError(f"features are (rows, {len(FEATURES)}) and outcome (rows,)")
    if not np.isfinite(given).all():
        raise ValueError("a feature is missing; `features` fills them")
    if not np.isin(outcome, (STAYS, LEFT, ENDED)).all():
        raise ValueError("an outcome is 0, 1 or 2")
    if not penalty > 0:
        raise ValueError(f"a penalty is above 0, got {penalty:g}")


def _time(session: IntArray) -> FloatArray:
    return np.stack([(session <= _EARLY).astype(float), np.log10(session)], axis=-1)


def _shares(weights: FloatArray, given: FloatArray) -> FloatArray:
    odds = np.exp(np.clip(weights @ given.T, -30, 30))
    return np.asarray(odds / (1 + odds.sum(axis=0)))


def _penalised(weights: FloatArray, given: FloatArray, outcome: IntArray, held: FloatArray) -> float:
    share = _shares(weights, given)
    each = np.where(outcome == LEFT, share[0], np.where(outcome == ENDED, share[1], 1 - share.sum(axis=0)))
    return float(np.log(np.maximum(each, 1e-300)).sum() - 0.5 * (held * weights**2).sum())


SIMULATED = Hazard(
    weights=(
        (-4.238, 0.688, -0.040, -0.402, -0.076, 0.196, 0.073, 0.000, 0.046),
        (-4.581, -5.683, 2.027, 0.010, -0.018, 0.013, 0.010, 0.012, 0.022),
    ),
    rows=261205,
    left=4832,
    ended=15168,
)
"""Fitted to five practices of the simulator's setting base, seeds 200 to 204, 4,000 clients each, joint reading
(`python bench/leaving.py --fit`). How planned endings come about there is [assumed]."""
