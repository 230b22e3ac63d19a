"""Thresholds from simulation. Made by `bench/promises.py`; do not edit."""

from __future__ import annotations

from typing import Literal

__all__ = ["RATES", "SELDOM", "THRESHOLDS", "View"]

View = Literal["joint", "client", "therapist"]
"""Whose reading it is."""

RATES = (0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0)
"""Promised false alarms per 100 held, rupture-free sessions."""

THRESHOLDS: dict[tuple[str, bool, bool], tuple[float, ...]] = {
    ("joint", False, False): (0.7701, 0.6668, 0.5360, 0.3900, 0.3131, 0.2230, 0.1510, 0.1044, 0.0637),
    ("joint", False, True): (0.7797, 0.6630, 0.5340, 0.3947, 0.3162, 0.2257, 0.1508, 0.0944, 0.0475),
    ("joint", True, False): (0.8586, 0.7677, 0.6252, 0.4559, 0.3601, 0.2454, 0.1606, 0.1030, 0.0511),
    ("joint", True, True): (0.8429, 0.7428, 0.6017, 0.4333, 0.3407, 0.2296, 0.1463, 0.0890, 0.0403),
    ("client", False, False): (0.7888, 0.6858, 0.5599, 0.4129, 0.3321, 0.2390, 0.1609, 0.1124, 0.0731),
    ("client", False, True): (0.8009, 0.6837, 0.5561, 0.4154, 0.3377, 0.2455, 0.1654, 0.1027, 0.0532),
    ("client", True, False): (0.7888, 0.6858, 0.5599, 0.4129, 0.3321, 0.2390, 0.1609, 0.1124, 0.0731),
    ("client", True, True): (0.8009, 0.6837, 0.5561, 0.4154, 0.3377, 0.2455, 0.1654, 0.1027, 0.0532),
    ("therapist", False, False): (0.7701, 0.6668, 0.5360, 0.3900, 0.3131, 0.2230, 0.1510, 0.1044, 0.0637),
    ("therapist", False, True): (0.7797, 0.6630, 0.5340, 0.3947, 0.3162, 0.2257, 0.1508, 0.0944, 0.0475),
    ("therapist", True, False): (0.8586, 0.7677, 0.6252, 0.4559, 0.3601, 0.2454, 0.1606, 0.1030, 0.0511),
    ("therapist", True, True): (0.8429, 0.7428, 0.6017, 0.4333, 0.3407, 0.2296, 0.1463, 0.0890, 0.0403),
}
"""(reading, a therapist's form was seen, the question was answered): one threshold per rate."""

SELDOM: dict[tuple[str, bool], tuple[float, ...]] = {
    ("joint", False): (1.67, 1.43, 1.17, 0.92, 0.79, 0.48, 0.24, -0.08, -0.76),
    ("joint", True): (0.97, 0.79, 0.63, 0.41, 0.26, 0.00, 0.11, -0.04, -0.46),
    ("client", False): (1.19, 1.04, 0.95, 0.78, 0.70, 0.54, 0.17, -0.17, -0.53),
    ("client", True): (0.69, 0.46, 0.37, 0.19, 0.04, -0.11, 0.31, 0.15, -0.29),
    ("therapist", False): (1.67, 1.43, 1.17, 0.92, 0.79, 0.48, 0.24, -0.08, -0.76),
    ("therapist", True): (0.97, 0.79, 0.63, 0.41, 0.26, 0.00, 0.11, -0.04, -0.46),
}
"""(reading, the question was answered): by how much the logit falls where a form comes every third time."""
