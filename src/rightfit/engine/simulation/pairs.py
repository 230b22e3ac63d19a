"""The pairs of a practice: who the two are, and where they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.simulation.chance import noisy
from rightfit.engine.simulation.codes import WISHES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.simulation.settings import Setting
    from rightfit.engine.simulation.therapists import Therapists

    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]

__all__ = ["Pairs"]


class Pairs:
    """Each client with a therapist, and where the two are now. The one thing here that changes."""

    def __init__(
        self, setting: Setting, *, therapists: Therapists, assigned: IntArray, rng: np.random.Generator
    ) -> None:
        s, n = setting, assigned.size
        self.setting, self.therapists, self.rng = setting, therapists, rng
        self.size, self.session = n, 0
        self.therapist = assigned.astype(np.int64)
        normal = rng.standard_normal((n, 6))
        uniform = rng.random((n, 4))
        self.preference = rng.standard_normal((n, s.preferences))
        self.stated = noisy(self.preference, s.preference_reliability, rng)
        self.own, self.therapist_own = normal[:, 0].copy(), normal[:, 1].copy()
        self.drift = s.drift_sd * normal[:, 2]
        self.therapist_drift = s.therapist_drift_sd * normal[:, 3]
        length = np.round(s.length_median * np.exp(s.length_log_sd * normal[:, 4]))
        self.planned = np.clip(length, s.length_least, s.length_most).astype(np.int64)
        self.pleases = uniform[:, 0] < s.yes_sayers
        self.group_b = uniform[:, 1] < s.group_b
        self.skips = uniform[:, 2] < s.skippers
        self.first_day = np.floor(uniform[:, 3] * 364).astype(np.int64)
        self.distress = s.distress_mean + s.distress_sd * normal[:, 5]
        self.load = s.load_client_sd * rng.standard_normal(n)
        self.wishes = rng.random((n, len(WISHES)))
        self.left_at = np.zeros(n, np.int64)
        self.kind = np.zeros(n, np.int64)  # FINE where no rupture is open
        self.depth, self.mask, self.aware = np.zeros(n), np.zeros(n), np.zeros(n)
        self.ramp, self.age = np.ones(n), np.zeros(n)
        self.fixable = np.zeros(n, bool)
        self.load_side = np.ones(n)
        self.within = np.zeros(n)
        self.relate()

    @property
    def live(self) -> BoolArray:
        """Who will have a next session."""
        return np.asarray((self.left_at == 0) & (self.session < self.planned))

    def relate(self) -> None:
        """Work out the level of each dyad from what is the client's, the therapist's, and theirs."""
        s = self.setting
        style = self.therapists.style[self.therapist]
        fit = (self.preference * style).sum(axis=1) / np.sqrt(s.preferences)
        own = np.sqrt(max(0.0, 1 - s.share_therapist - s.share_fit)) * self.own
        warmth = np.sqrt(s.share_therapist) * self.therapists.warmth[self.therapist]
        self.fit = fit
        self.level = warmth + np.sqrt(s.share_fit) * fit + own
        rho = s.levels_correlation
        self.therapist_level = rho * self.level + np.sqrt(1 - rho**2) * self.therapist_own
