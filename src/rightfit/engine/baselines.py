"""The published rules for noticing a rupture, and simple detectors to measure the filter against.

Each function takes scores on 0..40 of the shape (courses, sessions), `nan` where there is no form,
and returns a score of alarm of the same shape: the higher, the more alarming; `nan` where the rule
says nothing. `PUBLISHED` gives the value from which each published rule raises an alarm. All are
causal: what stands at session t depends on sessions up to t alone. Padding must be `nan`.

Definitions marked (from memory) could not be checked against the paper; see `docs/limits.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit, gammaln

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    BoolArray = NDArray[np.bool_]

__all__ = [
    "PUBLISHED",
    "Logistic",
    "change_point",
    "cusum",
    "ewma",
    "ewma_two_sided",
    "fit_logistic",
    "gumz",
    "inputs",
    "local_level",
    "srs_cutoff",
    "srs_drop",
    "srs_either",
    "stiles",
    "strauss",
    "strauss_repaired",
    "xmr",
]

WITHIN = 2.2
"""Pooled SD within clients of a session's form [the specification's simulator table]."""

SAMPLE = 3.3
"""SD of all forms of the sample [the same]."""

PRACTICE_CLIENT = 37.2
PRACTICE_THERAPIST = 34.9

PUBLISHED = {
    "srs_cutoff": -36.0,
    "srs_drop": 1.0,
    "srs_either": 0.0,
    "strauss": 1.0,
    "stiles": 2.0,
    "gumz": 1.0,
    "xmr": 3.0,
    "ewma": 2.7,
    "cusum": 4.0,
}
"""From which score on each rule alarms. CUSUM's h is open in its sources: 4 is the textbook value."""


@dataclass(frozen=True)
class _Past:
    """What is known before each session."""

    last: FloatArray
    mean: FloatArray
    most: FloatArray
    count: FloatArray
    moving: FloatArray
    """Mean of the absolute differences of neighbouring forms."""


def _past(scores: FloatArray) -> _Past:
    n, length = scores.shape
    arrays = [np.full((n, length), np.nan) for _ in range(5)]
    last, most = np.full(n, np.nan), np.full(n, -np.inf)
    total, count, moved = np.zeros(n), np.zeros(n), np.zeros(n)
    for t in range(length):
        arrays[0][:, t] = last
        arrays[1][:, t] = np.divide(total, count, out=np.full(n, np.nan), where=count > 0)
        arrays[2][:, t] = np.where(count > 0, most, np.nan)
        arrays[3][:, t] = count
        arrays[4][:, t] = np.divide(moved, count - 1, out=np.full(n, np.nan), where=count > 1)
        now = scores[:, t]
        seen = np.isfinite(now)
        moved += np.where(seen & np.isfinite(last), np.abs(np.nan_to_num(now - last)), 0.0)
        last = np.where(seen, now, last)
        most = np.where(seen, np.maximum(most, np.nan_to_num(now)), most)
        total += np.where(seen, np.nan_to_num(now), 0.0)
        count += seen
    return _Past(*arrays)


def srs_cutoff(client: FloatArray) -> FloatArray:
    """SRS rule, first half: alarm at a total of 36 or less. Score: minus the total.

    Source: Miller, Duncan and Johnson's manual of the Session Rating Scale (cutoff confirmed).
    """
    return -client


def srs_drop(client: FloatArray) -> FloatArray:
    """SRS rule, second half: alarm when the total is 1 or more below the last one. Score: the fall.

    Source: the same manual.
    """
    return _past(client).last - client


def srs_either(client: FloatArray) -> FloatArray:
    """SRS rule as used: 36 or less, or a fall of 1. Score: by how much either bound is passed.

    Source: the same manual.
    """
    return np.fmax(36.0 - client, srs_drop(client) - 1.0)


def strauss(client: FloatArray, *, sd: float = SAMPLE) -> FloatArray:
    """Strauss et al. 2006 (from memory): alarm at a fall of 1 sample SD from the highest so far.

    Score: the fall from the highest earlier form in units of `sd`.
    """
    return (_past(client).most - client) / sd


def strauss_repaired(client: FloatArray, *, sd: float = SAMPLE) -> BoolArray:
    """Strauss et al. 2006 (from memory): the form is back within 0.25 SD of the highest so far."""
    return np.nan_to_num(strauss(client, sd=sd), nan=np.inf) <= 0.25  # noqa: PLR2004 - as published


def stiles(client: FloatArray, *, sd: float = WITHIN) -> FloatArray:
    """Stiles et al. 2004 (from memory), read online: alarm 2 pooled within-client SDs below the own mean.

    The original is offline, after detrending, and asks for a V-shape; the own mean of at least two
    earlier forms stands in for the trend here. Score: distance below it in units of `sd`.
    """
    past = _past(client)
    return np.where(past.count >= 2, (past.mean - client) / sd, np.nan)  # noqa: PLR2004 - as published


def gumz(client: FloatArray, *, within: float = WITHIN, between: float = SAMPLE) -> FloatArray:
    """Gumz et al. 2012: as Stiles, in units of the stricter (larger) of the SDs within and between.

    Reported at 1 and 2 SD.
    """
    return stiles(client, sd=max(within, between))


