"""Did it help? Verdicts of `rightfit.engine.repair` against what was the case, in the simulator.

A rupture that was rightly signalled is judged one, two and three sessions later, as if something had been
agreed at the signal, with priors fitted to the practice's own forms without labels.
Run: PYTHONPATH=bench python bench/repairs.py [setting ... | --all]
"""

from __future__ import annotations

import sys

import numpy as np
from practices import simulate
from promises import courses_of

from rightfit.engine.calibrating import fit
from rightfit.engine.noticing import DEFAULT_PRIORS, Forms, Scale, read_table
from rightfit.engine.repair import did_it_help
from rightfit.engine.simulation.settings import setting, settings

SEEDS = range(5)
CLIENTS = 4000


def auc(score: np.ndarray, true: np.ndarray) -> float:
    """Chance that one that is over scores higher than one that is not."""
    rank = np.empty(score.size)
    _, place, count = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    over = int(true.sum())
    return float((rank[true].sum() - over * (over + 1) / 2) / (over * (true.size - over)))


def one(world: str, seed: int) -> dict[int, tuple[float, ...]]:
    """For 1, 2, 3 sessions later: still open, AUC, AUC of 1 - p, wrong, too early, naive wrong, the words right."""
    run = simulate(world, clients=CLIENTS, seed=seed)
    shape, length = run.client.shape, run.live.sum(axis=1)
    forms = Forms(
        session=np.tile(np.arange(1, shape[1] + 1), (shape[0], 1)), client=run.client, therapist=run.therapist,
        attended=run.attended, unsaid=run.unsaid, asked_client=run.live, asked_therapist=run.live, shared=run.live,
    )  # fmt: skip
    priors = fit(courses_of(run), priors=DEFAULT_PRIORS).priors
    found = read_table(
        forms, length=length, reading="joint", scale=Scale(low=0, high=40), promise=2.0, new=False, priors=priors
    )
    right = found.signal & run.open & run.live
    agreed = right & (right.cumsum(axis=1) == 1)
    said = did_it_help(
        session=forms.session, evidence=found.evidence, p_rupture=found.p_rupture, agreed=agreed, priors=priors
    )
    rows, places = np.nonzero(agreed)
    out = {}
    for later in (1, 2, 3):
        keep = places + later < length[rows]
        r, c = rows[keep], places[keep] + later
        still = run.open[r, c]
        verdict, rise = said.verdict[r, c], run.client[r, c] - run.client[r, places[keep]]
        rated = still & np.isfinite(rise)
        out[later] = (
            float(still.sum()), auc(said.p_improved[r, c], ~still), auc(1 - found.p_rupture[r, c], ~still),
            float((verdict[still] == 2).mean()), float((verdict == 1).mean()), float((rise[rated] >= 1).mean()),
            float((~still[verdict == 2]).mean()), float(still[verdict == 3].mean()),
        )  # fmt: skip
    return out


if __name__ == "__main__":
    print("| setting | later | still open | AUC | AUC of 1 - p | wrongly better | too early | rose by 1 |")
    print("|---|---|---|---|---|---|---|---|")
    right = []
    asked = [world.name for world in settings()] if sys.argv[1:] == ["--all"] else sys.argv[1:] or ["base"]
    for name in asked:
        if not setting(name).onset:
            continue  # where nothing breaks nothing can be mended
        runs = [one(name, seed) for seed in SEEDS]
        for later in (1, 2, 3):
            table = np.array([run[later] for run in runs])
            mean, low, high = table.mean(axis=0), table.min(axis=0), table.max(axis=0)
            cells = [f"{m:.2f} ({a:.2f}-{b:.2f})" for m, a, b in zip(mean[1:], low[1:], high[1:], strict=True)]
            print(f"| {name} | {later} | {mean[0]:.0f} | {' | '.join(cells[:5])} |", flush=True)
            right.append(f"| {name} | {later} | {' | '.join(cells[5:])} |")
    print('\n| setting | later | of "better" right | of "not better" right |\n|---|---|---|---|')
    print("\n".join(right))
