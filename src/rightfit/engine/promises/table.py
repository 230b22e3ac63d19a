"""Thresholds from simulation. Made by `bench/promises.py`; do not edit."""

from __future__ import annotations

from typing import Literal

__all__ = ["RATES", "SELDOM", "THRESHOLDS", "View"]

View = Literal["joint", "client", "therapist"]
"""Whose reading it is."""

RATES = (0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0)
"""Promised false alarms per 100 held, rupture-free sessions."""

THRESHOLDS: dict[tuple[str, bool, bool], tuple[float, ...]] = {
    ("joint", False, False): (0.7844, 0.6853, 0.5502, 0.4025, 0.3211, 0.2286, 0.1542, 0.1056, 0.0637),
    ("joint", False, True): (0.7910, 0.6784, 0.5426, 0.3991, 0.3188, 0.2275, 0.1537, 0.0989, 0.0510),
    ("joint", True, False): (0.8686, 0.7830, 0.6393, 0.4693, 0.3703, 0.2523, 0.1641, 0.1049, 0.0513),
    ("joint", True, True): (0.8598, 0.7611, 0.6220, 0.4466, 0.3519, 0.2371, 0.1513, 0.0932, 0.0429),
    ("client", False, False): (0.8057, 0.7036, 0.5728, 0.4264, 0.3421, 0.2453, 0.1642, 0.1134, 0.0731),
    ("client", False, True): (0.8109, 0.7025, 0.5669, 0.4205, 0.3402, 0.2460, 0.1686, 0.1071, 0.0574),
    ("client", True, False): (0.8057, 0.7036, 0.5728, 0.4264, 0.3421, 0.2453, 0.1642, 0.1134, 0.0731),
    ("client", True, True): (0.8109, 0.7025, 0.5669, 0.4205, 0.3402, 0.2460, 0.1686, 0.1071, 0.0574),
    ("therapist", False, False): (0.7844, 0.6853, 0.5502, 0.4025, 0.3211, 0.2286, 0.1542, 0.1056, 0.0637),
    ("therapist", False, True): (0.7910, 0.6784, 0.5426, 0.3991, 0.3188, 0.2275, 0.1537, 0.0989, 0.0510),
    ("therapist", True, False): (0.8686, 0.7830, 0.6393, 0.4693, 0.3703, 0.2523, 0.1641, 0.1049, 0.0513),
    ("therapist", True, True): (0.8598, 0.7611, 0.6220, 0.4466, 0.3519, 0.2371, 0.1513, 0.0932, 0.0429),
}
"""(reading, a therapist's form was seen, the question was answered): one threshold per rate."""

SELDOM: dict[tuple[str, bool], tuple[float, ...]] = {
    ("joint", False): (1.73, 1.50, 1.20, 0.96, 0.82, 0.52, 0.27, -0.05, -0.75),
    ("joint", True): (1.15, 0.95, 0.75, 0.50, 0.36, 0.10, 0.12, -0.01, -0.41),
    ("client", False): (1.25, 1.09, 0.96, 0.82, 0.73, 0.57, 0.19, -0.16, -0.53),
    ("client", True): (0.80, 0.58, 0.44, 0.23, 0.09, -0.08, 0.30, 0.17, -0.22),
    ("therapist", False): (1.73, 1.50, 1.20, 0.96, 0.82, 0.52, 0.27, -0.05, -0.75),
    ("therapist", True): (1.15, 0.95, 0.75, 0.50, 0.36, 0.10, 0.12, -0.01, -0.41),
}
"""(reading, the question was answered): by how much the logit falls where a form comes every third time."""
