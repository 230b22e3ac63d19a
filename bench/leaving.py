"""Who might not come back: the hazard of `rightfit.engine.leaving` on made-up practices it was not fitted to.

Run: python bench/leaving.py [setting ...]     figures of docs/science/leaving.md
     python bench/leaving.py --fit             the numbers of `leaving.SIMULATED`, from the setting base
     python bench/leaving.py --first           whom the first twelve of forty hold, in two orders
"""

from __future__ import annotations

import sys
from itertools import pairwise

import numpy as np
from practices import simulate
from repairs import auc

from rightfit.engine.leaving import ENDED, FEATURES, HORIZON, LEFT, SIMULATED, STAYS, Hazard, features, fit
from rightfit.engine.noticing import Forms, Scale, read_table

SEEDS, FITTED = range(5), range(200, 205)
CLIENTS = 4000
EDGES = (0, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 1.01)
ACT = 0.05
"""Of twenty who are looked at, one leaves: where net benefit is counted."""


def seen(setting: str, seed: int, clients: int = CLIENTS) -> dict[str, np.ndarray]:
    """One practice: what is known after each session, and what followed it."""
    run = simulate(setting, clients=clients, seed=seed)
    shape, length = run.client.shape, run.live.sum(axis=1)
    session = np.tile(np.arange(1, shape[1] + 1), (shape[0], 1))
    forms = Forms(
        session=session, client=run.client, therapist=run.therapist, attended=run.attended, unsaid=run.unsaid,
        asked_client=run.live, asked_therapist=run.live, shared=run.live,
    )  # fmt: skip
    found = read_table(
        forms, length=length, reading="joint", scale=Scale(low=0, high=40), promise=1.0, single=True, new=False
    )
    last = session == length[:, None]
    outcome = np.where(run.dropped, LEFT, np.where(last, ENDED, STAYS))
    left_at = np.where(run.dropped.any(axis=1), length, 10**6)[:, None]
    given = features(
        session=session, attended=run.attended, client_level=found.client_level, therapist_level=found.therapist_level,
        p_rupture=np.clip(found.p_rupture, 0, 1),
    )  # fmt: skip
    drop = np.zeros(shape)
    both = np.isfinite(run.client[:, 1:]) & np.isfinite(run.client[:, :-1])
    drop[:, 1:][both] = (run.client[:, 1:] < run.client[:, :-1])[both]
    latest = np.full(shape, 37.2)
    for t in range(shape[1]):
        latest[:, t] = np.where(np.isfinite(run.client[:, t]), run.client[:, t], latest[:, t - 1] if t else 37.2)
    return {
        "given": given[run.live], "p": np.clip(found.p_rupture, 0, 1)[run.live],
        "signal": _lately(found.signal)[run.live], "outcome": outcome[run.live], "session": session[run.live],
        "soon": (left_at - session < HORIZON)[run.live], "last form": -latest[run.live],
        "SRS rule": np.maximum(drop, latest <= 36)[run.live], "open": run.open[run.live],
    }  # fmt: skip


def _lately(signal: np.ndarray) -> np.ndarray:
    """Where there was a signal in this session or the three before."""
    lately = signal.copy()
    for back in range(1, 4):
        lately[:, back:] |= signal[:, :-back]
    return lately


def first(setting: str = "base", *, lists: int = 2000) -> None:
    """Print, for two orders, of whom the first twelve of forty courses with a recent signal are made."""
    found: dict[str, list[tuple[float, float]]] = {"P(rupture)": [], "times the hazard in a rupture": []}
    for seed in range(3):
        one = seen(setting, seed, 2500)
        wrong = one["given"].copy()
        wrong[:, FEATURES.index("p rupture")] = 1.0
        hazard = SIMULATED.within(wrong, session=one["session"])
        places, lost = np.flatnonzero(one["signal"]), one["soon"] & one["open"]
        for name, score in zip(found, (one["p"], one["p"] * hazard), strict=True):
            chance = np.random.default_rng(5)
            for _ in range(lists):
                forty = chance.choice(places, 40, replace=False)
                twelve = forty[np.argsort(-score[forty])[:12]]
                if lost[forty].any():
                    found[name].append((lost[twelve].sum() / lost[forty].sum(), one["open"][twelve].mean()))
    print(f"{setting}\n\n| order | of those lost within three sessions | with an open rupture |\n|---|---|---|")
    for name, rows in found.items():
        print(f"| {name} | {np.mean(rows, axis=0)[0]:.2f} | {np.mean(rows, axis=0)[1]:.2f} |")


