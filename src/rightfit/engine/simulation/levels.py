"""What each of the two feels of the other, what their forms show of it, and the client's distress."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.simulation.codes import TOP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.simulation.chance import Draws
    from rightfit.engine.simulation.pairs import Pairs

    FloatArray = NDArray[np.float64]
    BoolArray = NDArray[np.bool_]

__all__ = ["distress", "levels"]

_FOLLOWS_SESSION, _FOLLOWS_TENSION, _FOLLOWS_RUPTURE = 0.5, 0.6, 0.8


def levels(
    pairs: Pairs, tension: FloatArray, now: FloatArray, draws: Draws
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return what the client feels, what the client's form shows, and what the therapist senses; 0..40."""
    s, t = pairs.setting, pairs.session
    if t > 1:
        fresh = np.sqrt(1 - s.drift**2)
        pairs.drift = s.drift * pairs.drift + s.drift_sd * fresh * draws.normal("drift")
        moved_on = s.therapist_drift_sd * fresh * draws.normal("therapist_drift")
        pairs.therapist_drift = s.drift * pairs.therapist_drift + moved_on
    moved = s.session_sd * draws.normal("session")
    start = s.client_mean + s.client_sd * pairs.level + s.client_rise * np.log10(t)
    pairs.within = pairs.drift + moved - tension - now
    gain = np.where(pairs.pleases, s.yes_gain, 1.0)
    shift = np.where(pairs.pleases, s.yes_shift, 0.0)
    shown = start + shift + gain * (pairs.drift + moved - tension - now * (1 - pairs.mask))
    sensed = (
        s.therapist_mean
        + s.therapist_sd * pairs.therapist_level
        + s.therapist_rise * np.log10(t)
        + pairs.therapist_drift
        + s.therapist_session_sd * draws.normal("therapist_session")
        + s.therapist_senses * (pairs.drift + _FOLLOWS_SESSION * moved - _FOLLOWS_TENSION * tension)
        - _FOLLOWS_RUPTURE * pairs.aware * now
    )
    return start + pairs.within, shown, sensed


def distress(pairs: Pairs, mended: BoolArray, draws: Draws) -> FloatArray:
    """Return the distress after this session: it falls over time, and with what is felt."""
    s = pairs.setting
    pairs.distress = pairs.distress - s.distress_falls - s.distress_felt * pairs.level - s.distress_mended * mended
    spread = np.hypot(s.drift_sd, s.session_sd)
    eased = s.distress_within * s.distress_session_sd * pairs.within / spread
    noise = s.distress_session_sd * draws.normal("distress")
    return np.asarray(np.clip(pairs.distress - eased + noise, 0.0, TOP))
