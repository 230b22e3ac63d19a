"""Reading a file of sessions in bounded memory: rows in, courses out, refused rows with a reason.

A course is a (client, therapist) pair, numbered within itself. A file that fits into one window
may stand in any order. A longer one has to keep the rows of a pair together, so that a pair can be
read and forgotten; one that does not is refused with the hint to sort it.
"""

from __future__ import annotations

import csv
import io
import math
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from rightfit.engine.dyad import Courses
from rightfit.engine.noticing import Forms, Scale

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

__all__ = [
    "COLUMNS",
    "CallError",
    "FileError",
    "Layout",
    "Refused",
    "Table",
    "Window",
    "cells",
    "sample",
    "span",
    "tables",
    "windows",
]

COLUMNS = (
    "client",
    "therapist",
    "session",
    "client_score",
    "therapist_score",
    "attended",
    "unsaid",
    "asked_client",
    "asked_therapist",
    "shared",
    "date",
)
"""The columns that are read; others are passed over."""

NEEDED = ("client", "therapist", "session")

WINDOW = 200_000
"""Rows held at once."""

SHARE_ANSWERED = 0.7
"""Share of items that have to be answered; otherwise there is no form."""

_MOST_CELLS = 20_000
_EMPTY = frozenset({"", "na", "nan", "null", "none", "."})
_ATTENDED = {"1": 1, "0": 0, "c": -1, "1.0": 1, "0.0": 0, "true": 1, "false": 0, "yes": 1, "no": 0}
_YES = {"1": 1.0, "0": 0.0, "1.0": 1.0, "0.0": 0.0, "true": 1.0, "false": 0.0, "yes": 1.0, "no": 0.0}
_HIGHEST_SESSION = 5_000
_NAN = math.nan

Progress = Callable[[int, int], None]
"""Called now and then with bytes and rows read so far."""


class FileError(Exception):
    """The file cannot be read; the message is one plain line for the person who called."""


