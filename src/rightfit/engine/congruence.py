"""Whether it matters that two figures agree: a quadratic surface, and what it does along both diagonals.

    z = b0 + b1 x + b2 y + b3 x^2 + b4 x y + b5 y^2

Sources: Edwards 2002, in Drasgow and Schmitt, Measuring and Analyzing Behavior in Organizations; the four figures
a1 to a4 and their errors by Shanock and colleagues 2010, Journal of Business and Psychology 25, 543-554.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["Surface", "surface"]

_ALONG = np.array([[0, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1], [0, 1, -1, 0, 0, 0], [0, 0, 0, 1, -1, 1]], dtype=np.float64)


@dataclass(frozen=True, kw_only=True)
class Surface:
    """A fitted surface. `b` are b0 to b5; `a` are the slope and bend where both agree, and where they part.

    Agreement matters by itself only where a4 is well below zero while a3 is about zero; x and y need one scale for
    that to mean anything. `b_se` and `a_se` are standard errors; people with a missing figure are left out.
    """

    b: FloatArray
    b_se: FloatArray
    a: FloatArray
    a_se: FloatArray
    r2: float
    people: int
    left_out: int


def surface(x: ArrayLike, y: ArrayLike, z: ArrayLike) -> Surface:
    """Fit the surface by least squares. x and y are taken as they come: centre them first where the scale asks for it.

    Raises ValueError for figures of unequal number, too few people, or x and y that do not vary apart.
    """
    table = [np.asarray(one, dtype=np.float64) for one in (x, y, z)]
    if len({one.shape for one in table}) != 1 or table[0].ndim != 1:
        raise ValueError("x, y and z need one figure each for every person")
    keep = np.isfinite(sum(table))
    first, second, third = (one[keep] for one in table)
    design = np.column_stack([np.ones(keep.sum()), first, second, first**2, first * second, second**2])
    people, size = design.shape
    if people <= size:
        raise ValueError(f"{people} people are too few for a surface; more than {size} are needed")
    if np.linalg.matrix_rank(design) < size or third.std() == 0:
        raise ValueError("x and y do not vary apart, or z does not vary: there is no surface")
    b = np.linalg.lstsq(design, third, rcond=None)[0]
    left = third - design @ b
    covariance = np.linalg.inv(design.T @ design) * float(left @ left) / (people - size)
    return Surface(
        b=b,
        b_se=np.sqrt(np.diag(covariance)),
        a=_ALONG @ b,
        a_se=np.sqrt(np.diag(_ALONG @ covariance @ _ALONG.T)),
        r2=1 - float(left @ left) / float(((third - third.mean()) ** 2).sum()),
        people=people,
        left_out=int((~keep).sum()),
    )
