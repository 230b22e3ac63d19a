"""The published rules for noticing a rupture, and simple detectors to measure the filter against.

Each function takes scores on 0..40 of the shape (courses, sessions), `nan` where there is no form,
and returns a score of alarm of the same shape: the higher, the more alarming; `nan` where the rule
says nothing. `PUBLISHED` gives the value from which each published rule raises an alarm. All are
causal: what stands at session t depends on sessions up to t alone. Padding must be `nan`.

Definitions marked (from memory) could not be checked against the paper; see `docs/limits.md`.

Where a line lies: rules on one form after the other in `published`, control charts in `charts`, our own simple
detectors in `kalman`, `change_points` and `logistic`; what they know of the past in `past`, what they take for ordinary
in `population`.
"""

from rightfit.engine.baselines.change_points import change_point
from rightfit.engine.baselines.charts import cusum, ewma, ewma_two_sided, xmr
from rightfit.engine.baselines.kalman import local_level
from rightfit.engine.baselines.logistic import Logistic, fit_logistic, inputs
from rightfit.engine.baselines.published import (
    gumz,
    srs_cutoff,
    srs_drop,
    srs_either,
    stiles,
    strauss,
    strauss_repaired,
)

__all__ = [
    "PUBLISHED",
    "Logistic",
    "change_point",
    "cusum",
    "ewma",
    "ewma_two_sided",
    "fit_logistic",
    "gumz",
    "inputs",
    "local_level",
    "srs_cutoff",
    "srs_drop",
    "srs_either",
    "stiles",
    "strauss",
    "strauss_repaired",
    "xmr",
]

PUBLISHED = {
    "srs_cutoff": -36.0,
    "srs_drop": 1.0,
    "srs_either": 0.0,
    "strauss": 1.0,
    "stiles": 2.0,
    "gumz": 1.0,
    "xmr": 3.0,
    "ewma": 2.7,
    "cusum": 4.0,
}
"""From which score on each rule alarms. CUSUM's h is open in its sources: 4 is the textbook value."""
