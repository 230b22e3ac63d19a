"""Figures of public data that others printed, worked again: `python bench/published.py`; docs/science/worked.md.

The data lie in the folder that RIGHTFIT_DATA names (docs/data.md); none of their rows are in the project.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from pathlib import Path

import numpy as np

from rightfit.engine.change import errors
from rightfit.engine.mixed import fit
from rightfit.engine.psychometrics import completeness

FOLDER = Path(os.environ.get("RIGHTFIT_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")


def table(path: str, names: list[str]) -> np.ndarray:
    """These columns as figures, `nan` where a cell is empty."""
    with (FOLDER / path).open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    return np.array([[float(row[name]) if row[name] not in {"", "NA"} else np.nan for name in names] for row in rows])


def alliance() -> dict[str, float]:
    """IM5: the course of the alliance, one intercept a patient; and whether the search arrived."""
    items = [f"wai_{part}{number}" for part in ("task", "goal", "bond") for number in (1, 2, 3)]
    data = table("implement_wai_bai/sessions.csv", ["patient", "session", *items])
    data = data[np.isfinite(data).all(axis=1)]
    y, line = data[:, 2:].mean(axis=1), np.column_stack([np.ones(len(data)), data[:, 1] - 1])
    patient = np.unique(data[:, 0], return_inverse=True)[1]
    found = fit(y, fixed=line, random=line[:, :1], group=patient)

    def reml(ratio: float) -> float:
        """Minus twice the restricted log-likelihood at this ratio of the variances, residual profiled out."""
        whole, right, inner, log = np.zeros((2, 2)), np.zeros(2), 0.0, 0.0
        for one in range(patient.max() + 1):
            x, z = line[patient == one], y[patient == one]
            n = len(z)
            weight = np.eye(n) - ratio / (1 + n * ratio)
            whole, right = whole + x.T @ weight @ x, right + x.T @ weight @ z
            inner, log = inner + z @ weight @ z, log + np.log(1 + n * ratio)
        left = inner - right @ np.linalg.solve(whole, right)
        free = len(y) - 2
        return float(free * (1 + np.log(2 * np.pi * left / free)) + log + np.linalg.slogdet(whole)[1])

    # Everywhere, not only near the answer: a search that stopped early shows as a lower point of the grid.
    grid = np.exp(np.linspace(np.log(1e-4), np.log(1e3), 4001))
    return {
        "intercept": found.fixed[0], "slope": found.fixed[1], "var_int": found.covariance[0, 0],
        "resid": found.residual, "reml": found.criterion, "lowest of 4,001 ratios": min(map(reml, grid)),
    }  # fmt: skip


def sudden_gain() -> list[float]:
    """SG3: standard error of measurement, of a difference, and the smallest change that counts."""
    error = errors(sd=10.5, reliability=0.931)
    return [error.measurement, error.difference, error.smallest_change()]


def staying() -> dict[str, object]:
    """JM1: means by week of those still there, and who stopped, by kind."""
    data = table("joiner_mental/mental.csv", [f"Y.t{week}" for week in (0, 1, 2, 4, 6, 8)] + ["cens.ind"])
    scores, informative = data[:, :6], data[:, 6] == 1
    few = np.isfinite(scores).sum(axis=1) < scores.shape[1]
    return {
        "means": np.nanmean(scores, axis=0).round(5).tolist(), "completers": int(completeness(scores).answered[-1]),
        "informative": int((few & informative).sum()), "other": int((few & ~informative).sum()),
    }  # fmt: skip


if __name__ == "__main__":
    if not (FOLDER / "targets.json").is_file():
        sys.exit(f"there are no data in {FOLDER}; RIGHTFIT_DATA says where they lie")
    printed = {row["id"]: row["value"] for row in json.loads((FOLDER / "targets.json").read_text("utf-8"))}
    for name, found in (("IM5", alliance()), ("SG3", sudden_gain()), ("JM1", staying())):
        print(f"{name}\n  here:    {found}\n  printed: {printed[name]}")
