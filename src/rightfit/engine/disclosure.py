"""What a count of people may show, so that it finds nobody, and how far chance alone moves a share.

A list of counts is one question with its parts: each person stands in exactly one part and with one therapist. What
is shown of it are the parts that are large enough and the whole, rounded; a part that is hidden takes another with it,
for the whole less the shown parts would tell it.

Sources: primary and complementary suppression as in Hundepool et al. 2012, Statistical Disclosure Control, chapter 4;
rounding to five as NHS Digital does it for hospital episodes; the exact interval of Clopper and Pearson 1934,
Biometrika 26, 404-413.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import betaincinv

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Counts = NDArray[np.int64]

__all__ = ["AT_LEAST", "HANDS", "STEP", "SURE", "Chance", "Shown", "chance", "is_safe", "rounded", "shown"]

AT_LEAST = 10
"""People in the smallest group that is shown [spec: 8 and 10 stand in the design; this is the stricter]."""

STEP = 5
"""Counts are rounded to this [spec]. Who knows everybody but one learns of that one only where a step lies between."""

HANDS = 3
"""Therapists with whom the people of a shown group are: of two, each would know the other's number [assumed]."""

SURE = 0.95
"""How often the interval of a share holds what it should, at the least."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What is shown of a list: people, rounded to `STEP`; `None` is hidden."""

    whole: int | None
    parts: tuple[int | None, ...]
    """In the order in which they came in."""


@dataclass(frozen=True, kw_only=True)
class Chance:
    """A share, 0 to 1, and between which shares it may lie by chance and by rounding."""

    share: float
    low: float
    high: float


def is_safe(group: ArrayLike, *, at_least: int = AT_LEAST, hands: int = HANDS) -> bool:
    """Say whether the number of this group finds nobody.

    `group` has shape (therapists,): how many of its people are with each. It is safe with `at_least` people, also
    without those of any one therapist (who knows their own people takes them away), and with `hands` therapists.
    Nothing is missing: no people is 0. Raises `ValueError` for a count below 0 or another shape.
    """
    counts = _checked(group, dimensions=1)
    most = int(counts.max(initial=0))
    return bool(counts.sum() - most >= at_least and np.count_nonzero(counts) >= hands)


def shown(parts: ArrayLike, *, at_least: int = AT_LEAST, step: int = STEP, hands: int = HANDS) -> Shown:
    """Return what is shown of a list.

    `parts` has shape (parts, therapists): people, each in one cell. No people is 0 and is hidden like any small
    number. Hidden is each part that is not safe; with it, from the last part on, as many as it takes until one of the
    hidden is itself safe and all of them together are so with twice `at_least`: the whole less the shown parts is their
    number. The order does not hang on the counts, else a reader of this rule could turn it round: of the smallest part
    hidden one would know that it is no larger than those shown. So behind each hidden part lie at least `at_least`
    possible numbers, even for who knows the whole and the shown parts to a person. Where the whole is not safe, all
    is hidden. Raises `ValueError` for a count below 0, another shape, or a step below 1.
    """
    counts = _checked(parts, dimensions=2)
    if step < 1:
        raise ValueError(f"a step is 1 or more, got {step}")
    if not is_safe(counts.sum(axis=0), at_least=at_least, hands=hands):
        return Shown(whole=None, parts=(None,) * len(counts))
    people = counts.sum(axis=1)
    small = np.array([not is_safe(part, at_least=at_least, hands=hands) for part in counts], dtype=bool)
    hidden = small.copy()
    for place in reversed(range(len(counts))):
        behind = is_safe(counts[hidden].sum(axis=0), at_least=2 * at_least, hands=hands)
        if not small.any() or (behind and (hidden & ~small).any()):
            break
        hidden[place] = True
    return Shown(
        whole=rounded(int(people.sum()), step=step),
        parts=tuple(
            None if away else rounded(int(count), step=step) for away, count in zip(hidden, people, strict=True)
        ),
    )


def rounded(count: int, *, step: int = STEP) -> int:
    """Return a count of people, 0 or more, rounded to the nearest step, half a step up."""
    return (2 * count + step) // (2 * step) * step


def chance(part: int, whole: int, *, step: int = STEP, sure: float = SURE) -> Chance:
    """Return the share of a part, and between which shares it may lie.

    `part` and `whole` are counts of people, rounded to `step` (1: not rounded). The interval is the exact one for a
    binomial share, and as wide as any counts behind the rounding make it: made of what is shown alone, it tells
    nothing more. Nothing may be missing: what is hidden has no share. Raises `ValueError` for a part below 0 or above
    the whole, or an empty whole.
    """
    if not 0 <= part <= whole or whole == 0:
        raise ValueError(f"a part of 0 to {whole} people of 1 or more, got {part} of {whole}")
    # A count k was shown as n for n - step/2 <= k < n + step/2; a whole that is shown was never empty.
    below, above = step // 2, (step - 1) // 2
    least, most = max(part - below, 0), part + above
    fewest, largest = max(whole - below, most, 1), whole + above
    tail = (1 - sure) / 2
    low = float(betaincinv(least, largest - least + 1, tail)) if least else 0.0
    high = float(betaincinv(most + 1, fewest - most, 1 - tail)) if most < fewest else 1.0
    return Chance(share=part / whole, low=low, high=high)


def _checked(given: ArrayLike, *, dimensions: int) -> Counts:
    counts = np.asarray(given)
    if counts.size == 0:
        counts = counts.astype(np.int64)
    if counts.ndim != dimensions:
        raise ValueError(f"counts of {dimensions} dimensions, got {counts.ndim}")
    if not np.issubdtype(counts.dtype, np.integer) or (counts < 0).any():
        raise ValueError("counts are whole numbers of people, 0 or more")
    return counts.astype(np.int64)
