"""Did it help? What the sessions after an agreed change say about whether the strain is over.

A rating that rises after a low proves little: lows rise by themselves. So the question is not
whether it rose, but whether what came in after the agreement is better explained by a relation
that is fine than by one still strained. The filter's evidence answers that against each person's
own level, and the prior of every session is what the filter expects without any agreement: a
strain stays open with its usual probability, and a low form at the agreement is counted once.

What p_improved is not: it does not say that the agreement was the cause.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.dyad import SOURCES, Priors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

__all__ = ["BETTER", "CONFIRMED", "NOT_BETTER", "VERDICTS", "Helped", "did_it_help", "in_a_course"]

VERDICTS = ("", "too early", "better", "not better")
"""Names of the codes of `Helped.verdict`; the empty one stands before and at the agreement."""

BETTER = 0.82
"""From this p_improved on the verdict is "better" [spec .80; with the other bound set on four practices of base, seeds
100 to 103, that are in no table, for few "better" that are wrong and few "too early"]."""
NOT_BETTER = 0.30
"""Up to this p_improved the verdict is "not better" [spec .20; the same]."""

CONFIRMED = 0.80
"""Of agreements in a session that looks fine to the filter, the share with a strain behind them
[assumed: two people agreed to change something, so mostly there was one]."""

_DONE = 0.25
"""How much of a stated rise of the need counts where what was agreed was not done [assumed]."""
_NEED_SD = 2.0
"""Points of 0 to 10 a need's rating moves by itself from time to time [assumed]."""
_NEED_RISE = 2.0
"""Points it rises where the change has helped [assumed]."""
_MOST_FROM_NEED = 1.0
"""The most a need's rating can add to the log odds: both may rate up out of kindness [assumed]."""


@dataclass(frozen=True, kw_only=True)
class Helped:
    """What can be said at each session about the last agreement before it; shape (courses, sessions)."""

    p_improved: FloatArray
    """Probability that the strain is over; `nan` before and at the agreement."""
    verdict: IntArray
    """Places in `VERDICTS`."""


def did_it_help(
    *,
    session: IntArray,
    evidence: FloatArray,
    p_rupture: FloatArray,
    agreed: NDArray[np.bool_],
    need: FloatArray | None = None,
    done: FloatArray | None = None,
    priors: Priors | None = None,
) -> Helped:
    """Say for each session after an agreement whether things have become better since.

    All arrays are (courses, sessions), padded at the end. `session` are the numbers of sessions,
    `p_rupture` and `evidence` (courses, sessions, sources; natural log of p(answer | rupture) over
    p(answer | none), `nan` where there was no answer) come from `noticing.read_table`; `agreed` is
    true where something was agreed in or after that session, and a later agreement begins anew. `need`
    is the rating of the named need, 0 to 10, higher is better (`nan`: not asked), compared with the last one
    given up to the agreement; `done` says how far what was agreed was done, 0 to 1 (`nan`: not asked, counts
    as done). Missing answers carry no evidence; until any answer has come the verdict is "too early".

    Row t depends on rows up to t only. Raises `ValueError` where shapes differ, or a need or `done`
    lies off its scale. Source: a two-state forward filter (Hamilton 1989); regression to the mean is met as in
    section 7 of the specification, by conditioning on the whole run.
    """
    priors = Priors() if priors is None else priors
    need = _checked("need", need, 10.0, session.shape)
    done = _checked("done", done, 1.0, session.shape)
    for name, shape in (("evidence", evidence.shape[:2]), ("p_rupture", p_rupture.shape), ("agreed", agreed.shape)):
        if shape != session.shape:
            message = f"{name} has the shape {shape}, session has {session.shape}"
            raise ValueError(message)
    speaks: NDArray[np.bool_] = np.asarray(np.isfinite(evidence).any(axis=2))
    ratio = np.nansum(evidence, axis=2)
    n, length = session.shape
    p, verdict = np.full((n, length), np.nan), np.zeros((n, length), np.int64)
    still, since = np.full(n, np.nan), np.zeros(n)
    heard: NDArray[np.bool_] = np.zeros(n, bool)
    before, carried = np.full(n, np.nan), np.ones(n)
    for t in range(length):
        after = np.isfinite(still)
        gap = np.maximum(session[:, t] - since, 1)
        stays, starts = priors.stay**gap, 1 - (1 - priors.onset) ** gap
        still = still * stays + (1 - still) * starts
        carried = np.where(np.isfinite(done[:, t]), done[:, t], carried)
        rated = np.isfinite(need[:, t]) & np.isfinite(before)
        log = ratio[:, t] + np.where(rated, -_from_need(need[:, t] - before, carried), 0.0)
        still = _updated(still, log)
        heard |= after & (speaks[:, t] | rated)
        p[:, t] = np.where(after, 1 - still, np.nan)
        told = np.where(p[:, t] >= BETTER, 2, np.where(p[:, t] <= NOT_BETTER, 3, 1))
        verdict[:, t] = np.where(after, np.where(heard, told, 1), 0)
        # `since` moves on with every session, so that a gap is counted once
        since = np.asarray(session[:, t], float)
        begins = agreed[:, t]
        open_now = p_rupture[:, t] + (1 - p_rupture[:, t]) * CONFIRMED
        still = np.where(begins, np.nan_to_num(open_now, nan=CONFIRMED), still)
        heard &= ~begins
        carried = np.where(begins, 1.0, carried)
        latest = np.isfinite(need[:, t]) & (begins | ~after)
        before = np.where(latest, need[:, t], before)
    return Helped(p_improved=p, verdict=verdict)


