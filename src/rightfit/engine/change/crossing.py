"""Whether somebody who changed also crossed over into the ordinary range, or out of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.change.methods import METHODS

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from rightfit.engine.change.kinds import Change
    from rightfit.engine.cut_offs import CutOff


__all__ = ["CLASSES", "classify"]

CLASSES = ("recovered", "improved", "unchanged", "deteriorated", "harmed")
"""Recovered: improved and crossed the cut-off to the ordinary side; harmed: deteriorated and crossed it back."""


def classify(found: Change, *, before: ArrayLike, after: ArrayLike, cut_off: CutOff | None) -> tuple[str, ...]:
    """Return one of CLASSES for each person, "" where nothing could be said.

    Without a cut-off nobody is called recovered or harmed.
    """
    if cut_off is None:
        return found.kind
    kinds = []
    for kind, first, second in zip(found.kind, np.asarray(before), np.asarray(after), strict=True):
        there, back = cut_off.is_crossed(float(first), float(second)), cut_off.is_crossed(float(second), float(first))
        if found.method == METHODS["cut-off"]:
            kinds.append(kind and ("improved" if there else "deteriorated" if back else "unchanged"))
        elif found.method == METHODS["hageman-arrindell"]:
            kinds.append(_hageman_arrindell(found, kind, float(first), float(second), cut_off))
        elif kind == "improved" and there:
            kinds.append("recovered")
        elif kind == "deteriorated" and back:
            kinds.append("harmed")
        else:
            kinds.append(kind)
    return tuple(kinds)


def _hageman_arrindell(found: Change, kind: str, first: float, second: float, cut_off: CutOff) -> str:
    """Crossing by their CS index: the estimated true score after has to pass the cut-off, and surely."""
    error = found.constants["SEM"]
    reliability = found.constants["reliability after"]
    mean = found.constants["mean after"]
    true = mean + (second - mean) * reliability
    passed = (true - cut_off.value) / (math.sqrt(reliability) * error) * (-1 if found.better == "lower" else 1)
    if kind == "improved" and cut_off.is_clinical(first) and passed > found.critical:
        return "recovered"
    if kind == "deteriorated" and not cut_off.is_clinical(first) and passed < -found.critical:
        return "harmed"
    return kind
