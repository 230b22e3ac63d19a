"""Rows held until the pairs they belong to are complete."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.files.batch import Columns, Refused

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.files.batch import Batch

    IntArray = NDArray[np.int64]

__all__ = ["Refused", "Waiting", "Window"]


@dataclass(frozen=True, kw_only=True)
class Window(Columns):
    """Some rows of the file, in its order; arrays have one entry per row.

    `pair` says which of `pairs` a row belongs to, -1 for a refused row; `refused` holds those by
    their place. Scores are in the file's scale, `nan` where there is no form.
    """

    pairs: list[tuple[str, str]]
    refused: dict[int, Refused]
    last: bool
    """Nothing comes after this window."""
    first: bool = True


class Waiting:
    """Rows read so far of which no window was made yet."""

    def __init__(self) -> None:
        self.parts: list[Columns] = []
        self.pairs: dict[tuple[str, str], int] = {}
        self.refused: dict[int, Refused] = {}
        self.count = 0

    def __len__(self) -> int:
        return self.count

    def add(self, batch: Batch) -> None:
        """Take these rows too; a pair is numbered where it comes first."""
        pair = batch.columns.pair
        codes = np.full(len(batch.pairs) + 1, -1, np.int64)  # the last stands for a refused row
        for code in _in_order(pair[pair >= 0]).tolist():
            codes[code] = self.pairs.setdefault(batch.pairs[code], len(self.pairs))
        self.parts.append(replace(batch.columns, pair=codes[pair]))
        self.refused.update({row + self.count: why for row, why in batch.refused.items()})
        self.count += len(batch)

    def window(self, stop: int, *, last: bool, first: bool) -> Window:
        """The first `stop` rows."""
        columns = self._joined().part(slice(0, stop))
        pairs = list(self.pairs)
        pair, refused = columns.pair.copy(), {row: why for row, why in self.refused.items() if row < stop}
        for row, earlier in _twins(pair, columns.session):
            client, therapist = pairs[pair[row]]
            reason = f"the same client, therapist and session as line {columns.line[earlier]}"
            refused[row] = Refused(
                line=int(columns.line[row]),
                client=client,
                therapist=therapist,
                session=str(columns.session[row]),
                reason=reason,
            )
            pair[row] = -1
        held = {one.name: getattr(columns, one.name) for one in fields(Columns)} | {"pair": pair}
        return Window(**held, pairs=pairs, refused=dict(sorted(refused.items())), last=last, first=first)

    def after(self, stop: int) -> Waiting:
        """The rows from `stop` on, to wait on."""
        rest, pairs = Waiting(), list(self.pairs)
        columns = self._joined().part(slice(stop, None))
        codes = np.full(len(pairs) + 1, -1, np.int64)
        for code in _in_order(columns.pair[columns.pair >= 0]).tolist():
            codes[code] = rest.pairs.setdefault(pairs[code], len(rest.pairs))
        rest.parts = [replace(columns, pair=codes[columns.pair])]
        rest.refused = {row - stop: why for row, why in self.refused.items() if row >= stop}
        rest.count = self.count - stop
        return rest

    def cut(self) -> int:
        """The latest place before which every pair is complete; 0 where there is none."""
        pair = self._joined().pair
        size = pair.size
        place = np.arange(size)
        ends = np.zeros(len(self.pairs) + 1, np.int64)
        ends[pair] = place  # later rows overwrite earlier ones
        reach = np.maximum.accumulate(np.where(pair < 0, place, ends[pair]))
        known = np.flatnonzero(pair >= 0)
        if known.size == 0:
            return size
        most = int(np.flatnonzero(pair == pair[known[-1]])[0])
        good = np.flatnonzero(reach[:most] == place[:most])
        return int(good[-1]) + 1 if good.size else 0

    def _joined(self) -> Columns:
        if len(self.parts) != 1:
            self.parts = [
                Columns(
                    **{
                        one.name: np.concatenate([getattr(part, one.name) for part in self.parts])
                        for one in fields(Columns)
                    }
                )
            ]
        return self.parts[0]


def _in_order(codes: IntArray) -> IntArray:
    """Each code once, where it comes first."""
    known, first = np.unique(codes, return_index=True)
    return known[np.argsort(first)]


def _twins(pair: IntArray, session: IntArray) -> list[tuple[int, int]]:
    """(row, earlier row) for every row whose pair and session came before."""
    order = np.lexsort((np.arange(pair.size), session, pair))
    same = (pair[order][1:] == pair[order][:-1]) & (session[order][1:] == session[order][:-1])
    same &= pair[order][1:] >= 0
    out: list[tuple[int, int]] = []
    stands = -1
    for place in np.flatnonzero(same):
        if not out or place == 0 or not same[place - 1]:
            stands = int(order[place])
        out.append((int(order[place + 1]), stands))
    return out
