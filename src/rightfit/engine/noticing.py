"""Reading a course: levels with bands, P(rupture), signals that keep a promise, and their reasons.

There are three readings. The joint reading sees everything. The client's reading sees what the
client gave. The therapist's reading sees both forms, missed sessions and the question, but of the
client's only what was shared. Every row depends on that session and earlier ones, never on later.

Source: the filter of `rightfit.engine.dyad`; the promise table of `rightfit.engine.promises`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from rightfit.engine import dyad
from rightfit.engine.dyad import Courses, Filtered, Priors, Scale
from rightfit.engine.promises import RATES, THRESHOLDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]

__all__ = [
    "DEFAULT_PRIORS",
    "HIGHEST_PROMISE",
    "KINDS",
    "LOWEST_PROMISE",
    "Forms",
    "Priors",
    "Reading",
    "Readings",
    "Scale",
    "View",
    "read",
    "read_many",
    "read_table",
    "reasons_of",
    "signals",
    "threshold",
]

View = Literal["joint", "client", "therapist"]
"""Whose reading it is."""

DEFAULT_PRIORS = Priors()

PAUSE = 2
"""Held sessions after a signal in which no other is given."""

ENOUGH = 3
"""Answers without which we cannot tell."""

CLEAR = 0.65
"""How sure the kind has to be before it is named."""

_MOST_CELLS = 4_000


@dataclass(frozen=True, kw_only=True)
class Forms:
    """The sessions of one dyad in order; arrays of the same length n.

    `session` are the numbers of planned sessions and increase. `client` and `therapist` are the
    forms' scores in the input's scale, `nan` where there is none. `attended` is 1 held, 0 missed
    without or with a late word, -1 cancelled in time. `unsaid` is the private question whether
    something is unsaid: 1 yes, 0 no, `nan` not asked or not answered. `asked_client` and
    `asked_therapist` say who was asked, `shared` whether the client lets the therapist see.
    """

    session: IntArray
    client: FloatArray
    therapist: FloatArray
    attended: IntArray
    unsaid: FloatArray
    asked_client: BoolArray
    asked_therapist: BoolArray
    shared: BoolArray


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What can be said at each of the n sessions of one course, from it and those before it.

    Levels are in the input's own scale; low and high are their 10% and 90%.
    """

    client_level: FloatArray
    client_low: FloatArray
    client_high: FloatArray
    therapist_level: FloatArray
    therapist_low: FloatArray
    therapist_high: FloatArray
    p_rupture: FloatArray
    """Probability that a rupture is open."""
    p_new: FloatArray
    """Probability that one is open that started within the last three sessions."""
    signal: BoolArray
    """A new signal is given here."""
    kind: tuple[str, ...]
    """`withdrawal`, `confrontation`, `unclear`; empty where there is no signal."""
    reasons: tuple[tuple[tuple[str, float], ...], ...]
    """Per session (source, log-likelihood ratio of rupture against none), largest first."""
    learnt: BoolArray
    """False: we cannot tell; fewer than three answers, or every form at the top of its scale."""


@dataclass(frozen=True, kw_only=True)
class Readings:
    """The same as `Reading` for many courses at once, as arrays (courses, sessions), padded.

    `kind` is 0 none, 1 withdrawal, 2 confrontation, 3 unclear (see `KINDS`); `evidence` is
    (courses, sessions, sources) in the order of `rightfit.engine.dyad.SOURCES`, `nan` where a
    source said nothing. `client_next` and `therapist_next` are where the form was expected before
    the session, (3, courses, sessions) for 10%, 50% and 90%, or None where not asked for.
    """

    client_level: FloatArray
    client_low: FloatArray
    client_high: FloatArray
    therapist_level: FloatArray
    therapist_low: FloatArray
    therapist_high: FloatArray
    p_rupture: FloatArray
    p_new: FloatArray
    signal: BoolArray
    kind: IntArray
    evidence: FloatArray
    learnt: BoolArray
    client_next: FloatArray | None = None
    therapist_next: FloatArray | None = None


KINDS = ("", "withdrawal", "confrontation", "unclear")
"""Names of the codes of `Readings.kind`."""


