"""The gap between the two views: whether one rates the relation lower than the other, each on their own scale.

Clients rate higher than therapists nearly everywhere (d = .63, Tryon et al. 2007), and the two
scales are not alike. So raw scores are never subtracted: each level is put in SDs of its own side,
around what is expected there, and the two are compared in those. The gap is said only when it is
probably larger than one such SD.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from rightfit.engine.dyad import TOP, Priors, Scale

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    BoolArray = NDArray[np.bool_]
    IntArray = NDArray[np.int64]

__all__ = ["LARGE", "SURE", "Gap", "gap"]

LARGE = 1.0
"""SDs between the two views that count as a gap [spec]."""
SURE = 0.8
"""The gap is said only when it is larger than `LARGE` with more than this probability [spec]."""

_TENTHS = 2 * 1.2815515655446004
"""From the 10% to the 90% of a normal distribution, in SDs."""
_NARROW = 0.15
"""The smallest SD of a level, in SDs between pairs: at the top a band shrinks to nothing, and that is no knowledge."""


@dataclass(frozen=True, kw_only=True)
class Gap:
    """The client's view minus the therapist's in SDs; all of one shape."""

    size: FloatArray
    """Best guess; above 0 the client sees it better than the therapist does."""
    p_large: FloatArray
    """Probability that the size is above `LARGE` either way."""
    said: BoolArray
    """Whether to say it at all."""


def gap(
    *,
    client: tuple[FloatArray, FloatArray, FloatArray],
    therapist: tuple[FloatArray, FloatArray, FloatArray],
    session: IntArray,
    learnt: BoolArray,
    client_scale: Scale,
    therapist_scale: Scale,
    priors: Priors | None = None,
) -> Gap:
    """Compare the two levels at each session.

    `client` and `therapist` are (level, low, high) of a reading in the units of their scales, low
    and high the 10% and 90%; `session` the numbers of the sessions, `learnt` that of the reading;
    all of one shape. `nan` levels give `nan` and are not said, nor is anything where `learnt` is
    false.

    The levels are taken as normal and as independent given what was seen; they lean on each other
    a little (`rho`), so the probability is rather too small. At the top of the scale a level is cut off
    there, so a gap of a client who always gives the top is understated.
    Raises `ValueError` where shapes differ. Source: section 2 of the specification.
    """
    priors = Priors() if priors is None else priors
    for one in (*client, *therapist, learnt):
        if one.shape != session.shape:
            message = f"levels and learnt need the shape of session, {session.shape}, got {one.shape}"
            raise ValueError(message)
    log_t = np.log10(np.maximum(session, 1))
    views = []
    for (level, low, high), scale, mean, growth, between in (
        (client, client_scale, priors.mu_c, priors.growth_c, priors.sb_c),
        (therapist, therapist_scale, priors.mu_h, priors.growth_h, priors.sb_h),
    ):
        expected = np.minimum(mean + growth * log_t, TOP)
        spread = (scale.to_forty(high) - scale.to_forty(low)) / _TENTHS / between
        views.append(((scale.to_forty(level) - expected) / between, np.maximum(spread, _NARROW)))
    size = views[0][0] - views[1][0]
    sd = np.hypot(views[0][1], views[1][1])
    p_large = ndtr((size - LARGE) / sd) + ndtr((-size - LARGE) / sd)
    said = learnt & (np.nan_to_num(p_large) > SURE)
    return Gap(size=size, p_large=p_large, said=said)
