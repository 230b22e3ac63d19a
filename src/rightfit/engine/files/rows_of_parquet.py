"""Rows of a Parquet file, which needs `rightfit[fast]`: only the columns that are read, batch after batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rightfit.engine.files.layout import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from polars import DataFrame, Series

_AT_ONCE = 20_000
_FIRST_LINE = 2


class ParquetRows:
    """Some rows of a Parquet file."""

    uneven: list[int] = []

    def __init__(self, frame: DataFrame, places: Sequence[int], before: int, width: int) -> None:
        self.columns = {place: _plain(frame.to_series(at)) for at, place in enumerate(places)}
        first = before + _FIRST_LINE
        self.lines = list(range(first, first + frame.height))
        self.width = width

    def __len__(self) -> int:
        return len(self.lines)

    def texts(self, place: int) -> list[str]:
        return _as_texts(self.columns[place])

    def numbers(self, place: int) -> NDArray[np.float64] | None:
        """The column where it is kept as numbers."""
        import polars as pl  # noqa: PLC0415 - optional

        column = self.columns[place]
        if column.dtype == pl.String:
            return None
        return np.asarray(column.cast(pl.Float64).fill_null(np.nan).to_numpy())

    def cells(self, row: int) -> list[str]:
        """One row; empty where the column is not read."""
        out = [""] * self.width
        for place, column in self.columns.items():
            out[place] = _as_texts(column.slice(row, 1))[0]
        return out


class ParquetFile:
    """A Parquet file, with its heading and how many rows there are."""

    def __init__(self, path: Path) -> None:
        try:
            import polars as pl  # noqa: PLC0415 - optional
        except ImportError:
            message = "reading Parquet needs polars: pip install 'rightfit[fast]'"
            raise FileError(message) from None
        self.path = path
        self.bytes_read = 0
        self._broken: tuple[type[Exception], ...] = (pl.exceptions.PolarsError, OSError)
        try:
            self._lazy: Any = pl.scan_parquet(path)
            self.heading: list[str] = self._lazy.collect_schema().names()
            self._count = int(self._lazy.select(pl.len()).collect().item())
        except self._broken as error:
            raise self._no_parquet(error) from None

    def rows(self, places: Sequence[int]) -> Iterator[ParquetRows]:
        """Every row, in the file's order; what is not yet asked for is not yet held."""
        size, done = self.path.stat().st_size, 0
        chosen = self._lazy.select([self.heading[place] for place in places])
        try:
            for frame in chosen.collect_batches(chunk_size=_AT_ONCE, maintain_order=True):
                found = ParquetRows(frame, places, done, len(self.heading))
                done += len(found)
                self.bytes_read = size * done // max(self._count, 1)
                yield found
        except self._broken as error:
            raise self._no_parquet(error) from None

    def _no_parquet(self, error: Exception) -> FileError:
        return FileError(f"{self.path.name} is no Parquet file that can be read ({str(error).splitlines()[0]})")


def _plain(column: Series) -> Series:
    """Numbers as they are, anything else as text; single precision too, whose text says fewer digits than it holds."""
    import polars as pl  # noqa: PLC0415 - optional

    return column if column.dtype.is_integer() or column.dtype == pl.Float64 else column.cast(pl.String)


def _as_texts(column: Series) -> list[str]:
    import polars as pl  # noqa: PLC0415 - optional

    return column.cast(pl.String).fill_null("").to_list()
