"""The ten points by name, with what would answer each, and what is said about one."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["POINTS", "Figure", "Point"]

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
