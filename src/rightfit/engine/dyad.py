"""The exact two-sided switching filter: what is going on between a client and a therapist.

Hidden at each session are three things: the client's own level of rating `x`, the therapist's own
level `h`, and what state the relation is in: fine, a bad day (a blip), withdrawal (shallow, deep,
hidden) or confrontation (middle, deep). Levels lie on a grid and the state is discrete, so the
filter is exact up to the grid: nothing is sampled and nothing is random.

Everything here is on a scale of 0 to 40. Missing forms carry no evidence. Arrays of several
courses have the shape (courses, sessions) and are padded at the end; results have the same shape.

Source: the switching model is our own; its parts are standard (Hamilton 1989 for switching, Tobin
1958 for the ceiling). Its numbers are those of `Priors`, each with its origin.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtr

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]
    AnyFloat = NDArray[np.floating[Any]]

__all__ = [
    "CONFRONTATION",
    "SOURCES",
    "TOP",
    "WITHDRAWAL",
    "Courses",
    "Filtered",
    "Priors",
    "Scale",
    "run",
]

TOP = 40.0
"""The highest score on the engine's own scale; the lowest is 0."""

WITHDRAWAL = (0, 1, 2)
"""Places of the withdrawal kinds among the five kinds of rupture: shallow, deep, hidden."""

CONFRONTATION = (3, 4)
"""Places of the confrontation kinds: middle, deep."""

SOURCES = ("client_score", "therapist_score", "attended", "unsaid", "skips")
"""What can speak for or against a rupture, in the order of `Filtered.evidence`."""

_KINDS = 5
_FINE, _BLIP, _FIRST = 0, 1, 2
_MOST_POINTS = 48
_MOST_STEPS = 40
_NEW = 3
_HALF = 0.25
"""Half of the smallest step of a form: what lies nearer to an end of the scale counts as the end."""
_MOST_AT_ONCE = 640


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Lowest and highest score a form can have; mapped in a straight line to 0..40."""

    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse a scale without width."""
        if not (np.isfinite(self.low) and np.isfinite(self.high) and self.low < self.high):
            message = f"a scale needs a lowest and a highest score, got {self.low:g}:{self.high:g}"
            raise ValueError(message)

    def to_forty(self, scores: AnyFloat) -> FloatArray:
        """Return scores of this scale on 0..40; `nan` stays `nan`."""
        return np.asarray((np.asarray(scores, float) - self.low) * (TOP / (self.high - self.low)))

    def from_forty(self, scores: AnyFloat) -> FloatArray:
        """Scores on 0..40 back on this scale."""
        return np.asarray(np.asarray(scores, float) * ((self.high - self.low) / TOP) + self.low)


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
        for what in ("onset", "onset_first", "blip", "stay", "change", "tail", "odd"):
            if not 0 <= getattr(self, what) < 1:
                message = f"{what} must be from 0 to below 1, got {getattr(self, what)}"
                raise ValueError(message)
        if not (np.isfinite(self.mu_c) and np.isfinite(self.mu_h) and abs(self.rho) < 1):
            message = "mu_c and mu_h must be numbers, and rho between -1 and 1"
            raise ValueError(message)
        for what in ("kinds", "fall_c", "fall_h", "spread_c", "spread_h"):
            if len(getattr(self, what)) != _KINDS:
                message = f"{what} needs {_KINDS} numbers, one for each kind of rupture"
                raise ValueError(message)


@dataclass(frozen=True, kw_only=True)
class Courses:
    """Several courses on 0..40, shape (courses, sessions), padded at the end.

    `length` says how many sessions of each row count. `session` increases along a row. `client`
    and `therapist` are `nan` where there is no form; `attended` is 1 held, 0 missed, -1 no
    evidence; `unsaid` is 0, 1 or `nan`.
    """

    session: IntArray
    client: FloatArray
    therapist: FloatArray
    attended: IntArray
    unsaid: FloatArray
    length: IntArray
    asked_client: BoolArray | None = None
    """Where the client was asked; used only when skips count. None: always asked."""
    asked_therapist: BoolArray | None = None


