"""A small private simulator for making the promise table, after the published simulator table.

It knows nothing of the engine and the engine nothing of it. The full simulator is
`rightfit.engine.simulation`; this one exists so that the table of promises can be made without it.
Every number is from the table in `docs/science/simulator.md` unless it is marked "set to hit".
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

F = NDArray[np.float64]
B = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One world. Scores on 0..40."""

    mu: float = 37.9  # set to hit the client form's mean of 37.2
    sd_b: float = 3.5  # set to hit SD 3.3 and ICC .70
    mu_h: float = 34.6  # set to hit a gap of d .64
    sd_bh: float = 2.5
    rho: float = 0.45
    phi: float = 0.7
    sd_ar: float = 1.2
    sd_e: float = 1.9
    item_noise: float = 0.45
    sd_e_h: float = 1.7
    sd_ar_h: float = 0.9
    beta_w: float = 0.35
    yes_sayers: float = 0.15
    yes_shift: float = 2.5
    yes_gain: float = 0.5
    minor: float = 0.10
    hazard: float = 0.035
    depth: float = 5.0
    depth_log_sd: float = 0.45
    withdrawal: float = 0.65
    mask_w: tuple[float, float] = (2.0, 2.5)
    mask_c: tuple[float, float] = (1.0, 5.0)
    aware_w: tuple[float, float] = (2.0, 2.2)
    aware_c: tuple[float, float] = (5.0, 1.5)
    gradual: float = 0.4
    repairable: float = 0.58
    p_end: float = 0.45
    miss_client: float = 0.12
    miss_client_rupture: float = 0.24
    miss_therapist: float = 0.15
    absent: tuple[float, float, float] = (0.08, 0.20, 0.12)
    yes: tuple[float, float, float, float] = (0.05, 0.30, 0.28, 0.65)
    ask: float = 1.0  # how often the question is put
    sparse: bool = False  # forms at sessions 1 to 4 and every third only
    skippers: float = 0.0  # share of clients who skip half of their forms
    client_only: bool = False
    planned: float = 14.0


@dataclass(frozen=True, kw_only=True)
class Run:
    """What came out: arrays (clients, sessions). `live` marks the sessions before the end."""

    client: F
    therapist: F
    attended: NDArray[np.int64]
    unsaid: F
    live: B
    open: B
    onset: B
    confrontation: B
    dropped: B

    def __len__(self) -> int:
        return int(self.client.shape[0])


SETTINGS: dict[str, Setting] = {
    "base": Setting(),
    "noisy": Setting(sd_e=2.6, sd_ar=1.6, sd_e_h=2.4),
    "ceiling": Setting(mu=39.6, yes_sayers=0.30),
    "rare": Setting(hazard=0.015),
    "deep": Setting(depth=7.0),
    "unaware": Setting(aware_w=(1.5, 5.0), aware_c=(3.0, 3.0)),
    "mute": Setting(yes=(0.15, 0.15, 0.15, 0.15)),
    "sparse": Setting(sparse=True),
    "skippers": Setting(skippers=0.5),
    "none": Setting(hazard=0.0),
    "alone": Setting(client_only=True),
}


