"""All detectors on made-up practices: `python -m bench.accuracy [--setting NAME ...] [--clients N] [--seeds N]`.

Prints a table a setting and writes every figure to `build/accuracy/<setting>.json`. Every figure is the
mean over the seeds, with its spread; thresholds are matched on the practice itself (first lines) or
carried over from another practice of the same setting (`realised`).
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np

from bench.accuracy.accept import SRS, lines
from bench.accuracy.detectors import DETECTORS
from bench.accuracy.practices import made
from bench.accuracy.scorer import alarms, judge, matched, reaching, reliability, threshold_for
from rightfit.engine.simulation.settings import UnknownSettingError, setting, settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bench.accuracy.detectors import Detector, Given
    from bench.accuracy.scorer import Truth
    from rightfit.engine.simulation.settings import Setting

    FloatArray = NDArray[np.float64]

RATES = (0.5, 1.0, 2.0, 5.0)
OUT = Path(__file__).resolve().parents[2] / "build" / "accuracy"
TRAINING = 900_000
KINDS = ("published", "simple", "labelled", "engine")


def measured(world: Setting, *, seed: int, clients: int, only: tuple[Detector, ...]) -> dict[str, dict[str, float]]:
    """Return every figure of every detector on one practice."""
    seen, truth = made(world, seed=seed, clients=clients)
    other, other_truth = made(world, seed=TRAINING + seed, clients=clients)
    figures = {}
    for one in only:
        run = one.ready(other, other_truth)
        figures[one.name] = _figures(run(seen), truth, run(other).score, other_truth)
    srs = next((one for one in only if one.name == SRS), None)
    if srs is not None and srs.own is not None:
        theirs = judge(alarms(srs.run(seen).score, truth=truth, threshold=srs.own), truth=truth)
        # Where nothing breaks there is nothing to find as much of.
        for one in only if math.isfinite(theirs.found) else ():
            if one.kind == "engine":
                ours = reaching(one.run(seen).score, truth=truth, found=theirs.found)
                figures[one.name]["false_for_srs"] = ours.false_per_100 / theirs.false_per_100
        figures[SRS] |= {"false_own": theirs.false_per_100, "found_own": theirs.found}
    return figures


def _figures(given: Given, truth: Truth, learnt: FloatArray, other_truth: Truth) -> dict[str, float]:
    figures: dict[str, float] = {}
    for rate in RATES:
        for name, value in asdict(matched(given.score, truth=truth, rate=rate)).items():
            figures[f"{name}@{rate:g}"] = value
        limit = threshold_for(learnt, truth=other_truth, rate=rate)
        carried = judge(alarms(given.score, truth=truth, threshold=limit), truth=truth)
        figures[f"realised@{rate:g}"] = carried.false_per_100
        figures[f"found_carried@{rate:g}"] = carried.found
    if given.is_probability:
        held = truth.held & np.isfinite(given.score)
        # Single precision may leave a probability a hair outside.
        sure = reliability(np.clip(given.score[held], 0, 1), happened=truth.open[held])
        figures |= {"ece": sure.ece, "brier": sure.brier}
        for tenth, (happened, count) in enumerate(zip(sure.happened, sure.count, strict=True)):
            figures |= {f"happened_{tenth}": float(happened), f"sessions_{tenth}": float(count)}
    if given.signal is not None:
        promised = judge(given.signal & truth.held, truth=truth)
        figures |= {"promised_1": promised.false_per_100, "found_promised_1": promised.found}
    return figures


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--setting", action="append", metavar="NAME", help="may be given several times; default: base")
    parser.add_argument("--all", action="store_true", help="every setting of the simulator")
    parser.add_argument("--clients", type=int, default=2000)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--kind", action="append", choices=KINDS, help="only these detectors")
    args = parser.parse_args()
    chosen = tuple(one for one in DETECTORS if args.kind is None or one.kind in args.kind)
    try:
        worlds = list(settings()) if args.all else [setting(name) for name in args.setting or ["base"]]
    except UnknownSettingError as error:
        print(error, file=sys.stderr)
        return 2
    OUT.mkdir(parents=True, exist_ok=True)
    for world in worlds:
        start = monotonic()
        runs = [measured(world, seed=seed, clients=args.clients, only=chosen) for seed in range(1, args.seeds + 1)]
        table = {one.name: _over_seeds([run[one.name] for run in runs]) for one in chosen}
        record = {"setting": world.name, "clients": args.clients, "seeds": args.seeds, "detectors": table}
        (OUT / f"{world.name}.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
        _print(world.name, table, monotonic() - start)
        print(f"\n| {world.name}, {args.clients} clients, {args.seeds} seeds | came out | asked | |\n|---|---|---|---|")
        for what, value, bound, met in lines(table):
            print(f"| {what} | {value:.3g} | {bound} | {'met' if met else 'MISSED'} |", flush=True)
    return 0


def _over_seeds(rows: list[dict[str, float]]) -> dict[str, dict[str, float | None]]:
    return {
        name: {"mean": _mean([row[name] for row in rows]), "sd": _sd([row[name] for row in rows])} for name in rows[0]
    }


def _mean(values: list[float]) -> float | None:
    finite = [value for value in values if math.isfinite(value)]
    return float(np.mean(finite)) if finite else None


def _sd(values: list[float]) -> float | None:
    finite = [value for value in values if math.isfinite(value)]
    return float(np.std(finite, ddof=1)) if len(finite) > 1 else None


def _print(name: str, table: dict[str, dict[str, dict[str, float | None]]], seconds: float) -> None:
    print(f"\n{name} ({seconds:.0f} s): found within 2 sessions at matched false alarms per 100, mean (SD over seeds)")
    head = "".join(f"{f'@{rate:g}':>13}" for rate in RATES)
    print(f"{'':42}{head}{'realised@1':>12}{'promised 1':>12}{'real@1':>8}{'leaving@2':>10}{'ECE':>7}")
    for detector, figures in table.items():
        cells = "".join(
            f"{_cell(figures, f'found@{rate:g}'):>6} ({_cell(figures, f'found@{rate:g}', 'sd')})" for rate in RATES
        )
        rest = f"{_cell(figures, 'realised@1', digits=2):>12}{_cell(figures, 'promised_1', digits=2):>12}"
        rest += f"{_cell(figures, 'real@1', digits=2):>8}{_cell(figures, 'before_leaving@2', digits=2):>10}"
        rest += f"{_cell(figures, 'ece'):>7}"
        print(f"{detector:42}{cells}{rest}")


def _cell(figures: dict[str, dict[str, float | None]], name: str, what: str = "mean", digits: int = 3) -> str:
    value = figures.get(name, {}).get(what)
    return "-" if value is None else f"{value:.{digits}f}".removeprefix("0")


if __name__ == "__main__":
    sys.exit(main())
