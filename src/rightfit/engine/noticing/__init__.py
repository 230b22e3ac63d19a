"""Reading a course: levels with bands, P(rupture), signals that keep a promise, and their reasons.

There are three readings. The joint reading sees everything. The client's reading sees what the
client gave. The therapist's reading sees both forms, missed sessions and the question, but of the
client's only what was shared. Every row depends on that session and earlier ones, never on later.

Where a line lies: what goes in, and what of it a reading may see, in `forms`; what comes out in `readings`; the way
from one to the other in `reading`.

Source: the filter of `rightfit.engine.dyad`; the promise of `rightfit.engine.promises`.
"""

from rightfit.engine.dyad import Priors, Scale
from rightfit.engine.noticing.forms import Forms
from rightfit.engine.noticing.reading import DEFAULT_PRIORS, read, read_many, read_table
from rightfit.engine.noticing.readings import KINDS, Reading, Readings, reasons_of
from rightfit.engine.promises import View

__all__ = [
    "DEFAULT_PRIORS",
    "KINDS",
    "Forms",
    "Priors",
    "Reading",
    "Readings",
    "Scale",
    "View",
    "read",
    "read_many",
    "read_table",
    "reasons_of",
]
