"""The exact two-sided switching filter: what is going on between a client and a therapist.

Hidden at each session are three things: the client's own level of rating `x`, the therapist's own
level `h`, and what state the relation is in: fine, a bad day (a blip), withdrawal (shallow, deep,
hidden) or confrontation (middle, deep). Levels lie on a grid and the state is discrete, so the
filter is exact up to the grid: nothing is sampled and nothing is random.

Everything here is on a scale of 0 to 40. Missing forms carry no evidence. Arrays of several
courses have the shape (courses, sessions) and are padded at the end; results have the same shape.

Source: the switching model is our own; its parts are standard (Hamilton 1989 for switching, Tobin
1958 for the ceiling). Its numbers are those of `Priors`, each with its origin.

Where a line lies: the numbers in `priors`, the grid of levels in `grid`, what an answer is worth in `likelihood`, how a
rupture begins and ends in `steps`, the recursion in `filtering` (and again in `compiled`, for numba), what is read off
it in `posterior`.
"""

from rightfit.engine.dyad.courses import SOURCES, Courses, Filtered
from rightfit.engine.dyad.filtering import run
from rightfit.engine.dyad.priors import CONFRONTATION, WITHDRAWAL, Priors
from rightfit.engine.dyad.scale import TOP, Scale

__all__ = [
    "CONFRONTATION",
    "SOURCES",
    "TOP",
    "WITHDRAWAL",
    "Courses",
    "Filtered",
    "Priors",
    "Scale",
    "run",
]