def read(
    forms: Forms,
    *,
    reading: View,
    scale: Scale,
    therapist_scale: Scale | None = None,
    priors: Priors = DEFAULT_PRIORS,
    promise: float = 1.0,
    skips_count: bool = False,
) -> Reading:
    """Read one course.

    `forms` holds n sessions (n may be 0); scores are in the units of `scale`, the therapist's in
    those of `therapist_scale` (default: the same). A missing form is no evidence unless
    `skips_count`. `promise` is the number of false alarms per 100 held, rupture-free sessions that
    the signals keep to. Returns arrays of length n.

    Raises `ValueError` where arrays differ in length, sessions do not increase, a score lies off
    its scale, a code is unknown, or the promise is outside 0.05 to 20.
    Source: `rightfit.engine.dyad`.
    """
    return read_many(
        [forms],
        reading=reading,
        scale=scale,
        therapist_scale=therapist_scale,
        priors=priors,
        promise=promise,
        skips_count=skips_count,
    )[0]


def read_many(
    courses: Sequence[Forms],
    *,
    reading: View,
    scale: Scale,
    therapist_scale: Scale | None = None,
    priors: Priors = DEFAULT_PRIORS,
    promise: float = 1.0,
    skips_count: bool = False,
) -> tuple[Reading, ...]:
    """Read several courses, each as `read` would; the answer is in the order of `courses`.

    Courses of similar length are computed side by side, which is many times faster than one call
    for each. Arguments, errors and source are those of `read`.
    """
    order = sorted(range(len(courses)), key=lambda i: len(courses[i].session))
    out: dict[int, Reading] = {}
    for chunk in _chunks(order, courses):
        length = len(courses[chunk[-1]].session)
        table = Forms(
            session=_padded([courses[i].session for i in chunk], length, 0, np.int64),
            client=_padded([courses[i].client for i in chunk], length, np.nan, np.float64),
            therapist=_padded([courses[i].therapist for i in chunk], length, np.nan, np.float64),
            attended=_padded([courses[i].attended for i in chunk], length, -1, np.int64),
            unsaid=_padded([courses[i].unsaid for i in chunk], length, np.nan, np.float64),
            asked_client=_padded([courses[i].asked_client for i in chunk], length, 0, np.bool_),
            asked_therapist=_padded([courses[i].asked_therapist for i in chunk], length, 0, np.bool_),
            shared=_padded([courses[i].shared for i in chunk], length, 0, np.bool_),
        )
        lengths = np.array([len(courses[i].session) for i in chunk], np.int64)
        for i in chunk:
            _same_length(courses[i])
        found = read_table(
            table,
            length=lengths,
            reading=reading,
            scale=scale,
            therapist_scale=therapist_scale,
            priors=priors,
            promise=promise,
            skips_count=skips_count,
        )
        for row, i in enumerate(chunk):
            out[i] = _one(found, row, int(lengths[row]))
    return tuple(out[i] for i in range(len(courses)))


def read_table(
    forms: Forms,
    *,
    length: IntArray,
    reading: View,
    scale: Scale,
    therapist_scale: Scale | None = None,
    priors: Priors = DEFAULT_PRIORS,
    promise: float = 1.0,
    skips_count: bool = False,
    ahead: bool = False,
    single: bool = False,
    compiled: bool = False,
    new: bool = True,
) -> Readings:
    """Read many courses given as arrays of the shape (courses, sessions), padded at the end.

    `length` (courses,) says how many sessions of each row count. `ahead` adds the one-step
    expectations, `single` computes in float32, `compiled` with numba where it is
    installed (both as in `rightfit.engine.dyad.run`), without `new` the column `p_new` is `nan` and the
    work is a third less. Everything else is as in `read`.
    """
    if reading not in get_args(View):
        message = f"a reading is one of {', '.join(get_args(View))}, got {reading!r}"
        raise ValueError(message)
    other = scale if therapist_scale is None else therapist_scale
    courses = _seen_by(forms, length, reading, scale, other)
    found = dyad.run(
        courses, priors=priors, skips_count=skips_count, ahead=ahead, single=single, compiled=compiled, new=new
    )
    counts = np.arange(forms.session.shape[1])[None, :] < length[:, None]
    held = counts & (forms.attended == 1)
    limit = threshold(
        promise,
        reading=reading,
        therapist=np.isfinite(courses.therapist).cumsum(axis=1) > 0,
        question=np.isfinite(courses.unsaid).cumsum(axis=1) > 0,
        answered=_answered(courses, held),
        onset=priors.onset,
    )
    signal = signals(found.p_rupture, held=held, limit=limit)
    return Readings(
        client_level=scale.from_forty(found.client_level),
        client_low=scale.from_forty(found.client_low),
        client_high=scale.from_forty(found.client_high),
        therapist_level=other.from_forty(found.therapist_level),
        therapist_low=other.from_forty(found.therapist_low),
        therapist_high=other.from_forty(found.therapist_high),
        p_rupture=found.p_rupture,
        p_new=found.p_new,
        signal=signal,
        kind=_kind(found, signal),
        evidence=found.evidence,
        learnt=_learnt(courses) | signal,
        client_next=None if found.client_next is None else scale.from_forty(found.client_next),
        therapist_next=None if found.therapist_next is None else other.from_forty(found.therapist_next),
    )


