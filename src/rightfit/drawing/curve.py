"""A smooth curve through points that never swings beyond them.

Fritsch and Carlson's monotone cubic: between two marks the line stays between them, so that no dip or peak
is drawn which nobody marked. F. N. Fritsch and R. E. Carlson, SIAM J. Numer. Anal. 17 (1980) 238-246.
"""

from collections.abc import Sequence
from itertools import pairwise


def tangents(xs: Sequence[float], ys: Sequence[float]) -> list[float]:
    """Return the slope at each point; `xs` strictly rises or falls."""
    if len(xs) < 2:  # noqa: PLR2004 - a curve needs two points
        return [0.0] * len(xs)
    slopes = [(ys[i + 1] - ys[i]) / (xs[i + 1] - xs[i]) for i in range(len(xs) - 1)]
    out = [slopes[0]]
    for before, after in pairwise(slopes):
        # The harmonic mean is at most twice the smaller slope, which keeps the cubic monotone.
        out.append(0.0 if before * after <= 0 else 2 * before * after / (before + after))
    out.append(slopes[-1])
    return out


def curve(xs: Sequence[float], ys: Sequence[float], slopes: Sequence[float] | None = None) -> str:
    """Return the path from the first point on, without its "M"."""
    slopes = tangents(xs, ys) if slopes is None else slopes
    path = []
    for i in range(len(xs) - 1):
        third = (xs[i + 1] - xs[i]) / 3
        path.append(
            f"C{xs[i] + third:.1f},{ys[i] + slopes[i] * third:.1f} "
            f"{xs[i + 1] - third:.1f},{ys[i + 1] - slopes[i + 1] * third:.1f} {xs[i + 1]:.1f},{ys[i + 1]:.1f}"
        )
    return "".join(path)
