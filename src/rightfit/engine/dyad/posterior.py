"""What the posterior says: probabilities, levels with their bands, and what spoke for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rightfit.engine.dyad.courses import SOURCES, Filtered
from rightfit.engine.dyad.grid import BLIP, FINE, FIRST
from rightfit.engine.dyad.priors import CONFRONTATION
from rightfit.engine.dyad.scale import TOP

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.dyad.courses import Courses
    from rightfit.engine.dyad.grid import Grid
    from rightfit.engine.dyad.priors import Priors

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    AnyFloat = NDArray[np.floating[Any]]


class Results:
    """The arrays that the filter fills, block by block."""

    def __init__(self, n: int, length: int, *, ahead: bool, shape: tuple[int, ...] | None) -> None:
        self.p_rupture = np.full((n, length), np.nan)
        self.p_new = np.full((n, length), np.nan)
        self.p_confrontation = np.full((n, length), np.nan)
        self.client = np.full((3, n, length), np.nan)
        self.therapist = np.full((3, n, length), np.nan)
        self.evidence = np.full((n, length, len(SOURCES)), np.nan)
        self.log_likelihood = np.zeros(n)
        self.client_next = np.full((3, n, length), np.nan) if ahead else None
        self.therapist_next = np.full((3, n, length), np.nan) if ahead else None
        self.final = np.zeros((n, length, *shape)) if shape else None

    def frozen(self, courses: Courses, priors: Priors, *, skips_count: bool) -> Filtered:
        log_t = np.log10(np.maximum(courses.session, 1))
        client = np.clip(self.client + priors.growth_c * log_t, 0, TOP)
        therapist = np.clip(self.therapist + priors.growth_h * log_t, 0, TOP)
        for source, answered in (
            (0, np.isfinite(courses.client)),
            (1, np.isfinite(courses.therapist)),
            (2, courses.attended >= 0),
            (3, np.isfinite(courses.unsaid)),
            (4, np.full(courses.session.shape, skips_count)),
        ):
            self.evidence[..., source][~answered] = np.nan
        for ahead, rise in ((self.client_next, priors.growth_c), (self.therapist_next, priors.growth_h)):
            if ahead is not None:
                np.clip(ahead + rise * log_t, 0, TOP, out=ahead)
        return Filtered(
            p_rupture=self.p_rupture,
            p_new=self.p_new,
            p_confrontation=self.p_confrontation,
            client_level=client[1],
            client_low=client[0],
            client_high=client[2],
            therapist_level=therapist[1],
            therapist_low=therapist[0],
            therapist_high=therapist[2],
            evidence=self.evidence,
            log_likelihood=self.log_likelihood,
            client_next=self.client_next,
            therapist_next=self.therapist_next,
            final=self.final,
        )


def put_probabilities(after_c: AnyFloat, totals: AnyFloat, length: IntArray, rows: IntArray, out: Results) -> None:
    """What the posterior says of the state; `after_c` is (sessions, 6, points, courses)."""
    last = after_c.shape[0]
    by_state = after_c.sum(axis=2)
    ruptured = by_state[:, 1:].sum(axis=1)
    out.p_rupture[rows, :last] = ruptured.T
    out.p_confrontation[rows, :last] = (by_state[:, 1 + CONFRONTATION[0] :].sum(axis=1) / ruptured).T
    seen = np.arange(last)[:, None] < length[None, :]
    out.log_likelihood[rows] = np.where(seen, np.log(totals.astype(float)), 0.0).sum(axis=0)


def put_levels(  # noqa: PLR0917 - all of one block
    mass: tuple[AnyFloat, AnyFloat, AnyFloat, AnyFloat],
    likely: tuple[AnyFloat, AnyFloat],
    single: FloatArray,
    grid: Grid,
    rows: IntArray,
    out: Results,
) -> None:
    """Levels and evidence from what each side's level was thought to be before and after."""
    before_c, before_h, after_c, after_h = mass
    last = before_c.shape[0]
    out.evidence[rows, :last] = _evidence(before_c, before_h, likely[0], likely[1], single, grid.blip)
    out.client[:, rows, :last] = _quantiles(after_c, grid.below_c, grid.level)
    out.therapist[:, rows, :last] = _quantiles(after_h, grid.below_h, grid.level)
    if out.client_next is not None and out.therapist_next is not None:
        out.client_next[:, rows, :last] = _quantiles(before_c, grid.expect_c, grid.level)
        out.therapist_next[:, rows, :last] = _quantiles(before_h, grid.expect_h, grid.level)


def _evidence(  # noqa: PLR0917 - as above
    before_c: AnyFloat, before_h: AnyFloat, likely_c: AnyFloat, likely_h: AnyFloat, single: FloatArray, share: float
) -> FloatArray:
    """Log-likelihood ratios of each source, shape (courses, sessions, sources)."""
    by_state = before_c.sum(axis=2)
    ruptured = by_state[:, 1:].sum(axis=1)
    out = np.empty((by_state.shape[2], by_state.shape[0], len(SOURCES)))
    for place, before, likely in ((0, before_c, likely_c), (1, before_h, likely_h)):
        mixed = (1 - share) * likely[:, FINE] + share * likely[:, BLIP]
        well = (before[:, 0] * mixed).sum(axis=1) / by_state[:, 0]
        torn = (before[:, 1:] * likely[:, FIRST:]).sum(axis=(1, 2)) / ruptured
        out[:, :, place] = np.log(torn / well).T
    for place, answer in enumerate(single):
        well = (1 - share) * answer[:, FINE] + share * answer[:, BLIP]
        torn = (by_state[:, 1:] * answer[:, FIRST:]).sum(axis=1) / ruptured
        out[:, :, 2 + place] = np.log(torn / well).T
    return out


def _quantiles(mass: AnyFloat, below: AnyFloat, level: FloatArray) -> FloatArray:
    """10%, 50% and 90% of a mixture; `mass` (sessions, 6, points, courses); (3, courses, sessions)."""
    sessions, _, _, size = mass.shape
    cdf = below @ mass.reshape(sessions, below.shape[1], size)
    cdf = np.moveaxis(cdf, 1, 2).reshape(sessions * size, level.size)
    out = np.empty((3, sessions, size))
    rows = np.arange(cdf.shape[0])
    step = level[1] - level[0]
    for place, share in enumerate((0.1, 0.5, 0.9)):
        upper = np.clip((cdf < share * cdf[:, -1:]).sum(axis=1), 1, level.size - 1)
        low, high = cdf[rows, upper - 1], cdf[rows, upper]
        inside = (share * cdf[:, -1] - low) / np.maximum(high - low, 1e-30)
        out[place] = (level[upper - 1] + step * np.clip(inside, 0, 1)).reshape(sessions, size)
    return np.moveaxis(out, 1, 2)