LOWEST_PROMISE, HIGHEST_PROMISE = 0.05, RATES[-1]
"""Bounds of a promise: false alarms per 100 held, rupture-free sessions."""


_OFTEN, _SELDOM = 0.75, 0.35
_THINNED = (1.1, 0.8)
"""By how much the logit of a threshold falls where forms are seldom; without, with the question.

Set so that the promise holds where forms come after sessions 1 to 4 and every third, and where half
of the clients leave out half of theirs (simulation, `bench/promised.py`).
"""


def threshold(
    promise: float,
    *,
    reading: View,
    therapist: BoolArray,
    question: BoolArray,
    answered: FloatArray | None = None,
    onset: float = DEFAULT_PRIORS.onset,
) -> FloatArray:
    """Threshold on P(rupture) that keeps a promise of so many false alarms per 100 sessions.

    `therapist` and `question` say, in any one shape, whether a therapist's form and an answer to
    the question have been seen so far; the thresholds have that shape. `answered` is the share of
    held sessions so far with a form: where forms are seldom there are fewer occasions for a false
    alarm and the threshold is lower. `onset` is that of the priors of the reading: where ruptures are held
    to be rarer, the same evidence comes to a lower probability, and its odds meet odds as much lower.
    Between the rates of the table the logit of the threshold is a
    straight line in the log of the rate.

    Raises `ValueError` for a promise outside 0.05 to 20.
    Source: simulation, `bench/promises.py`.
    """
    lowest, highest = LOWEST_PROMISE, HIGHEST_PROMISE
    if not lowest <= promise <= highest:
        message = f"a promise is from {lowest:g} to {highest:g} false alarms per 100 sessions, got {promise:g}"
        raise ValueError(message)
    rates = np.log(RATES)
    out = np.empty(np.shape(therapist))
    for with_therapist in (False, True):
        for with_question in (False, True):
            table = np.array(THRESHOLDS[reading, with_therapist, with_question])
            logit = np.log(table / (1 - table))
            slope = (logit[1] - logit[0]) / (rates[1] - rates[0])
            at = np.log(promise)
            value = np.interp(at, rates, logit) + min(0.0, at - rates[0]) * slope
            out[(therapist == with_therapist) & (question == with_question)] = value
    if answered is not None:
        seldom = np.clip((_OFTEN - answered) / (_OFTEN - _SELDOM), 0.0, 1.0)
        out = out - seldom * np.where(question, _THINNED[1], _THINNED[0])
    out = out + np.log(onset / DEFAULT_PRIORS.onset)
    return np.asarray(1 / (1 + np.exp(-out)))


def _answered(courses: Courses, held: BoolArray) -> FloatArray:
    """Share of held sessions so far with the client's form, or the therapist's where there is none."""
    client, therapist = (np.isfinite(one).cumsum(axis=1) for one in (courses.client, courses.therapist))
    forms = np.where(client > 0, client, therapist)
    # one session is counted beforehand, so that a course does not begin with "seldom"
    return np.asarray((forms + 1) / (np.maximum(held.cumsum(axis=1), forms) + 1))


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


