"""What goes into the filter, and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]

SOURCES = ("client_score", "therapist_score", "attended", "unsaid", "skips")
"""What can speak for or against a rupture, in the order of `Filtered.evidence`."""


@dataclass(frozen=True, kw_only=True)
class Courses:
    """Several courses on 0..40, shape (courses, sessions), padded at the end.

    `length` says how many sessions of each row count. `session` increases along a row. `client`
    and `therapist` are `nan` where there is no form; `attended` is 1 held, 0 missed, -1 no
    evidence; `unsaid` is 0, 1 or `nan`.
    """

    session: IntArray
    client: FloatArray
    therapist: FloatArray
    attended: IntArray
    unsaid: FloatArray
    length: IntArray
    asked_client: BoolArray | None = None
    """Where the client was asked; used only when skips count. None: always asked."""
    asked_therapist: BoolArray | None = None


@dataclass(frozen=True, kw_only=True)
class Filtered:
    """What the filter says at each session from it and the sessions before it, never from later ones.

    Arrays have the shape (courses, sessions); padding holds no meaning. Levels are on 0..40 and
    never outside it.
    """

    p_rupture: FloatArray
    """Probability that a rupture is open."""
    p_new: FloatArray
    """Probability that one is open that started within the last three sessions (`nan` if not asked)."""
    p_confrontation: FloatArray
    """Given a rupture, the probability that it is a confrontation."""
    client_level: FloatArray
    client_low: FloatArray
    client_high: FloatArray
    therapist_level: FloatArray
    therapist_low: FloatArray
    therapist_high: FloatArray
    evidence: FloatArray
    """log p(answer | rupture) - log p(answer | no rupture), shape (courses, sessions, sources), in
    the order of `SOURCES`; `nan` where there was no answer."""
    log_likelihood: FloatArray
    """Log-likelihood of everything seen in each course, shape (courses,)."""
    client_next: FloatArray | None = None
    """Before the session: where its client form was expected, 10%, 50%, 90%; shape (3, courses,
    sessions)."""
    therapist_next: FloatArray | None = None
    final: FloatArray | None = field(default=None, repr=False)
    """Only for tests: the posterior at each session, (courses, sessions, 6 states, x, h)."""


def checked(courses: Courses) -> tuple[int, int]:
    shape = courses.session.shape
    if len(shape) != 2:  # noqa: PLR2004 - courses by sessions
        message = f"courses need the shape (courses, sessions), got {shape}"
        raise ValueError(message)
    for name in ("client", "therapist", "attended", "unsaid"):
        if getattr(courses, name).shape != shape:
            message = f"{name} has the shape {getattr(courses, name).shape}, session has {shape}"
            raise ValueError(message)
    if courses.length.shape != shape[:1] or (courses.length > shape[1]).any():
        message = "length needs one number per course, none above the number of sessions"
        raise ValueError(message)
    step = np.diff(courses.session, axis=1)
    counts = np.arange(1, shape[1])[None, :] < courses.length[:, None]
    if (counts & (step <= 0)).any():
        message = "the sessions of a course must increase"
        raise ValueError(message)
    return shape[0], shape[1]
