"""The methods by name, and the published figure that the index of each has to pass."""

from __future__ import annotations

__all__ = ["BETTER", "CRITICAL", "METHODS", "SLOPES", "check_better"]

METHODS = {
    "jacobson-truax": "Jacobson-Truax",
    "gulliksen-lord-novick": "Gulliksen-Lord-Novick",
    "edwards-nunnally": "Edwards-Nunnally, as Speer 1992 writes it",
    "hageman-arrindell": "Hageman-Arrindell",
    "hierarchical-linear": "hierarchical-linear, slope against the common slope",
    "percentage": "percentage of the first score",
    "minimal-difference": "minimal important difference",
    "cut-off": "cut-off alone",
}
"""What `method` may be, and the name that stands in the result."""

CRITICAL = {"hageman-arrindell": 1.65} | dict.fromkeys(
    ("jacobson-truax", "gulliksen-lord-novick", "edwards-nunnally", "hierarchical-linear"), 1.96
)
"""The published figure that an index has to pass. Hageman and Arrindell test one side, the others two."""

BETTER = ("lower", "higher")
"""Which way a score goes when somebody is better."""

SLOPES = "hierarchical-linear"
"""The one method that needs a whole course."""


def check_better(better: str) -> None:
    """Raise ValueError for another word than those of BETTER."""
    if better not in BETTER:
        raise ValueError(f"better is {better!r}; it may be {' or '.join(BETTER)}")
