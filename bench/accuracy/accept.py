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
WITHIN = 0.25
ECE = 0.03


def lines(table: Table) -> Iterator[tuple[str, float, str, bool]]:
    """Return what was asked, the figure, the bound and whether it is met, for one setting."""

    def mean(detector: str, figure: str) -> float | None:
        return table.get(detector, {}).get(figure, {}).get("mean")

    def best(kind: str, figure: str) -> float | None:
        found = [mean(one.name, figure) for one in DETECTORS if one.kind == kind]
        return max((value for value in found if value), default=None)

    for (ours, rate), bound in AT_LEAST.items():
        found, rule = mean(ours, f"found@{rate}"), best("published", f"found@{rate}")
        if found and rule:
            yield f"{ours}: times the best published rule at {rate}", found / rule, f">= {bound}", found / rule >= bound
    for rate in (1, 2):
        found, rule = mean(FORMS, f"found@{rate}"), best("simple", f"found@{rate}")
        if found and rule:
            yield (
                f"{FORMS}: times the strongest simple rule at {rate}",
                found / rule,
                f">= {SIMPLE}",
                found / rule >= SIMPLE,
            )
    for ours in (FORMS, QUESTION):
        realised, error = mean(ours, "promised_1"), mean(ours, "ece")
        if realised is not None:
            met = abs(realised - 1) <= WITHIN
            yield (
                f"{ours}: false alarms that came out for a promise of 1",
                realised,
                f"{1 - WITHIN} to {1 + WITHIN}",
                met,
            )
        if error is not None:
            yield f"{ours}: calibration error (ECE)", error, f"<= {ECE}", error <= ECE
