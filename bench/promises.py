"""Make the table of promises: `python bench/promises.py [clients]` writes engine/promises.py.

For each reading and each set of sources, many courses are simulated by `bench/sketch.py` and by
`rightfit.engine.simulation` in their base settings, and each is read with priors fitted to it as
`rightfit calibrate` does; the threshold
on P(rupture) is the one at which the promised number of false alarms per 100 held, rupture-free
sessions comes out, averaged over the two in the logit.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import practices
import scoring
import sketch

from rightfit.engine import dyad, noticing
from rightfit.engine.calibrating import SIX, fit
from rightfit.engine.noticing import Forms, Scale
from rightfit.engine.promises import RATES

OUT = Path(__file__).resolve().parents[1] / "src/rightfit/engine/promises.py"


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
    """Write the table."""
    runs = [
        sketch.simulate(sketch.Setting(), clients=clients, rng=np.random.default_rng(20)),
        practices.simulate("base", clients=clients, seed=20),
    ]
    priors = [fit(courses_of(run), priors=noticing.DEFAULT_PRIORS, most=400).priors for run in runs]
    print([[round(getattr(one, name), 2) for name in SIX] for one in priors], flush=True)
    lines: list[str] = []
    for reading in ("joint", "client", "therapist"):
        for therapist in (False, True):
            for question in (False, True):
                same = ("joint", therapist, question) if reading == "therapist" else ("client", False, question)
                if reading == "therapist" or (reading == "client" and therapist):
                    # everything is shared here, and the client's reading sees no therapist's form
                    values = next(
                        line.split(": ")[1]
                        for line in lines
                        if line.startswith(f'    ("{same[0]}", {same[1]}, {same[2]})')
                    )
                    lines.append(f'    ("{reading}", {therapist}, {question}): {values}')
                    continue
                limits = []
                for run, its in zip(runs, priors, strict=True):
                    forms, length = forms_of(run, therapist=therapist, question=question)
                    found = noticing.read_table(
                        forms,
                        length=length,
                        reading=reading,
                        scale=Scale(low=0, high=40),
                        single=True,
                        new=False,
                        priors=its,
                    )
                    scores = [scoring.matched(found.p_rupture, truth_of(run), rate) for rate in RATES]
                    limits.append([score.threshold for score in scores])
                    told = [(round(score.threshold, 3), round(score.found, 3)) for score in scores[1:4]]
                    print(reading, therapist, question, told, flush=True)
                odds = np.log(np.array(limits) / (1 - np.array(limits))).mean(axis=0)
                values = ", ".join(f"{value:.4f}" for value in 1 / (1 + np.exp(-odds)))
                lines.append(f'    ("{reading}", {therapist}, {question}): ({values}),')
    text = OUT.read_text(encoding="utf-8")
    start = text.index("THRESHOLDS:")
    body = "THRESHOLDS: dict[tuple[str, bool, bool], tuple[float, ...]] = {\n" + "\n".join(lines) + "\n}\n"
    end = text[text.index('"""(reading', start) :]
    OUT.write_text(text[:start] + body + end, encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3000)