def xmr(client: FloatArray, *, floor: float = 0.5) -> FloatArray:
    """Individuals control chart: alarm 3 sigma below the own mean, sigma = mean moving range / 1.128.

    Needs four earlier forms. `floor` is the smallest sigma, which its sources leave open.
    Source: Shewhart's chart for single values, as in Eubanks-Carter et al. 2012.
    """
    past = _past(client)
    sigma = np.maximum(past.moving / 1.128, floor)
    return np.where(past.count >= 4, (past.mean - client) / sigma, np.nan)  # noqa: PLR2004 - as published


def _own_start(client: FloatArray) -> FloatArray:
    """Mean of the first four forms, from the fifth form on."""
    order = np.isfinite(client).cumsum(axis=1)
    first = np.isfinite(client) & (order <= 4)  # noqa: PLR2004 - as published
    mean = np.where(first, np.nan_to_num(client), 0.0).sum(axis=1) / 4
    return np.where(np.isfinite(client) & (order > 4), mean[:, None], np.nan)  # noqa: PLR2004 - as published


def _smoothed(distance: FloatArray, weight: float) -> FloatArray:
    """Exponentially weighted mean; a missing form leaves it as it is."""
    z = np.zeros(distance.shape[0])
    out = np.empty_like(distance)
    for t in range(distance.shape[1]):
        now = distance[:, t]
        z = np.where(np.isfinite(now), weight * np.nan_to_num(now) + (1 - weight) * z, z)
        out[:, t] = z
    return out


def ewma(client: FloatArray, *, sd: float = WITHIN, weight: float = 0.3) -> FloatArray:
    """EWMA chart against the mean of the first four forms; alarm above 2.7.

    Source: Smit and Snippe 2022 for the chart per person (weight .3, limit 2.7).
    """
    distance = (_own_start(client) - client) / sd
    z = _smoothed(distance, weight) / np.sqrt(weight / (2 - weight))
    return np.where(np.isfinite(distance), z, np.nan)


def cusum(client: FloatArray, *, sd: float = WITHIN, slack: float = 0.5) -> FloatArray:
    """CUSUM of the fall below the mean of the first four forms: max(0, S + d - 0.5).

    Source: Page 1954; slack .5 as specified.
    """
    distance = (_own_start(client) - client) / sd
    total = np.zeros(client.shape[0])
    out = np.full(client.shape, np.nan)
    for t in range(client.shape[1]):
        seen = np.isfinite(distance[:, t])
        total = np.where(seen, np.maximum(0.0, total + np.nan_to_num(distance[:, t]) - slack), total)
        out[:, t] = np.where(seen, total, np.nan)
    return out


def ewma_two_sided(
    client: FloatArray,
    therapist: FloatArray,
    *,
    client_mean: float = PRACTICE_CLIENT,
    therapist_mean: float = PRACTICE_THERAPIST,
    client_sd: float = WITHIN,
    therapist_sd: float = WITHIN,
    weight: float = 0.5,
) -> FloatArray:
    """Strongest simple rule: both forms' EWMA against own baselines shrunk to the practice's mean.

    b = (k m + practice mean) / (k + 1) with k earlier forms of mean m; 0.65 of the client's and
    0.35 of the therapist's z. Source: the project's specification (ours to beat).
    """
    z = []
    for scores, mean, sd in ((client, client_mean, client_sd), (therapist, therapist_mean, therapist_sd)):
        past = _past(scores)
        own = (past.count * np.nan_to_num(past.mean) + mean) / (past.count + 1)
        z.append(_smoothed((own - scores) / sd, weight))
    given = np.isfinite(client) | np.isfinite(therapist)
    return np.where(given, 0.65 * z[0] + 0.35 * z[1], np.nan)


def local_level(
    client: FloatArray,
    *,
    mean: float = PRACTICE_CLIENT,
    between: float = 2.8,
    noise: float = WITHIN,
    drift: float = 0.4,
) -> FloatArray:
    """Local-level Kalman filter from the population; score: how far below its forecast a form lies.

    Standardised innovation, sign turned. `drift` over `noise` is the ratio of SDs. Source: Harvey
    1989, chapter 2.
    """
    n, length = client.shape
    level, spread = np.full(n, mean), np.full(n, between**2)
    out = np.full((n, length), np.nan)
    for t in range(length):
        seen = np.isfinite(client[:, t])
        total = spread + noise**2
        surprise = np.where(seen, np.nan_to_num(client[:, t]) - level, 0.0)
        out[:, t] = np.where(seen, -surprise / np.sqrt(total), np.nan)
        gain = np.where(seen, spread / total, 0.0)
        level = level + gain * surprise
        spread = spread * (1 - gain) + drift**2
    return out


