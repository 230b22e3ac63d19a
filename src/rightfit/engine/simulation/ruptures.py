"""How a rupture between two begins, and how it mends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.simulation.chance import beta
from rightfit.engine.simulation.codes import CONFRONTATION, FINE, WITHDRAWAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.simulation.chance import Draws
    from rightfit.engine.simulation.pairs import Pairs
    from rightfit.engine.simulation.sessions import Actions

    BoolArray = NDArray[np.bool_]

__all__ = ["begin", "mend"]

_WORST_MASK = 0.98


def mend(pairs: Pairs, actions: Actions, draws: Draws) -> BoolArray:
    """Mend what mends by itself once it has fully come, and what a talk mends."""
    s = pairs.setting
    is_open = pairs.kind != FINE
    by_itself = is_open & pairs.fixable & (pairs.age >= pairs.ramp) & (draws.uniform("mend") < s.mends)
    talked = np.zeros(pairs.size, bool) if actions.talk is None else actions.talk
    mended = by_itself | (is_open & talked & (draws.uniform("talk") < s.talk_effect))
    pairs.kind = np.where(mended, FINE, pairs.kind)
    return np.asarray(mended)


def begin(pairs: Pairs, live: BoolArray, mended: BoolArray, draws: Draws) -> BoolArray:
    """Let ruptures begin, from the second session on."""
    s, u = pairs.setting, draws.uniform
    free = live & (pairs.kind == FINE) & ~mended & (pairs.session > 1)
    onset = np.asarray(free & (u("onset") < s.onset * np.exp(s.onset_slope * pairs.level)))
    pairs.age = np.where(onset, 1.0, pairs.age + 1.0)
    if onset.any():
        quiet = u("kind")[onset] < s.withdrawal
        pairs.kind[onset] = np.where(quiet, WITHDRAWAL, CONFRONTATION)
        size = s.depth * np.exp(s.depth_log_sd * draws.normal("depth")[onset])
        pairs.depth[onset] = size * np.where(quiet, 1.0, s.confrontation_depth)
        mask = beta(u("mask")[onset], quiet, s.masking_withdrawal, s.masking_confrontation)
        pairs.mask[onset] = np.minimum(_WORST_MASK, mask + s.group_b_masking * pairs.group_b[onset])
        pairs.aware[onset] = beta(u("aware")[onset], quiet, s.awareness_withdrawal, s.awareness_confrontation)
        steps = s.gradual_most - s.gradual_least + 1
        slow = s.gradual_least + np.floor(u("ramp")[onset] * steps)
        pairs.ramp[onset] = np.where(u("gradual")[onset] < s.gradual, slow, 1.0)
        pairs.fixable[onset] = u("repairable")[onset] < s.repairable
        pairs.load_side[onset] = np.where(u("load_side")[onset] < 2 / 3, 1.0, -1.0)
    return onset
