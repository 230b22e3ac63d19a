"""Where a new signal is given, so that no more of them are false than was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.promises.table import RATES, SELDOM, THRESHOLDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.promises.table import View

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]

PAUSE = 2
"""Held sessions after a signal in which no other is given."""

LOWEST_PROMISE, HIGHEST_PROMISE = 0.05, RATES[-1]
"""Bounds of a promise: false alarms per 100 held, rupture-free sessions."""


_OFTEN, _SELDOM = 0.75, 0.45
"""Shares of recent sessions with a form: from the first on nothing is changed, from the second down all of it."""

_LATER, _FROM, _TO = 0.025, 5, 35
"""By how much the logit rises with each held session after the fifth, up to the thirty-fifth."""

AIM = {False: 1.07, True: 1.14}
"""Without and with the question: at how many times the promise its threshold is looked up. In practices of simulators
written apart from those of the tables, .73 to .86 of what was promised came out, so that signals were held back that
had been allowed; where there are no ruptures at all, this still stays under what was promised."""

_FADES = 0.8
"""What a session still weighs one session later, when it is asked how often forms came lately."""


def threshold(
    promise: float,
    *,
    reading: View,
    therapist: BoolArray,
    question: BoolArray,
    lately: FloatArray | None = None,
    nth: IntArray | None = None,
    rarer: float = 1.0,
) -> FloatArray:
    """Threshold on P(rupture) that keeps a promise of so many false alarms per 100 sessions.

    `therapist` and `question` say, in any one shape, whether a therapist's form and an answer to
    the question have been seen so far; the thresholds have that shape. `lately` is the share of
    recent sessions with a form, as `share_lately` gives it: where forms are seldom there are fewer occasions for a
    false alarm, and fewer to become sure, and the threshold is lower. `nth`
    counts the held sessions so far: late in a course more is false at the same threshold, so that it rises a little
    with each, and a practice of long therapies keeps the promise too. `rarer` is the onset of the reading's priors over
    the published one: where ruptures are held to be rarer, the same evidence comes to a lower probability, and its
    odds meet odds as much lower. Between the rates of the table the logit of the threshold is a straight line in
    the log of the rate.

    Raises `ValueError` for a promise outside 0.05 to 20.
    Source: simulation, `bench/promises.py`.
    """
    lowest, highest = LOWEST_PROMISE, HIGHEST_PROMISE
    if not lowest <= promise <= highest:
        message = f"a promise is from {lowest:g} to {highest:g} false alarms per 100 sessions, got {promise:g}"
        raise ValueError(message)
    rates = np.log(RATES)
    weight = 0.0 if lately is None else seldom(lately)
    rises = 0.0 if nth is None else later(nth)
    out = np.empty(np.shape(therapist))
    for with_question in (False, True):
        at = np.log(AIM[with_question] * promise)
        falls = weight * np.interp(at, rates, SELDOM[reading, with_question])
        for with_therapist in (False, True):
            table = np.array(THRESHOLDS[reading, with_therapist, with_question])
            logit = np.log(table / (1 - table))
            slope = (logit[1] - logit[0]) / (rates[1] - rates[0])
            value = np.interp(at, rates, logit) + min(0.0, at - rates[0]) * slope - falls
            out = np.where((therapist == with_therapist) & (question == with_question), value, out)
    return np.asarray(1 / (1 + np.exp(-(out + rises + np.log(rarer)))))


def later(nth: IntArray) -> FloatArray:
    """By how much the logit of a threshold rises at the `nth` held session of a course; same shape."""
    return np.asarray(_LATER * (np.clip(nth, _FROM, _TO) - _FROM), np.float64)


def share_lately(answered: BoolArray, *, held: BoolArray) -> FloatArray:
    """Share of the sessions so far with a form, the recent ones weighing most; all are (courses, sessions).

    `answered` says where there is a form of anybody, `held` which sessions took place: of the others only those with
    a form count. A session weighs a fifth less with each one after it, and before the first it is as if every one had a
    form.
    """
    out = np.empty(answered.shape)
    share = np.ones(answered.shape[0])
    for t in range(answered.shape[1]):
        counts = held[:, t] | answered[:, t]
        share = np.where(counts, _FADES * share + (1 - _FADES) * answered[:, t], share)
        out[:, t] = share
    return out


def seldom(share: FloatArray) -> FloatArray:
    """From 0, forms come after nearly every session, to 1, after every third or fewer; same shape."""
    return np.clip((_OFTEN - share) / (_OFTEN - _SELDOM), 0.0, 1.0)


def signals(p: FloatArray, *, held: BoolArray, limit: FloatArray) -> BoolArray:
    """Where a new signal is given: a held session with `p` at or above `limit`, outside a pause.

    All arrays are (courses, sessions). After a signal the next two held sessions give none;
    sessions that were missed or cancelled neither give a signal nor use up the pause.
    """
    out = np.zeros(p.shape, bool)
    wait = np.zeros(p.shape[0], np.int64)
    over = held & (np.nan_to_num(p) >= limit)
    for t in range(p.shape[1]):
        out[:, t] = over[:, t] & (wait == 0)
        wait = np.where(out[:, t], PAUSE, wait - (held[:, t] & (wait > 0)))
    return out
