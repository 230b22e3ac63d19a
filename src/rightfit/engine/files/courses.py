"""Courses side by side, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rightfit.engine.noticing import Forms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from rightfit.engine.files.window import Window

    IntArray = NDArray[np.int64]

_MOST_CELLS = 20_000


@dataclass(frozen=True, kw_only=True)
class Table:
    """Courses of similar length side by side: `forms` has the shape (courses, sessions), padded.

    `row[i, t]` is the place in the window of session t of course i (0 in the padding), `pair[i]`
    the place in the window's `pairs`.
    """

    forms: Forms
    length: IntArray
    row: IntArray
    pair: IntArray

    def forms_of(self, row: int) -> Forms:
        """The forms of one course, without the padding."""
        cut = (row, slice(0, int(self.length[row])))
        return Forms(
            session=self.forms.session[cut],
            client=self.forms.client[cut],
            therapist=self.forms.therapist[cut],
            attended=self.forms.attended[cut],
            unsaid=self.forms.unsaid[cut],
            asked_client=self.forms.asked_client[cut],
            asked_therapist=self.forms.asked_therapist[cut],
            shared=self.forms.shared[cut],
        )


def tables(window: Window) -> Iterator[Table]:
    """Courses of a window side by side, of similar length together, each by its session numbers."""
    order = np.lexsort((window.session, window.pair))
    order = order[window.pair[order] >= 0]
    if order.size == 0:
        return
    codes, starts, lengths = np.unique(window.pair[order], return_index=True, return_counts=True)
    by_length = np.argsort(lengths, kind="stable")
    begin = 0
    while begin < by_length.size:
        stop = begin + 1
        while stop < by_length.size and (stop + 1 - begin) * lengths[by_length[stop]] <= _MOST_CELLS:
            stop += 1
        chosen = by_length[begin:stop]
        begin = stop
        length = lengths[chosen].astype(np.int64)
        most = int(length.max())
        place = np.minimum(starts[chosen][:, None] + np.arange(most)[None, :], order.size - 1)
        counts = np.arange(most)[None, :] < length[:, None]
        row = np.where(counts, order[place], 0)

        def take(values: NDArray[Any], fill: float, row: IntArray = row, counts: NDArray[np.bool_] = counts) -> Any:
            return np.where(counts, values[row], fill)

        forms = Forms(
            session=take(window.session, 0),
            client=take(window.client, np.nan),
            therapist=take(window.therapist, np.nan),
            attended=take(window.attended, -1),
            unsaid=take(window.unsaid, np.nan),
            asked_client=take(window.asked_client, 0).astype(bool),
            asked_therapist=take(window.asked_therapist, 0).astype(bool),
            shared=take(window.shared, 0).astype(bool),
        )
        yield Table(forms=forms, length=length, row=row, pair=codes[chosen])