@dataclass(frozen=True, kw_only=True)
class Filtered:
    """What the filter says at each session from it and the sessions before it, never from later ones.

    Arrays have the shape (courses, sessions); padding holds no meaning. Levels are on 0..40 and
    never outside it.
    """

    p_rupture: FloatArray
    """Probability that a rupture is open."""
    p_new: FloatArray
    """Probability that one is open that started within the last three sessions (`nan` if not asked)."""
    p_confrontation: FloatArray
    """Given a rupture, the probability that it is a confrontation."""
    client_level: FloatArray
    client_low: FloatArray
    client_high: FloatArray
    therapist_level: FloatArray
    therapist_low: FloatArray
    therapist_high: FloatArray
    evidence: FloatArray
    """log p(answer | rupture) - log p(answer | no rupture), shape (courses, sessions, sources), in
    the order of `SOURCES`; `nan` where there was no answer."""
    log_likelihood: FloatArray
    """Log-likelihood of everything seen in each course, shape (courses,)."""
    client_next: FloatArray | None = None
    """Before the session: where its client form was expected, 10%, 50%, 90%; shape (3, courses,
    sessions)."""
    therapist_next: FloatArray | None = None
    final: FloatArray | None = field(default=None, repr=False)
    """Only for tests: the posterior at each session, (courses, sessions, 6 states, x, h)."""


@dataclass(frozen=True, kw_only=True)
class _Grid:
    """What depends on the priors alone, made once for each."""

    x: FloatArray
    h: FloatArray
    prior: AnyFloat
    fall_c: FloatArray
    fall_h: FloatArray
    sd_c: FloatArray
    sd_h: FloatArray
    kinds: AnyFloat
    blip: float
    level: FloatArray
    below_c: AnyFloat
    below_h: AnyFloat
    expect_c: AnyFloat
    expect_h: AnyFloat
    absent: FloatArray
    yes: FloatArray
    skip_c: FloatArray
    skip_h: FloatArray


def _points(mean: float, between: float, within: float) -> FloatArray:
    """Grid of one side's level: fine against the noise, wide against the practice."""
    low, high = mean - 4.5 * between, mean + 2.8 * between
    step = min(0.75 * within, 0.5 * between)
    count = min(_MOST_POINTS, max(9, int(np.ceil((high - low) / step)) + 1))
    return np.linspace(low, high, count)


def _seven(well: float, blip: float, withdrawal: float, confrontation: float) -> FloatArray:
    return np.array([well, blip, *[withdrawal] * 3, *[confrontation] * 2])


def _cdf(residual: AnyFloat, sd: FloatArray, priors: Priors) -> FloatArray:
    z = residual / sd
    near, far = np.asarray(ndtr(z), float), np.asarray(ndtr(z / priors.tail_factor), float)
    return (1 - priors.tail) * near + priors.tail * far


@lru_cache(maxsize=32)
def _grid(priors: Priors, single: bool) -> _Grid:  # noqa: FBT001 - a cache key
    kind = np.float32 if single else np.float64
    x, h = _points(priors.mu_c, priors.sb_c, priors.s_c), _points(priors.mu_h, priors.sb_h, priors.s_h)
    zx = ((x - priors.mu_c) / priors.sb_c)[:, None]
    zh = ((h - priors.mu_h) / priors.sb_h)[None, :]
    form = (zx**2 - 2 * priors.rho * zx * zh + zh**2) / (2 * (1 - priors.rho**2))
    wide = priors.odd_factor**2
    prior = (1 - priors.odd) * np.exp(-form) + priors.odd / wide * np.exp(-form / wide)
    prior /= prior.sum()
    fall_c = np.array([0.0, priors.blip_fall_c, *priors.fall_c])
    fall_h = np.array([0.0, priors.blip_fall_h, *priors.fall_h])
    sd_c = np.sqrt(priors.s_c**2 + np.array([0.0, priors.blip_spread_c, *priors.spread_c]) ** 2)
    sd_h = np.sqrt(priors.s_h**2 + np.array([0.0, priors.blip_spread_h, *priors.spread_h]) ** 2)
    level = np.linspace(-20.0, 60.0, 121)
    kinds = np.asarray(priors.kinds, float)
    kinds = kinds / kinds.sum()

    def below(points: FloatArray, fall: FloatArray) -> FloatArray:
        # a bad day is no change of level, so only the kinds of rupture lower it
        step = points[1] - points[0]
        lower = np.concatenate([[0.0], fall[_FIRST:]])
        centre = points[None, :] - lower[:, None]
        return np.asarray(np.clip((level[:, None, None] - centre) / step + 0.5, 0, 1).reshape(level.size, -1))

    def expect(points: FloatArray, fall: FloatArray, sd: FloatArray) -> FloatArray:
        centre = points[None, :] - fall[:, None]
        cdf = _cdf(level[:, None, None] - centre, sd[None, :, None], priors)
        share = priors.blip / (1 - priors.onset)
        well = (1 - share) * cdf[:, _FINE] + share * cdf[:, _BLIP]
        return np.concatenate([well[:, None], cdf[:, _FIRST:]], axis=1).reshape(level.size, -1)

    return _Grid(
        x=x,
        h=h,
        prior=prior.astype(kind),
        fall_c=fall_c,
        fall_h=fall_h,
        sd_c=sd_c,
        sd_h=sd_h,
        kinds=kinds.astype(kind),
        blip=priors.blip / (1 - priors.onset),
        level=level,
        below_c=below(x, fall_c).astype(kind),
        below_h=below(h, fall_h).astype(kind),
        expect_c=expect(x, fall_c, sd_c).astype(kind),
        expect_h=expect(h, fall_h, sd_h).astype(kind),
        absent=_seven(priors.absent[0], priors.absent[0], priors.absent[1], priors.absent[2]),
        yes=_seven(*priors.yes),
        skip_c=_seven(priors.skip_c[0], priors.skip_c[0], priors.skip_c[1], priors.skip_c[2]),
        skip_h=_seven(priors.skip_h[0], priors.skip_h[0], priors.skip_h[1], priors.skip_h[2]),
    )


