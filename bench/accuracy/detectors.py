"""What is compared: an explicit list. A detector takes what can be seen and gives a score per session.

To add one: write a function from `Seen` to an array (courses, sessions), higher = more alarming,
`nan` = says nothing; causal; then add a line to DETECTORS.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from rightfit.engine import baselines, noticing
from rightfit.engine.calibrating import fit
from rightfit.engine.dyad import Courses, Priors, Scale

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bench.accuracy.practices import Seen
    from bench.accuracy.scorer import Truth

    FloatArray = NDArray[np.float64]
    BoolArray = NDArray[np.bool_]

FORTY = Scale(low=0, high=40)
FITTED = 600

View = Literal["joint", "client", "therapist"]


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a detector says: its score, whether that is a probability of an open rupture, and its own signals."""

    score: FloatArray
    is_probability: bool = False
    signal: BoolArray | None = None


@dataclass(frozen=True, kw_only=True)
class Detector:
    """A detector under the name it has in the tables. `kind`: published, simple, labelled or engine.

    `own` is the threshold a published rule comes with. One that is `labelled` learns from another practice of which it
    is told what was the case, as no practice can: a yardstick, and no rival.
    """

    name: str
    kind: str
    run: Callable[[Seen], Given]
    own: float | None = None
    learn: Callable[[Seen, Truth], Callable[[Seen], Given]] | None = None

    def ready(self, other: Seen, other_truth: Truth) -> Callable[[Seen], Given]:
        """Return what gives the scores, once it has learnt what it may."""
        return self.run if self.learn is None else self.learn(other, other_truth)


def forms(seen: Seen) -> noticing.Forms:
    """Return what is seen, as the engine takes it."""
    shape = seen.client.shape
    return noticing.Forms(
        session=np.tile(np.arange(1, shape[1] + 1), (shape[0], 1)),
        client=seen.client,
        therapist=seen.therapist,
        attended=seen.attended,
        unsaid=seen.unsaid,
        asked_client=seen.asked_client,
        asked_therapist=seen.asked_therapist,
        shared=seen.shared,
    )


@lru_cache(maxsize=2)
def priors_for(seen: Seen) -> Priors:
    """Return the priors fitted to what is seen, without labels; the costly part.

    So it is done once a practice, on its first FITTED courses.
    """
    count = seen.client.shape[1]
    some = slice(0, FITTED)
    courses = Courses(
        session=np.tile(np.arange(1, count + 1), (seen.client[some].shape[0], 1)),
        client=seen.client[some],
        therapist=seen.therapist[some],
        attended=seen.attended[some],
        unsaid=seen.unsaid[some],
        length=seen.length[some],
    )
    return fit(courses, priors=noticing.DEFAULT_PRIORS).priors


def filtered(seen: Seen, *, view: View = "joint", question: bool = True, calibrated: bool = True) -> Given:
    """Return what the filter says in one of its readings, at a promise of 1 false alarm per 100."""
    priors = priors_for(seen) if calibrated else noticing.DEFAULT_PRIORS
    if not question:
        seen = replace(seen, unsaid=np.full_like(seen.unsaid, np.nan))
    found = noticing.read_table(
        forms(seen), length=seen.length, reading=view, scale=FORTY, priors=priors, single=True, new=False
    )
    return Given(score=found.p_rupture, is_probability=True, signal=found.signal)


def _taught(other: Seen, truth: Truth) -> Callable[[Seen], Given]:
    """Return a logistic regression on the filter's inputs, trained on sessions of which it is told what was open."""
    learnt = None
    if truth.open.any():
        learnt = baselines.fit_logistic(_inputs(other)[truth.held], truth.open[truth.held])

    def run(seen: Seen) -> Given:
        if learnt is None:
            return Given(score=np.full(seen.client.shape, np.nan))
        return Given(score=learnt.score(_inputs(seen)), is_probability=True)

    return run


def _inputs(seen: Seen) -> FloatArray:
    return baselines.inputs(seen.client, seen.therapist, seen.attended.astype(float), seen.unsaid)


def _client_rule(name: str, rule: Callable[[FloatArray], FloatArray], kind: str = "published") -> Detector:
    own = baselines.PUBLISHED.get(rule.__name__)
    return Detector(name=name, kind=kind, run=lambda seen: Given(score=rule(seen.client)), own=own)


DETECTORS = (
    _client_rule("SRS <= 36 or drop", baselines.srs_either),
    _client_rule("SRS drop", baselines.srs_drop),
    _client_rule("Strauss", baselines.strauss),
    _client_rule("Stiles", baselines.stiles),
    _client_rule("Gumz", baselines.gumz),
    _client_rule("Shewhart XmR", baselines.xmr),
    _client_rule("EWMA", baselines.ewma),
    _client_rule("CUSUM", baselines.cusum),
    _client_rule("local level", baselines.local_level, "simple"),
    _client_rule("change point", baselines.change_point, "simple"),
    Detector(
        name="EWMA two-sided",
        kind="simple",
        run=lambda seen: Given(score=baselines.ewma_two_sided(seen.client, seen.therapist)),
    ),
    Detector(
        name="logistic regression, trained with labels",
        kind="labelled",
        run=lambda seen: Given(score=np.full(seen.client.shape, np.nan)),
        learn=_taught,
    ),
    Detector(name="filter, client", kind="engine", run=lambda seen: filtered(seen, view="client", question=False)),
    Detector(name="filter, client + question", kind="engine", run=lambda seen: filtered(seen, view="client")),
    Detector(name="filter, therapist + question", kind="engine", run=lambda seen: filtered(seen, view="therapist")),
    Detector(name="filter, joint", kind="engine", run=lambda seen: filtered(seen, question=False)),
    Detector(name="filter, joint + question", kind="engine", run=filtered),
    Detector(
        name="filter, joint + question, not calibrated",
        kind="engine",
        run=lambda seen: filtered(seen, calibrated=False),
    ),
)
