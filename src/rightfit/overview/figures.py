"""The bridge of this room to the engine: what of a count is shown, and what chance does to a share."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from rightfit.engine import disclosure
from rightfit.overview.counting import Part

AT_LEAST = disclosure.AT_LEAST
STEP = disclosure.STEP
HANDS = disclosure.HANDS

# How many people are with each therapist.
WithWhom = Mapping[UUID, int]


def of_a_list(parts: Mapping[Part, WithWhom]) -> tuple[int | None, dict[Part, int | None]]:
    """Return what is shown of a list: the whole, and each part; none is hidden."""
    therapists = sorted({one for with_whom in parts.values() for one in with_whom})
    people = [[with_whom.get(one, 0) for one in therapists] for with_whom in parts.values()]
    found = disclosure.shown(np.array(people, dtype=np.int64).reshape(len(parts), len(therapists)))
    return found.whole, dict(zip(parts, found.parts, strict=True))


FINE = 5


@dataclass(frozen=True, kw_only=True)
class Share:
    """A share for a sentence and a bar: about so many in a hundred, and by chance alone between these.

    The sentence speaks in steps of five, and widens the stretch to them: it is not surer than the figure.
    """

    share: float
    low: float
    high: float

    @property
    def in_hundred(self) -> int:
        return FINE * round(100 * self.share / FINE)

    @property
    def least(self) -> int:
        return FINE * math.floor(100 * self.low / FINE)

    @property
    def most(self) -> int:
        return FINE * math.ceil(100 * self.high / FINE)


def share_of(part: int, whole: int) -> Share:
    """Return the share of two figures as they are shown, rounded."""
    # Rounded up beside a whole that was rounded down, a part may look larger than it.
    found = disclosure.chance(min(part, whole), whole)
    return Share(share=found.share, low=found.low, high=found.high)