def _density(  # noqa: PLR0917 - private, six arrays that belong together
    score: FloatArray, growth: FloatArray, points: FloatArray, fall: FloatArray, sd: FloatArray, priors: Priors
) -> FloatArray:
    """Density of a form in each state, shape (7, points, scores); tails at the ends of the scale."""
    residual = (score - growth) - (points[None, :, None] - fall[:, None, None])
    wide = sd[:, None, None]
    half = -0.5 * (residual / wide) ** 2
    main = (1 - priors.tail) / np.sqrt(2 * np.pi) / wide
    out = main * np.exp(half)
    # exp(half / factor^2) is the wider part; a plain product is not cheaper for factor 2.5
    out += priors.tail / priors.tail_factor / np.sqrt(2 * np.pi) / wide * np.exp(half / priors.tail_factor**2)
    top, bottom = score >= TOP - _HALF, score <= _HALF
    if top.any():
        out[:, :, top] = _cdf(residual[:, :, top] - (score[top] - (TOP - _HALF)), wide, priors)
        out[:, :, top] = 1 - out[:, :, top]
    if bottom.any():
        out[:, :, bottom] = _cdf(residual[:, :, bottom] + (_HALF - score[bottom]), wide, priors)
    return np.asarray(out)


def _table(  # noqa: PLR0917 - as above
    score: FloatArray,
    session: IntArray,
    rise: float,
    points: FloatArray,
    fall: FloatArray,
    sd: FloatArray,
    priors: Priors,
    kind: type[np.floating[Any]],
) -> tuple[AnyFloat, IntArray]:
    """Likelihood of every different (score, session) once, and where each session finds its own.

    The table is (pairs + 1, 7, points); the last pair is "no form", all ones.
    """
    seen = np.isfinite(score)
    if not seen.any():
        return np.ones((1, fall.size, points.size), kind), np.zeros(score.shape, np.int64)
    growth = rise * np.log10(np.maximum(session, 1))
    pairs = np.stack([score[seen], growth[seen]])
    if score.size > 256:  # noqa: PLR2004 - below, looking for twins costs more than it saves
        pairs, place = np.unique(pairs, axis=1, return_inverse=True)
        place = place.reshape(-1)
    else:
        place = np.arange(pairs.shape[1])
    density = _density(pairs[0], pairs[1], points, fall, sd, priors)
    table = np.concatenate([density, np.ones((fall.size, points.size, 1))], axis=2).astype(kind)
    table = np.ascontiguousarray(np.moveaxis(table, 2, 0))
    index = np.full(score.shape, table.shape[0] - 1, np.int64)
    index[seen] = place
    return table, index


