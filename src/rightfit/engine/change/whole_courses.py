"""Whether a person's slope over a whole course is another than the common slope."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine import mixed
from rightfit.engine.change.kinds import Change, kinds_by_limits
from rightfit.engine.change.methods import METHODS, SLOPES, check_better

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


__all__ = ["slopes"]

_FEWEST = 2

_FEWEST_TIMES = 3


def slopes(person: ArrayLike, time: ArrayLike, score: ArrayLike, *, better: str, critical: float = 1.96) -> Change:
    """Classify each person's slope against the common slope (hierarchical-linear), with all their scores.

    `person` has a number from 0 for each row. `points` of the result is the change from a person's
    first to last time. People with fewer than three scores are not classified and not used, as two
    leave no error to judge a slope by. *Improved* here means better than the average course, not
    better than before.

    Raises ValueError where fewer than two people have three scores.
    """
    check_better(better)
    who, when, what = np.asarray(person, dtype=np.int64), *(np.asarray(a, dtype=np.float64) for a in (time, score))
    if not who.shape == when.shape == what.shape or who.ndim != 1 or not who.size:
        raise ValueError("person, time and score need one figure each for every row")
    given = np.isfinite(when) & np.isfinite(what)
    people = int(who.max()) + 1
    times = [np.unique(when[given & (who == one)]) for one in range(people)]
    enough = np.array([one.size >= _FEWEST_TIMES for one in times])
    if enough.sum() < _FEWEST:
        raise ValueError("fewer than two people have scores at three times")
    rows = given & enough[who]
    place = np.cumsum(enough) - 1
    line = np.column_stack([np.ones(rows.sum()), when[rows]])
    found = mixed.fit(what[rows], fixed=line, random=line, group=place[who[rows]])
    index = np.full(people, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        index[enough] = found.effects[:, 1] / found.effects_se[:, 1]
    first, last = np.full(people, np.nan), np.full(people, np.nan)
    for one in np.flatnonzero(enough):
        mine = given & (who == one)
        first[one] = what[mine & (when == times[one][0])][0]
        last[one] = what[mine & (when == times[one][-1])][-1]
    why = ["" if fine else "there are fewer than three scores" for fine in enough]
    constants = {"common slope": float(found.fixed[1]), "SD of slopes": math.sqrt(found.covariance[1, 1])}
    limits = (np.nextafter(critical, math.inf),) * 2
    return kinds_by_limits(
        index, method=METHODS[SLOPES], better=better, points=last - first, why=why, constants=constants, limits=limits
    )
