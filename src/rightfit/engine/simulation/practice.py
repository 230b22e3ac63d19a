"""A made-up practice, session by session, with the truth kept apart from what its people enter.

`Practice(setting, seed=1, clients=2000)` holds the dyads; `step` lets all of them have their next
session, `run` lets them go on to the end. `observe()` is what real users would have entered; `truth()`
is what happened. `Dyad` is one pair, asked for one session at a time. What is done between sessions
(`Actions`: a talk, a transfer) changes what comes after.

Everything follows from (setting, seed): the same draws are made whatever is done, so that two ways of
acting can be compared on the same practice. Arrays of one round have the shape (clients,); `nan` is
a form or answer that is not there. Scores run from 0 to 40.

Source: section "Processes" in docs/science/simulation.md; each number with its source in
`settings.toml`.

Where a line lies: the order of the processes in `next_session`, each process in `ruptures`, `levels`, `forms` or
`leaving`, who the pairs are in `pairs` and `therapists`, the draws in `chance`, the two tables in `rows`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.simulation.chance import noisy
from rightfit.engine.simulation.codes import CANCELLED, CONFRONTATION, HELD, WITHDRAWAL
from rightfit.engine.simulation.dyad import Dyad
from rightfit.engine.simulation.next_session import next_session
from rightfit.engine.simulation.pairs import Pairs
from rightfit.engine.simulation.rows import Observed, Truth, observe, truth
from rightfit.engine.simulation.sessions import Actions, Round
from rightfit.engine.simulation.therapists import Therapists

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.simulation.settings import Setting

    FloatArray = NDArray[np.float64]
    BoolArray = NDArray[np.bool_]

__all__ = ["CANCELLED", "CONFRONTATION", "HELD", "WITHDRAWAL", "Actions", "Observed", "Practice", "Round", "Truth"]


class Practice:
    """A made-up practice of `clients` clients. Deterministic in (setting, seed, clients)."""

    def __init__(self, setting: Setting, *, seed: int, clients: int = 200) -> None:
        """Draw its therapists and clients; nobody has met yet.

        Raises ValueError for fewer than one client.
        """
        if clients < 1:
            message = f"a practice needs at least one client, got {clients}"
            raise ValueError(message)
        self.setting, self.seed, self.clients = setting, seed, clients
        self._therapists = Therapists.draw(setting, np.random.default_rng((seed, 0)))
        rng = np.random.default_rng((seed, 1))
        assigned = rng.permutation(np.arange(clients) % setting.therapists)
        self._pairs = Pairs(setting, therapists=self._therapists, assigned=assigned, rng=rng)
        self._rounds: list[Round] = []

    @property
    def live(self) -> BoolArray:
        """Which clients will have a next session, shape (clients,)."""
        return self._pairs.live

    @property
    def rounds(self) -> tuple[Round, ...]:
        """The rounds so far, with the truth in them: for the scorer, not for what it judges."""
        return tuple(self._rounds)

    @property
    def stated_preferences(self) -> FloatArray:
        """What clients say they prefer, shape (clients, dimensions), SD about 1."""
        return self._pairs.stated.copy()

    @property
    def stated_styles(self) -> FloatArray:
        """What therapists say of their style, shape (therapists, dimensions), SD about 1."""
        rng = np.random.default_rng((self.seed, 2))
        return noisy(self._therapists.style, self.setting.style_reliability, rng)

    @property
    def fit(self) -> FloatArray:
        """The truth: fit of each client with each therapist, shape (clients, therapists), SD about 1."""
        product = self._pairs.preference @ self._therapists.style.T
        return np.asarray(product / np.sqrt(self.setting.preferences))

    def step(self, actions: Actions | None = None) -> Round | None:
        """Let every client who goes on have the next session; None once nobody does."""
        if not self._pairs.live.any():
            return None
        made = next_session(self._pairs, actions or Actions())
        self._rounds.append(made)
        return made

    def run(self) -> Practice:
        """Let everybody go on to the end, without doing anything between sessions."""
        while self.step() is not None:
            pass
        return self

    def dyad(self, number: int) -> Dyad:
        """Return one pair of this practice's therapists, by itself; the pairs of a practice differ by number."""
        return Dyad(self.setting, seed=self.seed, number=number)

    def observe(self) -> Observed:
        """Return what the people of the practice entered so far."""
        return observe(self._rounds, first_day=self._pairs.first_day)

    def truth(self) -> Truth:
        """Return what happened, in the same rows. For the scorer, not for what it judges."""
        return truth(self._rounds, left_at=self._pairs.left_at)
