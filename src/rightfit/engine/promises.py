"""From a promised false-alarm rate to a threshold. Made by `bench/promises.py`; do not edit.

The rate is the number of false alarms per 100 held, rupture-free sessions; the threshold is on
P(rupture). A table for each reading and for what has been answered so far in a course.
"""

from __future__ import annotations

__all__ = ["RATES", "THRESHOLDS"]

RATES = (0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0)
"""Promised false alarms per 100 held, rupture-free sessions."""

THRESHOLDS: dict[tuple[str, bool, bool], tuple[float, ...]] = {
    ("joint", False, False): (0.7613, 0.6471, 0.5093, 0.3822, 0.3105, 0.2203, 0.1521, 0.1034, 0.0615),
    ("joint", False, True): (0.7450, 0.6423, 0.5205, 0.3821, 0.3117, 0.2274, 0.1505, 0.0928, 0.0455),
    ("joint", True, False): (0.8410, 0.7480, 0.6289, 0.4449, 0.3528, 0.2408, 0.1584, 0.0996, 0.0486),
    ("joint", True, True): (0.8271, 0.7262, 0.5910, 0.4274, 0.3293, 0.2269, 0.1442, 0.0881, 0.0378),
    ("client", False, False): (0.7792, 0.6648, 0.5379, 0.4036, 0.3293, 0.2328, 0.1614, 0.1118, 0.0707),
    ("client", False, True): (0.7649, 0.6666, 0.5365, 0.4020, 0.3318, 0.2446, 0.1622, 0.1019, 0.0513),
    ("client", True, False): (0.7792, 0.6648, 0.5379, 0.4036, 0.3293, 0.2328, 0.1614, 0.1118, 0.0707),
    ("client", True, True): (0.7649, 0.6666, 0.5365, 0.4020, 0.3318, 0.2446, 0.1622, 0.1019, 0.0513),
    ("therapist", False, False): (0.7613, 0.6471, 0.5093, 0.3822, 0.3105, 0.2203, 0.1521, 0.1034, 0.0615),
    ("therapist", False, True): (0.7450, 0.6423, 0.5205, 0.3821, 0.3117, 0.2274, 0.1505, 0.0928, 0.0455),
    ("therapist", True, False): (0.8410, 0.7480, 0.6289, 0.4449, 0.3528, 0.2408, 0.1584, 0.0996, 0.0486),
    ("therapist", True, True): (0.8271, 0.7262, 0.5910, 0.4274, 0.3293, 0.2269, 0.1442, 0.0881, 0.0378),
}
"""(reading, a therapist's form was seen, the question was answered): one threshold per rate."""
