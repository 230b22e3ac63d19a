"""A logistic regression on what the filter sees. It needs labels, so it is a yardstick only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from rightfit.engine.baselines.past import past, smoothed
from rightfit.engine.baselines.population import PRACTICE_CLIENT, PRACTICE_THERAPIST, WITHIN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    BoolArray = NDArray[np.bool_]

__all__ = ["Logistic", "fit_logistic", "inputs"]


def inputs(client: FloatArray, therapist: FloatArray, attended: FloatArray, unsaid: FloatArray) -> FloatArray:
    """Features of a logistic regression on what the filter sees, shape (courses, sessions, 14).

    Distances of both forms from own shrunken baselines, their EWMAs, the falls from the last form,
    the levels, whether each form is there, missed sessions now and lately, and the question.
    """
    columns = []
    for scores, mean in ((client, PRACTICE_CLIENT), (therapist, PRACTICE_THERAPIST)):
        before = past(scores)
        own = (before.count * np.nan_to_num(before.mean) + mean) / (before.count + 1)
        away = (own - scores) / WITHIN
        columns += [
            np.nan_to_num(away),
            smoothed(away, 0.5),
            np.nan_to_num((before.last - scores) / WITHIN),
            (mean - own) / WITHIN,
            np.isfinite(scores).astype(float),
        ]
    missed = (attended == 0).astype(float)
    columns += [missed, smoothed(missed, 0.5), np.nan_to_num(unsaid), np.isfinite(unsaid).astype(float)]
    return np.stack(columns, axis=2)


@dataclass(frozen=True)
class Logistic:
    """A fitted logistic regression."""

    weights: FloatArray
    centre: FloatArray
    spread: FloatArray

    def score(self, features: FloatArray) -> FloatArray:
        """Probability at each session; `features` is (courses, sessions, features)."""
        standard = (features - self.centre) / self.spread
        return np.asarray(expit(standard @ self.weights[1:] + self.weights[0]))


def fit_logistic(features: FloatArray, labels: BoolArray, *, ridge: float = 1.0) -> Logistic:
    """Ridge logistic regression by Newton's method; needs labels, so it is a yardstick only.

    `features` is (rows, features), `labels` (rows,). Source: textbook.

    Raises `ValueError` where the labels are all alike.
    """
    if labels.all() or not labels.any():
        message = "a logistic regression needs labels of both kinds"
        raise ValueError(message)
    centre, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    x = np.column_stack([np.ones(len(features)), (features - centre) / spread])
    penalty = np.diag([0.0, *[ridge] * features.shape[1]])
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = expit(x @ w)
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + penalty, x.T @ (labels - p) - penalty @ w)
        w = w + step
        if np.abs(step).max() < 1e-8:  # noqa: PLR2004 - converged
            break
    return Logistic(weights=w, centre=centre, spread=spread)
