"""`rightfit score`: add the scores of a questionnaire to a file of item answers."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from rightfit.engine.measures.definition import Measure
    from rightfit.engine.measures.scoring import Score

SHOWN = 20


class _WrongCallError(Exception):
    """The command was called in a way that cannot work."""


class _FileError(Exception):
    """The file cannot be read."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("measure", metavar="MEASURE", help="its id (rightfit measures lists them)")
    parser.add_argument("file", type=Path, metavar="IN.csv", help="one row a filled-in form, UTF-8, commas")
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.csv", help="the same rows, with the scores")
    parser.add_argument(
        "--items", metavar="A,B,...", help="columns of the items, in the measure's order; default: phq9_1,phq9_2,..."
    )
    parser.add_argument("--language", default="en", metavar="CODE", help="of the form that was filled in; default: en")


def run(args: argparse.Namespace) -> int:
    """Score and write; 0 all scored or left out, 3 some answers refused, 1 nothing readable, 2 a wrong call."""
    try:
        return _score(args)
    except _WrongCallError as error:
        print(f"rightfit score: {error}", file=sys.stderr)
        return 2
    except _FileError as error:
        print(f"rightfit score: {error}", file=sys.stderr)
        return 1


def _score(args: argparse.Namespace) -> int:
    from rightfit.engine.measures.definition import UnknownMeasureError, load  # noqa: PLC0415 - only here
    from rightfit.engine.measures.scoring import score_rows  # noqa: PLC0415

    try:
        measure = load(args.measure)
    except UnknownMeasureError as error:
        raise _WrongCallError(error) from None
    if args.language != measure.language:
        message = (
            f"{measure.id} is here in {measure.language} only, not in {args.language}: a translation is another form"
        )
        raise _WrongCallError(message)
    if args.out.resolve() == args.file.resolve():
        message = f"{args.out} is the file to be read"
        raise _WrongCallError(message)
    header, rows = _read(args.file)
    columns = _columns(measure, args.items, header)
    places = [header.index(column) for column in columns]
    keys = [item.key for item in measure.scored_items]
    added = [
        f"{scale.id}_{part}" for scale in measure.scales for part in ("score", "answered", "prorated", "band", "why")
    ]
    taken = [name for name in added if name in header]
    if taken:
        message = f"{args.file.name} has {', '.join(taken)} already"
        raise _WrongCallError(message)
    scores = score_rows(measure, rows=[{k: row[p] for k, p in zip(keys, places, strict=True)} for row in rows])
    names = dict(zip(keys, columns, strict=True))
    try:
        with args.out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*header, *added])
            for row, found in zip(rows, scores, strict=True):
                writer.writerow([*row, *(cell for one in found.values() for cell in _cells(one, names))])
    except OSError as error:
        message = f"{args.out} cannot be written ({error.strerror})"
        raise _WrongCallError(message) from None
    return _told([one for found in scores for one in found.values()], names)


def _cells(score: Score, names: dict[str, str]) -> list[object]:
    value = "" if score.value is None else f"{score.value:.10g}"
    return [value, score.answered, int(score.prorated), score.band, _named(score.why, names)]


def _named(why: str, names: dict[str, str]) -> str:
    """Say the file's own column where the message says the item."""
    for key, column in names.items():
        why = why.replace(f"item {key}:", f"column {column}:")
    return why


def _told(scores: Sequence[Score], names: dict[str, str]) -> int:
    refused = [_named(score.why, names) for score in scores if "is not allowed" in score.why]
    scored = sum(score.is_scorable for score in scores)
    print(f"{scored} of {len(scores)} scores; {len(scores) - scored} not scorable")
    for why in refused[:SHOWN]:
        print(why, file=sys.stderr)
    if len(refused) > SHOWN:
        print(f"and {len(refused) - SHOWN} more", file=sys.stderr)
    return 3 if refused else 0


def _columns(measure: Measure, given: str | None, header: list[str]) -> list[str]:
    """Return the columns of the items, in the measure's order."""
    wanted = measure.scored_items
    columns = [item.key for item in wanted] if given is None else [name.strip() for name in given.split(",")]
    if len(columns) != len(wanted):
        message = f"{measure.id} has {len(wanted)} scored items, --items names {len(columns)}"
        raise _WrongCallError(message)
    doubled = sorted({name for name in columns if columns.count(name) > 1})
    if doubled:
        message = f"--items names {', '.join(doubled)} twice"
        raise _WrongCallError(message)
    absent = [name for name in columns if name not in header]
    if absent:
        message = f"there is no column {', '.join(absent)}; there are {', '.join(header)}; --items names others"
        raise _WrongCallError(message)
    return columns


def _read(path: Path) -> tuple[list[str], list[list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except UnicodeDecodeError:
        message = f"{path.name} is not UTF-8; save it as CSV UTF-8"
        raise _FileError(message) from None
    except csv.Error as error:
        message = f"{path.name} is not a CSV file: {error}"
        raise _FileError(message) from None
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror})"
        raise _FileError(message) from None
    rows = [row for row in rows if row]
    if not rows:
        message = f"{path.name} is empty"
        raise _FileError(message)
    header = [name.strip() for name in rows[0]]
    if len(header) == 1 and ";" in header[0]:
        message = f"{path.name} separates columns with ; and needs commas"
        raise _FileError(message)
    doubled = sorted({name for name in header if header.count(name) > 1})
    if doubled:
        message = f"{path.name} has the column {', '.join(doubled)} twice"
        raise _FileError(message)
    if len(rows) == 1:
        message = f"{path.name} has no row under its header"
        raise _FileError(message)
    for line, row in enumerate(rows[1:], start=1):
        if len(row) != len(header):
            message = f"{path.name}, row {line}: {len(row)} cells under {len(header)} columns"
            raise _FileError(message)
    return header, rows[1:]
