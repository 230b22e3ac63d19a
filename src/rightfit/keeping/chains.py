"""Walk the trail: whether each line still stands behind the line it was written after.

Lines taken off the end of a chain leave no gap: only an older copy of the trail shows that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from rightfit.keeping.models import Event


class Fault(StrEnum):
    """What is wrong at a line."""

    MISSING = "a line before it is missing"
    CHANGED = "it, or the line before it, is not as it was written"


@dataclass(frozen=True)
class Misfit:
    """A line that does not fit, and why."""

    line: Event
    fault: Fault


def misfits() -> Iterator[Misfit]:
    """Name every line of every chain that does not fit; each is judged by the line before it as it lies there."""
    lines = Event.objects.order_by("chain", "position").iterator()
    for _, chain in groupby(lines, key=lambda line: line.chain):
        position, digest = 0, ""
        for line in chain:
            if line.position != position + 1:
                yield Misfit(line, Fault.MISSING)
            elif line.digest != line.chained_to(digest):
                yield Misfit(line, Fault.CHANGED)
            position, digest = line.position, line.digest
