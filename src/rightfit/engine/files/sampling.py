"""Courses of a file for fitting, spread evenly over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rightfit.engine.dyad import Courses
from rightfit.engine.files.courses import tables
from rightfit.engine.files.windowing import windows

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from rightfit.engine.files.layout import Layout
    from rightfit.engine.files.windowing import Progress
    from rightfit.engine.noticing import Forms


def sample(
    path: Path, *, layout: Layout, most: int = 2_000, progress: Progress | None = None
) -> tuple[Courses, int, int]:
    """Courses on 0..40 for fitting: all of them, or `most` spread evenly over the file.

    Returns the courses, the number of refused rows and the number of rows read. Of a client's
    forms only those that are shared are taken, so that nothing kept private can move a threshold.
    Raises as `windows` does.
    """
    kept: list[tuple[Forms, int]] = []
    every, count, refused, read = 1, 0, 0, 0
    for window in windows(path, layout=layout, progress=progress):
        refused += len(window.refused)
        read += int((window.pair >= 0).sum())
        for table in tables(window):
            for row in range(table.length.size):
                if count % every == 0:
                    kept.append((table.forms_of(row), int(table.length[row])))
                count += 1
                if len(kept) >= 2 * most:
                    kept, every = kept[::2], every * 2
    size = max((length for _, length in kept), default=1)

    def stack(name: str, fill: float, kind: type) -> Any:
        out: NDArray[Any] = np.full((len(kept), size), fill, kind)
        for place, (forms, length) in enumerate(kept):
            out[place, :length] = getattr(forms, name)
        return out

    shared = stack("shared", 0, bool)
    return (
        Courses(
            session=stack("session", 0, np.int64),
            client=np.where(shared, layout.scale.to_forty(stack("client", np.nan, np.float64)), np.nan),
            therapist=layout.therapist_scale.to_forty(stack("therapist", np.nan, np.float64)),
            attended=stack("attended", -1, np.int64),
            unsaid=np.where(shared, stack("unsaid", np.nan, np.float64), np.nan),
            length=np.array([length for _, length in kept], np.int64),
        ),
        refused,
        read,
    )
