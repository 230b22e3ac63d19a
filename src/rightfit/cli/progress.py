"""How far a long file has been read, and that a fit goes on."""

from __future__ import annotations

import sys
import time
from typing import TextIO

_EVERY = 3.0
"""Seconds between two lines where there is no terminal."""


class Bar:
    """Progress on stderr: a bar on a terminal, else a plain line every few seconds.

    What is shown are the rows done; how many there will be is told from the bytes read so far.
    """

    def __init__(self, size: int, *, stream: TextIO | None = None) -> None:
        """Take the number of bytes to come."""
        self.size = max(1, size)
        self.stream = stream if stream is not None else sys.stderr
        self.terminal = self.stream.isatty()
        self.told = time.monotonic()
        self.bytes = self.rows = self.computed = 0
        self.drawn = False

    def __call__(self, done: int, rows: int) -> None:
        """Show that `done` bytes and `rows` rows were read from the file."""
        self.bytes, self.rows = done, rows
        self._show()

    def add(self, rows: int) -> None:
        """Show that `rows` more rows are done."""
        self.computed += rows
        self._show()

    def _show(self) -> None:
        now = time.monotonic()
        if now - self.told < (0.1 if self.terminal else _EVERY) or self.rows == 0:
            return
        self.told = now
        parsed = min(1.0, self.bytes / self.size)
        share = parsed * (0.2 + 0.8 * self.computed / self.rows)
        if self.terminal:
            full = int(30 * share)
            self.stream.write(f"\r{'█' * full}{'░' * (30 - full)} {100 * share:3.0f}%  {self.rows:,} rows ")
            self.drawn = True
        else:
            self.stream.write(f"{self.rows:,} rows so far, {100 * share:.0f}%\n")
        self.stream.flush()

    def end(self) -> None:
        """Clear the bar."""
        if self.drawn:
            self.stream.write("\r" + " " * 60 + "\r")
            self.stream.flush()
            self.drawn = False


class Tries:
    """That a fit goes on, on stderr: how many sets of numbers it has tried. How many it will need nobody knows."""

    def __init__(self, *, stream: TextIO | None = None) -> None:
        """Take the stream to write to."""
        self.stream = stream if stream is not None else sys.stderr
        self.terminal = self.stream.isatty()
        self.told = time.monotonic()

    def __call__(self, done: int) -> None:
        """Show that `done` sets were tried."""
        now = time.monotonic()
        if now - self.told < (0.1 if self.terminal else _EVERY):
            return
        self.told = now
        self.stream.write(f"\rfitting: {done} tries " if self.terminal else f"fitting: {done} tries so far\n")
        self.stream.flush()

    def end(self) -> None:
        """Clear the line."""
        if self.terminal:
            self.stream.write("\r" + " " * 60 + "\r")
            self.stream.flush()
