"""Fitting the six parameters of scale to a practice's own forms, without labels; priors as a file.

Only where ratings lie and how much they move is learnt: `mu_c, sb_c, s_c, mu_h, sb_h, s_h`. How
often ruptures happen is left to the priors and to confirmed answers. Who asks for it (`beyond_scale`) lets three
more be drawn from the forms of both sides together, held near what is assumed: how much of a rupture
therapists notice, how telling the question is, and how often one starts. In a dip of a client's form a
therapist's form falls as well, or not; "yes" comes with such dips, or anywhere.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from rightfit.engine import dyad
from rightfit.engine.dyad import Courses, Priors

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["FEWEST", "SIX", "Fit", "PriorsError", "fit", "from_toml", "to_toml"]

SIX = ("mu_c", "sb_c", "s_c", "mu_h", "sb_h", "s_h")
"""The parameters of scale, on 0..40."""

FEWEST = 30
"""Courses below which nothing is fitted."""

_MOST_COURSES = 200
_MOST_SESSIONS = 20
_LOOSE = {"mu": 12.0, "sb": 0.6, "s": 0.5}
# How far each multiplier may go, and the SD of the normal prior around 1 (around 0 in the log for `onset`).
_NOTICED, _TELLING, _OFTEN = (0.1, 1.3), (0.0, 1.3), (0.15, 1.5)
_LOOSE_NOTICED, _LOOSE_TELLING, _LOOSE_OFTEN = 0.4, 0.4, 0.7
_COARSE = 0.8


class PriorsError(Exception):
    """A priors file that cannot be used; the message is one plain line."""


@dataclass(frozen=True, kw_only=True)
class Fit:
    """Priors fitted to a practice, and how it went."""

    priors: Priors
    fitted: bool
    """False: the given priors were kept, and `why` says why."""
    why: str
    courses: int
    client_forms: int
    therapist_forms: int
    evaluations: int
    gain: float
    """Rise of the penalised log-likelihood over the given priors."""


def fit(
    courses: Courses,
    *,
    priors: Priors,
    most: int = _MOST_COURSES,
    beyond_scale: bool = False,
    tick: Callable[[int], None] | None = None,
) -> Fit:
    """Fit the six parameters of scale by penalised maximum likelihood.

    `courses` is on 0..40, missing forms `nan`; at most `most` courses, evenly spread over the
    input, are used, and of each its first 20 sessions. The penalty is a normal prior around
    `priors`: SD 12 points for the means,
    0.6 and 0.5 in the log for the SDs between and within. A side without forms keeps its priors,
    and with fewer than 30 courses nothing is fitted. `beyond_scale` fits three multipliers more, on up to
    three times as many courses: see the module. `tick` is called with the number of
    evaluations so far. Source: empirical Bayes (Efron & Morris 1973) with the filter's likelihood.
    """
    with_forms = np.isfinite(courses.client).any(axis=1) | np.isfinite(courses.therapist).any(axis=1)
    rows = np.flatnonzero(with_forms)
    counts = (
        int(np.isfinite(courses.client[rows]).sum()),
        int(np.isfinite(courses.therapist[rows]).sum()),
    )
    if rows.size < FEWEST:
        why = f"{rows.size} courses with forms are fewer than {FEWEST}; the priors are kept"
        return Fit(
            priors=priors, fitted=False, why=why, courses=rows.size, client_forms=counts[0],
            therapist_forms=counts[1], evaluations=0, gain=0.0,
        )  # fmt: skip
    # What is rare takes more courses to see than where forms lie.
    told = rows[np.round(np.linspace(0, rows.size - 1, min(rows.size, 3 * most))).astype(int)]
    if rows.size > most:
        rows = rows[np.round(np.linspace(0, rows.size - 1, most)).astype(int)]
    part = _only(courses, rows)
    names = [name for name in SIX if counts[0 if name.endswith("_c") else 1] > 0]
    centre = np.array([_coded(priors, name) for name in names])
    loose = np.array([_LOOSE[name.split("_")[0]] for name in names])
    start = np.array([_coded(_guess(part, priors), name) for name in names])
    done = 0

    def loss(coded: FloatArray) -> float:
        nonlocal done
        done += 1
        if tick is not None:
            tick(done)
        trial = _decoded(priors, names, coded)
        likelihood = dyad.run(part, priors=trial, new=False, levels=False, single=True).log_likelihood.sum()
        return float(-likelihood + 0.5 * (((coded - centre) / loose) ** 2).sum())

    before = loss(centre)
    step = np.array([0.5 if name.startswith("mu") else 0.08 for name in names])
    simplex = np.vstack([start, start + np.diag(step)])
    found = minimize(
        loss,
        start,
        method="Nelder-Mead",
        options={"initial_simplex": simplex, "xatol": 0.02, "fatol": 0.2, "maxfev": 120},
    )
    fitted = replace(_decoded(priors, names, found.x), name=f"fitted to {part.length.size} courses")
    if beyond_scale:
        fitted = _with_what_tells(_only(courses, told), fitted, tick=lambda: tick(done) if tick else None)
    return Fit(
        priors=fitted,
        fitted=True,
        why=f"fitted to {part.length.size} courses",
        courses=part.length.size,
        client_forms=counts[0],
        therapist_forms=counts[1],
        evaluations=done,
        gain=before - float(found.fun),
    )


def _with_what_tells(courses: Courses, priors: Priors, *, tick: Callable[[], None]) -> Priors:
    """Return the priors with what is noticed, what the question tells and how often, each at its most likely.

    One after the other, each along its own line, twice: they hardly depend on each other. A side or a
    question that was never seen stays as it is.
    """
    lines: list[tuple[tuple[float, float], Callable[[float], float], Callable[[Priors, float], Priors]]] = []
    if np.isfinite(courses.therapist).any() and np.isfinite(courses.client).any():
        lines.append((_NOTICED, lambda k: 0.5 * ((k - 1) / _LOOSE_NOTICED) ** 2, _noticing))
    if np.isfinite(courses.unsaid).any():
        lines.append((_TELLING, lambda k: 0.5 * ((k - 1) / _LOOSE_TELLING) ** 2, _telling))
    lines.append((_OFTEN, lambda k: 0.5 * (math.log(k) / _LOOSE_OFTEN) ** 2, _starting))
    factors = [1.0] * len(lines)

    def at(values: list[float]) -> Priors:
        trial = priors
        for (_, _, change), factor in zip(lines, values, strict=True):
            trial = change(trial, factor)
        return trial

    def loss(place: int, factor: float) -> float:
        tick()
        values = [*factors[:place], factor, *factors[place + 1 :]]
        run = dyad.run(courses, priors=at(values), new=False, levels=False, single=True)
        return float(lines[place][1](factor) - run.log_likelihood.sum())

    for _round in range(2):
        for place, (bounds, _, _) in enumerate(lines):
            found = minimize_scalar(
                lambda factor, here=place: loss(here, float(factor)),
                bounds=bounds,
                method="bounded",
                options={"xatol": 0.05, "maxiter": 10},
            )
            factors[place] = float(found.x)
    return at(factors)


def _noticing(priors: Priors, factor: float) -> Priors:
    return replace(priors, fall_h=tuple(factor * fall for fall in priors.fall_h))


def _telling(priors: Priors, factor: float) -> Priors:
    """Draw the log-odds of "yes" toward those of a fine session, or away from them."""
    fine = priors.yes[0]
    base = math.log(fine / (1 - fine))
    others = (base + factor * (math.log(one / (1 - one)) - base) for one in priors.yes[1:])
    bad_day, withdrawal, confrontation = (1 / (1 + math.exp(-one)) for one in others)
    return replace(priors, yes=(fine, bad_day, withdrawal, confrontation))


def _starting(priors: Priors, factor: float) -> Priors:
    return replace(priors, onset=priors.onset * factor, onset_first=priors.onset_first * factor)


def _only(courses: Courses, rows: NDArray[np.int64]) -> Courses:
    length = np.minimum(courses.length[rows], _MOST_SESSIONS)
    longest = int(length.max())
    return Courses(
        session=courses.session[rows, :longest],
        client=courses.client[rows, :longest],
        therapist=courses.therapist[rows, :longest],
        attended=courses.attended[rows, :longest],
        unsaid=courses.unsaid[rows, :longest],
        length=length,
    )


def _coded(priors: Priors, name: str) -> float:
    value = float(getattr(priors, name))
    return value if name.startswith("mu") else math.log(value)


def _decoded(priors: Priors, names: list[str], coded: FloatArray) -> Priors:
    values = {
        name: float(value) if name.startswith("mu") else float(np.exp(np.clip(value, -1.6, 2.8)))
        for name, value in zip(names, coded, strict=True)
    }
    return replace(priors, **values)  # type: ignore[arg-type]


def _guess(courses: Courses, priors: Priors) -> Priors:
    """A start from plain moments."""
    values = {}
    for side, scores in (("c", courses.client), ("h", courses.therapist)):
        seen = np.isfinite(scores)
        if not seen.any():
            continue
        number = seen.sum(axis=1)
        mean = np.where(seen, scores, 0).sum(axis=1) / np.maximum(number, 1)
        around = np.where(seen, scores - mean[:, None], 0.0)
        within = (around**2).sum() / max(1, int((number[number > 0] - 1).sum()))
        own = mean[number > 0]
        between = max(own.var() - within / number[number > 0].mean(), 0.5)
        values[f"mu_{side}"] = float(np.median(own))
        values[f"sb_{side}"] = float(np.sqrt(between))
        values[f"s_{side}"] = float(np.sqrt(max(within, 0.3))) * _COARSE
    return replace(priors, **values)  # type: ignore[arg-type]


def to_toml(priors: Priors, *, remark: str = "") -> str:
    """Priors as a file that `from_toml` reads, one line for each number."""
    lines = ["# Priors of rightfit, on a scale of 0 to 40. Read with: rightfit read ... --priors FILE"]
    if remark:
        lines.append(f"# {remark}")
    for one in fields(Priors):
        value = getattr(priors, one.name)
        if isinstance(value, str):
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            lines.append(f'{one.name} = "{escaped}"')
        elif isinstance(value, tuple):
            lines.append(f"{one.name} = [{', '.join(repr(float(part)) for part in value)}]")
        else:
            lines.append(f"{one.name} = {float(value)!r}")
    return "\n".join(lines) + "\n"


def from_toml(path: Path) -> Priors:
    """Priors from a file; what it leaves out is as published.

    Raises `PriorsError` where the file cannot be read, a name is unknown or a number makes no
    model.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = f"there is no file {path}"
        raise PriorsError(message) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{path.name} is no priors file ({error})"
        raise PriorsError(message) from None
    known = {one.name: getattr(Priors(), one.name) for one in fields(Priors)}
    values: dict[str, object] = {}
    for name, value in found.items():
        if name not in known:
            message = f"{path.name}: there is no prior called {name}; there are {', '.join(known)}"
            raise PriorsError(message)
        values[name] = _like(known[name], value, f"{path.name}: {name}")
    try:
        return Priors(**values)  # type: ignore[arg-type]
    except ValueError as error:
        message = f"{path.name}: {error}"
        raise PriorsError(message) from None


def _like(pattern: object, value: object, label: str) -> object:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(pattern, str) and isinstance(value, str):
        return value
    if isinstance(pattern, float) and number:
        return float(value)  # type: ignore[arg-type]
    if (
        isinstance(pattern, tuple)
        and isinstance(value, list)
        and len(value) == len(pattern)
        and all(isinstance(part, int | float) and not isinstance(part, bool) for part in value)
    ):
        return tuple(float(part) for part in value)
    what = "a text" if isinstance(pattern, str) else "a number"
    if isinstance(pattern, tuple):
        what = f"a list of {len(pattern)} numbers"
    message = f"{label} has to be {what}"
    raise PriorsError(message)