class CallError(Exception):
    """The call does not fit the file; the message is one plain line."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How the file is laid out: names, items, scales.

    `names` maps our column names to the file's own where they differ. Where items are given, the
    form is the mean of those answered if at least 70% are, and else there is no form.
    """

    scale: Scale
    therapist_scale: Scale
    names: dict[str, str] = field(default_factory=dict)
    client_items: tuple[str, ...] = ()
    therapist_items: tuple[str, ...] = ()
    item_scale: Scale | None = None


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A row that could not be read."""

    line: int
    client: str
    therapist: str
    session: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Window:
    """Some rows of the file, in its order; arrays have one entry per row.

    `pair` says which of `pairs` a row belongs to, -1 for a refused row; `refused` holds those by
    their place. Scores are in the file's scale, `nan` where there is no form.
    """

    line: IntArray
    pair: IntArray
    pairs: list[tuple[str, str]]
    session: IntArray
    client: FloatArray
    therapist: FloatArray
    attended: IntArray
    unsaid: FloatArray
    asked_client: NDArray[np.bool_]
    asked_therapist: NDArray[np.bool_]
    shared: NDArray[np.bool_]
    refused: dict[int, Refused]
    last: bool
    """Nothing comes after this window."""
    first: bool = True


@dataclass(frozen=True, kw_only=True)
class Table:
    """Courses of similar length side by side: `forms` has the shape (courses, sessions), padded.

    `row[i, t]` is the place in the window of session t of course i (0 in the padding), `pair[i]`
    the place in the window's `pairs`.
    """

    forms: Forms
    length: IntArray
    row: IntArray
    pair: IntArray

    def forms_of(self, row: int) -> Forms:
        """The forms of one course, without the padding."""
        cut = (row, slice(0, int(self.length[row])))
        return Forms(
            session=self.forms.session[cut],
            client=self.forms.client[cut],
            therapist=self.forms.therapist[cut],
            attended=self.forms.attended[cut],
            unsaid=self.forms.unsaid[cut],
            asked_client=self.forms.asked_client[cut],
            asked_therapist=self.forms.asked_therapist[cut],
            shared=self.forms.shared[cut],
        )


# Rows ----------------------------------------------------------------------------------------


def _lines(path: Path, count: list[int]) -> Iterator[str]:
    """Lines of a UTF-8 file, with or without its mark; `count` is kept at the bytes read."""
    with path.open("rb") as handle:
        for number, raw in enumerate(handle, 1):
            count[0] += len(raw)
            if number == 1:
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
                raw = raw.removeprefix(b"\xef\xbb\xbf")  # noqa: PLW2901 - the mark is no text
            try:
                yield raw.decode("utf-8")
            except UnicodeDecodeError as error:
                message = (
                    f"{path.name}, line {number}: not UTF-8 (byte 0x{raw[error.start]:02x}); save the file as UTF-8"
                )
                raise FileError(message) from None


def _csv_rows(path: Path, count: list[int]) -> Iterator[tuple[int, list[str]]]:
    """(line, fields) of every row that is not blank, the heading first."""
    reader = csv.reader(_lines(path, count))
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
        message = f"{path.name}, line {reader.line_num}: no CSV ({why})"
        raise FileError(message) from None


def _parquet_rows(path: Path, count: list[int]) -> Iterator[tuple[int, list[str]]]:
    """The same from a Parquet file, which needs `rightfit[fast]`."""
    try:
        import polars as pl  # noqa: PLC0415 - optional
    except ImportError:
        message = "reading Parquet needs polars: pip install 'rightfit[fast]'"
        raise FileError(message) from None
    step = 100_000
    try:
        lazy = pl.scan_parquet(path)
        names = lazy.collect_schema().names()
        rows = int(lazy.select(pl.len()).collect().item())
        yield 1, list(names)
        size = path.stat().st_size
        for start in range(0, rows, step):
            part = lazy.slice(start, step).collect().cast(pl.String)
            for place, row in enumerate(part.iter_rows(), start + 2):
                yield place, ["" if value is None else str(value) for value in row]
            count[0] = size * min(start + step, rows) // max(rows, 1)
    except (pl.exceptions.PolarsError, OSError) as error:
        message = f"{path.name} is no Parquet file that can be read ({str(error).splitlines()[0]})"
        raise FileError(message) from None


def _rows(path: Path, count: list[int]) -> Iterator[tuple[int, list[str]]]:
    if not path.exists():
        message = f"there is no file {path}"
        raise CallError(message)
    if path.is_dir():
        message = f"{path} is a folder, not a file"
        raise CallError(message)
    if path.suffix.lower() in {".parquet", ".pq"}:
        return _parquet_rows(path, count)
    return _csv_rows(path, count)


def _heading(path: Path, rows: Iterator[tuple[int, list[str]]]) -> list[str]:
    try:
        _, names = next(rows)
    except StopIteration:
        message = f"{path.name} is empty"
        raise FileError(message) from None
    names = [name.strip() for name in names]
    for sign, what in ((";", "a semicolon"), ("\t", "a tab"), ("|", "a bar")):
        if len(names) == 1 and sign in names[0]:
            message = (
                f"{path.name} separates its columns by {what} ({sign!r}); save it with commas between "
                "columns and points in numbers"
            )
            raise FileError(message)
    twice = sorted({name for name in names if names.count(name) > 1 and name})
    if twice:
        message = f"{path.name} has the column {twice[0]} twice"
        raise FileError(message)
    return names


@dataclass(frozen=True)
class _Places:
    """Where each column stands, -1 where there is none."""

    named: dict[str, int]
    client_items: tuple[int, ...]
    therapist_items: tuple[int, ...]
    width: int
    labels: dict[str, str]


def _places(path: Path, names: list[str], layout: Layout) -> _Places:
    for ours, theirs in layout.names.items():
        if ours not in COLUMNS:
            message = f"--map knows no column {ours}; it knows {', '.join(COLUMNS)}"
            raise CallError(message)
        if theirs not in names:
            message = f"--map: {path.name} has no column {theirs}; it has {', '.join(names)}"
            raise CallError(message)
    for item in layout.client_items + layout.therapist_items:
        if item not in names:
            message = f"items: {path.name} has no column {item}; it has {', '.join(names)}"
            raise CallError(message)
    labels = {name: layout.names.get(name, name) for name in COLUMNS}
    named = {name: names.index(label) if label in names else -1 for name, label in labels.items()}
    missing = [labels[name] for name in NEEDED if named[name] < 0]
    if missing:
        message = (
            f"{path.name} has no column {' and no column '.join(missing)}; it has {', '.join(names)} "
            "(another name is given with --map, as in --map client=patient)"
        )
        raise FileError(message)
    scored = named["client_score"] >= 0 or named["therapist_score"] >= 0
    if not scored and not layout.client_items and not layout.therapist_items:
        message = (
            f"{path.name} has neither client_score nor therapist_score, and no items were named "
            "(--client-items a,b,c --item-scale 1:5)"
        )
        raise FileError(message)
    return _Places(
        named,
        tuple(names.index(item) for item in layout.client_items),
        tuple(names.index(item) for item in layout.therapist_items),
        len(names),
        labels,
    )


class _RefuseError(Exception):
    """Why this row cannot be read."""


def _number(text: str, label: str) -> float:
    """A number, or nan where the field is empty."""
    text = text.strip()
    if text.lower() in _EMPTY:
        return _NAN
    try:
        value = float(text)
    except ValueError:
        value = _NAN
    if not math.isfinite(value) or "_" in text:
        if text.count(",") == 1 and text.replace(",", "").lstrip("+-").isdigit():
            message = f'{label} "{text}" has a decimal comma; write {text.replace(",", ".")}'
        else:
            message = f'{label} "{text}" is not a number'
        raise _RefuseError(message)
    return value


def _score(text: str, label: str, scale: Scale, kind: str = "scale") -> float:
    value = _number(text, label)
    if value < scale.low or value > scale.high:
        message = f"{label} {value:g} is off the {kind} {scale.low:g}:{scale.high:g}"
        raise _RefuseError(message)
    return value


def _mean(fields: list[str], places: tuple[int, ...], items: tuple[str, ...], scale: Scale) -> float:
    total, answered = 0.0, 0
    for place, item in zip(places, items, strict=True):
        value = _score(fields[place], item, scale, "item scale")
        if value == value:  # noqa: PLR0124 - nan
            total += value
            answered += 1
    if answered == 0 or answered < SHARE_ANSWERED * len(places) - 1e-9:
        return _NAN
    return total / answered


def _code(text: str, label: str, codes: dict[str, Any], allowed: str) -> Any:
    text = text.strip().lower()
    if text in codes:
        return codes[text]
    message = f'{label} "{text}" is not {allowed}'
    raise _RefuseError(message)


def _session(text: str, label: str) -> int:
    value = _number(text, label)
    if value != value:  # noqa: PLR0124 - nan
        message = f"{label} is empty"
        raise _RefuseError(message)
    if value != int(value) or not 0 <= value <= _HIGHEST_SESSION:
        message = f"{label} {text.strip()} is not a whole number from 0 to {_HIGHEST_SESSION}"
        raise _RefuseError(message)
    return int(value)


class _Parser:
    """Turns the fields of a row into numbers, or says why not."""

    def __init__(self, places: _Places, layout: Layout) -> None:
        self.places = places
        self.layout = layout
        self.at = places.named

    def row(  # noqa: C901, PLR0912 - one column after the other
        self, fields: list[str]
    ) -> tuple[int, float, float, int, float, bool, bool, bool]:
        """Session, both scores, attended, unsaid, asked twice, shared."""
        at, labels, layout = self.at, self.places.labels, self.layout
        if len(fields) != self.places.width:
            many = "field" if len(fields) == 1 else "fields"
            message = f"{len(fields)} {many} where the heading has {self.places.width}"
            if len(fields) > self.places.width:
                message += " (a comma inside a number or a text has to be quoted)"
            elif any("\n" in text for text in fields):
                message += " (a quotation mark may not be closed)"
            raise _RefuseError(message)
        for name in ("client", "therapist"):
            if not fields[at[name]].strip():
                message = f"{labels[name]} is empty"
                raise _RefuseError(message)
        session = _session(fields[at["session"]], labels["session"])
        if layout.client_items:
            client = _mean(fields, self.places.client_items, layout.client_items, layout.scale)
        elif at["client_score"] >= 0:
            client = _score(fields[at["client_score"]], labels["client_score"], layout.scale)
        else:
            client = _NAN
        if layout.therapist_items:
            therapist = _mean(fields, self.places.therapist_items, layout.therapist_items, layout.therapist_scale)
        elif at["therapist_score"] >= 0:
            therapist = _score(fields[at["therapist_score"]], labels["therapist_score"], layout.therapist_scale)
        else:
            therapist = _NAN
        attended = 1
        if at["attended"] >= 0 and fields[at["attended"]].strip().lower() not in _EMPTY:
            allowed = "1 (held), 0 (missed) or c (cancelled in time)"
            attended = _code(fields[at["attended"]], labels["attended"], _ATTENDED, allowed)
        flags = [_NAN, 1.0, 1.0, 1.0]
        for place, name in enumerate(("unsaid", "asked_client", "asked_therapist", "shared")):
            if at[name] >= 0 and fields[at[name]].strip().lower() not in _EMPTY:
                flags[place] = _code(fields[at[name]], labels[name], _YES, "0 or 1")
        if at["date"] >= 0 and fields[at["date"]].strip().lower() not in _EMPTY:
            _day(fields[at["date"]].strip(), labels["date"])
        return session, client, therapist, attended, flags[0], flags[1] > 0, flags[2] > 0, flags[3] > 0


def _day(text: str, label: str) -> None:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        message = f'{label} "{text}" is not an ISO date such as 2024-04-03'
        raise _RefuseError(message) from None


# Windows -------------------------------------------------------------------------------------


class _Buffer:
    """Rows gathered so far, compactly."""

    def __init__(self) -> None:
        self.line = array("q")
        self.pair = array("q")
        self.pairs: list[tuple[str, str]] = []
        self.codes: dict[tuple[str, str], int] = {}
        self.session = array("q")
        self.client = array("d")
        self.therapist = array("d")
        self.attended = array("b")
        self.unsaid = array("d")
        self.asked_client = array("b")
        self.asked_therapist = array("b")
        self.shared = array("b")
        self.refused: dict[int, Refused] = {}

    def __len__(self) -> int:
        return len(self.line)

    def add(
        self,
        line: int,
        key: tuple[str, str] | None,
        values: tuple[int, float, float, int, float, bool, bool, bool],
    ) -> None:
        if key is None:
            code = -1
        else:
            known = self.codes.get(key)
            if known is None:
                known = self.codes[key] = len(self.pairs)
                self.pairs.append(key)
            code = known
        self.line.append(line)
        self.pair.append(code)
        session, client, therapist, attended, unsaid, asked_client, asked_therapist, shared = values
        self.session.append(session)
        self.client.append(client)
        self.therapist.append(therapist)
        self.attended.append(attended)
        self.unsaid.append(unsaid)
        self.asked_client.append(asked_client)
        self.asked_therapist.append(asked_therapist)
        self.shared.append(shared)

    def window(self, stop: int, *, last: bool, first: bool) -> Window:
        """The first `stop` rows."""
        pair = np.array(self.pair[:stop], np.int64)
        session = np.array(self.session[:stop], np.int64)
        refused = {row: why for row, why in self.refused.items() if row < stop}
        line = np.array(self.line[:stop], np.int64)
        for row, earlier in _twins(pair, session):
            client, therapist = self.pairs[pair[row]]
            reason = f"the same client, therapist and session as line {line[earlier]}"
            refused[row] = Refused(
                line=int(line[row]), client=client, therapist=therapist, session=str(session[row]), reason=reason
            )
            pair[row] = -1
        return Window(
            line=line,
            pair=pair,
            pairs=self.pairs,
            session=session,
            client=np.array(self.client[:stop]),
            therapist=np.array(self.therapist[:stop]),
            attended=np.array(self.attended[:stop], np.int64),
            unsaid=np.array(self.unsaid[:stop]),
            asked_client=np.array(self.asked_client[:stop], bool),
            asked_therapist=np.array(self.asked_therapist[:stop], bool),
            shared=np.array(self.shared[:stop], bool),
            refused=dict(sorted(refused.items())),
            last=last,
            first=first,
        )

    def after(self, stop: int) -> _Buffer:
        """A new buffer with the rows from `stop` on."""
        rest = _Buffer()
        for row in range(stop, len(self)):
            code = self.pair[row]
            key = None if code < 0 else self.pairs[code]
            values = (
                self.session[row], self.client[row], self.therapist[row], self.attended[row], self.unsaid[row],
                bool(self.asked_client[row]), bool(self.asked_therapist[row]), bool(self.shared[row]),
            )  # fmt: skip
            if row in self.refused:
                rest.refused[len(rest)] = self.refused[row]
            rest.add(self.line[row], key, values)
        return rest

    def cut(self) -> int:
        """The latest place before which every pair is complete; 0 where there is none."""
        pair = np.array(self.pair, np.int64)
        size = pair.size
        place = np.arange(size)
        ends = np.zeros(len(self.pairs) + 1, np.int64)
        ends[pair] = place  # later rows overwrite earlier ones
        reach = np.maximum.accumulate(np.where(pair < 0, place, ends[pair]))
        known = np.flatnonzero(pair >= 0)
        if known.size == 0:
            return size
        most = int(np.flatnonzero(pair == pair[known[-1]])[0])
        good = np.flatnonzero(reach[:most] == place[:most])
        return int(good[-1]) + 1 if good.size else 0


def _twins(pair: IntArray, session: IntArray) -> list[tuple[int, int]]:
    """(row, earlier row) for every row whose pair and session came before."""
    order = np.lexsort((np.arange(pair.size), session, pair))
    same = (pair[order][1:] == pair[order][:-1]) & (session[order][1:] == session[order][:-1])
    same &= pair[order][1:] >= 0
    out: list[tuple[int, int]] = []
    stands = -1
    for place in np.flatnonzero(same):
        if not out or place == 0 or not same[place - 1]:
            stands = int(order[place])
        out.append((int(order[place + 1]), stands))
    return out


def windows(path: Path, *, layout: Layout, rows: int = WINDOW, progress: Progress | None = None) -> Iterator[Window]:
    """Read `path` window by window, at most about `rows` rows at once.

    Every row of the file stands in exactly one window, in the file's order, read or refused.

    Raises `FileError` where the file cannot be read (empty, not UTF-8, wrong separator, a column
    missing, rows of a pair apart in a file longer than a window) and `CallError` where the call
    does not fit the file. Source: the project's interface of `rightfit read`.
    """
    count = [0]
    stream = _rows(path, count)
    names = _heading(path, stream)
    places = _places(path, names, layout)
    parser = _Parser(places, layout)
    buffer = _Buffer()
    done = np.zeros(0, np.uint64)
    total, first = 0, True
    at = places.named
    nothing = (0, _NAN, _NAN, 1, _NAN, True, True, True)
    for line, fields in stream:
        try:
            values = parser.row(fields)
            buffer.add(line, (fields[at["client"]].strip(), fields[at["therapist"]].strip()), values)
        except _RefuseError as why:
            seen = [fields[at[name]].strip() if at[name] < len(fields) else "" for name in NEEDED]
            buffer.refused[len(buffer)] = Refused(
                line=line, client=seen[0], therapist=seen[1], session=seen[2], reason=str(why)
            )
            buffer.add(line, None, nothing)
        total += 1
        if progress is not None and total % 5_000 == 0:
            progress(count[0], total)
        if len(buffer) >= rows:
            stop = buffer.cut()
            if stop == 0:
                raise FileError(_unsorted(path, rows))
            rest = buffer.after(stop)
            window = buffer.window(stop, last=False, first=first)
            done = _once(path, rows, window, done)
            first = False
            yield window
            buffer = rest
    if total == 0:
        message = f"{path.name} has a heading but no rows"
        raise FileError(message)
    window = buffer.window(len(buffer), last=True, first=first)
    _once(path, rows, window, done)
    if progress is not None:
        progress(count[0], total)
    yield window


def _unsorted(path: Path, rows: int) -> str:
    return (
        f"{path.name} has more than {rows:,} rows and the rows of a client and therapist stand apart; "
        "sort it by client and therapist first"
    )


def _once(path: Path, rows: int, window: Window, done: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Refuse a file where a pair comes again after it was read; 8 bytes are kept for each pair."""
    if window.first and window.last:
        return done
    used = np.unique(window.pair[window.pair >= 0])
    marks = np.array([hash(window.pairs[code]) & 0xFFFFFFFFFFFFFFFF for code in used], np.uint64)
    if np.isin(marks, done).any():
        raise FileError(_unsorted(path, rows))
    return np.union1d(done, marks)


