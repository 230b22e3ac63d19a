"""`rightfit calibrate`: fit scale and question to a practice's own forms, without labels."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rightfit.cli.file_layout import layout, layout_of
from rightfit.cli.progress import Bar, Tries

if TYPE_CHECKING:
    import argparse

STATES = ("all well", "a bad day", "a withdrawal", "a confrontation")
"""In which the question is answered with yes so often; in the order of `Priors.yes`."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    layout(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="priors.toml", help="where to write")
    parser.add_argument("--priors", type=Path, metavar="priors.toml", help="start from these")
    parser.add_argument(
        "--beyond-scale",
        action="store_true",
        help="also how much therapists notice and how often ruptures start: tried on made-up practices only",
    )


def run(args: argparse.Namespace) -> int:
    """Fit and write; 0 all read, 3 some rows refused, 1 nothing readable, 2 a wrong call."""
    from rightfit.engine.calibrating import PriorsError  # noqa: PLC0415 - numpy only when it is needed
    from rightfit.engine.files import CallError, FileError  # noqa: PLC0415

    try:
        return _calibrate(args)
    except (CallError, PriorsError) as error:
        print(f"rightfit calibrate: {error}", file=sys.stderr)
        return 2
    except FileError as error:
        print(f"rightfit calibrate: {error}", file=sys.stderr)
        return 1


def _calibrate(args: argparse.Namespace) -> int:
    from rightfit.engine.calibrating import SIX, fit, from_toml, to_toml  # noqa: PLC0415
    from rightfit.engine.dyad import Priors  # noqa: PLC0415
    from rightfit.engine.files import CallError, FileError, sample  # noqa: PLC0415

    plan = layout_of(args)
    if args.out.resolve() == args.file.resolve():
        message = f"{args.out} is the file to be read"
        raise CallError(message)
    start = Priors() if args.priors is None else from_toml(args.priors)
    bar = Bar(args.file.stat().st_size if args.file.is_file() else 1)
    courses, refused, read = sample(args.file, layout=plan, progress=bar)
    bar.end()
    if read == 0:
        message = f"no row of {args.file.name} can be read"
        raise FileError(message)
    tries = Tries()
    found = fit(courses, priors=start, beyond_scale=args.beyond_scale, tick=tries)
    tries.end()
    try:
        args.out.write_text(to_toml(found.priors, remark=f"{found.why}."), encoding="utf-8")
    except OSError as error:
        message = f"{args.out} cannot be written ({error.strerror})"
        raise CallError(message) from None
    print(f"{found.why}.")
    for name in SIX:
        print(f"  {name:5} {getattr(start, name):7.2f} -> {getattr(found.priors, name):7.2f}")
    for state, before, after in zip(STATES, start.yes, found.priors.yes, strict=True):
        print(f"  yes, {state:15} {before:7.2f} -> {after:7.2f}")
    print(f"  people who say yes by habit {start.habit:4.2f} -> {found.priors.habit:4.2f}")
    noticed = found.priors.fall_h[0] / start.fall_h[0]
    print(f"  what therapists notice      1.00 -> {noticed:4.2f}")
    if refused:
        print(f"{refused} rows were refused; rightfit read lists them", file=sys.stderr)
    return 3 if refused else 0
