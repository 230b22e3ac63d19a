"""From a promised false-alarm rate to a threshold. Made by `bench/promises.py`; do not edit.

The rate is the number of false alarms per 100 held, rupture-free sessions; the threshold is on
P(rupture). A table for each reading and for what has been answered so far in a course.
"""

from __future__ import annotations

__all__ = ["RATES", "THRESHOLDS"]

RATES = (0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0)
"""Promised false alarms per 100 held, rupture-free sessions."""

THRESHOLDS: dict[tuple[str, bool, bool], tuple[float, ...]] = {
    (reading, therapist, question): (0.93, 0.86, 0.75, 0.60, 0.50, 0.37, 0.26, 0.18, 0.10)
    for reading in ("joint", "client", "therapist")
    for therapist in (False, True)
    for question in (False, True)
}
"""(reading, a therapist's form was seen, the question was answered): one threshold per rate."""
