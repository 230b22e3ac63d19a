"""`rightfit change`: classify each person's change from before to after."""

from __future__ import annotations

import math
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from rightfit.cli.before_after import long, place_of, wide
from rightfit.cli.pack_folder import find
from rightfit.cli.tables import FileError, WrongCallError, read_csv, write_csv

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from rightfit.cli.before_after import People
    from rightfit.engine.change import Change
    from rightfit.engine.cut_offs import CutOff

ADDED = ("change_points", "change_index", "change_class", "change_method", "change_why")
SHOWN = 20
METHODS = (
    "jacobson-truax", "gulliksen-lord-novick", "edwards-nunnally", "hageman-arrindell", "hierarchical-linear",
    "percentage", "minimal-difference", "cut-off",
)  # fmt: skip


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    add = parser.add_argument
    add("file", type=Path, metavar="IN.csv", help="one row a person, or (with --client, --time, --score) one a score")
    add("--out", type=Path, required=True, metavar="OUT.csv", help="one row a person, with what became of them")
    add("--better", choices=("lower", "higher"), required=True, help="which scores are better")
    add("--method", choices=METHODS, default="jacobson-truax", metavar="METHOD", help=f"{', '.join(METHODS)}")
    add("--pre", default="pre", help="column of the score before; with --time, the time that counts as before")
    add("--post", default="post", help="column of the score after; with --time, the time that counts as after")
    add("--client", metavar="COL", help="column that says whose score it is")
    add("--time", metavar="COL", help="column with the time of a score")
    add("--score", metavar="COL", help="column with the score")
    add("--reliability", type=float, metavar="R", help="of the measure, above 0 and below 1")
    add("--points", type=float, metavar="N", help="least change: points, or a share (.5) for percentage")
    add("--points-worse", type=float, metavar="N", help="least worsening (default: as --points)")
    add("--measure", metavar="ID", help="take the published points and cut-off of this questionnaire's total")
    add("--cut-off", metavar="a|b|c|N", help="a, b or c of Jacobson-Truax, or a published figure")
    add("--clinical", metavar="M:SD", help="mean and SD of people in trouble (default: of this file, before)")
    add("--ordinary", metavar="M:SD", help="mean and SD of ordinary people, for b and c")
    add("--critical", type=float, metavar="Z", help="what the index has to pass (default: the published figure)")
    add("--by", metavar="COL", help="count for each value of this column as well")


def run(args: argparse.Namespace) -> int:
    """Classify and write; 0 all read, 3 some scores refused, 1 nothing readable, 2 a wrong call."""
    try:
        return _run(args)
    except WrongCallError as error:
        print(f"rightfit change: {error}", file=sys.stderr)
        return 2
    except FileError as error:
        print(f"rightfit change: {error}", file=sys.stderr)
        return 1


def _run(args: argparse.Namespace) -> int:
    from rightfit.engine.change import SLOPES, change, classify, slopes  # noqa: PLC0415 - numpy only here

    _check(args)
    sheet = read_csv(args.file)
    if args.by:
        place_of(sheet, args.by)
    found = long(sheet, args) if args.time else wide(sheet, args)
    taken = [name for name in ADDED if name in found.header]
    if taken:
        raise WrongCallError(f"{args.file.name} has {', '.join(taken)} already")
    for place in found.refused:  # half a person would shift the others' mean
        found.before[place] = found.after[place] = math.nan
    if not any(math.isfinite(one) for one in (*found.before, *found.after)):
        why = next(iter(found.refused.values()), "there is no score before or after")
        raise FileError(f"{args.file.name}: {why}")
    method, points, published = args.method, args.points, None
    if args.measure:
        method, points, published = _published(args)
    try:
        if method == SLOPES:
            kept = [place not in found.refused for place in found.series[0]]
            scores = [one if keep else math.nan for one, keep in zip(found.series[2], kept, strict=True)]
            result = slopes(
                found.series[0], found.series[1], scores, better=args.better, critical=args.critical or 1.96
            )
        else:
            result = change(
                found.before,
                found.after,
                method=method,
                better=args.better,
                reliability=args.reliability,
                clinical=_pair(args.clinical, "--clinical"),
                points=points,
                points_worse=args.points_worse,
                critical=args.critical,
            )
        cut = published or _cut_off(args, found, result)
        kinds = classify(result, before=found.before, after=found.after, cut_off=cut)
    except ValueError as error:
        raise WrongCallError(str(error)) from None
    write_csv(args.out, [*found.header, *ADDED], _lines(found, result, kinds))
    _tell(args, found, result, kinds, cut)
    return 3 if found.refused else 0