def _answers(courses: Courses, grid: _Grid, skips_count: bool) -> FloatArray:  # noqa: FBT001 - private
    """Likelihood of what is yes or no, apart for attended, unsaid, skips: (3, 7, courses, sessions)."""
    n, length = courses.session.shape
    out = np.ones((3, 7, n, length))
    counts = np.arange(length)[None, :] < courses.length[:, None]
    missed, held = counts & (courses.attended == 0), counts & (courses.attended == 1)
    said_yes, said_no = counts & (courses.unsaid == 1), counts & (courses.unsaid == 0)
    for state in range(7):
        out[0, state][missed] = grid.absent[state]
        out[0, state][held] = 1 - grid.absent[state]
        out[1, state][said_yes] = grid.yes[state]
        out[1, state][said_no] = 1 - grid.yes[state]
        if skips_count:
            for form, asked, rate in (
                (courses.client, courses.asked_client, grid.skip_c),
                (courses.therapist, courses.asked_therapist, grid.skip_h),
            ):
                open_to = held if asked is None else held & asked
                out[2, state][open_to & np.isnan(form)] *= rate[state]
                out[2, state][open_to & np.isfinite(form)] *= 1 - rate[state]
    return out


def run(
    courses: Courses,
    *,
    priors: Priors,
    skips_count: bool = False,
    new: bool = True,
    ahead: bool = False,
    levels: bool = True,
    single: bool = False,
    compiled: bool = False,
    block: int = 64,
    keep: bool = False,
) -> Filtered:
    """Filter several courses at once.

    `courses` holds n courses of at most m sessions on 0..40 (see `Courses`); missing forms are no
    evidence unless `skips_count`. `new` also gives `p_new` (half as much work again), `ahead` the
    one-step expectation of the forms; without `levels` there are only probabilities and the
    likelihood. `single` computes in float32, which differs by less than
    1e-4 in every probability. `compiled` uses numba where it is installed (`rightfit[fast]`): the same
    digits, for many courses several times faster, after some seconds of compiling. `block` courses are
    computed side by side; the result does not depend on it.
    Source: the project's specification of the filter, an exact forward recursion.

    Raises `ValueError` where the shapes do not agree or sessions do not increase.
    """
    n, length = _checked(courses)
    kind = np.float32 if single else np.float64
    grid = _grid(priors, single)
    table_c, index_c = _table(
        courses.client, courses.session, priors.growth_c, grid.x, grid.fall_c, grid.sd_c, priors, kind
    )
    table_h, index_h = _table(
        courses.therapist, courses.session, priors.growth_h, grid.h, grid.fall_h, grid.sd_h, priors, kind
    )
    answers = _answers(courses, grid, skips_count)
    out = _Out(n, length, ahead=ahead, shape=(6, grid.x.size, grid.h.size) if keep else None)
    recursion = _compiled() if compiled and not new and not keep else None
    for rows in _side_by_side(courses.length, block):
        _block(
            courses, rows, priors, grid, (table_c, index_c), (table_h, index_h), answers, out,
            new=new, levels=levels, recursion=recursion,
        )  # fmt: skip
    return out.frozen(courses, priors, skips_count=skips_count)


def _side_by_side(length: IntArray, block: int) -> list[IntArray]:
    """Courses of similar length together, at most `block` of them and not too many sessions."""
    out = []
    order = np.argsort(length, kind="stable")
    start = 0
    while start < order.size:
        stop = start + 1
        while stop < order.size and stop - start < block and (stop - start + 1) * length[order[stop]] <= _MOST_AT_ONCE:
            stop += 1
        out.append(order[start:stop])
        start = stop
    return out


def _checked(courses: Courses) -> tuple[int, int]:
    shape = courses.session.shape
    if len(shape) != 2:  # noqa: PLR2004 - courses by sessions
        message = f"courses need the shape (courses, sessions), got {shape}"
        raise ValueError(message)
    for name in ("client", "therapist", "attended", "unsaid"):
        if getattr(courses, name).shape != shape:
            message = f"{name} has the shape {getattr(courses, name).shape}, session has {shape}"
            raise ValueError(message)
    if courses.length.shape != shape[:1] or (courses.length > shape[1]).any():
        message = "length needs one number per course, none above the number of sessions"
        raise ValueError(message)
    step = np.diff(courses.session, axis=1)
    counts = np.arange(1, shape[1])[None, :] < courses.length[:, None]
    if (counts & (step <= 0)).any():
        message = "the sessions of a course must increase"
        raise ValueError(message)
    return shape[0], shape[1]


