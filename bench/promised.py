"""Does the promise hold? `PYTHONPATH=bench python bench/promised.py [clients] [seeds] [setting ...]`.

For each setting: calibrate on the practice's own unlabelled forms, read at a promise of 1 and 2, and count the false
alarms that came out, before and after calibration; with the calibration error, also after `--beyond-scale`. It prints
the table of docs/science/promise.md.
"""

from __future__ import annotations

import sys

import numpy as np
import practices
import scoring
import sketch
from compare import FORTY, ece
from promises import courses_of, forms_of, truth_of

from rightfit.engine import noticing
from rightfit.engine.calibrating import fit

ALL = (
    "base", "noisy-raters", "strong-ceilings", "rare-ruptures", "no-ruptures", "thinned", "skippers",
    "unaware-therapists", "mute-question",
    "sketch:base", "sketch:noisy", "sketch:none", "sketch:sparse", "sketch:skippers",
)  # fmt: skip
HEAD = """| setting | uncalibrated: at 1, at 2 | calibrated: at 1, at 2, ECE | with the question, calibrated: at 1, at 2, ECE | the same, beyond scale |
|---|---|---|---|---|"""  # noqa: E501 - the head of a table


def came_out(run: sketch.Run, priors: noticing.Priors, *, question: bool) -> tuple[float, float, float]:
    """Return the false alarms per 100 that came out for a promise of 1 and of 2, and the calibration error."""
    truth = truth_of(run)
    held = run.live & truth.held
    forms, length = forms_of(run, question=question)
    rates, error = [], 0.0
    for promise in (1.0, 2.0):
        found = noticing.read_table(
            forms, length=length, reading="joint", scale=FORTY, priors=priors, promise=promise, single=True, new=False
        )
        rates.append(scoring.judge(found.signal, truth).false_per_100)
        error = ece(found.p_rupture[held], run.open[held])
    return rates[0], rates[1], error


def main(clients: int, seeds: int, names: tuple[str, ...]) -> None:
    """Print one line a setting."""
    print(HEAD, flush=True)
    for name in names:
        rows = []
        for seed in range(seeds):
            run = practices.named(name, clients=clients, seed=300 + seed)
            courses = courses_of(run)
            fitted, beyond = (
                fit(courses, priors=noticing.DEFAULT_PRIORS, beyond_scale=more).priors for more in (False, True)
            )
            rows.append(
                [
                    came_out(run, noticing.DEFAULT_PRIORS, question=False),
                    came_out(run, fitted, question=False),
                    came_out(run, fitted, question=True),
                    came_out(run, beyond, question=True),
                ]
            )
        plain, *others = np.mean(rows, axis=0)
        cells = [f"{plain[0]:.2f}, {plain[1]:.2f}", *(f"{one[0]:.2f}, {one[1]:.2f}, {one[2]:.3f}" for one in others)]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 800,
        int(sys.argv[2]) if len(sys.argv) > 2 else 1,
        tuple(sys.argv[3:]) or ALL,
    )
