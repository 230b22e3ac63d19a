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
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import betaincinv, ndtri

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.simulation.settings import Setting

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]

__all__ = [
    "CANCELLED",
    "CONFRONTATION",
    "FINE",
    "HELD",
    "MISSED",
    "STATES",
    "TENSION",
    "WISHES",
    "WITHDRAWAL",
    "Actions",
    "Dyad",
    "DyadSession",
    "Observed",
    "Practice",
    "Round",
    "Truth",
]

FINE, TENSION, WITHDRAWAL, CONFRONTATION = 0, 1, 2, 3
STATES = ("fine", "tension", "withdrawal", "confrontation")
"""What can be going on in a session; the last two are ruptures."""

HELD, MISSED, CANCELLED = 1, 0, -1
"""Attendance: held; missed or cancelled late; cancelled in time."""

WISHES = ("listened", "ideas", "questions", "calm", "push", "plan")
"""What a client can want a bit more of, besides more of the same."""

RATINGS = ("understood", "matters", "useful", "free")
TOP = 40.0
_ITEM_TOP = 10.0
_FOLLOWS_SESSION, _FOLLOWS_TENSION, _FOLLOWS_RUPTURE = 0.5, 0.6, 0.8
_EARLY = 4
_WORST_MASK = 0.98
_SKIPS = 0.5
_WISH_FINE, _WISH_OPEN = 0.10, 0.28
_BRING, _HELP = 0.45, 0.85

# Names of the uniform and the normal draws of one session of one client.
_UNIFORM = (
    "mend", "talk", "onset", "kind", "mask", "aware", "gradual", "ramp", "repairable", "tension", "tension_depth",
    "attend", "cancel", "fill_client", "fill_therapist", "question", "keep", "leave", "move", "tap", "load_side",
)  # fmt: skip
_NORMAL = ("drift", "session", "therapist_drift", "therapist_session", "depth", "distress", "load", "fit")


@dataclass(frozen=True, kw_only=True)
class Actions:
    """What is done between the last session and the next, by client; None: nothing.

    `talk`: they talked about what is between them. `transfer`: the number of the new therapist, -1
    for none; `warm`: with a joint session. `ask`: whether the ratings are asked after the next
    session; None leaves it to the setting.
    """

    talk: BoolArray | None = None
    transfer: IntArray | None = None
    warm: BoolArray | None = None
    ask: BoolArray | None = None


@dataclass(frozen=True, kw_only=True)
class Round:
    """One session of every client; only rows with `live` took place.

    Entered by people: `attended` (HELD, MISSED, CANCELLED), `ratings` and `therapist_ratings`
    (clients, 4) on 0..10, `load` on -5..5, `unsaid` 1 yes, 0 no, `tap` 0 no, 1 bring, 2 help, 3
    listener (-1 none), `wishes` (clients, 6) in the order of WISHES, `asked_client`,
    `asked_therapist`, `shared`, `distress`.
    The truth: `state`, `depth` (points now), `onset`, `mended` (since the last session), `felt`
    (what the client would say to nobody), `hidden` (share of the depth that the form hides),
    `aware` (share that the therapist notices), `therapist` (number).
    """

    session: int
    live: BoolArray
    therapist: IntArray
    attended: IntArray
    ratings: FloatArray
    therapist_ratings: FloatArray
    load: FloatArray
    unsaid: FloatArray
    tap: IntArray
    wishes: BoolArray
    asked_client: BoolArray
    asked_therapist: BoolArray
    shared: BoolArray
    distress: FloatArray
    state: IntArray
    depth: FloatArray
    onset: BoolArray
    mended: BoolArray
    felt: FloatArray
    hidden: FloatArray
    aware: FloatArray