def tables(window: Window) -> Iterator[Table]:
    """Courses of a window side by side, of similar length together, each by its session numbers."""
    order = np.lexsort((window.session, window.pair))
    order = order[window.pair[order] >= 0]
    if order.size == 0:
        return
    codes, starts, lengths = np.unique(window.pair[order], return_index=True, return_counts=True)
    by_length = np.argsort(lengths, kind="stable")
    begin = 0
    while begin < by_length.size:
        stop = begin + 1
        while stop < by_length.size and (stop + 1 - begin) * lengths[by_length[stop]] <= _MOST_CELLS:
            stop += 1
        chosen = by_length[begin:stop]
        begin = stop
        length = lengths[chosen].astype(np.int64)
        most = int(length.max())
        place = np.minimum(starts[chosen][:, None] + np.arange(most)[None, :], order.size - 1)
        counts = np.arange(most)[None, :] < length[:, None]
        row = np.where(counts, order[place], 0)

        def take(values: NDArray[Any], fill: float, row: IntArray = row, counts: NDArray[np.bool_] = counts) -> Any:
            return np.where(counts, values[row], fill)

        forms = Forms(
            session=take(window.session, 0),
            client=take(window.client, np.nan),
            therapist=take(window.therapist, np.nan),
            attended=take(window.attended, -1),
            unsaid=take(window.unsaid, np.nan),
            asked_client=take(window.asked_client, 0).astype(bool),
            asked_therapist=take(window.asked_therapist, 0).astype(bool),
            shared=take(window.shared, 0).astype(bool),
        )
        yield Table(forms=forms, length=length, row=row, pair=codes[chosen])


