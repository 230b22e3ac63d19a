"""What a simulated practice looks like, in the figures that the literature gives."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rightfit.engine.simulation.codes import CONFRONTATION, WITHDRAWAL
from rightfit.engine.simulation.practice import Practice

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Scores are 0..40; shares are of forms, treatments or ruptures as the name says."""

    mean: float
    sd: float
    at_top: float
    at_most_36: float
    reliability: float
    gap: float
    same_session: float
    within_dyads: float
    treatments_with_rupture: float
    left: float
    left_within_four: float
    leavers_lower_by: float
    mended: float
    withdrawals: float
    ruptures: int


def figures(practice: Practice) -> Figures:
    """Return the figures of a practice that has run to its end, by the usual formulas."""
    seen, truth, n = practice.observe(), practice.truth(), practice.clients
    client, therapist = seen.client_score, seen.therapist_score
    given = np.isfinite(client)
    both = given & np.isfinite(therapist)
    third = both & (seen.session == 3)
    had = np.bincount(truth.client, truth.onset, minlength=n) > 0
    left = np.bincount(truth.client, truth.left, minlength=n) > 0
    sessions = np.bincount(seen.client, minlength=n)
    forms = np.bincount(seen.client[given], minlength=n)
    level = np.bincount(seen.client[given], client[given], minlength=n) / np.maximum(forms, 1)
    stayed, leavers = level[(forms > 0) & ~left], level[(forms > 0) & left]
    onset_states = truth.state[truth.onset]
    return Figures(
        mean=float(client[given].mean()),
        sd=float(client[given].std()),
        at_top=float((client[given] == 40).mean()),
        at_most_36=float((client[given] <= 36).mean()),
        reliability=_one_way(client[given], seen.client[given]),
        gap=_difference(client[both], therapist[both]),
        same_session=float(np.corrcoef(client[third], therapist[third])[0, 1]),
        within_dyads=float(
            np.corrcoef(_deviation(client[both], seen.client[both]), _deviation(therapist[both], seen.client[both]))[
                0, 1
            ]
        ),
        treatments_with_rupture=float(had.mean()),
        left=float(left.mean()),
        left_within_four=float((sessions[left] <= 4).mean()),
        leavers_lower_by=_difference(stayed, leavers),
        mended=float(truth.mended.sum() / max(1, truth.onset.sum())),
        withdrawals=float(
            (onset_states == WITHDRAWAL).sum() / max(1, np.isin(onset_states, (WITHDRAWAL, CONFRONTATION)).sum())
        ),
        ruptures=int(truth.onset.sum()),
    )


def _difference(one: FloatArray, other: FloatArray) -> float:
    return float((one.mean() - other.mean()) / np.sqrt((one.var() + other.var()) / 2))


def _deviation(values: FloatArray, group: NDArray[np.int64]) -> FloatArray:
    count = np.bincount(group)
    return np.asarray(values - (np.bincount(group, values) / np.maximum(count, 1))[group])


def _one_way(values: FloatArray, group: NDArray[np.int64]) -> float:
    """ICC(1) of groups of unequal size, by analysis of variance."""
    count = np.bincount(group)
    total = np.bincount(group, values)
    keep = count > 1
    size, groups = count[keep].sum(), keep.sum()
    within = (_deviation(values, group)[keep[group]] ** 2).sum() / (size - groups)
    means = total[keep] / count[keep]
    grand = total[keep].sum() / size
    between = (count[keep] * (means - grand) ** 2).sum() / (groups - 1)
    usual = (size - (count[keep] ** 2).sum() / size) / (groups - 1)
    return float((between - within) / (between + (usual - 1) * within))
