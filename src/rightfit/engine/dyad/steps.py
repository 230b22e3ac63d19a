"""From one session to the next: how a rupture begins, changes its kind and closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rightfit.engine.dyad.priors import KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.dyad.grid import Grid
    from rightfit.engine.dyad.priors import Priors

    IntArray = NDArray[np.int64]
    AnyFloat = NDArray[np.floating[Any]]

MOST_STEPS = 40
"""A longer gap between two sessions counts as this many."""

_NEW = 3
"""A rupture is new within so many sessions."""


def moves_of(priors: Priors, grid: Grid, most: int) -> tuple[AnyFloat, AnyFloat]:
    """Transition over 0..most sessions, and that of a rupture that never closes meanwhile.

    States: no rupture, then the five kinds. Shape (most + 1, 6, 6) and (most + 1, 5, 5), to be
    multiplied from the left: `move @ state`.
    """
    within = priors.stay * ((1 - priors.change) * np.eye(KINDS) + priors.change * grid.kinds[:, None].astype(float))
    one = np.zeros((6, 6))
    one[0, 0], one[1:, 0] = 1 - priors.onset, priors.onset * grid.kinds
    one[0, 1:], one[1:, 1:] = 1 - priors.stay, within
    whole, open_ = [np.eye(6)], [np.eye(KINDS)]
    for _ in range(most):
        whole.append(one @ whole[-1])
        open_.append(within @ open_[-1])
    kind = grid.prior.dtype
    return np.stack(whole).astype(kind), np.stack(open_).astype(kind)


def move(state: AnyFloat, moves: AnyFloat, steps: IntArray) -> AnyFloat:
    """`steps[b]` sessions on for each course; `state` is (states, cells, courses)."""
    size = state.shape
    if steps.size == 1 or (steps == steps[0]).all():
        moved: AnyFloat = (moves[steps[0]] @ state.reshape(size[0], -1)).reshape(size)
        return moved
    out = np.empty_like(state)
    for step in np.unique(steps):
        on = steps == step
        part = state[:, :, on]
        out[:, :, on] = (moves[step] @ part.reshape(size[0], -1)).reshape(part.shape)
    return out


def older(after: AnyFloat, likely: AnyFloat, totals: AnyFloat, moves: AnyFloat, steps: IntArray) -> AnyFloat:
    """Probability of a rupture that was already open three sessions before and never closed."""
    last, size = totals.shape
    out = np.zeros((last, size), totals.dtype)
    if last <= _NEW:
        return out
    old = after[: last - _NEW, 1:]
    for k in range(1, _NEW + 1):
        now = slice(k, last - _NEW + k)
        if (steps[now] == 1).all():
            old = (moves[1] @ old.reshape(last - _NEW, KINDS, -1)).reshape(old.shape)
        else:
            old = np.stack([move(part, moves, step) for part, step in zip(old, steps[now], strict=True)])
        old *= likely[now, 1:]
        old /= totals[now, None, None]
    out[_NEW:] = old.sum(axis=(1, 2))
    return out