def sample(
    path: Path, *, layout: Layout, most: int = 2_000, progress: Progress | None = None
) -> tuple[Courses, int, int]:
    """Courses on 0..40 for fitting: all of them, or `most` spread evenly over the file.

    Returns the courses, the number of refused rows and the number of rows read. Of a client's
    forms only those that are shared are taken, so that nothing kept private can move a threshold.
    Raises as `windows` does.
    """
    kept: list[tuple[Forms, int]] = []
    every, count, refused, read = 1, 0, 0, 0
    for window in windows(path, layout=layout, progress=progress):
        refused += len(window.refused)
        read += int((window.pair >= 0).sum())
        for table in tables(window):
            for row in range(table.length.size):
                if count % every == 0:
                    kept.append((table.forms_of(row), int(table.length[row])))
                count += 1
                if len(kept) >= 2 * most:
                    kept, every = kept[::2], every * 2
    size = max((length for _, length in kept), default=1)

    def stack(name: str, fill: float, kind: type) -> Any:
        out: NDArray[Any] = np.full((len(kept), size), fill, kind)
        for place, (forms, length) in enumerate(kept):
            out[place, :length] = getattr(forms, name)
        return out

    shared = stack("shared", 0, bool)
    return (
        Courses(
            session=stack("session", 0, np.int64),
            client=np.where(shared, layout.scale.to_forty(stack("client", np.nan, np.float64)), np.nan),
            therapist=layout.therapist_scale.to_forty(stack("therapist", np.nan, np.float64)),
            attended=stack("attended", -1, np.int64),
            unsaid=np.where(shared, stack("unsaid", np.nan, np.float64), np.nan),
            length=np.array([length for _, length in kept], np.int64),
        ),
        refused,
        read,
    )


