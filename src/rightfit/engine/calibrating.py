"""Fitting the six parameters of scale to a practice's own forms, without labels; priors as a file.

Only where ratings lie and how much they move is learnt: `mu_c, sb_c, s_c, mu_h, sb_h, s_h`. How
often ruptures happen is not in unlabelled ratings and is left to the priors.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize

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
    courses: Courses, *, priors: Priors, most: int = _MOST_COURSES, tick: Callable[[int], None] | None = None
) -> Fit:
    """Fit the six parameters of scale by penalised maximum likelihood.

    `courses` is on 0..40, missing forms `nan`; at most `most` courses, evenly spread over the
    input, are used, and of each its first 20 sessions. The penalty is a normal prior around
    `priors`: SD 12 points for the means,
    0.6 and 0.5 in the log for the SDs between and within. A side without forms keeps its priors,
    and with fewer than 30 courses nothing is fitted. `tick` is called with the number of
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
