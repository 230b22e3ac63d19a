"""One pair by itself, asked for one session at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.simulation.codes import CANCELLED, HELD, MISSED, RATINGS, STATES, WISHES
from rightfit.engine.simulation.next_session import next_session
from rightfit.engine.simulation.pairs import Pairs
from rightfit.engine.simulation.sessions import Actions
from rightfit.engine.simulation.therapists import Therapists

if TYPE_CHECKING:
    from rightfit.engine.simulation.settings import Setting

__all__ = ["Dyad", "DyadSession"]


@dataclass(frozen=True, kw_only=True)
class DyadSession:
    """One session of one pair, as the two would answer after it.

    `attendance` is "held", "missed" (without word or too late) or "cancelled" (in time). `ratings`
    maps the four items to whole numbers 0..10 and is None where the form was not asked or left out;
    `load` -5..5 likewise. `tap` is "no", "bring", "help", "listener" or None; `more_of` the ticked
    wishes. `therapist_rating` 0..10 or None. `shared` is False where the client keeps it private.
    `last` says that no session follows, `left` that the client left without agreement. `state`,
    `depth`, `onset` and `mended` are the truth and for no screen.
    """

    number: int
    therapist: int
    attendance: str
    ratings: dict[str, int] | None
    load: int | None
    tap: str | None
    more_of: tuple[str, ...]
    therapist_rating: int | None
    shared: bool
    last: bool
    left: bool
    state: str
    depth: float
    onset: bool
    mended: bool


class Dyad:
    """One pair, asked for one session at a time. Deterministic in (setting, seed, number) and what is done.

    Pairs of one seed belong to one practice: they share its therapists. Ratings are whole numbers.
    """

    def __init__(self, setting: Setting, *, seed: int, number: int = 0, therapist: int | None = None) -> None:
        """Draw the pair; `therapist` picks one of the practice's, otherwise they come in turn.

        Raises ValueError for a therapist whom the setting does not have.
        """
        chosen = number % setting.therapists if therapist is None else therapist
        if not 0 <= chosen < setting.therapists:
            message = f"there is no therapist {chosen}; they are numbered 0 to {setting.therapists - 1}"
            raise ValueError(message)
        self.setting = setting.but(rounding=1.0)
        self._pairs = Pairs(
            self.setting,
            therapists=Therapists.draw(setting, np.random.default_rng((seed, 0))),
            assigned=np.array([chosen]),
            rng=np.random.default_rng((seed, 3, number)),
        )

    @property
    def is_over(self) -> bool:
        """Whether no session follows."""
        return not bool(self._pairs.live[0])

    @property
    def planned(self) -> int:
        """How many sessions the two planned."""
        return int(self._pairs.planned[0])

    def next_session(
        self, *, talked: bool = False, transfer_to: int | None = None, warm: bool = False, ask: bool | None = None
    ) -> DyadSession | None:
        """Return the next session, or None where none follows.

        `talked`: since the last session, or in it, they talked about what is between them.
        `transfer_to`: the client moves to this therapist first, `warm` with a joint session.
        `ask`: whether the ratings are asked; None leaves it to the setting.
        """
        if self.is_over:
            return None
        actions = Actions(
            talk=np.array([talked]),
            transfer=None if transfer_to is None else np.array([transfer_to]),
            warm=np.array([warm]),
            ask=None if ask is None else np.array([ask]),
        )
        one = next_session(self._pairs, actions)
        if not one.live[0]:
            return None
        rated = bool(np.isfinite(one.ratings[0]).all())
        tap = int(one.tap[0])
        wishes = tuple(wish for wish, wanted in zip(WISHES, one.wishes[0], strict=True) if wanted)
        return DyadSession(
            number=one.session,
            therapist=int(one.therapist[0]),
            attendance={HELD: "held", MISSED: "missed", CANCELLED: "cancelled"}[int(one.attended[0])],
            ratings={item: int(r) for item, r in zip(RATINGS, one.ratings[0], strict=True)} if rated else None,
            load=int(one.load[0]) if np.isfinite(one.load[0]) else None,
            tap=("no", "bring", "help", "listener")[tap] if tap >= 0 else None,
            more_of=(wishes or ("same",)) if tap >= 0 else (),
            therapist_rating=int(one.therapist_ratings[0, 0]) if np.isfinite(one.therapist_ratings[0, 0]) else None,
            shared=bool(one.shared[0]),
            last=self.is_over,
            left=bool(self._pairs.left_at[0] == one.session),
            state=STATES[int(one.state[0])],
            depth=float(one.depth[0]),
            onset=bool(one.onset[0]),
            mended=bool(one.mended[0]),
        )
