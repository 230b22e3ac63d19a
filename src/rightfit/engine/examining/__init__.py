"""What a file of item answers says about a questionnaire, point by point in the order of COSMIN, and what it does not.

The ten points follow Mokkink and colleagues 2010 (Journal of Clinical Epidemiology 63, 737-745), as this project
asks them of its own check-in (docs/science/checkin.md). A point that a file cannot answer says what would.

Where a line lies: the points' names in `points`, one scale's answers in `part`, points 2 and 3 in `hanging_together`,
point 5 in `reliability`, point 8 in `distribution`. The others need more than a file of answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.examining.distribution import meaning
from rightfit.engine.examining.hanging_together import structure, together
from rightfit.engine.examining.part import Part
from rightfit.engine.examining.points import POINTS, Figure, Point
from rightfit.engine.examining.reliability import error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from rightfit.engine.measures.definition import Measure

__all__ = ["POINTS", "Figure", "Point", "examine"]


def examine(
    measure: Measure, answers: ArrayLike, *, person: Sequence[int] | None = None, session: Sequence[float] | None = None
) -> tuple[Point, ...]:
    """Return all ten points. `answers` has the shape (forms, scored items), in the measure's order, not turned round.

    `person` numbers whose form it is; without it every form is taken as another person's. `session`
    is the number of the session. Raises ValueError for a table of another shape.
    """
    table = np.asarray(answers, dtype=np.float64)
    keys = [item.key for item in measure.scored_items]
    if table.ndim != 2 or table.shape[1] != len(keys) or not len(table):  # noqa: PLR2004 - forms and items
        raise ValueError(f"answers have to be a table of forms and {len(keys)} items, got the shape {table.shape}")
    who = np.arange(len(table)) if person is None else np.unique(np.asarray(person), return_inverse=True)[1]
    first = np.unique(who, return_index=True)[1]
    parts = []
    for scale in measure.scales:
        columns = [keys.index(key) for key in scale.items]
        turned = table[:, columns].copy()
        for place, key in enumerate(scale.items):
            item = measure.item(key)
            if item.reverse:
                turned[:, place] = item.low + item.high - turned[:, place]
        parts.append(Part(measure, scale, turned, who, first))
    known = {
        2: [structure(part) for part in parts],
        3: [together(part) for part in parts],
        5: [error(part) for part in parts],
        8: [meaning(part, session) for part in parts],
    }
    points = []
    for number, (name, needed) in enumerate(POINTS, start=1):
        said = known.get(number, [])
        words = " ".join(f"{part.scale.label}: {one[0]}" for part, one in zip(parts, said, strict=False) if one[0])
        figures = tuple(figure for one in said for figure in one[1])
        points.append(Point(number=number, name=name, known=words, needed=needed, figures=figures))
    return tuple(points)
