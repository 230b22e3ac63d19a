"""Small CSV files for the commands: read whole, or refused in one line."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path


class WrongCallError(Exception):
    """The command was called in a way that cannot work."""


class FileError(Exception):
    """The file cannot be read."""


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file that stands whole or not at all. Raises WrongCallError."""
    with _written(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_text(path: Path, text: str) -> None:
    """Write a file that stands whole or not at all. Raises WrongCallError."""
    with _written(path) as file:
        file.write(text)


@contextmanager
def _written(path: Path) -> Iterator[TextIO]:
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield file
        part.replace(path)
    except OSError as error:
        message = f"{path} cannot be written ({error.strerror})"
        raise WrongCallError(message) from None
    finally:
        part.unlink(missing_ok=True)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table as it stood in the file.

    `odd` has the rows, by their number from 1, that had too many or too few cells, each with what to
    say of it; in `rows` they are cut or filled up with empty cells, so that every row keeps its place.
    """

    header: list[str]
    rows: list[list[str]]
    odd: dict[int, str]


def read_csv(path: Path) -> Sheet:
    """Return the file as a table. Raises FileError, also where no row has as many cells as there are columns."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except UnicodeDecodeError:
        message = f"{path.name} is not UTF-8; save it as CSV UTF-8"
        raise FileError(message) from None
    except csv.Error as error:
        message = f"{path.name} is not a CSV file: {error}"
        raise FileError(message) from None
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror})"
        raise FileError(message) from None
    rows = [row for row in rows if row]
    if not rows:
        message = f"{path.name} is empty"
        raise FileError(message)
    header = [name.strip() for name in rows[0]]
    if len(header) == 1 and ";" in header[0]:
        message = f"{path.name} separates columns with ; and needs commas"
        raise FileError(message)
    doubled = sorted({name for name in header if header.count(name) > 1})
    if doubled:
        message = f"{path.name} has the column {', '.join(doubled)} twice"
        raise FileError(message)
    if len(rows) == 1:
        message = f"{path.name} has no row under its header"
        raise FileError(message)
    odd = {
        line: f"row {line}: {len(row)} cells under {len(header)} columns"
        for line, row in enumerate(rows[1:], start=1)
        if len(row) != len(header)
    }
    if len(odd) == len(rows) - 1:
        message = f"{path.name}, {odd[1]}"
        raise FileError(message)
    width = len(header)
    return Sheet(header=header, rows=[[*row, *[""] * width][:width] for row in rows[1:]], odd=odd)