def span(path: Path, *, names: dict[str, str], most: int = 200_000) -> tuple[float, float] | None:
    """Smallest and largest score in the first rows, for the message that asks for the scale.

    Returns None where no score can be read. Raises as `windows` does.
    """
    stream = _rows(path, [0])
    heading = _heading(path, stream)
    labels = [names.get(name, name) for name in ("client_score", "therapist_score")]
    places = [heading.index(label) for label in labels if label in heading]
    low, high = math.inf, -math.inf
    for done, (_, fields) in enumerate(stream):
        if done >= most:
            break
        for place in places:
            if place < len(fields):
                try:
                    value = _number(fields[place], "")
                except _RefuseError:
                    continue
                if value == value:  # noqa: PLR0124 - nan
                    low, high = min(low, value), max(high, value)
    return (low, high) if low <= high else None


def cells(path: Path, *, name: str, layout: Layout) -> dict[int, str]:
    """What stands in one of our columns, by the file's line; nothing where the file has no such column.

    For columns that no window carries, as the date. Raises as `windows` does.
    """
    stream = _rows(path, [0])
    place = _places(path, _heading(path, stream), layout).named[name]
    return {line: fields[place].strip() for line, fields in stream if 0 <= place < len(fields)}


def quoted(fields: list[str]) -> str:
    """One line of CSV, without its end."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(fields)
    return out.getvalue()
