"""What confirmed answers are worth: `python bench/confirming.py [setting ...]`.

Each practice is calibrated without labels and read at a promise of 1. The first hints of half of its courses are
answered as it was; the other half is judged, with the prior's rate of beginnings and with the one that was learnt.
"""

from __future__ import annotations

import sys

import numpy as np
import practices
from compare import FORTY, ece
from promises import courses_of, forms_of

from rightfit.engine import noticing
from rightfit.engine.calibrating import fit
from rightfit.engine.confirming import confirmed, priors_after

SEEDS = range(300, 303)
ANSWERS = 60


def one(name: str, seed: int) -> list[float]:
    """Share of hints confirmed, onset learnt, ECE before and after, mean probability before and after, share open."""
    run = practices.named(name, clients=1500, seed=seed)
    priors = fit(courses_of(run), priors=noticing.DEFAULT_PRIORS).priors
    forms, length = forms_of(run, question=True)

    def read(using: noticing.Priors) -> noticing.Readings:
        return noticing.read_table(
            forms, length=length, reading="joint", scale=FORTY, priors=using, promise=1.0, single=True, new=False
        )

    found = read(priors)
    there = run.open.copy()
    there[:, 1:] |= run.open[:, :-1]
    half = np.arange(length.size) % 2 == 0
    answers = there[half][found.signal[half] & run.live[half]][:ANSWERS]
    yes = int(answers.sum())
    learnt = priors_after(priors, yes=yes, no=answers.size - yes)
    judged = run.live & (run.attended == 1) & ~half[:, None]
    before, after, was = found.p_rupture[judged], read(learnt).p_rupture[judged], run.open[judged]
    real = confirmed(yes=yes, no=answers.size - yes).real
    return [real, learnt.onset, ece(before, was), ece(after, was), before.mean(), after.mean(), was.mean()]


if __name__ == "__main__":
    print(
        "| setting | real | onset learnt | ECE before | ECE after | mean said before | after | open |\n|" + "---|" * 8
    )
    for setting in sys.argv[1:] or ["base", "rare-ruptures", "no-ruptures", "noisy-raters"]:
        mean = np.mean([one(setting, seed) for seed in SEEDS], axis=0)
        print(f"| {setting} | {' | '.join(f'{value:.3f}' for value in mean)} |", flush=True)
