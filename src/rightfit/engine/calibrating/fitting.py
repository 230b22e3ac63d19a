"""Fitting to a practice: which courses are taken, in which order things are learnt, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.calibrating.beyond_scale import with_base_rates
from rightfit.engine.calibrating.how_often import how_often, starting
from rightfit.engine.calibrating.noticed import how_much_noticed, noticing
from rightfit.engine.calibrating.question import as_answered
from rightfit.engine.calibrating.scale import SIX, most_likely
from rightfit.engine.dyad import Courses

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from rightfit.engine.dyad import Priors

FEWEST = 30
"""Courses below which nothing is fitted."""

_MOST_COURSES = 200
_MOST_SESSIONS = 20
_QUIET = 0.85
"""A practice in which ruptures start less often than this, against what is assumed, is fitted once more."""


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Priors fitted to a practice, and how it went."""

    priors: Priors
    fitted: bool
    """False: the given priors were kept, and `why` says why."""
    why: str
    courses: int
    client_forms: int
    therapist_forms: int
    evaluations: int
    gain: float
    """Rise of the penalised log-likelihood over the given priors."""


def fit(
    courses: Courses,
    *,
    priors: Priors,
    most: int = _MOST_COURSES,
    beyond_scale: bool = False,
    tick: Callable[[int], None] | None = None,
) -> Fit:
    """Fit the six of scale, how the question is answered and what is noticed, by penalised maximum likelihood.

    `courses` is on 0..40, missing forms `nan`; at most `most` courses, evenly spread over the input, are used, and of
    each its first 20 sessions; for what is rare up to three times as many courses. The penalty is a normal prior around
    `priors`: SD 12 points for the means, 0.6 and 0.5 in the log for the SDs between and within; for the question 0.8 in
    the log-odds of a "yes" when all is well and 0.4 around 1 for how telling it is; an exponential one of mean 0.03
    for the share who say "yes" by habit; 0.4 around 1, and never above, for how far a therapist's form falls. A side
    without forms keeps its priors, as does a question that nobody answered; with fewer than 30 courses nothing is
    fitted. Where ruptures seem to start less often than `priors` say, the six are fitted with that rarer start, or
    what is only noise would be put down to ruptures; it is not kept in the result. `beyond_scale` fits two multipliers
    more and keeps them. `tick` is called with the number of evaluations so far.

    Source: empirical Bayes (Efron & Morris 1973) with the filter's likelihood.
    """
    with_forms = np.isfinite(courses.client).any(axis=1) | np.isfinite(courses.therapist).any(axis=1)
    rows = np.flatnonzero(with_forms)
    client_forms = int(np.isfinite(courses.client[rows]).sum())
    therapist_forms = int(np.isfinite(courses.therapist[rows]).sum())
    if rows.size < FEWEST:
        why = f"{rows.size} courses with forms are fewer than {FEWEST}; the priors are kept"
        return Fit(
            priors=priors, fitted=False, why=why, courses=rows.size, client_forms=client_forms,
            therapist_forms=therapist_forms, evaluations=0, gain=0.0,
        )  # fmt: skip
    done = 0

    def count() -> None:
        nonlocal done
        done += 1
        if tick is not None:
            tick(done)

    # What is rare takes more courses to see than where forms lie.
    part, many = _spread(courses, rows, most), _spread(courses, rows, 3 * most)
    # Scale is learnt from forms alone: a question that tells nothing must not move it.
    found = most_likely(_unasked(part), priors=priors, tick=count)
    often = how_often(_unasked(many), priors=found.priors, tick=count)
    fitted = as_answered(many, priors=found.priors, often=often, tick=count)
    often = how_often(many, priors=fitted, tick=count)
    if often < _QUIET:
        again = most_likely(_unasked(part), priors=starting(priors, often), start=fitted, tick=count)
        fitted = replace(fitted, **{name: getattr(again.priors, name) for name in SIX})
    if not beyond_scale:
        fitted = noticing(fitted, how_much_noticed(many, priors=fitted, often=often, tick=count))
    why = f"fitted to {part.length.size} courses"
    fitted = replace(fitted, name=why)
    if beyond_scale:
        fitted = with_base_rates(many, priors=fitted, tick=count)
    return Fit(
        priors=fitted,
        fitted=True,
        why=why,
        courses=part.length.size,
        client_forms=client_forms,
        therapist_forms=therapist_forms,
        evaluations=done,
        gain=found.gain,
    )


def _unasked(courses: Courses) -> Courses:
    return replace(courses, unsaid=np.full(courses.unsaid.shape, np.nan))


def _spread(courses: Courses, rows: NDArray[np.int64], most: int) -> Courses:
    """At most so many of the courses in `rows`, evenly spread, each to its 20th session."""
    if rows.size > most:
        rows = rows[np.round(np.linspace(0, rows.size - 1, most)).astype(int)]
    length = np.minimum(courses.length[rows], _MOST_SESSIONS)
    longest = int(length.max())
    return Courses(
        session=courses.session[rows, :longest],
        client=courses.client[rows, :longest],
        therapist=courses.therapist[rows, :longest],
        attended=courses.attended[rows, :longest],
        unsaid=courses.unsaid[rows, :longest],
        length=length,
    )
