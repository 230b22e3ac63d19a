"""Every number of the model, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

KINDS = 5
"""Kinds of rupture: three of withdrawal, two of confrontation."""

WITHDRAWAL = (0, 1, 2)
"""Places of the withdrawal kinds among the five kinds of rupture: shallow, deep, hidden."""

CONFRONTATION = (3, 4)
"""Places of the confrontation kinds: middle, deep."""


@dataclass(frozen=True, kw_only=True)
class Priors:
    """Every number of the model, on 0..40, with where it comes from.

    [spec] is the project's specification of the filter. [table] was set from its table of the
    simulated practice, by drawing 200,000 ruptures from that table and taking means and spreads
    within each kind (hidden: more than 60% masked; deep: the form falls by more than 3.5 points in
    withdrawal, 5.5 in confrontation). [fitted]: the six parameters of scale were fitted, without
    labels, to practices simulated from that table, as `rightfit calibrate` would. The table's own
    entries are mostly assumptions, so all of these are too. The six parameters of scale are what
    `rightfit calibrate` fits to a practice's own forms.
    """

    mu_c: float = 37.5
    """Mean over clients of their own level at session 1 [fitted; form mean 37.2, 34% at the top]."""
    sb_c: float = 3.2
    """SD between clients [fitted; ICC .70]."""
    s_c: float = 1.7
    """SD of a client's form from session to session, bad days and far-off forms apart [fitted]."""
    mu_h: float = 34.5
    """Mean over dyads of the therapist's own level [fitted; gap d .64]."""
    sb_h: float = 2.55
    """SD between dyads of the therapist's own level [fitted]."""
    s_h: float = 1.72
    """SD of a therapist's form from session to session [fitted]."""
    rho: float = 0.45
    """Correlation of the two levels [spec]."""
    odd: float = 0.05
    """Share of dyads far from the others: their SDs are `odd_factor` times as wide [assumed]."""
    odd_factor: float = 2.0
    growth_c: float = 1.2
    """Points a client's level rises per tenfold session number [spec]."""
    growth_h: float = 0.84
    """The same for therapists: 0.7 of it [spec]."""
    onset: float = 0.045
    """Probability per session that a rupture starts [spec .035; with `stay` so that P is calibrated]."""
    onset_first: float = 0.01
    """The same in the first session, where little can have happened yet [assumed]."""
    blip: float = 0.09
    """Probability of one bad day without a rupture [spec]."""
    stay: float = 0.75
    """Probability per session that a rupture stays open [spec .70, robust from .5 to .9; see `onset`]."""
    change: float = 0.10
    """Probability that an open rupture changes its kind, as in a slow slide [assumed]."""
    kinds: tuple[float, ...] = (0.26, 0.24, 0.15, 0.21, 0.14)
    """How often each kind is: withdrawal shallow, deep, hidden; confrontation middle, deep [table]."""
    fall_c: tuple[float, ...] = (2.1, 5.2, 1.3, 3.5, 7.3)
    """By how much a client's form falls in each kind: dC_s [table]."""
    fall_h: tuple[float, ...] = (1.4, 2.6, 2.0, 2.7, 5.0)
    """By how much a therapist's form falls in each kind: dH_s [table]."""
    spread_c: tuple[float, ...] = (0.9, 2.4, 0.8, 1.3, 3.6)
    """SD of the client's fall within each kind [table; the deep kinds wider, so that a deeper fall never
    speaks less for a rupture]."""
    spread_h: tuple[float, ...] = (1.0, 2.0, 1.3, 1.2, 2.6)
    """SD of the therapist's fall within each kind [the same]."""
    blip_fall_c: float = 2.75
    """By how much a client's form falls on a bad day: 1 to 4.5 points [table]."""
    blip_fall_h: float = 0.6
    """The same for the therapist's form [table]."""
    blip_spread_c: float = 1.0
    blip_spread_h: float = 0.3
    tail: float = 0.07
    """Share of forms that are far off for reasons of their own [spec]."""
    tail_factor: float = 2.5
    """How much wider those are [spec]."""
    absent: tuple[float, float, float] = (0.08, 0.20, 0.12)
    """Share of sessions missed when fine, in withdrawal, in confrontation [table; assumed]."""
    yes: tuple[float, float, float, float] = (0.05, 0.30, 0.28, 0.65)
    """Share who say that something is unsaid: fine, bad day, withdrawal, confrontation [table;
    assumed: how telling the question is has not been measured in the field]."""
    habit: float = 0.0
    """Share of people who answer the question with yes whatever there is [learnt by `rightfit calibrate`, or none]."""
    habit_yes: float = 0.55
    """How often they say yes [assumed]."""
    skip_c: tuple[float, float, float] = (0.12, 0.24, 0.24)
    """Share of client forms not filled in; used only with `skips_count` [table; assumed]."""
    skip_h: tuple[float, float, float] = (0.15, 0.15, 0.15)
    """The same for therapists [table; assumed]."""
    name: str = "published priors"
    """What these priors are called in reports."""

    def __post_init__(self) -> None:
        """Refuse numbers that make no model."""
        for what in ("sb_c", "s_c", "sb_h", "s_h", "odd_factor", "tail_factor"):
            if not (np.isfinite(getattr(self, what)) and getattr(self, what) > 0):
                message = f"{what} must be a number above 0, got {getattr(self, what)}"
                raise ValueError(message)
        for what in ("onset", "onset_first", "blip", "stay", "change", "tail", "odd", "habit", "habit_yes"):
            if not 0 <= getattr(self, what) < 1:
                message = f"{what} must be from 0 to below 1, got {getattr(self, what)}"
                raise ValueError(message)
        if not (np.isfinite(self.mu_c) and np.isfinite(self.mu_h) and abs(self.rho) < 1):
            message = "mu_c and mu_h must be numbers, and rho between -1 and 1"
            raise ValueError(message)
        for what in ("kinds", "fall_c", "fall_h", "spread_c", "spread_h"):
            if len(getattr(self, what)) != KINDS:
                message = f"{what} needs {KINDS} numbers, one for each kind of rupture"
                raise ValueError(message)