def in_a_course(
    *,
    session: IntArray,
    reasons: Sequence[Sequence[tuple[str, float]]],
    p_rupture: FloatArray,
    agreed_at: int,
    need: FloatArray | None = None,
    done: FloatArray | None = None,
    priors: Priors | None = None,
) -> tuple[float, str]:
    """P(improved) and the verdict as of the last session of one course, since the session numbered `agreed_at`.

    `session`, `reasons` and `p_rupture` are those of a `noticing.Reading`, of length n; `need` and
    `done` as in `did_it_help`. Where no session has followed yet: (nan, "too early").

    Raises `ValueError` where no session up to `agreed_at` was read, and as `did_it_help` does.
    """
    before = np.flatnonzero(session <= agreed_at)
    if before.size == 0:
        message = f"no session up to the agreement in session {agreed_at} was read"
        raise ValueError(message)
    told = [[dict(one).get(source, np.nan) for source in SOURCES] for one in reasons]
    agreed = np.zeros((1, session.size), bool)
    agreed[0, before[-1]] = True
    found = did_it_help(
        session=session[None, :],
        evidence=np.array(told, float)[None],
        p_rupture=p_rupture[None, :],
        agreed=agreed,
        need=None if need is None else need[None, :],
        done=None if done is None else done[None, :],
        priors=priors,
    )
    return float(found.p_improved[0, -1]), VERDICTS[found.verdict[0, -1]] or VERDICTS[1]


def _from_need(rise: FloatArray, done: FloatArray) -> FloatArray:
    """Log odds of better against not from a rise of the need, held within bounds."""
    log = _NEED_RISE * (rise - _NEED_RISE / 2) / _NEED_SD**2
    log = np.where(log > 0, log * (_DONE + (1 - _DONE) * done), log)
    return np.asarray(np.clip(log, -_MOST_FROM_NEED, _MOST_FROM_NEED))


def _updated(p: FloatArray, log_ratio: FloatArray) -> FloatArray:
    p = np.clip(p, 1e-9, 1 - 1e-9)
    return np.asarray(1 / (1 + np.exp(-(np.log(p / (1 - p)) + np.clip(log_ratio, -30, 30)))))


def _checked(name: str, values: FloatArray | None, top: float, shape: tuple[int, ...]) -> FloatArray:
    if values is None:
        return np.full(shape, np.nan)
    if values.shape != shape:
        message = f"{name} has the shape {values.shape}, session has {shape}"
        raise ValueError(message)
    if (np.isinf(values) | (values < 0) | (values > top)).any():
        message = f"{name} is from 0 to {top:g} or nan"
        raise ValueError(message)
    return values
