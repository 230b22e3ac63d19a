"""The published rules on one form after the other: the SRS manual, Strauss, Stiles, Gumz.

Definitions marked (from memory) could not be checked against the paper; see `docs/limits.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.baselines.past import past
from rightfit.engine.baselines.population import SAMPLE, WITHIN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    BoolArray = NDArray[np.bool_]

__all__ = ["gumz", "srs_cutoff", "srs_drop", "srs_either", "stiles", "strauss", "strauss_repaired"]


def srs_cutoff(client: FloatArray) -> FloatArray:
    """SRS rule, first half: alarm at a total of 36 or less. Score: minus the total.

    Source: Miller, Duncan and Johnson's manual of the Session Rating Scale (cutoff confirmed).
    """
    return -client


def srs_drop(client: FloatArray) -> FloatArray:
    """SRS rule, second half: alarm when the total is 1 or more below the last one. Score: the fall.

    Source: the same manual.
    """
    return past(client).last - client


def srs_either(client: FloatArray) -> FloatArray:
    """SRS rule as used: 36 or less, or a fall of 1. Score: by how much either bound is passed.

    Source: the same manual.
    """
    return np.fmax(36.0 - client, srs_drop(client) - 1.0)


def strauss(client: FloatArray, *, sd: float = SAMPLE) -> FloatArray:
    """Strauss et al. 2006 (from memory): alarm at a fall of 1 sample SD from the highest so far.

    Score: the fall from the highest earlier form in units of `sd`.
    """
    return (past(client).most - client) / sd


def strauss_repaired(client: FloatArray, *, sd: float = SAMPLE) -> BoolArray:
    """Strauss et al. 2006 (from memory): the form is back within 0.25 SD of the highest so far."""
    return np.nan_to_num(strauss(client, sd=sd), nan=np.inf) <= 0.25  # noqa: PLR2004 - as published


def stiles(client: FloatArray, *, sd: float = WITHIN) -> FloatArray:
    """Stiles et al. 2004 (from memory), read online: alarm 2 pooled within-client SDs below the own mean.

    The original is offline, after detrending, and asks for a V-shape; the own mean of at least two
    earlier forms stands in for the trend here. Score: distance below it in units of `sd`.
    """
    before = past(client)
    return np.where(before.count >= 2, (before.mean - client) / sd, np.nan)  # noqa: PLR2004 - as published


def gumz(client: FloatArray, *, within: float = WITHIN, between: float = SAMPLE) -> FloatArray:
    """Gumz et al. 2012: as Stiles, in units of the stricter (larger) of the SDs within and between.

    Reported at 1 and 2 SD.
    """
    return stiles(client, sd=max(within, between))
