"""Filter against baselines at matched false-alarm rates: `python bench/compare.py [setting] [clients] [seeds]`.

Practices come from `rightfit.engine.simulation`, or from `bench/sketch.py` where the setting is
written as `sketch:base`. The rule's numbers are taken as published; every detector is
given the threshold at which exactly the same number of false alarms comes out.
"""

from __future__ import annotations

import sys
import warnings

import numpy as np
import practices
import scoring
import sketch
from promises import courses_of, forms_of, truth_of

from rightfit.engine import baselines, noticing
from rightfit.engine.calibrating import fit
from rightfit.engine.noticing import Scale

FORTY = Scale(low=0, high=40)


def ece(p: np.ndarray, real: np.ndarray) -> float:
    """Expected calibration error over ten bins of equal width."""
    place = np.minimum((p * 10).astype(int), 9)
    return float(
        sum(
            abs(p[place == k].mean() - real[place == k].mean()) * (place == k).mean()
            for k in range(10)
            if (place == k).any()
        )
    )


def rules(run: sketch.Run) -> dict[str, np.ndarray]:
    """Scores of the baselines."""
    c, h = np.where(run.live, run.client, np.nan), np.where(run.live, run.therapist, np.nan)
    return {
        "srs_either": baselines.srs_either(c), "srs_drop": baselines.srs_drop(c), "strauss": baselines.strauss(c),
        "stiles": baselines.stiles(c), "xmr": baselines.xmr(c), "cusum": baselines.cusum(c), "ewma": baselines.ewma(c),
        "local_level": baselines.local_level(c), "change_point": baselines.change_point(c),
        "ewma two-sided": baselines.ewma_two_sided(c, h),
    }  # fmt: skip


def main(setting: str, clients: int, seeds: int) -> None:
    """Print one table."""
    table: dict[str, list[list[float]]] = {}
    for seed in range(seeds):
        run = practices.named(setting, clients=clients, seed=1000 + seed)
        truth = truth_of(run)
        scores = rules(run)
        for calibrated in (False, True):
            priors = noticing.DEFAULT_PRIORS
            if calibrated:
                priors = fit(courses_of(run), priors=priors).priors
            for question in (False, True):
                forms, length = forms_of(run, question=question)
                for reading in ("joint", "client", "therapist") if not calibrated else ("joint",):
                    found = noticing.read_table(
                        forms, length=length, reading=reading, scale=FORTY, single=True, priors=priors, new=False
                    )
                    name = f"{reading}{' +question' * question}{' calibrated' * calibrated}"
                    scores[name] = found.p_rupture
                    realised = scoring.judge(found.signal, truth)
                    m = run.live & truth.held
                    extra = [realised.false_per_100, realised.found, ece(found.p_rupture[m], run.open[m])]
                    table.setdefault(name + " :", []).append(extra)
        for name, score in scores.items():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                row = []
                for rate in (1.0, 2.0):
                    s = scoring.matched(score, truth, rate)
                    row += [s.found, s.found_withdrawal, s.found_confrontation, s.real]
            table.setdefault(name, []).append(row)
    print(setting, "ruptures a seed:", int((truth.onset & truth.live).sum()))
    print(f"{'at matched rates':28} 1: found  wdr  conf   ppv   2: found  wdr  conf   ppv")
    for name, rows in table.items():
        mean = np.mean(rows, axis=0)
        if name.endswith(":"):
            print(f"{name:28} promised 1 realised {mean[0]:.2f}, found {mean[1]:.3f}, ECE {mean[2]:.3f}")
        else:
            print(f"{name:28}   " + "  ".join(f"{v:.3f}" for v in mean))


if __name__ == "__main__":
    main(
        sys.argv[1] if len(sys.argv) > 1 else "base",
        int(sys.argv[2]) if len(sys.argv) > 2 else 3000,
        int(sys.argv[3]) if len(sys.argv) > 3 else 2,
    )