@dataclass(frozen=True, kw_only=True)
class Observed:
    """What the practice's people entered: one row a session, ordered by client and session.

    `client` and `therapist` are numbers from 0, `session` counts planned sessions from 1. Scores
    are sums of four items, 0 to 40, `nan` where no form was given. `day` counts days from the
    practice's first.
    """

    client: IntArray
    therapist: IntArray
    session: IntArray
    client_score: FloatArray
    therapist_score: FloatArray
    ratings: FloatArray
    attended: IntArray
    unsaid: FloatArray
    asked_client: BoolArray
    asked_therapist: BoolArray
    shared: BoolArray
    distress: FloatArray
    day: IntArray


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What happened: the same rows as in `Observed`.

    `left` is True in the last session of a client who left without agreement.
    """

    client: IntArray
    session: IntArray
    state: IntArray
    depth: FloatArray
    onset: BoolArray
    left: BoolArray
    mended: BoolArray
    felt: FloatArray


@dataclass(frozen=True, kw_only=True)
class _Therapists:
    """What is each therapist's own: warmth, hold on clients, and style on the dimensions of preference."""

    warmth: FloatArray
    leaving: FloatArray
    style: FloatArray

    @classmethod
    def draw(cls, setting: Setting, rng: np.random.Generator) -> _Therapists:
        return cls(
            warmth=rng.standard_normal(setting.therapists),
            leaving=rng.standard_normal(setting.therapists),
            style=rng.standard_normal((setting.therapists, setting.preferences)),
        )


@dataclass(frozen=True, kw_only=True)
class _Draws:
    """All chance of one session: always as much of it, so that what is done changes no later draw."""

    uniforms: FloatArray
    normals: FloatArray
    items: FloatArray
    wishes: FloatArray

    @classmethod
    def draw(cls, clients: int, rng: np.random.Generator) -> _Draws:
        return cls(
            uniforms=rng.random((clients, len(_UNIFORM))),
            normals=rng.standard_normal((clients, len(_NORMAL))),
            items=rng.standard_normal((clients, 2 * len(RATINGS))),
            wishes=rng.random((clients, len(WISHES))),
        )

    def uniform(self, name: str) -> FloatArray:
        return self.uniforms[:, _UNIFORM.index(name)]

    def normal(self, name: str) -> FloatArray:
        return self.normals[:, _NORMAL.index(name)]


