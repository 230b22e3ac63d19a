"""From a promised false-alarm rate to a threshold. Made by `bench/promises.py`; do not edit.

The rate is the number of false alarms per 100 held, rupture-free sessions; the threshold is on
P(rupture). A table for each reading and for what has been answered so far in a course.
"""

from __future__ import annotations

__all__ = ["RATES", "THRESHOLDS"]

RATES = (0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0)
"""Promised false alarms per 100 held, rupture-free sessions."""

THRESHOLDS: dict[tuple[str, bool, bool], tuple[float, ...]] = {
    ("joint", False, False): (0.7397, 0.6280, 0.4952, 0.3606, 0.2867, 0.2010, 0.1413, 0.0974, 0.0607),
    ("joint", False, True): (0.7258, 0.6143, 0.5041, 0.3775, 0.3027, 0.2097, 0.1373, 0.0852, 0.0443),
    ("joint", True, False): (0.8469, 0.7357, 0.5993, 0.4300, 0.3335, 0.2262, 0.1469, 0.0944, 0.0470),
    ("joint", True, True): (0.8065, 0.7123, 0.5680, 0.4117, 0.3216, 0.2137, 0.1344, 0.0821, 0.0359),
    ("client", False, False): (0.7514, 0.6534, 0.5146, 0.3834, 0.3100, 0.2158, 0.1476, 0.1062, 0.0700),
    ("client", False, True): (0.7429, 0.6417, 0.5224, 0.3981, 0.3210, 0.2298, 0.1499, 0.0927, 0.0499),
    ("client", True, False): (0.7514, 0.6534, 0.5146, 0.3834, 0.3100, 0.2158, 0.1476, 0.1062, 0.0700),
    ("client", True, True): (0.7429, 0.6417, 0.5224, 0.3981, 0.3210, 0.2298, 0.1499, 0.0927, 0.0499),
    ("therapist", False, False): (0.7397, 0.6280, 0.4952, 0.3606, 0.2867, 0.2010, 0.1413, 0.0974, 0.0607),
    ("therapist", False, True): (0.7258, 0.6143, 0.5041, 0.3775, 0.3027, 0.2097, 0.1373, 0.0852, 0.0443),
    ("therapist", True, False): (0.8469, 0.7357, 0.5993, 0.4300, 0.3335, 0.2262, 0.1469, 0.0944, 0.0470),
    ("therapist", True, True): (0.8065, 0.7123, 0.5680, 0.4117, 0.3216, 0.2137, 0.1344, 0.0821, 0.0359),
}
"""(reading, a therapist's form was seen, the question was answered): one threshold per rate."""
