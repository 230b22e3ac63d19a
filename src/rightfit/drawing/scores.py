"""The scores of one questionnaire over time, as dots and a line. The table beside it says the same."""

from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT, EDGE, LEFT = 320, 120, 12, 34


def draw(values: Sequence[float], *, low: float, high: float, title: str) -> str:
    """Return the picture as SVG. `values` in the order of time; `low` and `high` are the ends of the scale.

    The forms stand at even distances: when each was filled in stands in the table.
    """
    across = (WIDTH - LEFT - EDGE) / max(len(values) - 1, 1)
    tall = HEIGHT - 2 * EDGE
    spots = [(LEFT + place * across, EDGE + tall * (high - value) / (high - low)) for place, value in enumerate(values)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    ends = "".join(
        f'<text class="tick" x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{end:g}</text>'
        f'<line class="grid" x1="{LEFT}" x2="{WIDTH - EDGE}" y1="{y}" y2="{y}"/>'
        for end, y in ((high, EDGE), (low, HEIGHT - EDGE))
    )
    dots = "".join(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="5"/>' for x, y in spots)
    return (
        f'<svg class="scores" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        f'{ends}<polyline class="line" points="{line}"/>{dots}</svg>'
    )