class _Out:
    """The arrays that `_block` fills."""

    def __init__(self, n: int, length: int, *, ahead: bool, shape: tuple[int, ...] | None) -> None:
        self.p_rupture = np.full((n, length), np.nan)
        self.p_new = np.full((n, length), np.nan)
        self.p_confrontation = np.full((n, length), np.nan)
        self.client = np.full((3, n, length), np.nan)
        self.therapist = np.full((3, n, length), np.nan)
        self.evidence = np.full((n, length, len(SOURCES)), np.nan)
        self.log_likelihood = np.zeros(n)
        self.client_next = np.full((3, n, length), np.nan) if ahead else None
        self.therapist_next = np.full((3, n, length), np.nan) if ahead else None
        self.final = np.zeros((n, length, *shape)) if shape else None

    def frozen(self, courses: Courses, priors: Priors, *, skips_count: bool) -> Filtered:
        log_t = np.log10(np.maximum(courses.session, 1))
        client = np.clip(self.client + priors.growth_c * log_t, 0, TOP)
        therapist = np.clip(self.therapist + priors.growth_h * log_t, 0, TOP)
        for source, answered in (
            (0, np.isfinite(courses.client)),
            (1, np.isfinite(courses.therapist)),
            (2, courses.attended >= 0),
            (3, np.isfinite(courses.unsaid)),
            (4, np.full(courses.session.shape, skips_count)),
        ):
            self.evidence[..., source][~answered] = np.nan
        for ahead, rise in ((self.client_next, priors.growth_c), (self.therapist_next, priors.growth_h)):
            if ahead is not None:
                np.clip(ahead + rise * log_t, 0, TOP, out=ahead)
        return Filtered(
            p_rupture=self.p_rupture,
            p_new=self.p_new,
            p_confrontation=self.p_confrontation,
            client_level=client[1],
            client_low=client[0],
            client_high=client[2],
            therapist_level=therapist[1],
            therapist_low=therapist[0],
            therapist_high=therapist[2],
            evidence=self.evidence,
            log_likelihood=self.log_likelihood,
            client_next=self.client_next,
            therapist_next=self.therapist_next,
            final=self.final,
        )


def _moves(priors: Priors, grid: _Grid, most: int) -> tuple[AnyFloat, AnyFloat]:
    """Transition over 0..most sessions, and that of a rupture that never closes meanwhile.

    States: no rupture, then the five kinds. Shape (most + 1, 6, 6) and (most + 1, 5, 5), to be
    multiplied from the left: `move @ state`.
    """
    within = priors.stay * ((1 - priors.change) * np.eye(_KINDS) + priors.change * grid.kinds[:, None].astype(float))
    one = np.zeros((6, 6))
    one[0, 0], one[1:, 0] = 1 - priors.onset, priors.onset * grid.kinds
    one[0, 1:], one[1:, 1:] = 1 - priors.stay, within
    whole, open_ = [np.eye(6)], [np.eye(_KINDS)]
    for _ in range(most):
        whole.append(one @ whole[-1])
        open_.append(within @ open_[-1])
    kind = grid.prior.dtype
    return np.stack(whole).astype(kind), np.stack(open_).astype(kind)


def _move(state: AnyFloat, moves: AnyFloat, steps: IntArray) -> AnyFloat:
    """`steps[b]` sessions on for each course; `state` is (states, cells, courses)."""
    size = state.shape
    if steps.size == 1 or (steps == steps[0]).all():
        moved: AnyFloat = (moves[steps[0]] @ state.reshape(size[0], -1)).reshape(size)
        return moved
    out = np.empty_like(state)
    for step in np.unique(steps):
        on = steps == step
        part = state[:, :, on]
        out[:, :, on] = (moves[step] @ part.reshape(size[0], -1)).reshape(part.shape)
    return out


