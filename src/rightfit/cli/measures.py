"""`rightfit measures`: the questionnaires that ship, with licence and source."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from rightfit.engine.measures.definition import Measure


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("measure", nargs="?", metavar="MEASURE", help="show one of them in full")


def run(args: argparse.Namespace) -> int:
    """List them, or show one; 0 shown, 2 a wrong call."""
    from rightfit.engine.measures.definition import SHIPPED, UnknownMeasureError, load  # noqa: PLC0415 - only here

    if args.measure is None:
        for name in SHIPPED:
            measure = load(name)
            print(f"{name:18} {measure.name} · {measure.respondent} · {len(measure.items)} items")
            print(f"{'':18} {measure.licence} · {measure.owner}")
            print(f"{'':18} {measure.source}")
        return 0
    try:
        _show(load(args.measure))
    except UnknownMeasureError as error:
        print(f"rightfit measures: {error}", file=sys.stderr)
        return 2
    return 0


def _show(measure: Measure) -> None:
    print(f"{measure.name}, version {measure.version}, language {measure.language}")
    print(f"Owner: {measure.owner}")
    print(f"Licence: {measure.licence}. {measure.licence_text}")
    print(f"Source: {measure.source}")
    if measure.remark:
        print(f"Remark: {measure.remark}")
    print(f"\n{measure.stem or 'Items'}")
    for item in measure.items:
        marks = [mark for mark, is_so in (("reversed", item.reverse), ("risk", item.risk is not None)) if is_so]
        print(f"  {item.key:18} {item.text} [{item.allowed}]{''.join(f' ({mark})' for mark in marks)}")
    for scale in measure.scales:
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
