"""Several people's marks on one line from 0 to 10: each stands as a leaf on its mark, and near ones on stems."""

from collections.abc import Sequence
from html import escape

WIDTH, LEFT, RIGHT = 340, 20, 320
LEAF, HEIGHT, STEM = 38, 28, 12


def levels(places: Sequence[float]) -> list[int]:
    """Return how high each leaf stands, so that none covers another: the lowest free level, in the given order."""
    taken: list[list[float]] = []
    found = []
    for place in places:
        level = next((high for high, row in enumerate(taken) if all(abs(place - one) >= LEAF + 4 for one in row)), None)
        if level is None:
            taken.append([])
            level = len(taken) - 1
        taken[level].append(place)
        found.append(level)
    return found


def line(marks: Sequence[tuple[str, float]]) -> str:
    """Return the drawing for (letters, mark) pairs. It is silent: names and marks stand in the table below it."""
    ordered = sorted(marks, key=lambda one: one[1])
    places = [LEFT + mark / 10 * (RIGHT - LEFT) for _letters, mark in ordered]
    heights = levels(places)
    axis = STEM + HEIGHT + max(heights, default=0) * (HEIGHT + 4) + 6
    parts = [f'<path class="ax" d="M{LEFT},{axis}H{RIGHT}"/>']
    parts += [f'<path class="ax" d="M{LEFT + step * 30},{axis - 4}v8"/>' for step in range(11)]
    for (letters, _mark), x, level in zip(ordered, places, heights, strict=True):
        top = axis - STEM - HEIGHT - level * (HEIGHT + 4)
        parts.append(f'<path class="stem" d="M{x:.1f},{top + HEIGHT}V{axis}"/>')
        parts.append(f'<circle class="dt" cx="{x:.1f}" cy="{axis}" r="5"/>')
        parts.append(f'<path class="leaf" d="{_leaf(x - LEAF / 2, top)}"/>')
        parts.append(f'<text class="in" x="{x:.1f}" y="{top + 19}" text-anchor="middle">{escape(letters)}</text>')
    return f'<svg class="chart marks" viewBox="0 0 {WIDTH} {axis + 8}" aria-hidden="true">{"".join(parts)}</svg>'


def _leaf(x: float, y: float) -> str:
    """A rounded box with one pointed corner: the shape of a therapist."""
    return f"M{x:.1f},{y + 9}q0,-9 9,-9h{LEAF - 18}q9,0 9,9v{HEIGHT - 18}q0,9 -9,9h{-(LEAF - 12)}q-3,0 -3,-3z"
