"""What `rightfit read` says of each session: a window of the file in, the lines of OUT.csv out."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from rightfit.cli.agreements import COLUMNS as HELPED

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from rightfit.cli.agreements import Agreements
    from rightfit.cli.progress import Bar
    from rightfit.engine.files import Layout, Table, Window
    from rightfit.engine.noticing import Readings
    from rightfit.engine.repair import Helped
    from rightfit.engine.summary import Summing

    FloatArray = NDArray[np.float64]

OUT = (
    "client", "therapist", "session", "client_level", "client_low", "client_high", "therapist_level",
    "therapist_low", "therapist_high", "p_rupture", "signal", "kind", "reasons",
)  # fmt: skip
AHEAD = (
    "client_expected_low", "client_expected", "client_expected_high",
    "therapist_expected_low", "therapist_expected", "therapist_expected_high",
)  # fmt: skip

_P = 6
"""Place of `p_rupture` among the numbers; it has four digits, the others two."""

_AT_ONCE = 20_000


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
    from rightfit.engine.files import tables  # noqa: PLC0415 - numpy only when it is needed
    from rightfit.engine.noticing import read_table  # noqa: PLC0415

    said = _Said(window, predict=args.predict, helped=agreements is not None)
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
        said.put(
            table, found, None if agreements is None else agreements.read(window, table, found, summing.priors)
        )  # fmt: skip
        bar.add(int(table.length.sum()))
    yield from said.lines()


class _Said:
    """What is said of each row of a window."""

    def __init__(self, window: Window, *, predict: bool, helped: bool) -> None:
        import numpy as np  # noqa: PLC0415 - as above

        count = window.line.size
        self.window, self.helped = window, helped
        self.numbers = np.full((count, 7 + (len(AHEAD) if predict else 0)), np.nan)
        self.signal, self.kind = np.zeros(count, np.int64), np.zeros(count, np.int64)
        self.evidence = np.full((count, 5), np.nan)
        self.improved, self.verdict = np.full(count, np.nan), np.zeros(count, np.int64)

    def put(self, table: Table, found: Readings, helped: Helped | None) -> None:
        """Take what was found of some courses to their rows."""
        import numpy as np  # noqa: PLC0415 - as above

        real = np.arange(table.row.shape[1])[None, :] < table.length[:, None]
        row = table.row[real]
        columns = [
            found.client_level, found.client_low, found.client_high, found.therapist_level,
            found.therapist_low, found.therapist_high, found.p_rupture,
        ]  # fmt: skip
        if found.client_next is not None and found.therapist_next is not None:
            columns += [*found.client_next, *found.therapist_next]
        for place, column in enumerate(columns):
            self.numbers[row, place] = column[real]
        self.signal[row], self.kind[row] = found.signal[real], found.kind[real]
        self.evidence[row] = found.evidence[real]
        if helped is not None:
            self.improved[row], self.verdict[row] = helped.p_improved[real], helped.verdict[real]

    def lines(self) -> Iterator[str]:
        """One line for each row, read or refused."""
        pairs = [*(_quoted(list(pair)) for pair in self.window.pairs), ""]  # the last stands for a refused row
        for start in range(0, self.window.line.size, _AT_ONCE):
            yield from self._some(slice(start, start + _AT_ONCE), start, pairs)

    def _some(self, rows: slice, start: int, pairs: list[str]) -> Iterator[str]:
        import numpy as np  # noqa: PLC0415 - as above

        from rightfit.cli.numerals import written  # noqa: PLC0415
        from rightfit.engine.noticing import KINDS  # noqa: PLC0415
        from rightfit.engine.repair import VERDICTS  # noqa: PLC0415

        window, numbers = self.window, np.nan_to_num(self.numbers[rows])
        columns = [written(numbers[:, place], 4 if place == _P else 2).tolist() for place in range(numbers.shape[1])]
        codes = window.pair[rows].tolist()
        parts = [
            [pairs[code] for code in codes], map(str, window.session[rows].tolist()), *columns[: _P + 1],
            map(str, self.signal[rows].tolist()), [KINDS[code] for code in self.kind[rows].tolist()],
            _reasons(self.evidence[rows]), *columns[_P + 1 :],
        ]  # fmt: skip
        if self.helped:
            verdict = self.verdict[rows]
            improved = np.where(verdict > 0, written(np.nan_to_num(self.improved[rows]), 4), "")
            parts += [improved.tolist(), [VERDICTS[code] for code in verdict.tolist()]]
        empty = "," * (len(parts) - len(OUT) + 1)
        for place, (code, cells) in enumerate(zip(codes, zip(*parts, strict=True), strict=True), start):
            if code < 0:
                why = window.refused[place]
                head = _quoted([why.client, why.therapist, why.session])
                yield f"{head}{',' * 9},{_quoted([f'refused: {why.reason}'])}{empty}\n"
            else:
                yield ",".join(cells) + "\n"


def _reasons(evidence: FloatArray) -> list[str]:
    """What spoke for and against in each row, as `therapist_score +1.1; attended +0.4`, the largest first."""
    import numpy as np  # noqa: PLC0415 - as above

    from rightfit.cli.numerals import written  # noqa: PLC0415
    from rightfit.engine.dyad import SOURCES  # noqa: PLC0415

    order = np.argsort(-evidence, axis=1, kind="stable")
    told = np.take_along_axis(evidence, order, axis=1)
    out = np.full(evidence.shape[0], "", object)
    for rank in range(evidence.shape[1]):
        value = told[:, rank]
        names = np.array([f"{'; ' if rank else ''}{name} " for name in SOURCES], object)[order[:, rank]]
        out += np.where(np.isnan(value), "", names + written(np.nan_to_num(value), 1, plus=True))
    return [str(text) for text in out.tolist()]


def _quoted(fields: list[str]) -> str:
    """One line of CSV, without its end."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(fields)
    return out.getvalue()