def _check(args: argparse.Namespace) -> None:
    long = (args.client, args.time, args.score)
    if any(long) and not all(long):
        raise WrongCallError("--client, --time and --score go together")
    if args.method == "hierarchical-linear" and not all(long):
        raise WrongCallError("hierarchical-linear needs every score: --client, --time and --score")
    if all(long) and (args.pre == "pre" or args.post == "post"):
        raise WrongCallError("--time needs --pre and --post: the two times to be compared")
    if args.method == "cut-off" and args.cut_off is None and not args.measure:
        raise WrongCallError("cut-off needs --cut-off")
    if args.out.resolve() == args.file.resolve():
        raise WrongCallError(f"{args.out} is the file to be read")


def _pair(text: str | None, option: str) -> tuple[float, float] | None:
    if text is None:
        return None
    mean, colon, sd = text.partition(":")
    try:
        pair = float(mean), float(sd)
    except ValueError:
        pair = math.nan, math.nan
    if not colon or not math.isfinite(pair[0]) or not 0 < pair[1] < math.inf:
        raise WrongCallError(f"{option} {text!r} is not M:SD with SD above 0, as in 7.7:7.5")
    return pair


def _published(args: argparse.Namespace) -> tuple[str, float, CutOff | None]:
    """The points and the first cut-off that the questionnaire's own definition has."""
    from rightfit.engine.cut_offs import published  # noqa: PLC0415

    measure = find(args.measure)
    scale = next((one for one in measure.scales if one.change), None)
    if scale is None or scale.change is None:
        raise WrongCallError(f"no reliable change is published for {measure.id}; give --reliability or --points")
    print(f"{scale.change.points:g} points: {scale.change.source}")
    cut = next(iter(scale.cut_offs), None)
    if cut is None or args.cut_off:
        return "minimal-difference", scale.change.points, None
    print(f"cut-off {cut.at_least:g}: {cut.meaning} ({cut.source})")
    return "minimal-difference", scale.change.points, published(cut.at_least, better=args.better)


def _cut_off(args: argparse.Namespace, found: People, result: Change) -> CutOff | None:
    from rightfit.engine.cut_offs import KINDS, between, published  # noqa: PLC0415

    if args.cut_off is None:
        return None
    if args.cut_off not in KINDS:
        try:
            value = float(args.cut_off)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise WrongCallError(f"--cut-off {args.cut_off!r} is none of a, b, c and no figure")
        return published(value, better=args.better)
    clinical = _pair(args.clinical, "--clinical")
    if clinical is None:
        import numpy as np  # noqa: PLC0415

        first, second = np.array(found.before), np.array(found.after)
        first = first[np.isfinite(first + second)]
        if first.size < 2:  # noqa: PLR2004 - an SD
            raise WrongCallError("fewer than two people have both scores; give --clinical")
        clinical = float(first.mean()), float(first.std(ddof=1))
    error = result.constants["SEM"] if args.method == "hageman-arrindell" else 0.0
    ordinary = _pair(args.ordinary, "--ordinary")
    return between(args.cut_off, clinical=clinical, ordinary=ordinary, better=args.better, measurement=error)


def _lines(found: People, result: Change, kinds: Sequence[str]) -> list[list[object]]:
    lines: list[list[object]] = []
    for place, row in enumerate(found.rows):
        figures = [f"{one:.6g}" if math.isfinite(one) else "" for one in (result.points[place], result.index[place])]
        kind, why = kinds[place], result.why[place]
        if place in found.refused:
            figures, kind, why = ["", ""], "", f"refused: {found.refused[place]}"
        lines.append([*row, *figures, kind, result.method if kind else "", why])
    return lines


def _tell(args: argparse.Namespace, found: People, result: Change, kinds: Sequence[str], cut: CutOff | None) -> None:
    from rightfit.engine.change import CLASSES, CRITICAL, SLOPES  # noqa: PLC0415

    said = [kind for place, kind in enumerate(kinds) if kind and place not in found.refused]
    print(f"{result.method}: {len(said)} of {len(found.rows)} people classified")
    if result.constants:
        print("; ".join(f"{name} {value:.4g}" for name, value in result.constants.items()))
    if cut is not None:
        print(f"cut-off {cut.name}: {cut.value:.4g}")
    groups = {"": [place for place in range(len(kinds)) if place not in found.refused]}
    if args.by:
        column = found.header.index(args.by)
        for place in groups[""]:
            groups.setdefault(found.rows[place][column] or "(empty)", []).append(place)
    for name, places in groups.items():
        count = Counter(kinds[place] for place in places)
        shown = CLASSES if cut is not None and args.method != "cut-off" else CLASSES[1:4]
        print(f"{name + ': ' if name else ''}{', '.join(f'{one} {count[one]}' for one in shown)}")
    if args.method == SLOPES:
        print("Improved means a better course than the average here, not better than before.")
    elif args.method in CRITICAL and not args.measure:
        print("Of 100 people who did not change, about 5 are still called improved or deteriorated, by chance.")
    for why in list(found.refused.values())[:SHOWN]:
        print(f"refused: {why}", file=sys.stderr)
    if len(found.refused) > SHOWN:
        print(f"... and {len(found.refused) - SHOWN} more", file=sys.stderr)
