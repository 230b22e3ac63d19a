"""Make the tables of promises: `python bench/promises.py [clients]` writes engine/promises/table.py.

For each reading and each set of sources, courses are simulated by `bench/sketch.py` and by
`rightfit.engine.simulation` in their base settings, and each is read with priors fitted to it as
`rightfit calibrate` does; the threshold on P(rupture) is the one at which the promised number of false alarms
per 100 held, rupture-free sessions comes out. The same is done where ratings come after sessions 1 to 4 and every
third, for how far the thresholds fall there. What is kept to lies a little under what is promised, which is a bound.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import practices
import scoring
import sketch

from rightfit.engine import dyad, noticing
from rightfit.engine.calibrating import fit
from rightfit.engine.noticing import Forms, Scale, View
from rightfit.engine.promises import RATES, keeping, table

if TYPE_CHECKING:
    from collections.abc import Callable

OUT = Path(__file__).resolve().parents[1] / "src/rightfit/engine/promises/table.py"
FORTY = Scale(low=0, high=40)
SEEDS = (20, 21, 22, 23)
KEPT = 0.96
STEP = 0.05
"""By how much at least the logit falls from one rate of the table to the next."""


def forms_of(run: sketch.Run, *, therapist: bool = True, question: bool = True) -> tuple[Forms, noticing.IntArray]:
    """What the engine may see of a simulated practice."""
    n, m = run.client.shape
    yes = np.ones((n, m), bool)
    forms = Forms(
        session=np.tile(np.arange(1, m + 1), (n, 1)),
        client=run.client,
        therapist=run.therapist if therapist else np.full((n, m), np.nan),
        attended=run.attended,
        unsaid=run.unsaid if question else np.full((n, m), np.nan),
        asked_client=yes,
        asked_therapist=yes,
        shared=yes,
    )
    return forms, run.live.sum(axis=1)


def truth_of(run: sketch.Run) -> scoring.Truth:
    """What happened in it."""
    return scoring.Truth(
        live=run.live, held=run.attended == 1, open=run.open, onset=run.onset, confrontation=run.confrontation
    )


def courses_of(run: sketch.Run) -> dyad.Courses:
    """For calibration."""
    n, m = run.client.shape
    length = run.live.sum(axis=1)
    live = np.arange(m)[None, :] < length[:, None]
    hide = lambda a: np.where(live, a, np.nan)  # noqa: E731
    return dyad.Courses(
        session=np.tile(np.arange(1, m + 1), (n, 1)), client=hide(run.client), therapist=hide(run.therapist),
        attended=np.where(live, run.attended, -1), unsaid=hide(run.unsaid), length=length,
    )  # fmt: skip


def main(clients: int) -> None:
    """Write the tables."""
    text = OUT.read_text(encoding="utf-8")
    text = _put(text, "THRESHOLDS", "dict[tuple[str, bool, bool], tuple[float, ...]]", _thresholds(clients))
    OUT.write_text(text, encoding="utf-8")
    # what is seldom is measured against the thresholds just written
    from importlib import reload  # noqa: PLC0415

    reload(table)
    reload(keeping)
    text = _put(text, "SELDOM", "dict[tuple[str, bool], tuple[float, ...]]", _seldom(clients))
    OUT.write_text(text, encoding="utf-8")


def _put(text: str, name: str, kind: str, lines: list[str]) -> str:
    start = text.index(f"{name}:")
    end = text.index('"""(reading', start)
    body = "".join(f"{line}\n" for line in lines)
    return text[:start] + f"{name}: {kind} = {{\n{body}}}\n" + text[end:]


@dataclass(frozen=True, kw_only=True)
class Read:
    """A simulated practice, read with priors fitted to it."""

    p: keeping.FloatArray
    truth: scoring.Truth
    forms: Forms


def _reads(name: str, *, clients: int, reading: View, therapist: bool, question: bool) -> list[Read]:
    out = []
    for run, priors in _practices(name, clients):
        forms, length = forms_of(run, therapist=therapist, question=question)
        found = noticing.read_table(
            forms, length=length, reading=reading, scale=FORTY, single=True, new=False, priors=priors
        )
        out.append(Read(p=found.p_rupture, truth=truth_of(run), forms=forms))
    return out


@lru_cache
def _practices(name: str, clients: int) -> list[tuple[sketch.Run, noticing.Priors]]:
    runs = [practices.named(name, clients=clients, seed=seed) for seed in SEEDS]
    return [(run, fit(courses_of(run), priors=noticing.DEFAULT_PRIORS, most=400).priors) for run in runs]


def _rate(reads: list[Read], signals: list[noticing.reading.BoolArray]) -> float:
    return float(
        np.mean([scoring.judge(found, one.truth).false_per_100 for one, found in zip(reads, signals, strict=True)])
    )


def _thresholds(clients: int) -> list[str]:
    """Thresholds where forms come after every session, averaged over the two simulators in the logit."""
    found: dict[tuple[str, bool, bool], str] = {}
    for reading, therapist, question in product(("joint", "client"), (False, True), (False, True)):
        if reading == "client" and therapist:
            found[reading, therapist, question] = found[reading, False, question]
            continue
        logits = []
        for name in ("sketch:base", "base"):
            reads = _reads(name, clients=clients, reading=reading, therapist=therapist, question=question)

            def at(logit: float, reads: list[Read] = reads) -> float:
                return _rate(reads, [_dense(one, logit) for one in reads])

            logits.append([_halved(at, KEPT * rate, low=-6.0, high=4.0) for rate in RATES])
            print(reading, therapist, question, name, np.round(logits[-1], 2), flush=True)
        values = 1 / (1 + np.exp(-np.mean(logits, axis=0)))
        found[reading, therapist, question] = ", ".join(f"{value:.4f}" for value in values)
    # everything is shared here, so the therapist's reading is the joint one
    found |= {("therapist", *key[1:]): values for key, values in list(found.items()) if key[0] == "joint"}
    return [f'    ("{key[0]}", {key[1]}, {key[2]}): ({values}),' for key, values in found.items()]


def _seldom(clients: int) -> list[str]:
    """By how much they fall where forms come after sessions 1 to 4 and every third."""
    found: dict[tuple[str, bool], str] = {}
    for reading, question in product(("joint", "client"), (False, True)):
        falls = []
        for name in ("sketch:sparse", "thinned"):
            reads = _reads(name, clients=clients, reading=reading, therapist=True, question=question)

            def at(fall: float, rate: float, reads: list[Read] = reads, reading: View = reading) -> float:
                return _rate(reads, [_signals(one, reading, rate, fall) for one in reads])

            falls.append([-_halved(partial(at, rate=rate), KEPT * rate, low=-4.0, high=1.5) for rate in RATES])
            print(reading, question, name, np.round(falls[-1], 2), flush=True)
        dense = np.array(table.THRESHOLDS[reading, reading == "joint", question])
        logit = np.log(dense / (1 - dense))
        limits = np.minimum.accumulate(logit - np.mean(falls, axis=0) - STEP * np.arange(len(RATES)))
        # where more is promised, the threshold never rises
        values = logit - (limits + STEP * np.arange(len(RATES)))
        found[reading, question] = ", ".join(f"{value:.2f}" for value in values)
    found |= {("therapist", key[1]): values for key, values in list(found.items()) if key[0] == "joint"}
    return [f'    ("{key[0]}", {key[1]}): ({values}),' for key, values in found.items()]


def _dense(one: Read, logit: float) -> noticing.reading.BoolArray:
    """Signals with this threshold, which rises as a course goes on."""
    held = one.truth.held & one.truth.live
    return keeping.signals(one.p, held=held, limit=1 / (1 + np.exp(-(logit + keeping.later(held.cumsum(axis=1))))))


def _signals(one: Read, reading: View, rate: float, down: float) -> noticing.reading.BoolArray:
    """Signals with thresholds whose logit is moved by `down` where forms are wholly seldom."""
    client, therapist = np.isfinite(one.forms.client), np.isfinite(one.forms.therapist)
    if reading == "client":
        therapist = np.zeros_like(therapist)
    held = one.truth.held & one.truth.live
    limit = keeping.threshold(
        rate / keeping.AIM[bool(np.isfinite(one.forms.unsaid).any())],
        reading=reading,
        therapist=therapist.cumsum(axis=1) > 0,
        question=np.isfinite(one.forms.unsaid).cumsum(axis=1) > 0,
        nth=held.cumsum(axis=1),
    )
    logit = np.log(limit / (1 - limit)) + down * keeping.seldom(keeping.share_lately(client | therapist, held=held))
    return keeping.signals(one.p, held=held, limit=1 / (1 + np.exp(-logit)))


def _halved(at: Callable[[float], float], wished: float, *, low: float, high: float) -> float:
    """Where the rate, which falls along the line, comes to what is wished."""
    for _ in range(16):
        middle = (low + high) / 2
        if at(middle) > wished:
            low = middle
        else:
            high = middle
    return (low + high) / 2


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1500)
