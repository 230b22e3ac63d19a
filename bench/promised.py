"""Does the promise hold? `python bench/promised.py [clients] [seeds] [setting ...]`.

For each setting: calibrate on the practice's own unlabelled forms, read at a promise of 1 and 2, and
count the false alarms that came out, before and after calibration.
"""

from __future__ import annotations

import sys

import numpy as np
import practices
import scoring
from compare import FORTY, ece
from promises import courses_of, forms_of, truth_of

from rightfit.engine import noticing
from rightfit.engine.calibrating import fit

ALL = ("sketch:base", "sketch:noisy", "sketch:ceiling", "sketch:rare", "sketch:none", "sketch:sparse",
       "sketch:skippers", "sketch:alone", "base", "noisy-raters", "strong-ceilings", "rare-ruptures")  # fmt: skip


def main(clients: int, seeds: int, names: tuple[str, ...]) -> None:
    """Print one line a setting."""
    for name in names:
        rows = []
        for seed in range(seeds):
            run = practices.named(name, clients=clients, seed=300 + seed)
            truth = truth_of(run)
            held = run.live & truth.held
            fitted = fit(courses_of(run), priors=noticing.DEFAULT_PRIORS).priors
            row: list[float] = []
            for question in (False, True):
                forms, length = forms_of(run, question=question)
                for priors in (noticing.DEFAULT_PRIORS, fitted):
                    for promise in (1.0, 2.0):
                        found = noticing.read_table(
                            forms, length=length, reading="joint", scale=FORTY, priors=priors,
                            promise=promise, single=True, new=False,
                        )  # fmt: skip
                        row.append(scoring.judge(found.signal, truth).false_per_100)
                    row.append(ece(found.p_rupture[held], run.open[held]))
            rows.append(row)
        mean = np.mean(rows, axis=0)
        told = [" ".join(f"{value:.3f}" for value in mean[k : k + 3]) for k in (0, 3, 6, 9)]
        print(
            f"{name:18} forms: as published {told[0]} | calibrated {told[1]}; question: {told[2]} | {told[3]}",
            flush=True,
        )


if __name__ == "__main__":
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 800,
        int(sys.argv[2]) if len(sys.argv) > 2 else 1,
        tuple(sys.argv[3:]) or ALL,
    )
