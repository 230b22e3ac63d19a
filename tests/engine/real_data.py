"""Where the real people's data are, for the tests that read them. None of their rows are in the project."""

import csv
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

PROJECT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("RIGHTFIT_DATA") or PROJECT.parent / "shared" / "data")


def columns(path: str, names: list[str]) -> NDArray[np.float64]:
    """Return these columns of a CSV file as figures, `nan` where a cell is empty; skip where it is absent."""
    return np.array(
        [[float(row[name]) if row[name] not in ("", "NA") else np.nan for name in names] for row in rows(path)]
    )


def rows(path: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file as text; skip where it is absent."""
    file = FOLDER / path
    if not file.is_file():
        pytest.skip(f"the real data are not here ({path}); RIGHTFIT_DATA says where they lie")
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def target(identifier: str) -> dict[str, Any]:
    """Return a published or recomputed number; skip where the folder is absent."""
    file = FOLDER / "targets.json"
    if not file.is_file():
        pytest.skip("the real data are not here (targets.json); RIGHTFIT_DATA says where they lie")
    found: dict[str, Any] = next(row for row in json.loads(file.read_text("utf-8")) if row["id"] == identifier)
    return found