def _seen_by(forms: Forms, length: IntArray, reading: View, scale: Scale, other: Scale) -> Courses:
    """What this reading may see, on 0..40, after looking for what cannot be."""
    counts = np.arange(forms.session.shape[1])[None, :] < length[:, None]
    for name, scores, its in (("client", forms.client, scale), ("therapist", forms.therapist, other)):
        off = counts & np.isfinite(scores) & ((scores < its.low) | (scores > its.high))
        if (off | (counts & np.isinf(scores))).any():
            worst = scores[off][0] if off.any() else np.inf
            message = f"a score of the {name}, {worst:g}, lies off the scale {its.low:g}:{its.high:g}"
            raise ValueError(message)
    if (counts & ~np.isin(forms.attended, (-1, 0, 1))).any():
        message = "attended is 1 held, 0 missed or -1 cancelled in time"
        raise ValueError(message)
    if (counts & np.isfinite(forms.unsaid) & ~np.isin(forms.unsaid, (0, 1))).any():
        message = "unsaid is 1 yes, 0 no or nan"
        raise ValueError(message)
    nothing = np.full(forms.session.shape, np.nan)
    client, therapist = scale.to_forty(forms.client), other.to_forty(forms.therapist)
    attended, unsaid = forms.attended, forms.unsaid
    if reading == "client":
        therapist, attended = nothing, np.full(forms.session.shape, -1)
    elif reading == "therapist":
        client = np.where(forms.shared, client, np.nan)
        unsaid = np.where(forms.shared, unsaid, np.nan)
    return Courses(
        session=np.asarray(forms.session, np.int64),
        client=np.where(counts, client, np.nan),
        therapist=np.where(counts, therapist, np.nan),
        attended=np.where(counts, attended, -1),
        unsaid=np.where(counts, unsaid, np.nan),
        length=np.asarray(length, np.int64),
        asked_client=forms.asked_client & (forms.shared if reading == "therapist" else True),
        asked_therapist=forms.asked_therapist & (reading != "client"),
    )


def _learnt(courses: Courses) -> BoolArray:
    """Enough answers, and not every form at the top."""
    forms = np.isfinite(courses.client), np.isfinite(courses.therapist)
    answers = (forms[0].astype(int) + forms[1] + np.isfinite(courses.unsaid)).cumsum(axis=1)
    below = (forms[0] & (courses.client < dyad.TOP)) | (forms[1] & (courses.therapist < dyad.TOP))
    said = courses.unsaid == 1
    return np.asarray((answers >= ENOUGH) & ((below | said).cumsum(axis=1) > 0))


def _kind(found: Filtered, signal: BoolArray) -> IntArray:
    clash = found.p_confrontation
    named = np.where(clash >= CLEAR, 2, np.where(clash <= 1 - CLEAR, 1, 3))
    return np.where(signal, named, 0)


def reasons_of(evidence: FloatArray) -> tuple[tuple[str, float], ...]:
    """Of one session's evidence (sources,): (source, log-likelihood ratio), largest first."""
    told = [(name, float(value)) for name, value in zip(dyad.SOURCES, evidence, strict=True) if value == value]  # noqa: PLR0124 - nan
    return tuple(sorted(told, key=lambda reason: -reason[1]))


def _one(found: Readings, row: int, length: int) -> Reading:
    cut = (row, slice(0, length))
    return Reading(
        client_level=found.client_level[cut],
        client_low=found.client_low[cut],
        client_high=found.client_high[cut],
        therapist_level=found.therapist_level[cut],
        therapist_low=found.therapist_low[cut],
        therapist_high=found.therapist_high[cut],
        p_rupture=found.p_rupture[cut],
        p_new=found.p_new[cut],
        signal=found.signal[cut],
        kind=tuple(KINDS[code] for code in found.kind[cut]),
        reasons=tuple(reasons_of(session) for session in found.evidence[cut]),
        learnt=found.learnt[cut],
    )


def _same_length(forms: Forms) -> None:
    expected = np.shape(forms.session)
    for name in ("client", "therapist", "attended", "unsaid", "asked_client", "asked_therapist", "shared"):
        if np.shape(getattr(forms, name)) != expected or len(expected) != 1:
            message = f"{name} has the shape {np.shape(getattr(forms, name))}, session has {expected}"
            raise ValueError(message)


def _padded(rows: Sequence[NDArray[Any]], length: int, fill: float, kind: type) -> NDArray[Any]:
    out: NDArray[Any] = np.full((len(rows), length), fill, kind)
    for place, row in enumerate(rows):
        out[place, : len(row)] = row
    return out


def _chunks(order: list[int], courses: Sequence[Forms]) -> list[list[int]]:
    """Courses of similar length together, and not too much at once."""
    out: list[list[int]] = []
    for i in order:
        length = max(1, len(courses[i].session))
        if out and (len(out[-1]) + 1) * length <= _MOST_CELLS:
            out[-1].append(i)
        else:
            out.append([i])
    return out
