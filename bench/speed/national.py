"""A whole service's year through `rightfit read`: `python -m bench.speed.national [--clients 1000000]`.

The file is made by the simulator, chunk after chunk, ten planned sessions a client and nobody leaves, so that its
size is known; both forms, missed sessions and the private question as in the setting base. Then the command reads it
as a user would call it. Printed: sessions, bytes, time by the clock, processor time, most memory held. The
files lie in a temporary folder and are gone afterwards; a million clients need about 1.5 GB there.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.simulation.files import SESSIONS
from rightfit.engine.simulation.practice import CANCELLED, Observed, Practice
from rightfit.engine.simulation.settings import setting

if TYPE_CHECKING:
    from collections.abc import Iterator

SESSIONS_EACH = 10
CHUNK = 10_000
MEGABYTE = 2**20


def main() -> int:
    """Make the file, read it, say what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, help="where the files lie meanwhile (default: the system's own)")
    parser.add_argument("--parquet", action="store_true", help="read Parquet instead of CSV (needs rightfit[fast])")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder, prefix="national-") as name:
        folder = Path(name)
        start = monotonic()
        file = made(folder / "sessions.csv", clients=args.clients)
        print(f"made in {monotonic() - start:.0f} s", flush=True)
        if args.parquet:
            file = as_parquet(file)
        size = file.stat().st_size
        sessions = args.clients * SESSIONS_EACH
        start = monotonic()
        code, cpu, most = read(file, out=folder / "out.csv")
        wall = monotonic() - start
        lines = sum(block.count(b"\n") for block in _blocks(folder / "out.csv")) - 1
    print(f"{sessions:,} sessions, {size / MEGABYTE:.0f} MB of {file.suffix[1:]}; {lines:,} rows came out; exit {code}")
    print(f"{wall:.0f} s by the clock, {cpu:.0f} s of processor, {sessions / wall:,.0f} sessions a second")
    print(f"most memory held: {most:.0f} MB; load of the machine at the end: {os.getloadavg()[0]:.1f}")
    return 0 if code == 0 and lines == sessions else 1


def made(path: Path, *, clients: int) -> Path:
    """Write the practice's file, a chunk of clients at a time."""
    world = setting("base").but(
        length_median=SESSIONS_EACH, length_least=SESSIONS_EACH, length_most=SESSIONS_EACH, leaving=-50.0
    )
    with path.open("w", encoding="utf-8") as handle:
        handle.write(",".join(SESSIONS[:-1]) + "\n")
        for seed, first in enumerate(range(0, clients, CHUNK)):
            count = min(CHUNK, clients - first)
            handle.writelines(_rows(Practice(world, seed=seed, clients=count).run().observe(), first, seed))
    return path


def _rows(seen: Observed, first: int, chunk: int) -> list[str]:
    """Every chunk has therapists of its own."""

    def cells(values: np.ndarray) -> list[str]:
        return ["" if value != value else f"{value:g}" for value in values.tolist()]  # noqa: PLR0124 - nan

    attended = ["c" if code == CANCELLED else str(code) for code in seen.attended.tolist()]
    return [
        f"C{client + first:07},T{chunk:03}-{therapist:02},{session},{form},{other},{came},{unsaid},{a:d},{b:d},{s:d}\n"
        for client, therapist, session, form, other, came, unsaid, a, b, s in zip(
            seen.client.tolist(), seen.therapist.tolist(), seen.session.tolist(), cells(seen.client_score),
            cells(seen.therapist_score), attended, cells(seen.unsaid), seen.asked_client.tolist(),
            seen.asked_therapist.tolist(), seen.shared.tolist(), strict=True,
        )
    ]  # fmt: skip


def as_parquet(path: Path) -> Path:
    """The same rows as Parquet, in the types that another program would have written."""
    import polars as pl  # noqa: PLC0415 - optional

    out = path.with_suffix(".parquet")
    pl.scan_csv(path, schema_overrides={"attended": pl.String}).sink_parquet(out)
    path.unlink()
    return out


def read(file: Path, *, out: Path) -> tuple[int, float, float]:
    """Run the command; its exit code, seconds of processor and most megabytes held."""
    command = [str(Path(sys.executable).with_name("rightfit")), "read", str(file), "--scale", "0:40", "--out", str(out)]
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as handle:
        while block := handle.read(MEGABYTE):
            yield block


if __name__ == "__main__":
    sys.exit(main())
