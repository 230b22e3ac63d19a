"""Erasing what somebody takes away, so that no older backup brings it back.

A backup is a picture of a moment before. What was erased since stands in it still. So each erasing leaves a
line, a tombstone, in a file beside the database: when, what was done, and the row's kind and key, never a word.
`rightfit restore` does again what stands there.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models

from rightfit.keeping import clock
from rightfit.keeping.data_home import PRIVATE_FILE

NAME = "tombstones"


class Deed(StrEnum):
    """What was done. A deed that concerns more than one row is named as a whole and done again as a whole."""

    ERASED = "erased"  # the row, and what hangs on it
    PRIVATE = "private"  # what only this person could read
    EMPTIED = "emptied"  # the person's name, contact and sign-in


@dataclass(frozen=True)
class Tombstone:
    """One line of the file."""

    at: datetime
    deed: Deed
    kind: str
    key: str


def erase(rows: models.Model | models.QuerySet[Any]) -> int:
    """Delete a row, or all of them, and note it outside of the database; return how many rows went.

    The line is written before the transaction ends: a crash between the two must not lose it. If the transaction
    fails after all, a restore erases what somebody had wanted to erase.
    """
    if isinstance(rows, models.Model):
        note(Deed.ERASED, [rows])
        return rows.delete()[0]
    note(Deed.ERASED, list(rows))
    return rows.delete()[0]


def note(deed: Deed, rows: Iterable[models.Model]) -> None:
    """Write the lines and wait until they lie on the disk."""
    at = clock.now().isoformat()
    stones = [{"at": at, "deed": deed, "kind": row._meta.label, "key": str(row.pk)} for row in rows]
    if not stones:
        return
    # Each line begins with its own end of line: one that a crash cut short spoils no other.
    lines = "".join(f"\n{json.dumps(stone)}" for stone in stones)
    # One write to the end of the file: lines of two processes never mix.
    descriptor = os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
    try:
        os.write(descriptor, lines.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def since(moment: datetime) -> Iterator[Tombstone]:
    """Yield what was erased at this moment or later, in the order in which it was."""
    if not _file().exists():
        return
    with _file().open(encoding="utf-8") as opened:
        for line in opened:
            try:
                stone = json.loads(line)
            except json.JSONDecodeError:
                continue  # an empty line, or one that was cut short: its transaction did not end
            if (at := datetime.fromisoformat(stone["at"])) >= moment:
                yield Tombstone(at, Deed(stone["deed"]), stone["kind"], stone["key"])


def _file() -> Path:
    return Path(settings.HOME) / NAME
