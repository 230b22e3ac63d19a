"""`rightfit measures report`: a file of item answers in, what it says about the questionnaire out."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

from rightfit.cli.score import columns_of
from rightfit.cli.tables import FileError, Sheet, WrongCallError, read_csv, write_csv, write_text

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from rightfit.engine.examining import Point
    from rightfit.engine.measures.definition import Measure

HEAD = ("point", "name", "of", "what", "value", "low", "high", "count", "known", "needed")
SHOWN = 20


def report(args: argparse.Namespace, measure: Measure, path: Path) -> int:
    """Write the page, the file, or both; 0 all read, 3 some answers refused."""
    from rightfit.engine.examining import examine  # noqa: PLC0415 - numpy only here

    if args.out is None and args.csv is None:
        raise WrongCallError("report needs --out R.html, --csv R.csv or both")
    for out in (args.out, args.csv):
        if out is not None and out.resolve() == path.resolve():
            raise WrongCallError(f"{out} is the file to be read")
    sheet = read_csv(path)
    table, refused = _answers(measure, sheet, columns_of(measure, args.items, sheet.header))
    if not any(math.isfinite(one) for row in table for one in row):
        raise FileError(f"{path.name}: {refused[0] if refused else 'no item is answered'}")
    who = _column(sheet, args.client)
    number = {name: place for place, name in enumerate(dict.fromkeys(who))}
    when = [_session(cell) for cell in _column(sheet, args.session)] if args.session else None
    points = examine(measure, table, person=[number[name] for name in who] if args.client else None, session=when)
    people = len(number) if args.client else len(table)
    remarks = [] if args.client else ["The file does not say whose forms they are: each is taken as another person's."]
    if refused:
        remarks.append(f"{len(refused)} answers were not allowed and are taken as left out.")
    if args.csv is not None:
        write_csv(args.csv, HEAD, [cells for point in points for cells in _lines(point)])
    if args.out is not None:
        from rightfit.drawing.examined import page  # noqa: PLC0415

        text = page(measure, points, name=path.name, forms=len(table), people=people, remarks=remarks)
        write_text(args.out, text)
    _tell(points, refused)
    return 3 if refused else 0


def _tell(points: Sequence[Point], refused: list[str]) -> None:
    for point in points:
        print(f"{point.number:2}. {point.name}: {point.known or 'not known from this file'}")
    for why in refused[:SHOWN]:
        print(f"refused: {why}", file=sys.stderr)
    if len(refused) > SHOWN:
        print(f"... and {len(refused) - SHOWN} more", file=sys.stderr)


def _answers(measure: Measure, sheet: Sheet, columns: list[str]) -> tuple[list[list[float]], list[str]]:
    from rightfit.engine.measures.scoring import AnswerError, figure  # noqa: PLC0415

    places = [sheet.header.index(name) for name in columns]
    table, refused = [], list(sheet.odd.values())
    for line, row in enumerate(sheet.rows, start=1):
        answers = []
        for item, place in zip(measure.scored_items, places, strict=True):
            value = None
            if line not in sheet.odd:
                try:
                    value = figure(item, answer=row[place], row=line)
                except AnswerError as error:
                    refused.append(str(error).replace(f"item {item.key}:", f"column {sheet.header[place]}:"))
            answers.append(math.nan if value is None else value)
        table.append(answers)
    return table, refused


def _column(sheet: Sheet, name: str | None) -> list[str]:
    if name is None:
        return [str(line) for line in range(len(sheet.rows))]
    if name not in sheet.header:
        raise WrongCallError(f"there is no column {name}; there are {', '.join(sheet.header)}")
    place = sheet.header.index(name)
    return [row[place].strip() for row in sheet.rows]


def _session(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return math.nan


def _lines(point: Point) -> list[list[object]]:
    head = [point.number, point.name]
    tail = [point.known or "not known from this file", point.needed]
    lines: list[list[object]] = [[*head, "", "", "", "", "", "", *tail]]
    for one in point.figures:
        cells = [f"{value:.6g}" if math.isfinite(value) else "" for value in (one.value, one.low, one.high)]
        lines.append([*head, one.of, one.what, *cells, one.count, "", ""])
    return lines
