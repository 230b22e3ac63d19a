"""What a file of item answers says about a questionnaire, point by point in the order of COSMIN, and what it does not.

The ten points follow Mokkink and colleagues 2010 (Journal of Clinical Epidemiology 63, 737-745), as this project
asks them of its own check-in (docs/science/checkin.md). A point that a file cannot answer says what would.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.dependability import dependability, levels, sessions_for
from rightfit.engine.one_factor import omega
from rightfit.engine.psychometrics import alpha, alpha_interval, item_statistics

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import ArrayLike, NDArray

    from rightfit.engine.measures.definition import Measure, Scale

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

__all__ = ["POINTS", "Figure", "Point", "examine"]

POINTS = (
    (
        "Content",
        "Interviews with clients and therapists, in rounds, also with people who left: is it understood, complete?",
    ),
    ("Structure", "A factor analysis between and within people, 100 pairs or more with repeated sessions."),
    ("Items together", "Omega between and within, only for what proved to be one thing."),
    (
        "The same meaning for all",
        "The same analysis across languages, genders, groups, remote or in the room, sessions.",
    ),
    ("Reliability and error", "A second answer after 24 to 48 hours, before the next session, of 50 people or more."),
    ("With other measures", "Hypotheses written beforehand, with other measures filled in by the same people."),
    ("Does it move when things move", "Ruptures and repairs that somebody else named, in the same weeks."),
    ("What the figures mean", "Distribution, ceiling below 15%, missing answers, norms by session number."),
    ("As an alarm", "Sensitivity, predictive value, alarms per 100 sessions, lead time; whether acting on it helps."),
    ("Open", "Data, protocol, exclusions and who paid, for everybody to see."),
)
"""Name, and what would answer it. Their order is COSMIN's, content first."""

FEW = 50
CEILING = 0.15
_MISFIT = 0.08
_SESSIONS_SHOWN = 12
_PEOPLE_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure: of which scale or item, what it is, its 95% interval (`nan` where none is known), from how many."""

    of: str
    what: str
    value: float
    low: float = math.nan
    high: float = math.nan
    count: int = 0


@dataclass(frozen=True, kw_only=True)
class Point:
    """One point of the list: what is known from this file in words and figures, and what is still needed.

    `known` is "" where the file says nothing about it.
    """

    number: int
    name: str
    known: str
    needed: str
    figures: tuple[Figure, ...]


def examine(
    measure: Measure, answers: ArrayLike, *, person: Sequence[int] | None = None, session: Sequence[float] | None = None
) -> tuple[Point, ...]:
    """Return all ten points. `answers` has the shape (forms, scored items), in the measure's order, not turned round.

    `person` numbers whose form it is; without it every form is taken as another person's. `session`
    is the number of the session. Raises ValueError for a table of another shape.
    """
    table = np.asarray(answers, dtype=np.float64)
    keys = [item.key for item in measure.scored_items]
    if table.ndim != 2 or table.shape[1] != len(keys) or not len(table):  # noqa: PLR2004 - forms and items
        raise ValueError(f"answers have to be a table of forms and {len(keys)} items, got the shape {table.shape}")
    who = np.arange(len(table)) if person is None else np.unique(np.asarray(person), return_inverse=True)[1]
    first = np.unique(who, return_index=True)[1]
    parts = []
    for scale in measure.scales:
        columns = [keys.index(key) for key in scale.items]
        turned = table[:, columns].copy()
        for place, key in enumerate(scale.items):
            item = measure.item(key)
            if item.reverse:
                turned[:, place] = item.low + item.high - turned[:, place]
        parts.append(_Part(measure, scale, turned, who, first))
    known = {
        2: [_structure(part) for part in parts],
        3: [_together(part) for part in parts],
        5: [_error(part) for part in parts],
        8: [_meaning(part, session) for part in parts],
    }
    points = []
    for number, (name, needed) in enumerate(POINTS, start=1):
        said = known.get(number, [])
        words = " ".join(f"{part.scale.label}: {one[0]}" for part, one in zip(parts, said, strict=False) if one[0])
        figures = tuple(figure for one in said for figure in one[1])
        points.append(Point(number=number, name=name, known=words, needed=needed, figures=figures))
    return tuple(points)


@dataclass(frozen=True)
class _Part:
    """One scale's items, turned round; the first form of each person is where `first` says."""

    measure: Measure
    scale: Scale
    items: FloatArray
    who: IntArray
    first: IntArray

    @property
    def score(self) -> FloatArray:
        given = np.isfinite(self.items)
        count = given.sum(axis=1)
        size = self.items.shape[1]
        enough = (count > 0) & (size - count <= self.scale.missing.most)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.where(given, self.items, 0).sum(axis=1) / count
        return np.where(enough, mean * (size if self.scale.rule == "sum" else 1), np.nan)

    @property
    def repeated(self) -> bool:
        return len(self.first) < len(self.who)


def _structure(part: _Part) -> tuple[str, list[Figure]]:
    if part.items.shape[1] < 3:  # noqa: PLR2004 - one factor needs three
        return "fewer than three items: whether they are one thing cannot be tested.", []
    found = omega(part.items[part.first], draws=0)
    if found.value is None:
        return f"{found.why}.", []
    name, people = part.scale.id, found.people
    figures = [Figure(of=name, what="SRMR of one factor", value=found.srmr, count=people)]
    if math.isfinite(found.rmsea):
        figures.append(Figure(of=name, what="RMSEA of one factor", value=found.rmsea, count=people))
    figures += [
        Figure(of=key, what="loading on the one factor", value=float(one), count=people)
        for key, one in zip(part.scale.items, found.loadings, strict=True)
    ]
    fits = found.srmr < _MISFIT and not found.improper and not found.rmsea > _MISFIT
    words = "one factor is not far from these answers" if fits else "one factor does not describe these answers well"
    return f"{words} (first forms of {people} people{_few(people)}).", figures