def simulate(  # noqa: PLR0915 - one session, told from top to bottom
    setting: Setting, *, clients: int, rng: np.random.Generator, sessions: int = 40
) -> Run:
    """Courses of one practice, never more than `sessions` sessions long."""
    s, n, t_max = setting, clients, sessions
    z = rng.standard_normal(n)
    zh = s.rho * z + np.sqrt(1 - s.rho**2) * rng.standard_normal(n)
    yes = rng.random(n) < s.yes_sayers
    gain = np.where(yes, s.yes_gain, 1.0)
    shift = np.where(yes, s.yes_shift, 0.0)
    skip = np.where(rng.random(n) < s.skippers, 0.5, s.miss_client)
    planned = np.clip(np.round(s.planned * np.exp(0.5 * rng.standard_normal(n))), 5, t_max)
    x = rng.standard_normal(n) * s.sd_ar
    xh = rng.standard_normal(n) * s.sd_ar_h
    kick, kick_h = s.sd_ar * np.sqrt(1 - s.phi**2), s.sd_ar_h * np.sqrt(1 - s.phi**2)
    in_rupture = np.zeros(n, bool)
    conf = np.zeros(n, bool)
    fixable = np.zeros(n, bool)
    depth = np.zeros(n)
    ramp = np.ones(n)
    age = np.zeros(n)
    mask = np.zeros(n)
    aware = np.zeros(n)
    alive = np.ones(n, bool)
    out = {f.name: [] for f in fields(Run)}
    for t in range(1, t_max + 1):
        alive = alive & (t <= planned)
        ends = in_rupture & fixable & (age >= 1) & (rng.random(n) < s.p_end)
        in_rupture = in_rupture & ~ends
        starts = ~in_rupture & (t >= 2) & (rng.random(n) < s.hazard * np.exp(-0.35 * z))
        k = int(starts.sum())
        if k:
            conf[starts] = rng.random(k) > s.withdrawal
            c = conf[starts]
            fixable[starts] = rng.random(k) < s.repairable
            depth[starts] = s.depth * np.exp(s.depth_log_sd * rng.standard_normal(k)) * np.where(c, 1.15, 1)
            ramp[starts] = np.where(rng.random(k) < s.gradual, rng.integers(2, 5, k), 1)
            mask[starts] = np.where(c, rng.beta(*s.mask_c, k), rng.beta(*s.mask_w, k))
            aware[starts] = np.where(c, rng.beta(*s.aware_c, k), rng.beta(*s.aware_w, k))
            age[starts] = 0
        in_rupture = in_rupture | starts
        age = age + in_rupture
        cur = np.where(in_rupture, depth * np.minimum(1.0, age / ramp), 0.0)
        if t > 1:
            x = s.phi * x + kick * rng.standard_normal(n)
            xh = s.phi * xh + kick_h * rng.standard_normal(n)
        e = s.sd_e * rng.standard_normal(n)
        is_minor = rng.random(n) < s.minor
        minor = np.where(is_minor, rng.uniform(1, 4.5, n), 0.0)
        g = np.log10(t)
        shown = s.mu + s.sd_b * z + 1.2 * g + shift + gain * (x + e - minor - cur * (1 - mask))
        items = shown[:, None] / 4 + s.item_noise * rng.standard_normal((n, 4))
        client = np.clip(np.round(items * 2) / 2, 0, 10).sum(axis=1)
        rated = (
            s.mu_h
            + s.sd_bh * zh
            + 0.84 * g
            + xh
            + s.sd_e_h * rng.standard_normal(n)
            + s.beta_w * (x + 0.5 * e - 0.6 * minor)
            - 0.8 * aware * cur
        )
        therapist = np.clip(np.round(rated * 2) / 2, 0, 40)
        kind = np.where(in_rupture, np.where(conf, 2, 1), 0)
        attended = (rng.random(n) >= np.asarray(s.absent)[kind]).astype(np.int64)
        asked = (t <= 4 or t % 3 == 0) if s.sparse else True
        p_miss = np.maximum(skip, np.where(in_rupture, s.miss_client_rupture, 0))
        client[(rng.random(n) < p_miss) | (attended == 0) | (not asked)] = np.nan
        therapist[(rng.random(n) < s.miss_therapist) | (attended == 0) | (not asked) | s.client_only] = np.nan
        p_yes = np.asarray(s.yes)[np.where(in_rupture, np.where(conf, 3, 2), np.where(is_minor, 1, 0))]
        unsaid = (rng.random(n) < p_yes).astype(float)
        unsaid[(rng.random(n) < p_miss) | (attended == 0) | (rng.random(n) >= s.ask)] = np.nan
        for name, value in (
            ("client", client), ("therapist", therapist), ("attended", attended), ("unsaid", unsaid),
            ("live", alive), ("open", in_rupture), ("onset", starts), ("confrontation", conf),
        ):  # fmt: skip
            out[name].append(value.copy())
        logit = -4.9 + 0.7 * (t <= 4) - 0.45 * z + 0.9 * in_rupture
        leaves = alive & (rng.random(n) < 1 / (1 + np.exp(-logit))) & (t < planned)
        out["dropped"].append(leaves.copy())
        alive = alive & ~leaves
    return Run(**{name: np.stack(values, axis=1) for name, values in out.items()})
