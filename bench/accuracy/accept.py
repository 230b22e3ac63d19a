"""What was asked of the engine, beside what came out in this run: one line each, met or missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.accuracy.detectors import DETECTORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    Table = dict[str, dict[str, dict[str, float | None]]]

FORMS, QUESTION = "filter, joint", "filter, joint + question"
AT_LEAST = {(FORMS, 1): 1.3, (FORMS, 2): 1.25, (QUESTION, 1): 1.65, (QUESTION, 2): 1.55}
"""Times the ruptures that the best published rule of one rater finds at the same false alarms."""
SIMPLE = 1.12
"""The same against the strongest simple rule, with the forms of both."""
SRS = "SRS <= 36 or drop"
OF_SRS = {FORMS: 1 / 2, QUESTION: 1 / 3}
"""Of the false alarms of the SRS rule as published, the most with which as many ruptures are to be found."""
WITHIN = 0.25
ECE = 0.03


def lines(table: Table) -> Iterator[tuple[str, float, str, bool]]:
    """Return what was asked, the figure, the bound and whether it is met, for one setting."""
    for (ours, rate), bound in AT_LEAST.items():
        found, rule = _mean(table, ours, f"found@{rate}"), _best(table, "published", f"found@{rate}")
        if found and rule:
            yield _least(f"{ours}: times the best published rule at {rate}", found / rule, bound)
    for rate in (1, 2):
        found, rule = _mean(table, FORMS, f"found@{rate}"), _best(table, "simple", f"found@{rate}")
        if found and rule:
            yield _least(f"{FORMS}: times the strongest simple rule at {rate}", found / rule, SIMPLE)
    for ours, share in OF_SRS.items():
        needed = _mean(table, ours, "false_for_srs")
        if needed is not None:
            yield _most(f"{ours}: false alarms for the SRS rule's own sensitivity, over the rule's", needed, share)
    for ours in (FORMS, QUESTION):
        realised, error = _mean(table, ours, "promised_1"), _mean(table, ours, "ece")
        if realised is not None:
            what = f"{ours}: false alarms that came out for a promise of 1"
            yield what, realised, f"{1 - WITHIN} to {1 + WITHIN}", abs(realised - 1) <= WITHIN
        if error is not None:
            yield _most(f"{ours}: calibration error (ECE)", error, ECE)


def _least(what: str, value: float, bound: float) -> tuple[str, float, str, bool]:
    return what, value, f">= {bound}", value >= bound


def _most(what: str, value: float, bound: float) -> tuple[str, float, str, bool]:
    return what, value, f"<= {bound:.2g}", value <= bound


def _mean(table: Table, detector: str, figure: str) -> float | None:
    return table.get(detector, {}).get(figure, {}).get("mean")


def _best(table: Table, kind: str, figure: str) -> float | None:
    found = [_mean(table, one.name, figure) for one in DETECTORS if one.kind == kind]
    return max((value for value in found if value), default=None)
