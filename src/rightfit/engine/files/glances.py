"""A glance into a file for one thing, without reading it whole: its span of scores, one of its columns."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rightfit.engine.files.cell_rules import RefuseError, number
from rightfit.engine.files.layout import names_in, places_in
from rightfit.engine.files.rows import opened

if TYPE_CHECKING:
    from pathlib import Path

    from rightfit.engine.files.layout import Layout


def span(path: Path, *, names: dict[str, str], most: int = 200_000) -> tuple[float, float] | None:
    """Smallest and largest score in the first rows, for the message that asks for the scale.

    Returns None where no score can be read. Raises as `windows` does.
    """
    file = opened(path)
    heading = names_in(path, file.heading)
    labels = [names.get(name, name) for name in ("client_score", "therapist_score")]
    places = sorted({heading.index(label) for label in labels if label in heading})
    low, high, done = math.inf, -math.inf, 0
    for rows in file.rows(places):
        for text in {text for place in places for text in rows.texts(place)[: most - done]}:
            try:
                value = number(text, "")
            except RefuseError:
                continue
            if value == value:  # noqa: PLR0124 - nan
                low, high = min(low, value), max(high, value)
        done += len(rows)
        if done >= most:
            break
    return (low, high) if low <= high else None


def cells(path: Path, *, name: str, layout: Layout) -> dict[int, str]:
    """What stands in one of our columns, by the file's line; nothing where the file has no such column.

    For columns that no window carries, as the date. Raises as `windows` does.
    """
    file = opened(path)
    place = places_in(path, names_in(path, file.heading), layout).named[name]
    found: dict[int, str] = {}
    if place >= 0:
        for rows in file.rows([place]):
            found.update(zip(rows.lines, map(str.strip, rows.texts(place)), strict=True))
    return found