def _block(  # noqa: PLR0917 - one recursion, told from top to bottom
    courses: Courses,
    rows: IntArray,
    priors: Priors,
    grid: _Grid,
    client: tuple[AnyFloat, IntArray],
    therapist: tuple[AnyFloat, IntArray],
    answers: FloatArray,
    out: _Out,
    *,
    new: bool,
    levels: bool,
    recursion: Callable[..., None] | None,
) -> None:
    """Filter the courses in `rows` side by side; the last axis of every array runs over them."""
    kind = grid.prior.dtype
    floor = kind.type(1e-25 if kind == np.float32 else 1e-200)
    size = rows.size
    length = courses.length[rows]
    last = int(length.max()) if size else 0
    if last == 0:
        return
    nx, nh = grid.x.size, grid.h.size
    session = np.maximum(courses.session[rows, :last], 1)
    steps = np.minimum(np.diff(session, axis=1, prepend=1), _MOST_STEPS)
    steps[np.arange(last)[None, :] >= length[:, None]] = 0
    steps = np.ascontiguousarray(steps.T)
    whole, open_ = _moves(priors, grid, int(steps.max()))

    # likelihoods of everything that was answered, (sessions, 7 states, points, courses)
    likely_c = np.moveaxis(client[0][client[1][rows, :last]], (0, 1), (3, 0))
    likely_h = np.moveaxis(therapist[0][therapist[1][rows, :last]], (0, 1), (3, 0))
    single = np.moveaxis(answers[:, :, rows, :last], (1, 2, 3), (2, 3, 1))
    with_answers = likely_c * single.prod(axis=0)[:, :, None].astype(kind)
    share = kind.type(grid.blip)
    with_answers[:, _FINE] *= 1 - share
    with_answers[:, _BLIP] *= share
    at_first = np.concatenate([[1 - priors.onset_first], priors.onset_first * grid.kinds]).astype(kind)
    start = (at_first[:, None] * grid.prior.reshape(1, -1)).reshape(6, nx, nh)
    if recursion is not None:
        _by_course(recursion, start, with_answers, likely_c, likely_h, single, steps, length, priors, grid, out, rows)
        return
    likely: AnyFloat = np.empty((last, 6, nx, nh, size), kind)
    np.multiply(with_answers[:, _FIRST:, :, None], likely_h[:, _FIRST:, None], out=likely[:, 1:])
    np.multiply(with_answers[:, _FINE, :, None], likely_h[:, _FINE, None], out=likely[:, 0])
    likely[:, 0] += with_answers[:, _BLIP, :, None] * likely_h[:, _BLIP, None]
    likely = likely.reshape(last, 6, nx * nh, size)

    before, after = np.empty_like(likely), np.empty_like(likely)
    totals = np.empty((last, size), kind)
    state = start.reshape(6, -1)[:, :, None] * np.ones(size, kind)
    for t in range(last):
        before[t] = _move(state, whole, steps[t]) if steps[t].any() else state
        state = after[t]
        np.multiply(before[t], likely[t], out=state)
        totals[t] = np.add.reduce(np.add.reduce(state, axis=1), axis=0)
        state /= totals[t]
        np.maximum(state, floor, out=state)

    if new:
        ruptured = after[:, 1:].sum(axis=(1, 2))
        out.p_new[rows, :last] = (ruptured - _older(after, likely, totals, open_, steps)).T
    shape = (last, 6, nx, nh, size)
    after_c = after.reshape(shape).sum(axis=3)
    _probabilities(after_c, totals, length, rows, out)
    if levels:
        before_c, before_h = before.reshape(shape).sum(axis=3), before.reshape(shape).sum(axis=2)
        after_h = after.reshape(shape).sum(axis=2)
        _levels((before_c, before_h, after_c, after_h), (likely_c, likely_h), single, grid, rows, out)
    if out.final is not None:
        out.final[rows, :last] = np.moveaxis(after.reshape(shape), -1, 0)


def _probabilities(after_c: AnyFloat, totals: AnyFloat, length: IntArray, rows: IntArray, out: _Out) -> None:
    """What the posterior says of the state; `after_c` is (sessions, 6, points, courses)."""
    last = after_c.shape[0]
    by_state = after_c.sum(axis=2)
    ruptured = by_state[:, 1:].sum(axis=1)
    out.p_rupture[rows, :last] = ruptured.T
    out.p_confrontation[rows, :last] = (by_state[:, 1 + CONFRONTATION[0] :].sum(axis=1) / ruptured).T
    seen = np.arange(last)[:, None] < length[None, :]
    out.log_likelihood[rows] = np.where(seen, np.log(totals.astype(float)), 0.0).sum(axis=0)


