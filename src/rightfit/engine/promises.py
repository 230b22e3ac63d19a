"""From a promised false-alarm rate to a threshold. Made by `bench/promises.py`; do not edit.

The rate is the number of false alarms per 100 held, rupture-free sessions; the threshold is on
P(rupture). A table for each reading and for what has been answered so far in a course.
"""

from __future__ import annotations

__all__ = ["RATES", "THRESHOLDS"]

RATES = (0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0)
"""Promised false alarms per 100 held, rupture-free sessions."""

THRESHOLDS: dict[tuple[str, bool, bool], tuple[float, ...]] = {
    ("joint", False, False): (0.4162, 0.3458, 0.2632, 0.1946, 0.1593, 0.1208, 0.0916, 0.0700, 0.0478),
    ("joint", False, True): (0.5465, 0.4400, 0.3458, 0.2547, 0.2058, 0.1468, 0.0929, 0.0577, 0.0320),
    ("joint", True, False): (0.5555, 0.4450, 0.3328, 0.2341, 0.1843, 0.1310, 0.0921, 0.0639, 0.0369),
    ("joint", True, True): (0.5975, 0.4955, 0.3655, 0.2597, 0.1992, 0.1362, 0.0886, 0.0552, 0.0275),
    ("client", False, False): (0.4368, 0.3671, 0.2747, 0.2051, 0.1687, 0.1264, 0.0959, 0.0761, 0.0551),
    ("client", False, True): (0.5669, 0.4609, 0.3575, 0.2674, 0.2208, 0.1617, 0.0997, 0.0604, 0.0364),
    ("client", True, False): (0.4368, 0.3671, 0.2747, 0.2051, 0.1687, 0.1264, 0.0959, 0.0761, 0.0551),
    ("client", True, True): (0.5669, 0.4609, 0.3575, 0.2674, 0.2208, 0.1617, 0.0997, 0.0604, 0.0364),
    ("therapist", False, False): (0.4162, 0.3458, 0.2632, 0.1946, 0.1593, 0.1208, 0.0916, 0.0700, 0.0478),
    ("therapist", False, True): (0.5465, 0.4400, 0.3458, 0.2547, 0.2058, 0.1468, 0.0929, 0.0577, 0.0320),
    ("therapist", True, False): (0.5555, 0.4450, 0.3328, 0.2341, 0.1843, 0.1310, 0.0921, 0.0639, 0.0369),
    ("therapist", True, True): (0.5975, 0.4955, 0.3655, 0.2597, 0.1992, 0.1362, 0.0886, 0.0552, 0.0275),
}
"""(reading, a therapist's form was seen, the question was answered): one threshold per rate."""
