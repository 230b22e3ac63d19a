"""Reading courses: the filter, the promise, and whether we can tell at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import numpy as np

from rightfit.engine import dyad
from rightfit.engine.noticing.forms import seen_by, table_of
from rightfit.engine.noticing.readings import Readings, one_of
from rightfit.engine.promises import View, share_lately, signals, threshold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rightfit.engine.dyad import Courses, Filtered, Priors, Scale
    from rightfit.engine.noticing.forms import Forms
    from rightfit.engine.noticing.readings import Reading

    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]

DEFAULT_PRIORS = dyad.Priors()

ENOUGH = 3
"""Answers without which we cannot tell."""

CLEAR = 0.65
"""How sure the kind has to be before it is named."""

_MOST_CELLS = 4_000


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
        table, lengths = table_of([courses[i] for i in chunk])
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
            out[i] = one_of(found, row, length=int(lengths[row]))
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
    courses = seen_by(reading, forms, length=length, scale=scale, other=other)
    found = dyad.run(
        courses, priors=priors, skips_count=skips_count, ahead=ahead, single=single, compiled=compiled, new=new
    )
    counts = np.arange(forms.session.shape[1])[None, :] < length[:, None]
    held = counts & (forms.attended == 1)
    client, therapist = np.isfinite(courses.client), np.isfinite(courses.therapist)
    limit = threshold(
        promise,
        reading=reading,
        therapist=therapist.cumsum(axis=1) > 0,
        question=np.isfinite(courses.unsaid).cumsum(axis=1) > 0,
        lately=share_lately(client | therapist, held=held),
        nth=held.cumsum(axis=1),
        rarer=priors.onset / DEFAULT_PRIORS.onset,
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
