"""Reading a file of sessions in bounded memory: rows in, courses out, refused rows with a reason.

A course is a (client, therapist) pair, numbered within itself. A file that fits into one window
may stand in any order. A longer one has to keep the rows of a pair together, so that a pair can be
read and forgotten; one that does not is refused with the hint to sort it.

Where a line lies: the columns a file has in `layout`, what a cell may say in `cell_rules`, some thousand rows of a file
in `rows_of_csv` and `rows_of_parquet`, the same as numbers or refused in `batch`, rows held until their pairs are
complete in `window`, a whole file in `windowing`, courses side by side in `courses`.
"""

from rightfit.engine.files.courses import Table, tables
from rightfit.engine.files.glances import cells, span
from rightfit.engine.files.layout import COLUMNS, CallError, FileError, Layout
from rightfit.engine.files.sampling import sample
from rightfit.engine.files.seen import Seen
from rightfit.engine.files.window import Refused, Window
from rightfit.engine.files.windowing import windows

__all__ = [
    "COLUMNS",
    "CallError",
    "FileError",
    "Layout",
    "Refused",
    "Seen",
    "Table",
    "Window",
    "cells",
    "sample",
    "span",
    "tables",
    "windows",
]
