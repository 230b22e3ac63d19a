"""A whole file, window by window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.files.batch import Parser
from rightfit.engine.files.layout import FileError, names_in, places_in
from rightfit.engine.files.rows import opened
from rightfit.engine.files.seen import Seen
from rightfit.engine.files.window import Waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from rightfit.engine.files.layout import Layout
    from rightfit.engine.files.window import Window

    Progress = Callable[[int, int], None]

WINDOW = 200_000
"""Rows held at once."""


def windows(path: Path, *, layout: Layout, rows: int = WINDOW, progress: Progress | None = None) -> Iterator[Window]:
    """Read `path` window by window, at most about `rows` rows at once.

    Every row of the file stands in exactly one window, in the file's order, read or refused.
    `progress` is called now and then with the bytes and the rows read so far.

    Raises `FileError` where the file cannot be read (empty, not UTF-8, wrong separator, a column
    missing, rows of a pair apart in a file longer than a window) and `CallError` where the call
    does not fit the file. Source: the project's interface of `rightfit read`.
    """
    file = opened(path)
    places = places_in(path, names_in(path, file.heading), layout)
    parser = Parser(places, layout)
    waiting = Waiting()
    done = Seen()
    total, first = 0, True
    for found in file.rows(places.used()):
        batch = parser.batch(found)
        start = 0
        while start < len(batch):
            stop = min(len(batch), start + max(1, rows - len(waiting)))
            waiting.add(batch.part(start, stop))
            total += stop - start
            start = stop
            if progress is not None:
                progress(file.bytes_read, total)
            if len(waiting) >= rows:
                window, waiting = _cut(path, rows, waiting, first=first)
                _once(path, rows, window, done)
                first = False
                yield window
    if total == 0:
        message = f"{path.name} has a heading but no rows"
        raise FileError(message)
    window = waiting.window(len(waiting), last=True, first=first)
    _once(path, rows, window, done)
    if progress is not None:
        progress(file.bytes_read, total)
    yield window


def _cut(path: Path, rows: int, waiting: Waiting, *, first: bool) -> tuple[Window, Waiting]:
    """A window of the pairs that are complete, and what waits on."""
    stop = waiting.cut()
    if stop == 0:
        raise FileError(_unsorted(path, rows))
    return waiting.window(stop, last=False, first=first), waiting.after(stop)


def _unsorted(path: Path, rows: int) -> str:
    return (
        f"{path.name} has more than {rows:,} rows and the rows of a client and therapist stand apart; "
        "sort it by client and therapist first"
    )


def _once(path: Path, rows: int, window: Window, done: Seen) -> None:
    """Refuse a file where a pair comes again after it was read."""
    if window.first and window.last:
        return
    used = np.unique(window.pair[window.pair >= 0]).tolist()
    if done.add(window.pairs[code] for code in used):
        raise FileError(_unsorted(path, rows))
