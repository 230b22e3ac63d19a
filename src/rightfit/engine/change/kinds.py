"""The change of many people by one method: improved, unchanged or deteriorated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["Change", "kinds_by_limits"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """The change of many people by one method; arrays have one entry a person.

    `index` is what is compared with `critical` (standardised; a share for the percentage, points for
    the minimal difference), positive where the score rose. `kind` is "improved", "unchanged",
    "deteriorated" or "" where `why` says that nothing could be said. `constants` are the figures
    that went into it, by name.
    """

    method: str
    better: str
    critical: float
    points: FloatArray
    index: FloatArray
    kind: tuple[str, ...]
    why: tuple[str, ...]
    constants: Mapping[str, float]

    @property
    def used(self) -> int:
        """How many people could be classified."""
        return sum(one != "" for one in self.kind)


def kinds_by_limits(
    index: FloatArray,
    *,
    method: str,
    better: str,
    points: FloatArray,
    why: list[str],
    constants: Mapping[str, float],
    limits: tuple[float, float],
) -> Change:
    """Return the change, with each index held against the limits for better and for worse."""
    sign = -1 if better == "lower" else 1
    kinds = [
        "" if reason else "improved" if sign * one >= limits[0] else "deteriorated" if sign * one <= -limits[1]
        else "unchanged"
        for one, reason in zip(index, why, strict=True)
    ]  # fmt: skip
    return Change(
        method=method,
        better=better,
        critical=float(np.round(limits[0], 12)),
        points=points,
        index=np.where([reason != "" for reason in why], np.nan, index),
        kind=tuple(kinds),
        why=tuple(f"not classified, because {reason}" if reason else "" for reason in why),
        constants=constants,
    )
