"""`rightfit read`: a file of sessions in, levels, probabilities, signals and a report out."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rightfit.cli.agreements import Agreements
from rightfit.cli.file_layout import layout, layout_of
from rightfit.cli.progress import Bar
from rightfit.cli.session_lines import heading, lines_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from rightfit.engine.summary import ReportData

_SHOWN = 20
"""Refused rows that are named; how many more there are is said."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    layout(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.csv", help="where to write")
    parser.add_argument(
        "--promise", type=float, default=1.0, metavar="N",
        help="false alarms per 100 held, rupture-free sessions (default 1)",
    )  # fmt: skip
    parser.add_argument(
        "--reading", choices=("joint", "client", "therapist"), default="joint",
        help="whose reading: of everything (default), of what the client gave, of what the therapist may see",
    )  # fmt: skip
    parser.add_argument("--priors", type=Path, metavar="priors.toml", help="from rightfit calibrate")
    parser.add_argument("--report", type=Path, metavar="R.html", help="also write a page to look at")
    parser.add_argument("--predict", action="store_true", help="add where each form was expected (10, 50, 90%%)")
    parser.add_argument(
        "--agreements", type=Path, metavar="A.csv",
        help="what was agreed when (client, therapist, session): add whether it helped",
    )  # fmt: skip
    parser.add_argument(
        "--skips-count", action="store_true",
        help="for research: count an empty form as evidence (never done otherwise)",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Read the file; 0 all read, 3 some rows refused, 1 nothing readable, 2 a wrong call."""
    from rightfit.engine.calibrating import PriorsError  # noqa: PLC0415 - numpy only when it is needed
    from rightfit.engine.files import CallError, FileError  # noqa: PLC0415

    try:
        return _read(args)
    except (CallError, PriorsError) as error:
        return _say(f"rightfit read: {error}", 2)
    except FileError as error:
        return _say(f"rightfit read: {error}", 1)


def _say(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _read(args: argparse.Namespace) -> int:
    from rightfit import __version__  # noqa: PLC0415
    from rightfit.engine.calibrating import from_toml  # noqa: PLC0415
    from rightfit.engine.files import FileError, windows  # noqa: PLC0415
    from rightfit.engine.noticing import DEFAULT_PRIORS  # noqa: PLC0415
    from rightfit.engine.summary import Summing  # noqa: PLC0415

    _check(args)
    plan = layout_of(args)
    priors = DEFAULT_PRIORS if args.priors is None else from_toml(args.priors)
    summing = Summing(
        name=args.file.name,
        scale=plan.scale,
        therapist_scale=plan.therapist_scale,
        reading=args.reading,
        promise=args.promise,
        priors=priors,
    )
    agreements = None if args.agreements is None else Agreements(args.agreements)
    bar = Bar(args.file.stat().st_size if args.file.is_file() else 1)
    with _written(args.out) as handle:
        handle.write(heading(predict=args.predict, helped=agreements is not None))
        for window in windows(args.file, layout=plan, progress=bar):
            summing.window(window)
            handle.writelines(lines_of(window, args, plan, summing, bar, agreements))
        bar.end()
        if summing.sessions == 0:
            why = summing.refusals[0]
            raise FileError(f"no row of {args.file.name} can be read; line {why.line}: {why.reason}")
    data = summing.data(engine_version=__version__, calibrated=args.priors is not None)
    if args.report is not None:
        from rightfit.drawing import report  # noqa: PLC0415

        with _written(args.report) as handle:
            handle.write(report.page(data))
    return _told(data, args.out, [] if agreements is None else agreements.left())


def _told(data: ReportData, out: Path, unread: list[str]) -> int:
    """Say on stderr what was refused and what a reader has to know; the exit code."""
    for remark in data.remarks:
        print(f"note: {remark}", file=sys.stderr)
    for refusal in data.refusals[:_SHOWN]:
        print(f"refused, line {refusal.line}: {refusal.reason}", file=sys.stderr)
    if data.refused > _SHOWN:
        print(f"... and {data.refused - _SHOWN} more refused rows, in {out.name}", file=sys.stderr)
    for line in unread[:_SHOWN]:
        print(f"refused, {line}", file=sys.stderr)
    if len(unread) > _SHOWN:
        print(f"... and {len(unread) - _SHOWN} more agreements", file=sys.stderr)
    return 3 if data.refused or unread else 0


def _check(args: argparse.Namespace) -> None:
    """Say what is wrong with the call before anything is computed."""
    from rightfit.engine.files import CallError  # noqa: PLC0415
    from rightfit.engine.promises import HIGHEST_PROMISE, LOWEST_PROMISE  # noqa: PLC0415

    if not LOWEST_PROMISE <= args.promise <= HIGHEST_PROMISE:
        raise CallError(f"--promise {args.promise:g} is not from {LOWEST_PROMISE:g} to {HIGHEST_PROMISE:g}")
    for path in (args.out, args.report):
        if path is not None and path.resolve() == args.file.resolve():
            raise CallError(f"{path} is the file to be read")
        if path is not None and not path.resolve().parent.is_dir():
            raise CallError(f"there is no folder {path.parent}")
    if args.report is not None and args.report.resolve() == args.out.resolve():
        raise CallError("--report and --out are the same file")


@contextmanager
def _written(path: Path) -> Iterator[TextIO]:
    """A file that stands whole or not at all."""
    from rightfit.engine.files import CallError  # noqa: PLC0415

    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as handle:
            yield handle
        part.replace(path)
    except OSError as error:
        raise CallError(f"{error.filename or path} cannot be read or written ({error.strerror})") from None
    finally:
        part.unlink(missing_ok=True)
