"""Rows of a file as they stand there, some thousand at a time, whatever kind of file it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rightfit.engine.files.layout import CallError
from rightfit.engine.files.rows_of_csv import CsvFile
from rightfit.engine.files.rows_of_parquet import ParquetFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray


class Rows(Protocol):
    """Some rows of a file, column by column. A row with too many or too few cells counts as all empty here."""

    def __len__(self) -> int: ...

    @property
    def lines(self) -> list[int]:
        """Each row's line in the file, the heading being line 1."""

    @property
    def uneven(self) -> list[int]:
        """Rows with too many or too few cells."""

    def texts(self, place: int) -> list[str]:
        """What stands in a column, the empty text where there is nothing."""

    def numbers(self, place: int) -> NDArray[np.float64] | None:
        """The same where the column is kept as numbers, `nan` where there is nothing; None where it is not."""

    def cells(self, row: int) -> list[str]:
        """One row as it stands there."""


class File(Protocol):
    """A file that can be read from its beginning."""

    heading: list[str]
    bytes_read: int

    def rows(self, places: Sequence[int]) -> Iterator[Rows]:
        """The rows under the heading, with what stands in these columns."""


def opened(path: Path) -> File:
    """A file with its heading. Raises `CallError` where there is none, `FileError` where it cannot be read."""
    if not path.exists():
        message = f"there is no file {path}"
        raise CallError(message)
    if path.is_dir():
        message = f"{path} is a folder, not a file"
        raise CallError(message)
    if path.suffix.lower() in {".parquet", ".pq"}:
        return ParquetFile(path)
    return CsvFile(path)
