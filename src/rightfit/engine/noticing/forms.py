"""What a reading takes: the sessions of one dyad, and what of them each of the three readings may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rightfit.engine.dyad import Courses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from rightfit.engine.dyad import Scale
    from rightfit.engine.promises import View

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]


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


def table_of(courses: Sequence[Forms]) -> tuple[Forms, IntArray]:
    """Put several courses into one table, padded at the end; and the length of each.

    Raises `ValueError` where the arrays of a course differ in length.
    """
    for one in courses:
        _same_length(one)
    length = max(len(one.session) for one in courses)
    table = Forms(
        session=_padded([one.session for one in courses], length, 0, np.int64),
        client=_padded([one.client for one in courses], length, np.nan, np.float64),
        therapist=_padded([one.therapist for one in courses], length, np.nan, np.float64),
        attended=_padded([one.attended for one in courses], length, -1, np.int64),
        unsaid=_padded([one.unsaid for one in courses], length, np.nan, np.float64),
        asked_client=_padded([one.asked_client for one in courses], length, 0, np.bool_),
        asked_therapist=_padded([one.asked_therapist for one in courses], length, 0, np.bool_),
        shared=_padded([one.shared for one in courses], length, 0, np.bool_),
    )
    return table, np.array([len(one.session) for one in courses], np.int64)


def seen_by(reading: View, forms: Forms, *, length: IntArray, scale: Scale, other: Scale) -> Courses:
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
