"""`rightfit measures`: the questionnaires there are, adding one under a licence, and what a file says of one."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rightfit.cli.pack_folder import find, pack_folder, today
from rightfit.cli.tables import FileError, WrongCallError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from rightfit.engine.measures.definition import Item, Measure, Scale

WORDS = """rightfit measures                    list them
rightfit measures MEASURE            show one in full
rightfit measures key MEASURE        how one is scored that may not ship, as a form to fill the text into
rightfit measures add FILE.toml      add one that this practice is licensed for
rightfit measures fhir MEASURE       one as a FHIR R4 Questionnaire
rightfit measures report MEASURE IN.csv   what a file of answers says about one, and what it does not"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.usage = WORDS
    add = parser.add_argument
    add("words", nargs="*", metavar="WORD", help="see above")
    add("--attested-by", metavar="NAME", help="add: who says that this practice may use the text")
    add("--licence", metavar="TEXT", help="add: what the licence is, and where it lies")
    add("--until", metavar="YYYY-MM-DD", help="add: the last day of the licence, if it has one")
    add("--uses", type=int, metavar="N", help="add: how many forms may be filled in, if that is limited")
    add("--out", type=Path, metavar="R.html", help="report: the page")
    add("--csv", type=Path, metavar="R.csv", help="report: the same figures as a file")
    add("--client", metavar="COL", help="report: column that says whose form it is")
    add("--session", metavar="COL", help="report: column with the number of the session")
    add("--items", metavar="A,B,...", help="report: columns of the items, in the questionnaire's order")


def run(args: argparse.Namespace) -> int:
    """Do what the words say; 0 done, 1 nothing readable, 2 a wrong call, 3 some answers refused."""
    acts: dict[str, tuple[int, Callable[[argparse.Namespace], int]]] = {
        "key": (2, _key), "fhir": (2, _fhir), "add": (2, _add), "report": (3, _report),
    }  # fmt: skip
    words = args.words
    try:
        if not words:
            return _list()
        if words[0] not in acts:
            if len(words) > 1:
                raise WrongCallError(f"one word more than wanted: {words[1]}")  # noqa: TRY301 - said below
            _show(find(words[0]))
            return 0
        wanted, act = acts[words[0]]
        if len(words) != wanted:
            raise WrongCallError(f"{words[0]} takes {wanted - 1} more; see rightfit measures --help")  # noqa: TRY301
        return act(args)
    except WrongCallError as error:
        return _say(error, 2)
    except FileError as error:
        return _say(error, 1)


def _say(error: Exception, code: int) -> int:
    print(f"rightfit measures: {error}", file=sys.stderr)
    return code


def _list() -> int:
    from rightfit.engine import packs  # noqa: PLC0415 - only here
    from rightfit.engine.measures.shipped import SHIPPED, load  # noqa: PLC0415

    for name in SHIPPED:
        measure = load(name)
        print(f"{name:18} {measure.name} · {measure.respondent} · {len(measure.items)} items")
        print(f"{'':18} {measure.licence} · {measure.owner}")
        print(f"{'':18} {measure.source}")
    folder = pack_folder()
    for name in packs.names(folder):
        attested = packs.licence(folder, name)
        until = f"until {attested.until}" if attested.until else "without an end"
        left = f"{attested.left} of {attested.uses} uses left" if attested.uses is not None else "uses not limited"
        print(f"{name:18} under this practice's own licence, {until}, {left}")
        print(f"{'':18} attested by {attested.attested_by} on {attested.attested_on}: {attested.licence}")
    print("\nScored, but without text here; whoever is licensed adds it (rightfit measures key MEASURE):")
    for key in packs.scoring_keys():
        print(f"{key.id:18} {key.name} · {key.items} items · ask: {key.ask}")
    return 0


def _key(args: argparse.Namespace) -> int:
    from rightfit.engine import packs  # noqa: PLC0415 - only here

    try:
        print(packs.skeleton(args.words[1]), end="")
    except packs.PackError as error:
        raise WrongCallError(str(error)) from None
    return 0


def _fhir(args: argparse.Namespace) -> int:
    import json  # noqa: PLC0415 - only here

    from rightfit.engine import fhir  # noqa: PLC0415

    try:
        resource = fhir.questionnaire(find(args.words[1]))
    except fhir.FhirError as error:
        raise WrongCallError(str(error)) from None
    print(json.dumps(resource, ensure_ascii=False, indent=2))
    return 0


def _add(args: argparse.Namespace) -> int:
    from rightfit.engine import packs  # noqa: PLC0415 - only here
    from rightfit.engine.measures.definition import DefinitionError  # noqa: PLC0415

    if not args.attested_by or not args.licence:
        raise WrongCallError(
            "add needs --attested-by NAME and --licence TEXT: nobody else can know that you may use it"
        )
    try:
        until = date.fromisoformat(args.until) if args.until else None
    except ValueError:
        raise WrongCallError(f"--until {args.until!r} is no day; it is written 2027-12-31") from None
    path, folder = Path(args.words[1]), pack_folder()
    try:
        measure = packs.add(
            folder,
            path.read_text(encoding="utf-8-sig"),
            attested_by=args.attested_by,
            attested_on=today(),
            licence=args.licence,
            until=until,
            uses=args.uses,
        )
    except UnicodeDecodeError:
        raise FileError(f"{path.name} is not UTF-8") from None
    except OSError as error:
        raise FileError(f"{error.filename or path} cannot be read or written ({error.strerror})") from None
    except DefinitionError as error:
        raise FileError(str(error)) from None
    except packs.PackError as error:
        raise WrongCallError(str(error)) from None
    print(f"{measure.id} is here now, in {folder}. Its text is shown in no list and leaves in no file.")
    return 0


def _report(args: argparse.Namespace) -> int:
    from rightfit.cli.examining import report  # noqa: PLC0415 - numpy only here

    return report(args, find(args.words[1]), Path(args.words[2]))


def _show(measure: Measure) -> None:
    print(f"{measure.name}, version {measure.version}, language {measure.language}")
    print(f"Owner: {measure.owner}")
    print(f"Licence: {measure.licence}. {measure.licence_text}")
    print(f"Source: {measure.source}")
    if measure.remark:
        print(f"Remark: {measure.remark}")
    if measure.is_pack:
        print("\nItems (their text stays in the pack)")
    else:
        print(f"\n{measure.stem or 'Items'}")
    for item in measure.items:
        print(_item(item, with_text=not measure.is_pack))
    for scale in measure.scales:
        _show_scale(scale)


def _item(item: Item, *, with_text: bool) -> str:
    marks = [mark for mark, is_so in (("reversed", item.reverse), ("risk", item.risk is not None)) if is_so]
    text = f"{item.text} " if with_text else ""
    return f"  {item.key:18} {text}[{item.allowed}]{''.join(f' ({mark})' for mark in marks)}"


def _show_scale(scale: Scale) -> None:
    print(f"\n{scale.label}: {scale.rule} of {len(scale.items)} items, {scale.low:g} to {scale.high:g}")
    most = f"at most {scale.missing.most} ({scale.missing.how})" if scale.missing.most else "none"
    print(f"  left out: {most}; {scale.missing.source}")
    for band in scale.bands:
        print(f"  from {band.low:g}: {band.name}")
    if scale.bands:
        print(f"  bands: {scale.bands_source}")
    for cut in scale.cut_offs:
        print(f"  {cut.at_least:g} or more: {cut.meaning} ({cut.source})")
    if scale.change:
        print(f"  reliable change: {scale.change.points:g} points ({scale.change.source})")
