"""Rows of a CSV file in UTF-8."""

from __future__ import annotations

import csv
from itertools import islice
from typing import TYPE_CHECKING

from rightfit.engine.files.layout import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_AT_ONCE = 5_000


class CsvRows:
    """Some rows of a CSV file."""

    def __init__(self, found: list[tuple[int, list[str]]], width: int) -> None:
        self.lines = [line for line, _ in found]
        self.found = [cells for _, cells in found]
        self.uneven = [row for row, cells in enumerate(self.found) if len(cells) != width]
        even = self.found
        if self.uneven:
            even = [cells if len(cells) == width else [""] * width for cells in even]
        self.columns = list(zip(*even, strict=True))

    def __len__(self) -> int:
        return len(self.lines)

    def texts(self, place: int) -> list[str]:
        return list(self.columns[place])

    def numbers(self, place: int) -> None:  # noqa: ARG002 - a CSV file has only texts
        return None

    def cells(self, row: int) -> list[str]:
        return self.found[row]


class CsvFile:
    """A CSV file, opened at its heading."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bytes_read = 0
        self._rows = self._read()
        try:
            _, self.heading = next(self._rows)
        except StopIteration:
            message = f"{path.name} is empty"
            raise FileError(message) from None

    def rows(self, places: Sequence[int]) -> Iterator[CsvRows]:  # noqa: ARG002 - a row is split whole
        """The rows under the heading, once."""
        while found := list(islice(self._rows, _AT_ONCE)):
            yield CsvRows(found, len(self.heading))

    def _read(self) -> Iterator[tuple[int, list[str]]]:
        """(line, cells) of every row that is not blank, the heading first."""
        reader = csv.reader(self._lines())
        try:
            for row in reader:
                if row:
                    yield reader.line_num, row
        except csv.Error as error:
            why = str(error)
            if "new-line" in why:
                why = "its lines end in a carriage return alone; save it with usual line ends"
            elif "limit" in why:
                why = "a field is longer than 131,072 characters; a quotation mark may not be closed"
            message = f"{self.path.name}, line {reader.line_num}: no CSV ({why})"
            raise FileError(message) from None

    def _lines(self) -> Iterator[str]:
        """Lines of a UTF-8 file, with or without its mark."""
        path = self.path
        with path.open("rb") as handle:
            for number, raw in enumerate(handle, 1):
                self.bytes_read += len(raw)
                if number == 1:
                    raw = _first(path, raw)  # noqa: PLW2901 - the mark is no text
                try:
                    yield raw.decode("utf-8")
                except UnicodeDecodeError as error:
                    message = (
                        f"{path.name}, line {number}: not UTF-8 (byte 0x{raw[error.start]:02x}); save the file as UTF-8"
                    )
                    raise FileError(message) from None


def _first(path: Path, raw: bytes) -> bytes:
    """The first line without the mark. Raises `FileError` where this is no text."""
    if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        message = f"{path.name} is UTF-16; save it as UTF-8"
        raise FileError(message)
    if raw[:4] == b"PAR1":
        message = f"{path.name} is a Parquet file; name it .parquet"
        raise FileError(message)
    if raw[:2] == b"PK":
        message = f"{path.name} is a spreadsheet or an archive; save the sheet as CSV, UTF-8"
        raise FileError(message)
    if b"\0" in raw:
        message = f"{path.name} is no text; rightfit reads CSV in UTF-8, or Parquet"
        raise FileError(message)
    return raw.removeprefix(b"\xef\xbb\xbf")
