"""What came before in a long file, in 8 bytes for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable


class Seen:
    """Things that came before, each as a mark; the marks stay in order, and new ones are laid between."""

    def __init__(self) -> None:
        self.marks = np.zeros(0, np.uint64)

    def __len__(self) -> int:
        return self.marks.size

    def add(self, things: Iterable[Hashable]) -> bool:
        """Take these too; whether one of them came before."""
        marks = np.unique(np.array([hash(thing) & 0xFFFFFFFFFFFFFFFF for thing in things], np.uint64))
        place = np.searchsorted(self.marks, marks)
        before = np.zeros(marks.size, bool)
        inside = place < self.marks.size
        before[inside] = self.marks[place[inside]] == marks[inside]
        self.marks = np.insert(self.marks, place[~before], marks[~before])
        return bool(before.any())
