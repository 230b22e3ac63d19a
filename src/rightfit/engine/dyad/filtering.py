"""The filter itself: the one step, session after session, for courses side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rightfit.engine.dyad.compiled import by_course, recursion_compiled
from rightfit.engine.dyad.courses import checked
from rightfit.engine.dyad.grid import BLIP, FINE, FIRST, grid_of
from rightfit.engine.dyad.likelihood import answers_of, table_of
from rightfit.engine.dyad.posterior import Results, put_levels, put_probabilities
from rightfit.engine.dyad.steps import MOST_STEPS, move, moves_of, older

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from rightfit.engine.dyad.courses import Courses, Filtered
    from rightfit.engine.dyad.grid import Grid
    from rightfit.engine.dyad.priors import Priors

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    AnyFloat = NDArray[np.floating[Any]]

_MOST_AT_ONCE = 640
"""Sessions of all courses that are computed side by side."""


def run(
    courses: Courses,
    *,
    priors: Priors,
    skips_count: bool = False,
    new: bool = True,
    ahead: bool = False,
    levels: bool = True,
    single: bool = False,
    compiled: bool = False,
    block: int = 64,
    keep: bool = False,
) -> Filtered:
    """Filter several courses at once.

    `courses` holds n courses of at most m sessions on 0..40 (see `Courses`); missing forms are no
    evidence unless `skips_count`. `new` also gives `p_new` (half as much work again), `ahead` the
    one-step expectation of the forms; without `levels` there are only probabilities and the
    likelihood. `single` computes in float32, which differs by less than
    1e-4 in every probability. `compiled` uses numba where it is installed (`rightfit[fast]`): the same
    digits, for many courses several times faster, after some seconds of compiling. `block` courses are
    computed side by side; the result does not depend on it.
    Source: the project's specification of the filter, an exact forward recursion.

    Raises `ValueError` where the shapes do not agree or sessions do not increase.
    """
    n, length = checked(courses)
    kind = np.float32 if single else np.float64
    grid = grid_of(priors, single)
    table_c, index_c = table_of(
        courses.client, courses.session, priors.growth_c, grid.x, grid.fall_c, grid.sd_c, priors, kind
    )
    table_h, index_h = table_of(
        courses.therapist, courses.session, priors.growth_h, grid.h, grid.fall_h, grid.sd_h, priors, kind
    )
    answers = answers_of(courses, grid, skips_count)
    out = Results(n, length, ahead=ahead, shape=(6, grid.x.size, grid.h.size) if keep else None)
    recursion = recursion_compiled() if compiled and not new and not keep else None
    for rows in _side_by_side(courses.length, block):
        _block(
            courses, rows, priors, grid, (table_c, index_c), (table_h, index_h), answers, out,
            new=new, levels=levels, recursion=recursion,
        )  # fmt: skip
    return out.frozen(courses, priors, skips_count=skips_count)


def _side_by_side(length: IntArray, block: int) -> list[IntArray]:
    """Courses of similar length together, at most `block` of them and not too many sessions."""
    out = []
    order = np.argsort(length, kind="stable")
    start = 0
    while start < order.size:
        stop = start + 1
        while stop < order.size and stop - start < block and (stop - start + 1) * length[order[stop]] <= _MOST_AT_ONCE:
            stop += 1
        out.append(order[start:stop])
        start = stop
    return out


def _block(  # noqa: PLR0917 - one recursion, told from top to bottom
    courses: Courses,
    rows: IntArray,
    priors: Priors,
    grid: Grid,
    client: tuple[AnyFloat, IntArray],
    therapist: tuple[AnyFloat, IntArray],
    answers: FloatArray,
    out: Results,
    *,
    new: bool,
    levels: bool,
    recursion: Callable[..., None] | None,
) -> None:
    """Filter the courses in `rows` side by side; the last axis of every array runs over them."""
    kind = grid.prior.dtype
    floor = kind.type(1e-25 if kind == np.float32 else 1e-200)
    size = rows.size
    length = courses.length[rows]
    last = int(length.max()) if size else 0
    if last == 0:
        return
    nx, nh = grid.x.size, grid.h.size
    session = np.maximum(courses.session[rows, :last], 1)
    steps = np.minimum(np.diff(session, axis=1, prepend=1), MOST_STEPS)
    steps[np.arange(last)[None, :] >= length[:, None]] = 0
    steps = np.ascontiguousarray(steps.T)
    whole, open_ = moves_of(priors, grid, int(steps.max()))

    # likelihoods of everything that was answered, (sessions, 7 states, points, courses)
    likely_c = np.moveaxis(client[0][client[1][rows, :last]], (0, 1), (3, 0))
    likely_h = np.moveaxis(therapist[0][therapist[1][rows, :last]], (0, 1), (3, 0))
    single = np.moveaxis(answers[:, :, rows, :last], (1, 2, 3), (2, 3, 1))
    with_answers = likely_c * single.prod(axis=0)[:, :, None].astype(kind)
    share = kind.type(grid.blip)
    with_answers[:, FINE] *= 1 - share
    with_answers[:, BLIP] *= share
    at_first = np.concatenate([[1 - priors.onset_first], priors.onset_first * grid.kinds]).astype(kind)
    start = (at_first[:, None] * grid.prior.reshape(1, -1)).reshape(6, nx, nh)
    if recursion is not None:
        by_course(recursion, start, with_answers, likely_c, likely_h, single, steps, length, priors, grid, out, rows)
        return
    likely: AnyFloat = np.empty((last, 6, nx, nh, size), kind)
    np.multiply(with_answers[:, FIRST:, :, None], likely_h[:, FIRST:, None], out=likely[:, 1:])
    np.multiply(with_answers[:, FINE, :, None], likely_h[:, FINE, None], out=likely[:, 0])
    likely[:, 0] += with_answers[:, BLIP, :, None] * likely_h[:, BLIP, None]
    likely = likely.reshape(last, 6, nx * nh, size)

    before, after = np.empty_like(likely), np.empty_like(likely)
    totals = np.empty((last, size), kind)
    state = start.reshape(6, -1)[:, :, None] * np.ones(size, kind)
    for t in range(last):
        before[t] = move(state, whole, steps[t]) if steps[t].any() else state
        state = after[t]
        np.multiply(before[t], likely[t], out=state)
        totals[t] = np.add.reduce(np.add.reduce(state, axis=1), axis=0)
        state /= totals[t]
        np.maximum(state, floor, out=state)

    if new:
        ruptured = after[:, 1:].sum(axis=(1, 2))
        out.p_new[rows, :last] = (ruptured - older(after, likely, totals, open_, steps)).T
    shape = (last, 6, nx, nh, size)
    after_c = after.reshape(shape).sum(axis=3)
    put_probabilities(after_c, totals, length, rows, out)
    if levels:
        before_c, before_h = before.reshape(shape).sum(axis=3), before.reshape(shape).sum(axis=2)
        after_h = after.reshape(shape).sum(axis=2)
        put_levels((before_c, before_h, after_c, after_h), (likely_c, likely_h), single, grid, rows, out)
    if out.final is not None:
        out.final[rows, :last] = np.moveaxis(after.reshape(shape), -1, 0)
