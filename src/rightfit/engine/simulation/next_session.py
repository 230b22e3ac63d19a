"""The next session of everybody who goes on: the processes in their order.

Source: section "Processes" in docs/science/simulation.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.simulation.chance import Draws
from rightfit.engine.simulation.codes import FINE, TENSION
from rightfit.engine.simulation.forms import attendance, ratings, words
from rightfit.engine.simulation.leaving import leave, move
from rightfit.engine.simulation.levels import distress, levels
from rightfit.engine.simulation.ruptures import begin, mend
from rightfit.engine.simulation.sessions import Round

if TYPE_CHECKING:
    from rightfit.engine.simulation.pairs import Pairs
    from rightfit.engine.simulation.sessions import Actions

__all__ = ["next_session"]


def next_session(pairs: Pairs, actions: Actions) -> Round:
    """Let everybody who goes on have the next session, after what was done since the last."""
    s, draws = pairs.setting, Draws.draw(pairs.size, pairs.rng)
    move(pairs, actions, draws)
    live = pairs.live
    pairs.session += 1
    mended = mend(pairs, actions, draws)
    onset = begin(pairs, live, mended, draws)
    in_rupture = pairs.kind != FINE
    now = np.where(in_rupture, pairs.depth * np.minimum(1.0, pairs.age / pairs.ramp), 0.0)
    is_tense = draws.uniform("tension") < s.minor
    state = np.where(in_rupture, pairs.kind, np.where(is_tense, TENSION, FINE))
    depth = s.minor_low + (s.minor_high - s.minor_low) * draws.uniform("tension_depth")
    felt, shown, sensed = levels(pairs, np.where(is_tense, depth, 0.0), now, draws)
    distressed = distress(pairs, mended, draws)
    leave(pairs, live, in_rupture, draws)
    attended, asked, fills = attendance(pairs, actions, state, draws)
    rated, therapist_rated = ratings(pairs, shown, sensed, asked=asked, fills=fills, draws=draws)
    return Round(
        session=pairs.session,
        live=live,
        therapist=pairs.therapist.copy(),
        attended=attended,
        ratings=rated,
        therapist_ratings=therapist_rated,
        **words(pairs, state, asked, fills, draws),
        asked_client=asked,
        asked_therapist=asked & bool(s.therapist_forms),
        shared=draws.uniform("keep") >= s.private,
        distress=distressed,
        state=state,
        depth=now,
        onset=onset,
        mended=mended,
        felt=felt,
        hidden=np.where(in_rupture, pairs.mask, 0.0),
        aware=np.where(in_rupture, pairs.aware, 0.0),
    )
