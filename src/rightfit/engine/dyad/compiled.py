"""The same recursion compiled by numba, one course after the other."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from rightfit.engine.dyad.posterior import put_levels, put_probabilities

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from rightfit.engine.dyad.grid import Grid
    from rightfit.engine.dyad.posterior import Results
    from rightfit.engine.dyad.priors import Priors

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    AnyFloat = NDArray[np.floating[Any]]


def by_course(  # noqa: PLR0917 - what the block has made ready
    recursion: Callable[..., None],
    start: AnyFloat,
    with_answers: AnyFloat,
    likely_c: AnyFloat,
    likely_h: AnyFloat,
    single: FloatArray,
    steps: IntArray,
    length: IntArray,
    priors: Priors,
    grid: Grid,
    out: Results,
    rows: IntArray,
) -> None:
    """The recursion of `filtering` in compiled code, one course after the other."""
    kind = start.dtype
    last, _, nx, size = with_answers.shape
    nh = likely_h.shape[2]
    totals = np.ones((size, last), kind)
    before_c, after_c = np.ones((2, size, last, 6, nx), kind)
    before_h, after_h = np.ones((2, size, last, 6, nh), kind)
    numbers = np.array(
        [priors.onset, priors.stay, priors.change, 1e-25 if kind == np.float32 else 1e-200], np.float64
    ).astype(kind)
    recursion(
        start, np.ascontiguousarray(np.moveaxis(with_answers, 3, 0)), np.ascontiguousarray(np.moveaxis(likely_h, 3, 0)),
        np.ascontiguousarray(steps.T), length, numbers, grid.kinds, totals, before_c, before_h, after_c, after_h,
    )  # fmt: skip
    back = [np.ascontiguousarray(np.moveaxis(one, 0, 3)) for one in (before_c, before_h, after_c, after_h)]
    put_probabilities(back[2], totals.T, length, rows, out)
    put_levels((back[0], back[1], back[2], back[3]), (likely_c, likely_h), single, grid, rows, out)


@cache
def recursion_compiled() -> Callable[..., None] | None:  # noqa: C901 - one loop in another
    """The recursion compiled by numba, or None where numba is not installed."""
    try:
        from numba import njit  # noqa: PLC0415 - optional
    except ImportError:
        return None

    def recursion(  # noqa: C901, PLR0912, PLR0917 - numba takes plain arrays by place
        start: Any,
        client: Any,
        therapist: Any,
        steps: Any,
        length: Any,
        numbers: Any,
        kinds: Any,
        totals: Any,
        before_c: Any,
        before_h: Any,
        after_c: Any,
        after_h: Any,
    ) -> None:
        onset, stay, change, floor = numbers
        one = numbers.dtype.type(1)
        keep, mix, close = stay * (one - change), stay * change, one - stay
        nx, nh = start.shape[1], start.shape[2]
        f = np.empty_like(start)
        for b in range(client.shape[0]):
            f[:] = start
            for t in range(length[b]):
                for _ in range(steps[b, t]):
                    for x in range(nx):
                        for h in range(nh):
                            well = f[0, x, h]
                            torn = f[1, x, h] + f[2, x, h] + f[3, x, h] + f[4, x, h] + f[5, x, h]
                            new = onset * well + mix * torn
                            f[0, x, h] = (one - onset) * well + close * torn
                            f[1, x, h] = keep * f[1, x, h] + kinds[0] * new
                            f[2, x, h] = keep * f[2, x, h] + kinds[1] * new
                            f[3, x, h] = keep * f[3, x, h] + kinds[2] * new
                            f[4, x, h] = keep * f[4, x, h] + kinds[3] * new
                            f[5, x, h] = keep * f[5, x, h] + kinds[4] * new
                total = numbers.dtype.type(0)
                for s in range(6):
                    for h in range(nh):
                        before_h[b, t, s, h] = 0
                        after_h[b, t, s, h] = 0
                    for x in range(nx):
                        fine, bad = client[b, t, 0, x], client[b, t, 1, x]
                        own = client[b, t, s + 1, x]
                        ahead = numbers.dtype.type(0)
                        behind = numbers.dtype.type(0)
                        for h in range(nh):
                            value = f[s, x, h]
                            ahead += value
                            before_h[b, t, s, h] += value
                            if s == 0:
                                value *= fine * therapist[b, t, 0, h] + bad * therapist[b, t, 1, h]
                            else:
                                value *= own * therapist[b, t, s + 1, h]
                            behind += value
                            after_h[b, t, s, h] += value
                            f[s, x, h] = value
                        before_c[b, t, s, x] = ahead
                        after_c[b, t, s, x] = behind
                        total += behind
                totals[b, t] = total
                scale = one / total
                for s in range(6):
                    for x in range(nx):
                        after_c[b, t, s, x] *= scale
                        for h in range(nh):
                            f[s, x, h] = max(f[s, x, h] * scale, floor)
                    for h in range(nh):
                        after_h[b, t, s, h] *= scale

    made: Callable[..., None] = njit(cache=True, nogil=True, fastmath={"reassoc", "contract", "nsz"})(recursion)
    return made
