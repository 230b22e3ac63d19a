"""`rightfit score`: add the scores of a questionnaire to a file of item answers."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rightfit.cli.pack_folder import count, find
from rightfit.cli.tables import FileError, WrongCallError, read_csv, write_csv

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from rightfit.engine.measures.definition import Measure
    from rightfit.engine.measures.scoring import Score

SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("measure", metavar="MEASURE", help="its id (rightfit measures lists them)")
    parser.add_argument("file", type=Path, metavar="IN.csv", help="one row a filled-in form; or IN.json, FHIR R4")
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.csv", help="the same rows, with the scores")
    parser.add_argument(
        "--items", metavar="A,B,...", help="columns of the items, in the measure's order; default: phq9_1,phq9_2,..."
    )
    parser.add_argument(
        "--asked", type=Path, metavar="Q.json", help="the FHIR Questionnaire that a file of forms (IN.json) answers"
    )
    parser.add_argument("--language", default="en", metavar="CODE", help="of the form that was filled in; default: en")


def run(args: argparse.Namespace) -> int:
    """Score and write; 0 all scored or left out, 3 some answers refused, 1 nothing readable, 2 a wrong call."""
    try:
        return _score(args)
    except WrongCallError as error:
        print(f"rightfit score: {error}", file=sys.stderr)
        return 2
    except FileError as error:
        print(f"rightfit score: {error}", file=sys.stderr)
        return 1


def _score(args: argparse.Namespace) -> int:
    from rightfit.engine.measures.scoring import score_rows  # noqa: PLC0415 - only here

    measure = find(args.measure)
    if args.language != measure.language:
        message = (
            f"{measure.id} is here in {measure.language} only, not in {args.language}: a translation is another form"
        )
        raise WrongCallError(message)
    if args.out.resolve() == args.file.resolve():
        message = f"{args.out} is the file to be read"
        raise WrongCallError(message)
    if args.file.suffix.lower() == ".json":
        from rightfit.cli.forms import read_forms  # noqa: PLC0415

        sheet = read_forms(args.file, measure, asked=args.asked)
    else:
        sheet = read_csv(args.file)
    header, rows = sheet.header, sheet.rows
    columns = columns_of(measure, args.items, header)
    places = [header.index(column) for column in columns]
    keys = [item.key for item in measure.scored_items]
    added = [
        f"{scale.id}_{part}" for scale in measure.scales for part in ("score", "answered", "prorated", "band", "why")
    ]
    taken = [name for name in added if name in header]
    if taken:
        message = f"{args.file.name} has {', '.join(taken)} already"
        raise WrongCallError(message)
    scores = score_rows(measure, rows=[{k: row[p] for k, p in zip(keys, places, strict=True)} for row in rows])
    names = dict(zip(keys, columns, strict=True))
    for line, why in sheet.odd.items():
        scores[line - 1] = {
            key: replace(one, value=None, band="", reached=(), prorated=False, why=f"not scorable, because {why}")
            for key, one in scores[line - 1].items()
        }
    count(measure, forms=sum(any(score.answered for score in found.values()) for found in scores))
    write_csv(
        args.out,
        [*header, *added],
        ([*row, *(cell for one in found.values() for cell in _cells(one, names))]
         for row, found in zip(rows, scores, strict=True)),
    )  # fmt: skip
    return _told([one for found in scores for one in found.values()], names, odd=sheet.odd)


def _cells(score: Score, names: dict[str, str]) -> list[object]:
    value = "" if score.value is None else f"{score.value:.10g}"
    return [value, score.answered, int(score.prorated), score.band, _named(score.why, names)]


def _named(why: str, names: dict[str, str]) -> str:
    """Say the file's own column where the message says the item."""
    for key, column in names.items():
        why = why.replace(f"item {key}:", f"column {column}:")
    return why


def _told(scores: Sequence[Score], names: dict[str, str], *, odd: dict[int, str]) -> int:
    refused = list(odd.values()) + [_named(score.why, names) for score in scores if "is not allowed" in score.why]
    scored = sum(score.is_scorable for score in scores)
    print(f"{scored} of {len(scores)} scores; {len(scores) - scored} not scorable")
    for why in refused[:SHOWN]:
        print(why, file=sys.stderr)
    if len(refused) > SHOWN:
        print(f"and {len(refused) - SHOWN} more", file=sys.stderr)
    return 3 if refused else 0


def columns_of(measure: Measure, given: str | None, header: list[str]) -> list[str]:
    """Return the columns of the items, in the measure's order."""
    wanted = measure.scored_items
    columns = [item.key for item in wanted] if given is None else [name.strip() for name in given.split(",")]
    if len(columns) != len(wanted):
        message = f"{measure.id} has {len(wanted)} scored items, --items names {len(columns)}"
        raise WrongCallError(message)
    doubled = sorted({name for name in columns if columns.count(name) > 1})
    if doubled:
        message = f"--items names {', '.join(doubled)} twice"
        raise WrongCallError(message)
    absent = [name for name in columns if name not in header]
    if absent:
        message = f"there is no column {', '.join(absent)}; there are {', '.join(header)}; --items names others"
        raise WrongCallError(message)
    return columns
