"""Who comes, who fills in a form, and what is answered in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rightfit.engine.simulation.codes import CANCELLED, HELD, MISSED, RATINGS, WITHDRAWAL
from rightfit.engine.simulation.sessions import EARLY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.simulation.chance import Draws
    from rightfit.engine.simulation.pairs import Pairs
    from rightfit.engine.simulation.sessions import Actions
    from rightfit.engine.simulation.settings import Setting

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]

__all__ = ["attendance", "ratings", "words"]

_ITEM_TOP = 10.0
_SKIPS = 0.5
_WISH_FINE, _WISH_OPEN = 0.10, 0.28
_BRING, _HELP = 0.45, 0.85


def attendance(pairs: Pairs, actions: Actions, state: IntArray, draws: Draws) -> tuple[IntArray, BoolArray, BoolArray]:
    """Return who came, who was asked for ratings, and who opens the client's form."""
    s = pairs.setting
    by_state = np.array([s.missed, s.missed, s.missed_withdrawal, s.missed_confrontation])
    attended = np.where(draws.uniform("attend") < by_state[state], MISSED, HELD)
    attended = np.where(draws.uniform("cancel") < s.cancelled, CANCELLED, attended)
    thin = pairs.session <= EARLY or pairs.session % 3 == 0 or not s.thinned
    asked = (attended == HELD) & (thin if actions.ask is None else actions.ask)
    leaves_out = np.where(state >= WITHDRAWAL, s.missing_client_rupture, s.missing_client)
    leaves_out = leaves_out + s.group_b_missing * (pairs.group_b - s.group_b)
    leaves_out = np.where(pairs.skips, np.maximum(leaves_out, _SKIPS), leaves_out)
    fills = (attended == HELD) & (draws.uniform("fill_client") >= leaves_out)
    return attended, asked, fills


def ratings(
    pairs: Pairs, shown: FloatArray, sensed: FloatArray, *, asked: BoolArray, fills: BoolArray, draws: Draws
) -> tuple[FloatArray, FloatArray]:
    """Return the ratings of both, each shape (clients, 4), `nan` where no form was filled in."""
    s, items = pairs.setting, len(RATINGS)
    therapist_fills = asked & (draws.uniform("fill_therapist") >= s.missing_therapist) & bool(s.therapist_forms)
    rated = _items(shown, draws.items[:, :items], s)
    therapist_rated = _items(sensed, draws.items[:, items:], s)
    rated[~(fills & asked)] = np.nan
    therapist_rated[~therapist_fills] = np.nan
    return rated, therapist_rated


def words(pairs: Pairs, state: IntArray, asked: BoolArray, fills: BoolArray, draws: Draws) -> dict[str, Any]:
    """Return what is answered besides the ratings: the one question, the tap, the wishes, the load."""
    s, in_rupture = pairs.setting, state >= WITHDRAWAL
    yes = np.array([s.yes_fine, s.yes_minor, s.yes_withdrawal, s.yes_confrontation])[state]
    unsaid = np.where(fills, (draws.uniform("question") < yes).astype(float), np.nan)
    how = np.where(draws.uniform("tap") < _BRING, 1, np.where(draws.uniform("tap") < _HELP, 2, 3))
    tap = np.where(fills, np.where(unsaid == 1, how, 0), -1)
    wants = draws.wishes < np.where(in_rupture, _WISH_OPEN, _WISH_FINE)[:, None] * 2 * pairs.wishes
    strain = np.where(in_rupture, s.load_rupture * pairs.load_side, 0.0)
    load = np.clip(np.round(pairs.load + s.load_sd * draws.normal("load") + strain), -5, 5)
    load = np.where(fills & asked, load, np.nan)
    return {"unsaid": unsaid, "tap": tap, "wishes": wants & fills[:, None], "load": load}


def _items(score: FloatArray, noise: FloatArray, setting: Setting) -> FloatArray:
    """Return a score of 0..40 as answers to items of 0..10."""
    raw = score[:, None] / noise.shape[1] + setting.item_sd * noise
    return np.asarray(np.clip(np.round(raw / setting.rounding) * setting.rounding, 0.0, _ITEM_TOP))