def _levels(  # noqa: PLR0917 - private
    mass: tuple[AnyFloat, AnyFloat, AnyFloat, AnyFloat],
    likely: tuple[AnyFloat, AnyFloat],
    single: FloatArray,
    grid: _Grid,
    rows: IntArray,
    out: _Out,
) -> None:
    """Levels and evidence from what each side's level was thought to be before and after."""
    before_c, before_h, after_c, after_h = mass
    last = before_c.shape[0]
    out.evidence[rows, :last] = _evidence(before_c, before_h, likely[0], likely[1], single, grid.blip)
    out.client[:, rows, :last] = _quantiles(after_c, grid.below_c, grid.level)
    out.therapist[:, rows, :last] = _quantiles(after_h, grid.below_h, grid.level)
    if out.client_next is not None and out.therapist_next is not None:
        out.client_next[:, rows, :last] = _quantiles(before_c, grid.expect_c, grid.level)
        out.therapist_next[:, rows, :last] = _quantiles(before_h, grid.expect_h, grid.level)


def _by_course(  # noqa: PLR0917 - private
    recursion: Callable[..., None],
    start: AnyFloat,
    with_answers: AnyFloat,
    likely_c: AnyFloat,
    likely_h: AnyFloat,
    single: FloatArray,
    steps: IntArray,
    length: IntArray,
    priors: Priors,
    grid: _Grid,
    out: _Out,
    rows: IntArray,
) -> None:
    """The recursion of `_block` in compiled code, one course after the other."""
    kind = start.dtype
    last, _, nx, size = with_answers.shape
    nh = likely_h.shape[2]
    totals = np.ones((size, last), kind)
    before_c, after_c = np.ones((2, size, last, 6, nx), kind)
    before_h, after_h = np.ones((2, size, last, 6, nh), kind)
    numbers = np.array(
        [priors.onset, priors.stay, priors.change, 1e-25 if kind == np.float32 else 1e-200], np.float64
    ).astype(kind)
    recursion(
        start, np.ascontiguousarray(np.moveaxis(with_answers, 3, 0)), np.ascontiguousarray(np.moveaxis(likely_h, 3, 0)),
        np.ascontiguousarray(steps.T), length, numbers, grid.kinds, totals, before_c, before_h, after_c, after_h,
    )  # fmt: skip
    back = [np.ascontiguousarray(np.moveaxis(one, 0, 3)) for one in (before_c, before_h, after_c, after_h)]
    _probabilities(back[2], totals.T, length, rows, out)
    _levels((back[0], back[1], back[2], back[3]), (likely_c, likely_h), single, grid, rows, out)


@cache
def _compiled() -> Callable[..., None] | None:  # noqa: C901 - one loop in another
    """The recursion compiled by numba, or None where numba is not installed."""
    try:
        from numba import njit  # noqa: PLC0415 - optional
    except ImportError:
        return None

    def recursion(  # noqa: C901, PLR0912, PLR0917 - numba takes plain arrays by place
        start: Any,
        client: Any,
        therapist: Any,
        steps: Any,
        length: Any,
        numbers: Any,
        kinds: Any,
        totals: Any,
        before_c: Any,
        before_h: Any,
        after_c: Any,
        after_h: Any,
    ) -> None:
        onset, stay, change, floor = numbers
        one = numbers.dtype.type(1)
        keep, mix, close = stay * (one - change), stay * change, one - stay
        nx, nh = start.shape[1], start.shape[2]
        f = np.empty_like(start)
        for b in range(client.shape[0]):
            f[:] = start
            for t in range(length[b]):
                for _ in range(steps[b, t]):
                    for x in range(nx):
                        for h in range(nh):
                            well = f[0, x, h]
                            torn = f[1, x, h] + f[2, x, h] + f[3, x, h] + f[4, x, h] + f[5, x, h]
                            new = onset * well + mix * torn
                            f[0, x, h] = (one - onset) * well + close * torn
                            f[1, x, h] = keep * f[1, x, h] + kinds[0] * new
                            f[2, x, h] = keep * f[2, x, h] + kinds[1] * new
                            f[3, x, h] = keep * f[3, x, h] + kinds[2] * new
                            f[4, x, h] = keep * f[4, x, h] + kinds[3] * new
                            f[5, x, h] = keep * f[5, x, h] + kinds[4] * new
                total = numbers.dtype.type(0)
                for s in range(6):
                    for h in range(nh):
                        before_h[b, t, s, h] = 0
                        after_h[b, t, s, h] = 0
                    for x in range(nx):
                        fine, bad = client[b, t, 0, x], client[b, t, 1, x]
                        own = client[b, t, s + 1, x]
                        ahead = numbers.dtype.type(0)
                        behind = numbers.dtype.type(0)
                        for h in range(nh):
                            value = f[s, x, h]
                            ahead += value
                            before_h[b, t, s, h] += value
                            if s == 0:
                                value *= fine * therapist[b, t, 0, h] + bad * therapist[b, t, 1, h]
                            else:
                                value *= own * therapist[b, t, s + 1, h]
                            behind += value
                            after_h[b, t, s, h] += value
                            f[s, x, h] = value
                        before_c[b, t, s, x] = ahead
                        after_c[b, t, s, x] = behind
                        total += behind
                totals[b, t] = total
                scale = one / total
                for s in range(6):
                    for x in range(nx):
                        after_c[b, t, s, x] *= scale
                        for h in range(nh):
                            f[s, x, h] = max(f[s, x, h] * scale, floor)
                    for h in range(nh):
                        after_h[b, t, s, h] *= scale

    made: Callable[..., None] = njit(cache=True, nogil=True, fastmath={"reassoc", "contract", "nsz"})(recursion)
    return made