class _Courses:
    """The dyads of some clients and where they are now. The one thing here that changes."""

    def __init__(
        self, setting: Setting, *, therapists: _Therapists, assigned: IntArray, rng: np.random.Generator
    ) -> None:
        s, n = setting, assigned.size
        self.setting, self.therapists, self.rng = setting, therapists, rng
        self.size, self.session = n, 0
        self.therapist = assigned.astype(np.int64)
        normal = rng.standard_normal((n, 6))
        uniform = rng.random((n, 4))
        self.preference = rng.standard_normal((n, s.preferences))
        self.stated = _noisy(self.preference, s.preference_reliability, rng)
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
        self._within = np.zeros(n)
        self._relate()

    @property
    def live(self) -> BoolArray:
        """Who will have a next session."""
        return np.asarray((self.left_at == 0) & (self.session < self.planned))

    def _relate(self) -> None:
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

    def step(self, actions: Actions) -> Round:
        """Let everybody who goes on have the next session, after what was done since the last."""
        s, draws = self.setting, _Draws.draw(self.size, self.rng)
        self._move(actions, draws)
        live = self.live
        self.session += 1
        mended = self._mend(actions, draws)
        onset = self._begin(live, mended, draws)
        in_rupture = self.kind != FINE
        now = np.where(in_rupture, self.depth * np.minimum(1.0, self.age / self.ramp), 0.0)
        is_tense = draws.uniform("tension") < s.minor
        state = np.where(in_rupture, self.kind, np.where(is_tense, TENSION, FINE))
        depth = s.minor_low + (s.minor_high - s.minor_low) * draws.uniform("tension_depth")
        felt, shown, sensed = self._levels(np.where(is_tense, depth, 0.0), now, draws)
        distress = self._distress(mended, draws)
        self._leave(live, in_rupture, draws)
        attended, asked, fills = self._attendance(actions, state, draws)
        ratings, therapist_ratings = self._forms(shown, sensed, asked, fills, draws)
        return Round(
            session=self.session,
            live=live,
            therapist=self.therapist.copy(),
            attended=attended,
            ratings=ratings,
            therapist_ratings=therapist_ratings,
            **self._words(state, asked, fills, draws),
            asked_client=asked,
            asked_therapist=asked & bool(s.therapist_forms),
            shared=draws.uniform("keep") >= s.private,
            distress=distress,
            state=state,
            depth=now,
            onset=onset,
            mended=mended,
            felt=felt,
            hidden=np.where(in_rupture, self.mask, 0.0),
            aware=np.where(in_rupture, self.aware, 0.0),
        )

    def _levels(self, tension: FloatArray, now: FloatArray, draws: _Draws) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return what the client feels, what the client's form shows, and what the therapist senses; 0..40."""
        s, t = self.setting, self.session
        if t > 1:
            fresh = np.sqrt(1 - s.drift**2)
            self.drift = s.drift * self.drift + s.drift_sd * fresh * draws.normal("drift")
            moved_on = s.therapist_drift_sd * fresh * draws.normal("therapist_drift")
            self.therapist_drift = s.drift * self.therapist_drift + moved_on
        moved = s.session_sd * draws.normal("session")
        start = s.client_mean + s.client_sd * self.level + s.client_rise * np.log10(t)
        self._within = self.drift + moved - tension - now
        gain = np.where(self.pleases, s.yes_gain, 1.0)
        shift = np.where(self.pleases, s.yes_shift, 0.0)
        shown = start + shift + gain * (self.drift + moved - tension - now * (1 - self.mask))
        sensed = (
            s.therapist_mean
            + s.therapist_sd * self.therapist_level
            + s.therapist_rise * np.log10(t)
            + self.therapist_drift
            + s.therapist_session_sd * draws.normal("therapist_session")
            + s.therapist_senses * (self.drift + _FOLLOWS_SESSION * moved - _FOLLOWS_TENSION * tension)
            - _FOLLOWS_RUPTURE * self.aware * now
        )
        return start + self._within, shown, sensed

    def _attendance(self, actions: Actions, state: IntArray, draws: _Draws) -> tuple[IntArray, BoolArray, BoolArray]:
        """Return who came, who was asked for ratings, and who opens the client's form."""
        s = self.setting
        by_state = np.array([s.missed, s.missed, s.missed_withdrawal, s.missed_confrontation])
        attended = np.where(draws.uniform("attend") < by_state[state], MISSED, HELD)
        attended = np.where(draws.uniform("cancel") < s.cancelled, CANCELLED, attended)
        thin = self.session <= _EARLY or self.session % 3 == 0 or not s.thinned
        asked = (attended == HELD) & (thin if actions.ask is None else actions.ask)
        leaves_out = np.where(state >= WITHDRAWAL, s.missing_client_rupture, s.missing_client)
        leaves_out = leaves_out + s.group_b_missing * (self.group_b - s.group_b)
        leaves_out = np.where(self.skips, np.maximum(leaves_out, _SKIPS), leaves_out)
        fills = (attended == HELD) & (draws.uniform("fill_client") >= leaves_out)
        return attended, asked, fills

    def _forms(
        self, shown: FloatArray, sensed: FloatArray, asked: BoolArray, fills: BoolArray, draws: _Draws
    ) -> tuple[FloatArray, FloatArray]:
        s, items = self.setting, len(RATINGS)
        therapist_fills = asked & (draws.uniform("fill_therapist") >= s.missing_therapist) & bool(s.therapist_forms)
        ratings = _items(shown, draws.items[:, :items], s)
        therapist_ratings = _items(sensed, draws.items[:, items:], s)
        ratings[~(fills & asked)] = np.nan
        therapist_ratings[~therapist_fills] = np.nan
        return ratings, therapist_ratings

    def _words(self, state: IntArray, asked: BoolArray, fills: BoolArray, draws: _Draws) -> dict[str, Any]:
        """Return what is answered besides the ratings: the one question, the tap, the wishes, the load."""
        s, in_rupture = self.setting, state >= WITHDRAWAL
        yes = np.array([s.yes_fine, s.yes_minor, s.yes_withdrawal, s.yes_confrontation])[state]
        unsaid = np.where(fills, (draws.uniform("question") < yes).astype(float), np.nan)
        how = np.where(draws.uniform("tap") < _BRING, 1, np.where(draws.uniform("tap") < _HELP, 2, 3))
        tap = np.where(fills, np.where(unsaid == 1, how, 0), -1)
        wants = draws.wishes < np.where(in_rupture, _WISH_OPEN, _WISH_FINE)[:, None] * 2 * self.wishes
        strain = np.where(in_rupture, s.load_rupture * self.load_side, 0.0)
        load = np.clip(np.round(self.load + s.load_sd * draws.normal("load") + strain), -5, 5)
        load = np.where(fills & asked, load, np.nan)
        return {"unsaid": unsaid, "tap": tap, "wishes": wants & fills[:, None], "load": load}

    def _move(self, actions: Actions, draws: _Draws) -> None:
        """Change therapists: what was between the two is over, the client's own level stays; some leave."""
        if actions.transfer is None:
            return
        s = self.setting
        moves = self.live & (actions.transfer >= 0)
        warm = np.zeros(self.size, bool) if actions.warm is None else actions.warm
        leaves = moves & (draws.uniform("move") < np.where(warm, s.transfer_warm, s.transfer_cold))
        self.left_at = np.where(leaves, np.maximum(self.session, 1), self.left_at)
        self.therapist = np.where(moves, actions.transfer, self.therapist)
        self.therapist_own = np.where(moves, draws.normal("fit"), self.therapist_own)
        self.kind = np.where(moves, FINE, self.kind)
        self._relate()

    def _mend(self, actions: Actions, draws: _Draws) -> BoolArray:
        """Mend what mends by itself once it has fully come, and what a talk mends."""
        s = self.setting
        is_open = self.kind != FINE
        by_itself = is_open & self.fixable & (self.age >= self.ramp) & (draws.uniform("mend") < s.mends)
        talked = np.zeros(self.size, bool) if actions.talk is None else actions.talk
        mended = by_itself | (is_open & talked & (draws.uniform("talk") < s.talk_effect))
        self.kind = np.where(mended, FINE, self.kind)
        return np.asarray(mended)

    def _begin(self, live: BoolArray, mended: BoolArray, draws: _Draws) -> BoolArray:
        """Let ruptures begin, from the second session on."""
        s, u = self.setting, draws.uniform
        free = live & (self.kind == FINE) & ~mended & (self.session > 1)
        onset = np.asarray(free & (u("onset") < s.onset * np.exp(s.onset_slope * self.level)))
        self.age = np.where(onset, 1.0, self.age + 1.0)
        if onset.any():
            quiet = u("kind")[onset] < s.withdrawal
            self.kind[onset] = np.where(quiet, WITHDRAWAL, CONFRONTATION)
            size = s.depth * np.exp(s.depth_log_sd * draws.normal("depth")[onset])
            self.depth[onset] = size * np.where(quiet, 1.0, s.confrontation_depth)
            mask = _beta(u("mask")[onset], quiet, s.masking_withdrawal, s.masking_confrontation)
            self.mask[onset] = np.minimum(_WORST_MASK, mask + s.group_b_masking * self.group_b[onset])
            self.aware[onset] = _beta(u("aware")[onset], quiet, s.awareness_withdrawal, s.awareness_confrontation)
            steps = s.gradual_most - s.gradual_least + 1
            slow = s.gradual_least + np.floor(u("ramp")[onset] * steps)
            self.ramp[onset] = np.where(u("gradual")[onset] < s.gradual, slow, 1.0)
            self.fixable[onset] = u("repairable")[onset] < s.repairable
            self.load_side[onset] = np.where(u("load_side")[onset] < 2 / 3, 1.0, -1.0)
        return onset

    def _distress(self, mended: BoolArray, draws: _Draws) -> FloatArray:
        s = self.setting
        self.distress = self.distress - s.distress_falls - s.distress_felt * self.level - s.distress_mended * mended
        spread = np.hypot(s.drift_sd, s.session_sd)
        eased = s.distress_within * s.distress_session_sd * self._within / spread
        noise = s.distress_session_sd * draws.normal("distress")
        return np.asarray(np.clip(self.distress - eased + noise, 0.0, TOP))

    def _leave(self, live: BoolArray, in_rupture: BoolArray, draws: _Draws) -> None:
        s, t = self.setting, self.session
        logit = s.leaving + s.leaving_early * (t <= _EARLY) + s.leaving_felt * self.level
        logit = logit + s.leaving_rupture * in_rupture
        logit = logit + s.leaving_therapist_sd * self.therapists.leaving[self.therapist]
        leaves = live & (draws.uniform("leave") < 1 / (1 + np.exp(-logit))) & (t < self.planned)
        self.left_at = np.where(leaves, t, self.left_at)


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
        self._therapists = _Therapists.draw(setting, np.random.default_rng((seed, 0)))
        rng = np.random.default_rng((seed, 1))
        assigned = rng.permutation(np.arange(clients) % setting.therapists)
        self._courses = _Courses(setting, therapists=self._therapists, assigned=assigned, rng=rng)
        self._rounds: list[Round] = []

    @property
    def live(self) -> BoolArray:
        """Which clients will have a next session, shape (clients,)."""
        return self._courses.live

    @property
    def rounds(self) -> tuple[Round, ...]:
        """The rounds so far, with the truth in them: for the scorer, not for what it judges."""
        return tuple(self._rounds)

    @property
    def stated_preferences(self) -> FloatArray:
        """What clients say they prefer, shape (clients, dimensions), SD about 1."""
        return self._courses.stated.copy()

    @property
    def stated_styles(self) -> FloatArray:
        """What therapists say of their style, shape (therapists, dimensions), SD about 1."""
        rng = np.random.default_rng((self.seed, 2))
        return _noisy(self._therapists.style, self.setting.style_reliability, rng)

    @property
    def fit(self) -> FloatArray:
        """The truth: fit of each client with each therapist, shape (clients, therapists), SD about 1."""
        product = self._courses.preference @ self._therapists.style.T
        return np.asarray(product / np.sqrt(self.setting.preferences))

    def step(self, actions: Actions | None = None) -> Round | None:
        """Let every client who goes on have the next session; None once nobody does."""
        if not self._courses.live.any():
            return None
        made = self._courses.step(actions or Actions())
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
        rows, rounds = self._rows()

        def long(name: str) -> Any:
            return _long([getattr(one, name) for one in rounds], rows)

        ratings = long("ratings")
        client, session = rows[0], rows[1] + 1
        return Observed(
            client=client,
            therapist=long("therapist"),
            session=session,
            client_score=ratings.sum(axis=1),
            therapist_score=long("therapist_ratings").sum(axis=1),
            ratings=ratings,
            attended=long("attended"),
            unsaid=long("unsaid"),
            asked_client=long("asked_client"),
            asked_therapist=long("asked_therapist"),
            shared=long("shared"),
            distress=long("distress"),
            day=self._courses.first_day[client] + 7 * (session - 1),
        )

    def truth(self) -> Truth:
        """Return what happened, in the same rows. For the scorer, not for what it judges."""
        rows, rounds = self._rows()

        def long(name: str) -> Any:
            return _long([getattr(one, name) for one in rounds], rows)

        client, session = rows[0], rows[1] + 1
        return Truth(
            client=client,
            session=session,
            state=long("state"),
            depth=long("depth"),
            onset=long("onset"),
            left=self._courses.left_at[client] == session,
            mended=long("mended"),
            felt=long("felt"),
        )

    def _rows(self) -> tuple[tuple[IntArray, IntArray], list[Round]]:
        if not self._rounds:
            message = "nobody has had a session yet; call step or run first"
            raise ValueError(message)
        live = np.stack([one.live for one in self._rounds], axis=1)
        client, place = np.nonzero(live)
        return (client.astype(np.int64), place.astype(np.int64)), self._rounds


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
        self._courses = _Courses(
            self.setting,
            therapists=_Therapists.draw(setting, np.random.default_rng((seed, 0))),
            assigned=np.array([chosen]),
            rng=np.random.default_rng((seed, 3, number)),
        )

    @property
    def is_over(self) -> bool:
        """Whether no session follows."""
        return not bool(self._courses.live[0])

    @property
    def planned(self) -> int:
        """How many sessions the two planned."""
        return int(self._courses.planned[0])

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
        one = self._courses.step(actions)
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
            left=bool(self._courses.left_at[0] == one.session),
            state=STATES[int(one.state[0])],
            depth=float(one.depth[0]),
            onset=bool(one.onset[0]),
            mended=bool(one.mended[0]),
        )


def _items(score: FloatArray, noise: FloatArray, setting: Setting) -> FloatArray:
    """Return a score of 0..40 as answers to items of 0..10."""
    raw = score[:, None] / noise.shape[1] + setting.item_sd * noise
    return np.asarray(np.clip(np.round(raw / setting.rounding) * setting.rounding, 0.0, _ITEM_TOP))


def _beta(u: FloatArray, quiet: BoolArray, withdrawal: tuple[float, float], confrontation: tuple[float, float]) -> Any:
    a = np.where(quiet, withdrawal[0], confrontation[0])
    b = np.where(quiet, withdrawal[1], confrontation[1])
    return betaincinv(a, b, u)


def _noisy(true: FloatArray, reliability: float, rng: np.random.Generator) -> FloatArray:
    """Return what is said of a true value of SD 1, at this reliability, again with SD 1."""
    return np.asarray(np.sqrt(reliability) * true + np.sqrt(1 - reliability) * ndtri(rng.random(true.shape)))


def _long(columns: list[Any], rows: tuple[IntArray, IntArray]) -> Any:
    return np.stack(columns, axis=1)[rows[0], rows[1]]
