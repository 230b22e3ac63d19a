"""Who goes: to another therapist, or away without agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.simulation.codes import FINE
from rightfit.engine.simulation.sessions import EARLY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.simulation.chance import Draws
    from rightfit.engine.simulation.pairs import Pairs
    from rightfit.engine.simulation.sessions import Actions

    BoolArray = NDArray[np.bool_]

__all__ = ["leave", "move"]


def move(pairs: Pairs, actions: Actions, draws: Draws) -> None:
    """Change therapists: what was between the two is over, the client's own level stays; some leave."""
    if actions.transfer is None:
        return
    s = pairs.setting
    moves = pairs.live & (actions.transfer >= 0)
    warm = np.zeros(pairs.size, bool) if actions.warm is None else actions.warm
    leaves = moves & (draws.uniform("move") < np.where(warm, s.transfer_warm, s.transfer_cold))
    pairs.left_at = np.where(leaves, np.maximum(pairs.session, 1), pairs.left_at)
    pairs.therapist = np.where(moves, actions.transfer, pairs.therapist)
    pairs.therapist_own = np.where(moves, draws.normal("fit"), pairs.therapist_own)
    pairs.kind = np.where(moves, FINE, pairs.kind)
    pairs.relate()


def leave(pairs: Pairs, live: BoolArray, in_rupture: BoolArray, draws: Draws) -> None:
    """Let those leave who would, after this session, with what is between the two open or not."""
    s, t = pairs.setting, pairs.session
    logit = s.leaving + s.leaving_early * (t <= EARLY) + s.leaving_felt * pairs.level
    logit = logit + s.leaving_rupture * in_rupture
    logit = logit + s.leaving_therapist_sd * pairs.therapists.leaving[pairs.therapist]
    leaves = live & (draws.uniform("leave") < 1 / (1 + np.exp(-logit))) & (t < pairs.planned)
    pairs.left_at = np.where(leaves, t, pairs.left_at)
