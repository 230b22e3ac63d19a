"""`rightfit read`: a file of sessions in, levels, probabilities, signals and a report out."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rightfit.cli.agreements import COLUMNS as HELPED
from rightfit.cli.agreements import Agreements

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from rightfit.engine.dyad import Scale
    from rightfit.engine.files import Layout, Window
    from rightfit.engine.summary import Summing

OUT = (
    "client", "therapist", "session", "client_level", "client_low", "client_high", "therapist_level",
    "therapist_low", "therapist_high", "p_rupture", "signal", "kind", "reasons",
)  # fmt: skip
AHEAD = (
    "client_expected_low", "client_expected", "client_expected_high",
    "therapist_expected_low", "therapist_expected", "therapist_expected_high",
)  # fmt: skip
_SHOWN = 20
_EVERY = 3.0


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


def layout(parser: argparse.ArgumentParser, *, needed: bool = True) -> None:
    """What `read`, `calibrate` and `import` take alike; `import` can do without a file."""
    what = "CSV in UTF-8 (or Parquet with rightfit[fast])"
    parser.add_argument("file", type=Path, nargs=None if needed else "?", metavar="IN", help=what)
    parser.add_argument("--scale", metavar="LO:HI", help="lowest and highest score, as in 0:40")
    parser.add_argument("--therapist-scale", metavar="LO:HI", help="the same for the therapist (default: as --scale)")
    parser.add_argument(
        "--map", action="append", default=[], metavar="OURS=THEIRS",
        help="a column of ours under another name, as in client=patient; may be given again",
    )  # fmt: skip
    parser.add_argument("--client-items", metavar="A,B,C", help="the client's items instead of client_score")
    parser.add_argument("--therapist-items", metavar="A,B,C", help="the therapist's items")
    parser.add_argument("--item-scale", metavar="LO:HI", help="lowest and highest answer to an item, as in 1:5")


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


def scale_of(text: str | None, option: str) -> Scale | None:
    """A scale from `LO:HI`."""
    from rightfit.engine.dyad import Scale  # noqa: PLC0415
    from rightfit.engine.files import CallError  # noqa: PLC0415

    if text is None:
        return None
    low, colon, high = text.partition(":")
    try:
        if not colon:
            raise ValueError  # noqa: TRY301 - said below
        return Scale(low=float(low), high=float(high))
    except ValueError:
        message = f"{option} {text!r} is not LO:HI with LO below HI, as in 0:40"
        raise CallError(message) from None


def layout_of(args: argparse.Namespace) -> Layout:
    """The file's layout from the call; asks for what is missing and says what was seen."""
    from rightfit.engine.files import CallError, Layout  # noqa: PLC0415

    names = {}
    for pair in (part for text in args.map for part in text.split(",")):
        ours, sign, theirs = pair.partition("=")
        if not sign or not ours.strip() or not theirs.strip():
            message = f"--map {pair!r} is not OURS=THEIRS, as in client=patient"
            raise CallError(message)
        names[ours.strip()] = theirs.strip()
    items = [_items(args.client_items), _items(args.therapist_items)]
    item_scale = scale_of(args.item_scale, "--item-scale")
    if any(items) and item_scale is None:
        message = "items need --item-scale LO:HI, the lowest and the highest answer to one item"
        raise CallError(message)
    if item_scale is not None and not any(items):
        message = "--item-scale goes with --client-items or --therapist-items"
        raise CallError(message)
    scale = scale_of(args.scale, "--scale")
    therapist = scale_of(args.therapist_scale, "--therapist-scale") or scale
    if items[0]:
        scale = item_scale
    if items[1]:
        therapist = item_scale
    if scale is None:
        scale = therapist if items[1] else None
    if scale is None:
        raise CallError(_ask_scale(args.file, names))
    return Layout(
        scale=scale,
        therapist_scale=therapist or scale,
        names=names,
        client_items=items[0],
        therapist_items=items[1],
        item_scale=item_scale,
    )


def _items(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip()) if text else ()


def _ask_scale(path: Path, names: dict[str, str]) -> str:
    from rightfit.engine.files import span  # noqa: PLC0415

    seen = span(path, names=names)
    told = f"scores in the file go from {seen[0]:g} to {seen[1]:g}" if seen else "no score was seen in the file"
    return f"--scale LO:HI is needed, the lowest and the highest score a form can have; {told}"