def change_point(
    client: FloatArray,
    *,
    hazard: float = 1 / 30,
    mean: float = PRACTICE_CLIENT,
    weight: float = 0.6,
    shape: float = 4.0,
    rate: float = 19.0,
) -> FloatArray:
    """Bayesian online change-point detection: probability of a change downwards in the last three forms.

    Run-length posterior with a constant hazard and a normal-gamma prior from the population (mean,
    weight in forms, gamma shape and rate of the precision). A run counts as downwards when its mean
    lies below the course's mean before it. Source: Adams and MacKay 2007.
    """
    n, length = client.shape
    out = np.full((n, length), np.nan)
    # one column per possible start of the run
    log_p = np.full((n, length + 1), -np.inf)
    log_p[:, 0] = 0.0
    m, k = np.full((n, length + 1), mean), np.full((n, length + 1), weight)
    a, b = np.full((n, length + 1), shape), np.full((n, length + 1), rate)
    runs = np.zeros((n, length + 1))
    count, total = np.zeros(n), np.zeros(n)
    for t in range(length):
        y = client[:, t]
        seen = np.isfinite(y)
        if not seen.any():
            continue
        y0 = np.where(seen, np.nan_to_num(y), 0.0)[:, None]
        scale = b * (k + 1) / (a * k)
        predict = (
            gammaln(a + 0.5) - gammaln(a) - 0.5 * np.log(2 * np.pi * a * scale)
            - (a + 0.5) * np.log1p((y0 - m) ** 2 / (2 * a * scale))
        )  # fmt: skip
        # a new run may start with this form: column t + 1 takes over, with the prior as its forecast
        fresh = predict[:, t + 1] + np.log(hazard) + _logsum(log_p)
        nxt = log_p + np.log1p(-hazard) + predict
        nxt[:, t + 1] = fresh
        nxt -= _logsum(nxt)[:, None]
        log_p = np.where(seen[:, None], nxt, log_p)
        alive = seen[:, None] & np.isfinite(log_p)
        m_new = (k * m + y0) / (k + 1)
        b = np.where(alive, b + 0.5 * k * (y0 - m) ** 2 / (k + 1), b)
        m, k = np.where(alive, m_new, m), np.where(alive, k + 1, k)
        a = np.where(alive, a + 0.5, a)
        runs = np.where(alive, runs + 1, runs)
        before = np.divide(total, count, out=np.full(n, mean), where=count > 0)
        recent = (runs >= 1) & (runs <= 3) & (m < before[:, None]) & (np.arange(length + 1) > 0)  # noqa: PLR2004
        p = np.where(recent, np.exp(log_p), 0.0).sum(axis=1)
        out[:, t] = np.where(seen, p, np.nan)
        total += np.where(seen, y0[:, 0], 0.0)
        count += seen
    return out


def _logsum(values: FloatArray) -> FloatArray:
    most = values.max(axis=1)
    return np.asarray(most + np.log(np.exp(values - most[:, None]).sum(axis=1)))


def inputs(client: FloatArray, therapist: FloatArray, attended: FloatArray, unsaid: FloatArray) -> FloatArray:
    """Features of a logistic regression on what the filter sees, shape (courses, sessions, 14).

    Distances of both forms from own shrunken baselines, their EWMAs, the falls from the last form,
    the levels, whether each form is there, missed sessions now and lately, and the question.
    """
    columns = []
    for scores, mean in ((client, PRACTICE_CLIENT), (therapist, PRACTICE_THERAPIST)):
        past = _past(scores)
        own = (past.count * np.nan_to_num(past.mean) + mean) / (past.count + 1)
        away = (own - scores) / WITHIN
        columns += [
            np.nan_to_num(away),
            _smoothed(away, 0.5),
            np.nan_to_num((past.last - scores) / WITHIN),
            (mean - own) / WITHIN,
            np.isfinite(scores).astype(float),
        ]
    missed = (attended == 0).astype(float)
    columns += [missed, _smoothed(missed, 0.5), np.nan_to_num(unsaid), np.isfinite(unsaid).astype(float)]
    return np.stack(columns, axis=2)


@dataclass(frozen=True)
class Logistic:
    """A fitted logistic regression."""

    weights: FloatArray
    centre: FloatArray
    spread: FloatArray

    def score(self, features: FloatArray) -> FloatArray:
        """Probability at each session; `features` is (courses, sessions, features)."""
        standard = (features - self.centre) / self.spread
        return np.asarray(expit(standard @ self.weights[1:] + self.weights[0]))


def fit_logistic(features: FloatArray, labels: BoolArray, *, ridge: float = 1.0) -> Logistic:
    """Ridge logistic regression by Newton's method; needs labels, so it is a yardstick only.

    `features` is (rows, features), `labels` (rows,). Source: textbook.

    Raises `ValueError` where the labels are all alike.
    """
    if labels.all() or not labels.any():
        message = "a logistic regression needs labels of both kinds"
        raise ValueError(message)
    centre, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    x = np.column_stack([np.ones(len(features)), (features - centre) / spread])
    penalty = np.diag([0.0, *[ridge] * features.shape[1]])
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = expit(x @ w)
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + penalty, x.T @ (labels - p) - penalty @ w)
        w = w + step
        if np.abs(step).max() < 1e-8:  # noqa: PLR2004 - converged
            break
    return Logistic(weights=w, centre=centre, spread=spread)
