"""A made-up practice as two files: what its people entered, and what was the case."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rightfit.engine.simulation.codes import CANCELLED, STATES

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np

    from rightfit.engine.simulation.practice import Practice
    from rightfit.engine.simulation.rows import Observed, Truth

__all__ = ["SESSIONS", "TRUTH", "write"]

SESSIONS = (
    "client", "therapist", "session", "client_score", "therapist_score", "attended", "unsaid",
    "asked_client", "asked_therapist", "shared", "date",
)  # fmt: skip
"""Columns of `sessions.csv`; scores are 0 to 40."""

TRUTH = ("client", "session", "state", "depth", "onset", "left")
"""Columns of `truth.csv`; `state` is one of STATES, `depth` in points of the form."""

FIRST_DAY = date(2024, 1, 1)
"""The practice's first day: made up like the rest."""


def write(practice: Practice, *, folder: Path) -> tuple[Path, Path]:
    """Write `sessions.csv` and `truth.csv` into the folder, made where it is missing; return both paths.

    An empty cell is a form or answer that is not there; `attended` is 1, 0 (missed or cancelled
    late) or c (cancelled in time). Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    observed = practice.observe()
    width = len(str(practice.clients))
    clients = [f"C{number:0{width}}" for number in range(1, practice.clients + 1)]
    sessions, truth = folder / "sessions.csv", folder / "truth.csv"
    _table(sessions, SESSIONS, _sessions(observed, clients))
    _table(truth, TRUTH, _truth(practice.truth(), clients))
    return sessions, truth


def _sessions(observed: Observed, clients: list[str]) -> list[tuple[object, ...]]:
    days = [(FIRST_DAY + timedelta(days=int(day))).isoformat() for day in observed.day]
    attended = ["c" if code == CANCELLED else int(code) for code in observed.attended]
    return list(
        zip(
            [clients[number] for number in observed.client],
            [f"T{number + 1:02}" for number in observed.therapist],
            observed.session.tolist(),
            _cells(observed.client_score),
            _cells(observed.therapist_score),
            attended,
            _cells(observed.unsaid),
            observed.asked_client.astype(int).tolist(),
            observed.asked_therapist.astype(int).tolist(),
            observed.shared.astype(int).tolist(),
            days,
            strict=True,
        )
    )


def _truth(truth: Truth, clients: list[str]) -> list[tuple[object, ...]]:
    return list(
        zip(
            [clients[number] for number in truth.client],
            truth.session.tolist(),
            [STATES[state] for state in truth.state],
            [f"{depth:.2f}".rstrip("0").rstrip(".") for depth in truth.depth],
            truth.onset.astype(int).tolist(),
            truth.left.astype(int).tolist(),
            strict=True,
        )
    )


def _cells(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[str]:
    return ["" if value != value else f"{value:g}" for value in values.tolist()]  # noqa: PLR0124 - nan is not itself


def _table(path: Path, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