class Bar:
    """Progress on stderr: a bar on a terminal, else a plain line every few seconds.

    What is shown are the rows done; how many there will be is told from the bytes read so far.
    """

    def __init__(self, size: int, *, stream: TextIO | None = None) -> None:
        """Take the number of bytes to come."""
        self.size = max(1, size)
        self.stream = stream if stream is not None else sys.stderr
        self.terminal = self.stream.isatty()
        self.told = time.monotonic()
        self.bytes = self.rows = self.computed = 0
        self.drawn = False

    def __call__(self, done: int, rows: int) -> None:
        """Show that `done` bytes and `rows` rows were read from the file."""
        self.bytes, self.rows = done, rows
        self._show()

    def add(self, rows: int) -> None:
        """Show that `rows` more rows are done."""
        self.computed += rows
        self._show()

    def _show(self) -> None:
        now = time.monotonic()
        if now - self.told < (0.1 if self.terminal else _EVERY) or self.rows == 0:
            return
        self.told = now
        parsed = min(1.0, self.bytes / self.size)
        share = parsed * (0.2 + 0.8 * self.computed / self.rows)
        if self.terminal:
            full = int(30 * share)
            self.stream.write(f"\r{'█' * full}{'░' * (30 - full)} {100 * share:3.0f}%  {self.rows:,} rows ")
            self.drawn = True
        else:
            self.stream.write(f"{self.rows:,} rows so far, {100 * share:.0f}%\n")
        self.stream.flush()

    def end(self) -> None:
        """Clear the bar."""
        if self.drawn:
            self.stream.write("\r" + " " * 60 + "\r")
            self.stream.flush()
            self.drawn = False


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
        handle.write(",".join(OUT + (AHEAD if args.predict else ()) + (HELPED if agreements else ())) + "\n")
        for window in windows(args.file, layout=plan, progress=bar):
            summing.window(window)
            for line in _lines(window, args, plan, summing, bar, agreements):
                handle.write(line)
        bar.end()
        if summing.sessions == 0:
            why = summing.refusals[0]
            raise FileError(f"no row of {args.file.name} can be read; line {why.line}: {why.reason}")
    data = summing.data(engine_version=__version__, calibrated=args.priors is not None)
    if args.report is not None:
        from rightfit.drawing import report  # noqa: PLC0415

        with _written(args.report) as handle:
            handle.write(report.page(data))
    for remark in data.remarks:
        print(f"note: {remark}", file=sys.stderr)
    for refusal in data.refusals[:_SHOWN]:
        print(f"refused, line {refusal.line}: {refusal.reason}", file=sys.stderr)
    if data.refused > _SHOWN:
        print(f"... and {data.refused - _SHOWN} more refused rows, in {args.out.name}", file=sys.stderr)
    unread = [] if agreements is None else agreements.left()
    for line in unread[:_SHOWN]:
        print(f"refused, {line}", file=sys.stderr)
    if len(unread) > _SHOWN:
        print(f"... and {len(unread) - _SHOWN} more agreements", file=sys.stderr)
    return 3 if data.refused or unread else 0


def _check(args: argparse.Namespace) -> None:
    """Say what is wrong with the call before anything is computed."""
    from rightfit.engine.files import CallError  # noqa: PLC0415
    from rightfit.engine.noticing import HIGHEST_PROMISE, LOWEST_PROMISE  # noqa: PLC0415

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


def _lines(  # noqa: PLR0917 - what one window needs
    window: Window,
    args: argparse.Namespace,
    plan: Layout,
    summing: Summing,
    bar: Bar,
    agreements: Agreements | None,
) -> Iterator[str]:
    """Read one window; one line for each of its rows, in its order."""
    import numpy as np  # noqa: PLC0415

    from rightfit.engine.files import quoted, tables  # noqa: PLC0415
    from rightfit.engine.noticing import KINDS, read_table, reasons_of  # noqa: PLC0415
    from rightfit.engine.repair import VERDICTS  # noqa: PLC0415

    count = window.line.size
    numbers = np.full((count, 7 + (len(AHEAD) if args.predict else 0)), np.nan)
    signal, kind = np.zeros(count, bool), np.zeros(count, np.int64)
    evidence = np.full((count, 5), np.nan)
    improved, verdict = np.full(count, np.nan), np.zeros(count, np.int64)
    long = not (window.first and window.last)
    for table in tables(window):
        found = read_table(
            table.forms,
            length=table.length,
            reading=args.reading,
            scale=plan.scale,
            therapist_scale=plan.therapist_scale,
            priors=summing.priors,
            promise=args.promise,
            skips_count=args.skips_count,
            ahead=args.predict,
            single=long,
            compiled=long,
            new=False,
        )
        summing.table(window, table, found)
        real = np.arange(table.row.shape[1])[None, :] < table.length[:, None]
        row = table.row[real]
        columns = [
            found.client_level, found.client_low, found.client_high, found.therapist_level,
            found.therapist_low, found.therapist_high, found.p_rupture,
        ]  # fmt: skip
        if found.client_next is not None and found.therapist_next is not None:
            columns += [*found.client_next, *found.therapist_next]
        for place, column in enumerate(columns):
            numbers[row, place] = column[real]
        signal[row], kind[row], evidence[row] = found.signal[real], found.kind[real], found.evidence[real]
        if agreements is not None:
            helped = agreements.read(window, table, found, summing.priors)
            improved[row], verdict[row] = helped.p_improved[real], helped.verdict[real]
        bar.add(row.size)
    names = [quoted(list(pair)) for pair in window.pairs]
    refused_tail = "," * ((len(AHEAD) if args.predict else 0) + (len(HELPED) if agreements is not None else 0))
    for place, (code, session) in enumerate(zip(window.pair.tolist(), window.session.tolist(), strict=True)):
        if code < 0:
            why = window.refused[place]
            head = quoted([why.client, why.therapist, why.session])
            yield f"{head}{',' * 9},{quoted([f'refused: {why.reason}'])}{refused_tail}\n"
            continue
        value = numbers[place].tolist()
        reasons = "; ".join(f"{name} {ratio:+.1f}" for name, ratio in reasons_of(evidence[place]))
        ahead = "".join(f",{one:.2f}" for one in value[7:])
        if agreements is not None:
            ahead += f",{improved[place]:.4f}," if verdict[place] else ",,"
            ahead += VERDICTS[verdict[place]]
        yield (
            f"{names[code]},{session},{value[0]:.2f},{value[1]:.2f},{value[2]:.2f},{value[3]:.2f},{value[4]:.2f},"
            f"{value[5]:.2f},{value[6]:.4f},{int(signal[place])},{KINDS[kind[place]]},{reasons}{ahead}\n"
        )