def _older(after: AnyFloat, likely: AnyFloat, totals: AnyFloat, moves: AnyFloat, steps: IntArray) -> AnyFloat:
    """Probability of a rupture that was already open three sessions before and never closed."""
    last, size = totals.shape
    out = np.zeros((last, size), totals.dtype)
    if last <= _NEW:
        return out
    old = after[: last - _NEW, 1:]
    for k in range(1, _NEW + 1):
        now = slice(k, last - _NEW + k)
        if (steps[now] == 1).all():
            old = (moves[1] @ old.reshape(last - _NEW, _KINDS, -1)).reshape(old.shape)
        else:
            old = np.stack([_move(part, moves, step) for part, step in zip(old, steps[now], strict=True)])
        old *= likely[now, 1:]
        old /= totals[now, None, None]
    out[_NEW:] = old.sum(axis=(1, 2))
    return out


def _evidence(  # noqa: PLR0917 - as above
    before_c: AnyFloat, before_h: AnyFloat, likely_c: AnyFloat, likely_h: AnyFloat, single: FloatArray, share: float
) -> FloatArray:
    """Log-likelihood ratios of each source, shape (courses, sessions, sources)."""
    by_state = before_c.sum(axis=2)
    ruptured = by_state[:, 1:].sum(axis=1)
    out = np.empty((by_state.shape[2], by_state.shape[0], len(SOURCES)))
    for place, before, likely in ((0, before_c, likely_c), (1, before_h, likely_h)):
        mixed = (1 - share) * likely[:, _FINE] + share * likely[:, _BLIP]
        well = (before[:, 0] * mixed).sum(axis=1) / by_state[:, 0]
        torn = (before[:, 1:] * likely[:, _FIRST:]).sum(axis=(1, 2)) / ruptured
        out[:, :, place] = np.log(torn / well).T
    for place, answer in enumerate(single):
        well = (1 - share) * answer[:, _FINE] + share * answer[:, _BLIP]
        torn = (by_state[:, 1:] * answer[:, _FIRST:]).sum(axis=1) / ruptured
        out[:, :, 2 + place] = np.log(torn / well).T
    return out


def _quantiles(mass: AnyFloat, below: AnyFloat, level: FloatArray) -> FloatArray:
    """10%, 50% and 90% of a mixture; `mass` (sessions, 6, points, courses); (3, courses, sessions)."""
    sessions, _, _, size = mass.shape
    cdf = below @ mass.reshape(sessions, below.shape[1], size)
    cdf = np.moveaxis(cdf, 1, 2).reshape(sessions * size, level.size)
    out = np.empty((3, sessions, size))
    rows = np.arange(cdf.shape[0])
    step = level[1] - level[0]
    for place, share in enumerate((0.1, 0.5, 0.9)):
        upper = np.clip((cdf < share * cdf[:, -1:]).sum(axis=1), 1, level.size - 1)
        low, high = cdf[rows, upper - 1], cdf[rows, upper]
        inside = (share * cdf[:, -1] - low) / np.maximum(high - low, 1e-30)
        out[place] = (level[upper - 1] + step * np.clip(inside, 0, 1)).reshape(sessions, size)
    return np.moveaxis(out, 1, 2)