def _together(part: _Part) -> tuple[str, list[Figure]]:
    size = part.items.shape[1]
    if size < 2:  # noqa: PLR2004 - nothing to compare
        return "one item has nothing to hang together with.", []
    name = part.scale.id
    found = alpha(part.items[part.first], missing="complete")
    if found.value is None:
        return f"{found.why}.", []
    low, high = alpha_interval(found)
    figures = [Figure(of=name, what="alpha", value=found.value, low=low, high=high, count=found.people)]
    if size > 2:  # noqa: PLR2004 - one factor needs three
        other = omega(part.items[part.first])
        if other.value is not None:
            figures.append(
                Figure(of=name, what="omega", value=other.value, low=other.low, high=other.high, count=other.people)
            )
        figures += [
            Figure(of=key, what="alpha without it", value=float(one), count=found.people)
            for key, one in zip(part.scale.items, found.without, strict=True)
        ]
    if part.repeated:
        figures += _by_level(part)
    words = f"alpha is {found.value:.2f}, and may well be anything from {low:.2f} to {high:.2f}"
    return f"{words} (first forms of {found.people} people{_few(found.people)}).", figures


def _by_level(part: _Part) -> Iterator[Figure]:
    try:
        found = levels(part.items, person=part.who)
    except ValueError:
        return
    for what, value in (("alpha between people", found.between), ("alpha within people", found.within)):
        if value is not None:
            yield Figure(of=part.scale.id, what=what, value=value, count=found.sessions)


def _error(part: _Part) -> tuple[str, list[Figure]]:
    name = part.scale.id
    if not part.repeated:
        return "", []
    try:
        found = dependability(part.score, person=part.who)
    except ValueError as error:
        return f"not known: {error}.", []
    count = found.sessions
    figures = [
        Figure(
            of=name, what="dependability of one session", value=found.one, low=found.low, high=found.high, count=count
        ),
        Figure(of=name, what="SD between people", value=found.between_sd, count=found.people),
        Figure(of=name, what="SD within people, over sessions", value=found.within_sd, count=count),
    ]
    needed = sessions_for(found.one)
    if needed is None:
        return "sessions do not tell people apart here.", figures
    figures.append(Figure(of=name, what="sessions for .90", value=needed, count=count))
    most = sessions_for(found.low)
    reach = f"{sessions_for(found.high)} to {most}" if most is not None else f"{sessions_for(found.high)} or more"
    words = f"to tell people apart with .90, the mean of about {needed} sessions is needed ({reach} fit these data too)"
    return (
        f"{words}; more where neighbouring sessions are alike. This is no retest: people change between sessions.",
        figures,
    )


def _meaning(part: _Part, session: Sequence[float] | None) -> tuple[str, list[Figure]]:
    score, scale = part.score, part.scale
    given = np.isfinite(score)
    if not given.any():
        return "no form could be scored.", []
    top, bottom = float((score[given] == scale.high).mean()), float((score[given] == scale.low).mean())
    count = int(given.sum())
    figures = [
        Figure(of=scale.id, what="mean", value=float(score[given].mean()), count=count),
        Figure(of=scale.id, what="SD", value=float(score[given].std(ddof=1)) if count > 1 else math.nan, count=count),
        Figure(of=scale.id, what="share at the top", value=top, count=count),
        Figure(of=scale.id, what="share at the bottom", value=bottom, count=count),
        Figure(of=scale.id, what="share of forms not scorable", value=float((~given).mean()), count=len(score)),
    ]
    low = min(part.measure.item(key).low for key in scale.items)
    high = max(part.measure.item(key).high for key in scale.items)
    items = item_statistics(part.items, low=low, high=high)
    for place, key in enumerate(scale.items):
        answered = int(items.answered[place])
        figures += [
            Figure(of=key, what=what, value=float(column[place]), count=answered)
            for what, column in (
                ("mean", items.mean), ("SD", items.sd), ("share at the top", items.at_highest),
                ("share at the bottom", items.at_lowest), ("correlation with the rest", items.with_rest),
            )
        ]  # fmt: skip
        figures.append(Figure(of=key, what="left out", value=float(items.left_out[place]), count=len(part.items)))
    if session is not None:
        figures += _by_session(part, np.asarray(session, dtype=np.float64))
    full = f"{top:.0%} of the forms are at the very top"
    if top >= CEILING:
        full += f", {CEILING:.0%} or more: change for the better cannot show there"
    return f"{full}; {bottom:.0%} at the bottom ({count} forms).", figures


def _by_session(part: _Part, session: FloatArray) -> Iterator[Figure]:
    score = part.score
    for number in np.unique(session[np.isfinite(session)])[:_SESSIONS_SHOWN]:
        here = score[(session == number) & np.isfinite(score)]
        if len(here) >= _PEOPLE_SHOWN:  # of fewer, somebody could be recognised
            yield Figure(
                of=part.scale.id, what=f"mean in session {number:g}", value=float(here.mean()), count=len(here)
            )


def _few(people: int) -> str:
    return "; too few to rest on" if people < FEW else ""
