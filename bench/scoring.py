"""Scoring of alarms as section 9 of the specification says, on arrays (courses, sessions).

A rupture counts from the session in which it starts and is found by an alarm in that session or
the two after it, while the client still attends; one cut short by leaving counts as missed. A
false alarm is one in a held session with no open rupture and none in the session before. After an
alarm there is a pause of two held sessions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F = NDArray[np.float64]
B = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Score:
    """What a detector did at one threshold."""

    threshold: float
    false_per_100: float
    found: float
    found_withdrawal: float
    found_confrontation: float
    ruptures: int
    real: float


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What happened."""

    live: B
    held: B
    open: B
    onset: B
    confrontation: B


def alarms(score: F, held: B, threshold: float | F) -> B:
    """Alarms at a threshold, with the pause."""
    out = np.zeros(score.shape, bool)
    wait = np.zeros(score.shape[0], int)
    over = held & (score >= threshold)
    for t in range(score.shape[1]):
        out[:, t] = over[:, t] & (wait == 0)
        wait = np.where(out[:, t], 2, wait - (held[:, t] & (wait > 0)))
    return out


def quiet(truth: Truth) -> B:
    """Held sessions in which an alarm would be false."""
    before = np.zeros_like(truth.open)
    before[:, 1:] = truth.open[:, :-1]
    return truth.live & truth.held & ~truth.open & ~before


def judge(flags: B, truth: Truth, threshold: float = float("nan")) -> Score:
    """False alarms and what was found."""
    flags = flags & truth.live
    calm = quiet(truth)
    soon = flags.copy()
    ahead = flags & truth.open
    soon = ahead.copy()
    soon[:, :-1] |= ahead[:, 1:]
    soon[:, :-2] |= ahead[:, 2:] & truth.open[:, 1:-1]
    starts = truth.onset & truth.live

    def share(which: B) -> float:
        return float(soon[which].mean()) if which.any() else float("nan")

    return Score(
        threshold=threshold,
        false_per_100=100 * float((flags & calm).sum() / max(1, calm.sum())),
        found=share(starts),
        found_withdrawal=share(starts & ~truth.confrontation),
        found_confrontation=share(starts & truth.confrontation),
        ruptures=int(starts.sum()),
        real=float((flags & ~calm & truth.held).sum() / max(1, flags.sum())),
    )


def matched(score: F, truth: Truth, rate: float) -> Score:
    """The threshold at which exactly `rate` false alarms per 100 come out, by halving."""
    seen = np.unique(score[truth.live & truth.held & np.isfinite(score)])
    score = np.where(np.isfinite(score), score, -np.inf)
    low, high = 0, seen.size - 1
    while low < high:
        middle = (low + high) // 2
        if judge(alarms(score, truth.held & truth.live, seen[middle]), truth).false_per_100 > rate:
            low = middle + 1
        else:
            high = middle
    return judge(alarms(score, truth.held & truth.live, seen[low]), truth, float(seen[low]))
