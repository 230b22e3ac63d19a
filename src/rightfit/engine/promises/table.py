"""Thresholds from simulation. Made by `bench/promises.py`; do not edit."""

from __future__ import annotations

from typing import Literal

__all__ = ["RATES", "SELDOM", "THRESHOLDS", "View"]

View = Literal["joint", "client", "therapist"]
"""Whose reading it is."""

RATES = (0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0)
"""Promised false alarms per 100 held, rupture-free sessions."""

THRESHOLDS: dict[tuple[str, bool, bool], tuple[float, ...]] = {
    ("joint", False, False): (0.7617, 0.6514, 0.5146, 0.3736, 0.2960, 0.2093, 0.1411, 0.0969, 0.0572),
    ("joint", False, True): (0.7675, 0.6493, 0.5142, 0.3734, 0.2962, 0.2093, 0.1400, 0.0899, 0.0465),
    ("joint", True, False): (0.8500, 0.7519, 0.6044, 0.4382, 0.3421, 0.2330, 0.1513, 0.0968, 0.0473),
    ("joint", True, True): (0.8385, 0.7312, 0.5891, 0.4185, 0.3258, 0.2186, 0.1390, 0.0858, 0.0395),
    ("client", False, False): (0.7819, 0.6729, 0.5381, 0.3943, 0.3160, 0.2246, 0.1507, 0.1036, 0.0658),
    ("client", False, True): (0.7870, 0.6709, 0.5340, 0.3954, 0.3155, 0.2260, 0.1535, 0.0983, 0.0522),
    ("client", True, False): (0.7819, 0.6729, 0.5381, 0.3943, 0.3160, 0.2246, 0.1507, 0.1036, 0.0658),
    ("client", True, True): (0.7870, 0.6709, 0.5340, 0.3954, 0.3155, 0.2260, 0.1535, 0.0983, 0.0522),
    ("therapist", False, False): (0.7617, 0.6514, 0.5146, 0.3736, 0.2960, 0.2093, 0.1411, 0.0969, 0.0572),
    ("therapist", False, True): (0.7675, 0.6493, 0.5142, 0.3734, 0.2962, 0.2093, 0.1400, 0.0899, 0.0465),
    ("therapist", True, False): (0.8500, 0.7519, 0.6044, 0.4382, 0.3421, 0.2330, 0.1513, 0.0968, 0.0473),
    ("therapist", True, True): (0.8385, 0.7312, 0.5891, 0.4185, 0.3258, 0.2186, 0.1390, 0.0858, 0.0395),
}
"""(reading, a therapist's form was seen, the question was answered): one threshold per rate."""

SELDOM: dict[tuple[str, bool], tuple[float, ...]] = {
    ("joint", False): (1.78, 1.54, 1.26, 1.03, 0.86, 0.56, 0.28, -0.02, -0.77),
    ("joint", True): (1.18, 0.97, 0.77, 0.53, 0.39, 0.12, 0.12, 0.01, -0.39),
    ("client", False): (1.34, 1.17, 1.02, 0.83, 0.77, 0.59, 0.23, -0.12, -0.51),
    ("client", True): (0.83, 0.57, 0.44, 0.28, 0.11, -0.06, 0.29, 0.20, -0.21),
    ("therapist", False): (1.78, 1.54, 1.26, 1.03, 0.86, 0.56, 0.28, -0.02, -0.77),
    ("therapist", True): (1.18, 0.97, 0.77, 0.53, 0.39, 0.12, 0.12, 0.01, -0.39),
}
"""(reading, the question was answered): by how much the logit falls where a form comes every third time."""
