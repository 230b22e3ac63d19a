"""What `rightfit read` says of each session: a window of the file in, the lines of OUT.csv out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rightfit.cli.agreements import COLUMNS as HELPED

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from rightfit.cli.agreements import Agreements
    from rightfit.cli.progress import Bar
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


def heading(*, predict: bool, helped: bool) -> str:
    """The first line of OUT."""
    return ",".join(OUT + (AHEAD if predict else ()) + (HELPED if helped else ())) + "\n"


def lines_of(  # noqa: PLR0917 - what one window needs
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
