"""Point 8: what the figures mean: how they lie, at the ends, by item and by session."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.examining.points import Figure
from rightfit.engine.psychometrics import item_statistics

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from rightfit.engine.examining.part import Part

    FloatArray = NDArray[np.float64]

__all__ = ["meaning"]

CEILING = 0.15
"""From this share of forms at the very top on, the words warn of a ceiling."""

_SESSIONS_SHOWN = 12
_PEOPLE_SHOWN = 10


def meaning(part: Part, session: Sequence[float] | None) -> tuple[str, list[Figure]]:
    """Return how the scores and the answers lie, in words and figures."""
    score, scale = part.score, part.scale
    given = np.isfinite(score)
    if not given.any():
        return "no form could be scored.", []
    top, bottom = float((score[given] == scale.high).mean()), float((score[given] == scale.low).mean())
    count = int(given.sum())
    figures = [
        Figure(of=scale.id, what="mean", value=float(score[given].mean()), count=count),
        Figure(of=scale.id, what="SD", value=float(score[given].std(ddof=1)) if count > 1 else math.nan, count=count),
        Figure(of=scale.id, what="share at the top", value=top, count=count),
        Figure(of=scale.id, what="share at the bottom", value=bottom, count=count),
        Figure(of=scale.id, what="share of forms not scorable", value=float((~given).mean()), count=len(score)),
    ]
    low = min(part.measure.item(key).low for key in scale.items)
    high = max(part.measure.item(key).high for key in scale.items)
    items = item_statistics(part.items, low=low, high=high)
    for place, key in enumerate(scale.items):
        answered = int(items.answered[place])
        figures += [
            Figure(of=key, what=what, value=float(column[place]), count=answered)
            for what, column in (
                ("mean", items.mean), ("SD", items.sd), ("share at the top", items.at_highest),
                ("share at the bottom", items.at_lowest), ("correlation with the rest", items.with_rest),
            )
        ]  # fmt: skip
        figures.append(Figure(of=key, what="left out", value=float(items.left_out[place]), count=len(part.items)))
    if session is not None:
        figures += _by_session(part, np.asarray(session, dtype=np.float64))
    full = f"{top:.0%} of the forms are at the very top"
    if top >= CEILING:
        full += f", {CEILING:.0%} or more: change for the better cannot show there"
    return f"{full}; {bottom:.0%} at the bottom ({count} forms).", figures


def _by_session(part: Part, session: FloatArray) -> Iterator[Figure]:
    score = part.score
    for number in np.unique(session[np.isfinite(session)])[:_SESSIONS_SHOWN]:
        here = score[(session == number) & np.isfinite(score)]
        if len(here) >= _PEOPLE_SHOWN:  # of fewer, somebody could be recognised
            yield Figure(
                of=part.scale.id, what=f"mean in session {number:g}", value=float(here.mean()), count=len(here)
            )
