"""The scores before and after, person by person, from a file with a row a person or a row a score."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rightfit.cli.tables import WrongCallError

if TYPE_CHECKING:
    import argparse

    from rightfit.cli.tables import Sheet

EMPTY = frozenset({"", "na", "nan", "null", "none", "."})


class People:
    """The people of the file, in its order: their row in OUT, both scores, what was refused."""

    def __init__(self, header: list[str]) -> None:
        self.header = header
        self.rows: list[list[str]] = []
        self.before: list[float] = []
        self.after: list[float] = []
        self.refused: dict[int, str] = {}
        self.series: tuple[list[int], list[float], list[float]] = ([], [], [])


def wide(sheet: Sheet, args: argparse.Namespace) -> People:
    places = [place_of(sheet, name) for name in (args.pre, args.post)]
    found = People(sheet.header)
    for line, row in enumerate(sheet.rows, start=1):
        found.rows.append(row)
        both = [_figure(row[p], f"row {line}, column {sheet.header[p]}", found, line - 1) for p in places]
        if line in sheet.odd:
            found.refused[line - 1] = sheet.odd[line]
            both = [math.nan, math.nan]
        found.before.append(both[0])
        found.after.append(both[1])
    return found


def long(sheet: Sheet, args: argparse.Namespace) -> People:
    who, when, what = (place_of(sheet, name) for name in (args.client, args.time, args.score))
    by = place_of(sheet, args.by) if args.by else None
    found = People([args.client, *([args.by] if args.by else []), "pre", "post"])
    place: dict[str, int] = {}
    seen: dict[tuple[int, str], int] = {}
    for line, row in enumerate(sheet.rows, start=1):
        name = row[who].strip()
        if name not in place:
            place[name] = len(place)
            found.rows.append([name, *([row[by]] if by is not None else []), "", ""])
            found.before.append(math.nan)
            found.after.append(math.nan)
        person, moment = place[name], row[when].strip()
        if line in sheet.odd:
            found.refused[person] = sheet.odd[line]
            continue
        if (person, moment) in seen:
            found.refused[person] = f"row {line}: {name} has a score at {args.time} {moment} already"
            continue
        seen[person, moment] = line
        value = _figure(row[what], f"row {line}, column {args.score}", found, person)
        if args.method == "hierarchical-linear":
            at = _figure(moment, f"row {line}, column {args.time}", found, person)
            found.series[0].append(person)
            found.series[1].append(at)
            found.series[2].append(value)
        for target, wanted, cell in ((found.before, args.pre, -2), (found.after, args.post, -1)):
            if moment == wanted:
                target[person] = value
                found.rows[person][cell] = row[what].strip()
    return found


def place_of(sheet: Sheet, name: str) -> int:
    if name not in sheet.header:
        raise WrongCallError(f"there is no column {name}; there are {', '.join(sheet.header)}")
    return sheet.header.index(name)


def _figure(cell: str, where: str, found: People, person: int) -> float:
    """A finite figure, `nan` where the cell is empty or refused."""
    text = cell.strip()
    if text.lower() in EMPTY:
        return math.nan
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        found.refused[person] = f'{where}: "{text[:40]}" is not a number (decimal points, no commas)'
        return math.nan
    return value