def fitted(setting: str = "base") -> Hazard:
    """The hazard of practices that are in no table."""
    runs = [seen(setting, seed) for seed in FITTED]
    return fit(np.concatenate([one["given"] for one in runs]), outcome=np.concatenate([one["outcome"] for one in runs]))


def slope(chance: np.ndarray, happened: np.ndarray) -> tuple[float, float]:
    """Intercept and slope of the logit of what happened on the logit of what was said."""
    x = np.column_stack([np.ones(chance.size), np.log(chance / (1 - chance))])
    b = np.zeros(2)
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ b))
        b += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x, x.T @ (happened - p))
    return float(b[0]), float(b[1])


def figures(one: dict[str, np.ndarray]) -> list[float]:
    """AUC of three simple orders and ours; intercept, slope, Brier, that of the base rate, net benefit over all."""
    soon, session = one["soon"], one["session"]
    chance = SIMULATED.within(one["given"], session=session)
    looked = chance >= ACT
    net = float((looked & soon).mean() - (looked & ~soon).mean() * ACT / (1 - ACT))
    everybody = float(soon.mean() - (~soon).mean() * ACT / (1 - ACT))
    return [
        auc(-session.astype(float), soon), auc(one["last form"], soon), auc(one["SRS rule"], soon), auc(chance, soon),
        *slope(chance, soon), float(((chance - soon) ** 2).mean()), float(((soon.mean() - soon) ** 2).mean()),
        100 * net, 100 * max(everybody, 0),
    ]  # fmt: skip


def main(names: list[str]) -> None:
    """Print one row a setting, then the bins of the first."""
    print("| setting | leave within 3 | session number | last form | SRS rule | hazard | intercept | slope "
          "| Brier | of the rate alone | net benefit | of all or none |\n|" + "---|" * 12)  # fmt: skip
    bins = None
    for name in names:
        runs = [seen(name, seed) for seed in SEEDS]
        table = np.array([figures(one) for one in runs])
        rate = np.array([one["soon"].mean() for one in runs])
        cells = [f"{table[:, k].mean():.{d}f} ({table[:, k].min():.{d}f} to {table[:, k].max():.{d}f})"
                 for k, d in zip(range(10), (3, 3, 3, 3, 2, 2, 4, 4, 2, 2), strict=True)]  # fmt: skip
        print(f"| {name} | {rate.mean():.3f} | {' | '.join(cells)} |", flush=True)
        bins = bins or runs
    said = np.concatenate([SIMULATED.within(one["given"], session=one["session"]) for one in bins or []])
    soon = np.concatenate([one["soon"] for one in bins or []])
    print(f"\n{names[0]}, all five seeds\n\n| said | sessions | mean said | left within 3 |\n|---|---|---|---|")
    for low, high in pairwise(EDGES):
        inside = (said >= low) & (said < high)
        if inside.any():
            told = f"{inside.sum()} | {said[inside].mean():.3f} | {soon[inside].mean():.3f}"
            print(f"| {low:.2f}-{min(high, 1):.2f} | {told} |")


if __name__ == "__main__":
    if sys.argv[1:] == ["--fit"]:
        print(fitted())
    elif sys.argv[1:] == ["--first"]:
        first()
    else:
        main(sys.argv[1:] or ["base"])
