"""How likely an answer is in each state: forms, attendance, the question, forms left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rightfit.engine.dyad.grid import cdf_of
from rightfit.engine.dyad.scale import TOP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.dyad.courses import Courses
    from rightfit.engine.dyad.grid import Grid
    from rightfit.engine.dyad.priors import Priors

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    AnyFloat = NDArray[np.floating[Any]]

_HALF = 0.25
"""Half of the smallest step of a form: what lies nearer to an end of the scale counts as the end."""


def _density(  # noqa: PLR0917 - six arrays that belong together
    score: FloatArray, growth: FloatArray, points: FloatArray, fall: FloatArray, sd: FloatArray, priors: Priors
) -> FloatArray:
    """Density of a form in each state, shape (7, points, scores); tails at the ends of the scale."""
    residual = (score - growth) - (points[None, :, None] - fall[:, None, None])
    wide = sd[:, None, None]
    half = -0.5 * (residual / wide) ** 2
    main = (1 - priors.tail) / np.sqrt(2 * np.pi) / wide
    out = main * np.exp(half)
    # exp(half / factor^2) is the wider part; a plain product is not cheaper for factor 2.5
    out += priors.tail / priors.tail_factor / np.sqrt(2 * np.pi) / wide * np.exp(half / priors.tail_factor**2)
    top, bottom = score >= TOP - _HALF, score <= _HALF
    if top.any():
        out[:, :, top] = cdf_of(residual[:, :, top] - (score[top] - (TOP - _HALF)), wide, priors)
        out[:, :, top] = 1 - out[:, :, top]
    if bottom.any():
        out[:, :, bottom] = cdf_of(residual[:, :, bottom] + (_HALF - score[bottom]), wide, priors)
    return np.asarray(out)


def table_of(  # noqa: PLR0917 - as above
    score: FloatArray,
    session: IntArray,
    rise: float,
    points: FloatArray,
    fall: FloatArray,
    sd: FloatArray,
    priors: Priors,
    kind: type[np.floating[Any]],
) -> tuple[AnyFloat, IntArray]:
    """Likelihood of every different (score, session) once, and where each session finds its own.

    The table is (pairs + 1, 7, points); the last pair is "no form", all ones.
    """
    seen = np.isfinite(score)
    if not seen.any():
        return np.ones((1, fall.size, points.size), kind), np.zeros(score.shape, np.int64)
    growth = rise * np.log10(np.maximum(session, 1))
    pairs = np.stack([score[seen], growth[seen]])
    if score.size > 256:  # noqa: PLR2004 - below, looking for twins costs more than it saves
        pairs, place = np.unique(pairs, axis=1, return_inverse=True)
        place = place.reshape(-1)
    else:
        place = np.arange(pairs.shape[1])
    density = _density(pairs[0], pairs[1], points, fall, sd, priors)
    table = np.concatenate([density, np.ones((fall.size, points.size, 1))], axis=2).astype(kind)
    table = np.ascontiguousarray(np.moveaxis(table, 2, 0))
    index = np.full(score.shape, table.shape[0] - 1, np.int64)
    index[seen] = place
    return table, index


def by_habit(courses: Courses, grid: Grid) -> FloatArray:
    """Probability before each session that this person says yes by habit, by their own answers so far; as `session`.

    An answer is worth what it is worth on average over all states, so that no form enters here: whoever says yes again
    and again is held to be one who does, whether the relation is torn or not. That errs to fewer signals, not to more.
    """
    usual = float(grid.usual @ grid.yes)
    yes, no = courses.unsaid == 1, courses.unsaid == 0
    said = np.where(yes, np.log(grid.habit_yes / usual), np.where(no, np.log((1 - grid.habit_yes) / (1 - usual)), 0.0))
    before = np.cumsum(said, axis=1) - said
    odds = grid.habit / (1 - grid.habit) * np.exp(before)
    return np.asarray(odds / (1 + odds))


def answers_of(courses: Courses, grid: Grid, skips_count: bool) -> FloatArray:  # noqa: FBT001 - the one thing that may be asked
    """Likelihood of what is yes or no, apart for attended, unsaid, skips: (3, 7, courses, sessions)."""
    n, length = courses.session.shape
    out = np.ones((3, 7, n, length))
    counts = np.arange(length)[None, :] < courses.length[:, None]
    missed, held = counts & (courses.attended == 0), counts & (courses.attended == 1)
    said_yes, said_no = counts & (courses.unsaid == 1), counts & (courses.unsaid == 0)
    habit = by_habit(courses, grid) if grid.habit > 0 else np.zeros((n, length))
    for state in range(7):
        out[0, state][missed] = grid.absent[state]
        out[0, state][held] = 1 - grid.absent[state]
        yes = grid.yes[state] + habit * (grid.habit_yes - grid.yes[state])
        out[1, state][said_yes] = yes[said_yes]
        out[1, state][said_no] = 1 - yes[said_no]
        if skips_count:
            for form, asked, rate in (
                (courses.client, courses.asked_client, grid.skip_c),
                (courses.therapist, courses.asked_therapist, grid.skip_h),
            ):
                open_to = held if asked is None else held & asked
                out[2, state][open_to & np.isnan(form)] *= rate[state]
                out[2, state][open_to & np.isfinite(form)] *= 1 - rate[state]
    return out
