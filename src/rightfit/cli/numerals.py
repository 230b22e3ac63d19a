"""Many numbers as text at once, each digit as Python would write it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

_MOST = 1e6
_NEAR_A_TIE = 1e-6


def written(values: FloatArray, digits: int, *, plus: bool = False) -> NDArray[Any]:
    """Each value with so many digits after the point, as `f"{value:.2f}"` writes it; an array of texts.

    A long file has few different texts and many values: each text is made once. What lies so near the middle of two
    texts that a product could round it the other way, is not finite, or is large, is left to Python.
    """
    form = f"{{:{'+' if plus else ''}.{digits}f}}"
    small = np.abs(values) < _MOST / 10**digits
    scaled = np.where(small, np.abs(values), 0.0) * 10**digits
    whole = np.rint(scaled)
    simple = small & (np.abs(np.abs(scaled - whole) - 0.5) > _NEAR_A_TIE)
    codes = np.where(simple, 2 * whole + np.signbit(values), 0).astype(np.int64)
    table = np.empty(int(codes.max(initial=0)) + 1, object)
    for code in np.unique(codes).tolist():
        table[code] = form.format((-1.0 if code % 2 else 1.0) * (code // 2) / 10**digits)
    out = np.asarray(table[codes])
    for place in np.flatnonzero(~simple).tolist():
        out[place] = form.format(float(values[place]))
    return out
