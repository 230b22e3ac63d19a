"""An item of a definition, and what it offers to choose from."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from rightfit.engine.measures.definition import KINDS, Item

if TYPE_CHECKING:
    from rightfit.engine.measures.reading.checks import Checks

    Offered = tuple[tuple[tuple[str, str], ...], tuple[str, ...]]

__all__ = ["offered", "read_item"]


def read_item(checks: Checks, table: dict[str, Any], responses: Offered, where: str) -> Item:
    """Return the item of this table; `responses` are what is offered where the item offers nothing of its own."""
    known = {"key", "kind", "text", "low", "high", "low_label", "mid_label", "high_label"}
    known |= {"options", "optional", "reverse", "risk", "loinc", "step"}
    checks.only(table, known, where)
    key = checks.text(table, "key", where)
    where = f"item {key}"
    kind = str(table.get("kind", "choice"))
    if kind not in KINDS:
        checks.fail(f"{where}: kind is {kind!r}; it may be {', '.join(KINDS)}")
    options: tuple[tuple[str, str], ...] = ()
    codes: tuple[str, ...] = ()
    low, high = math.nan, math.nan
    if kind in ("rating", "curved"):
        low, high = checks.number(table, "low", where), checks.number(table, "high", where)
    else:
        options, codes = responses
        if "options" in table:
            options, codes = offered(checks, table["options"], where)
        if not options:
            checks.fail(f"{where}: it offers nothing to choose from")
        figures = [_figure(value) for value, _ in options]
        if kind == "choice" and all(figure is not None for figure in figures):
            low, high = (float(limit(f for f in figures if f is not None)) for limit in (min, max))
    if math.isfinite(low) and not low < high:
        checks.fail(f"{where}: low {low:g} is not below high {high:g}")
    step = checks.number(table, "step", where) if "step" in table else 1.0
    if step <= 0 or (step != 1 and kind != "rating"):
        checks.fail(f"{where}: step is {step:g}; it belongs to a rating and is above 0")
    return Item(
        key=key,
        kind=kind,
        text=checks.text(table, "text", where),
        low=low,
        high=high,
        low_label=str(table.get("low_label", "")),
        mid_label=str(table.get("mid_label", "")),
        high_label=str(table.get("high_label", "")),
        options=options,
        optional=bool(table.get("optional", False)),
        reverse=bool(table.get("reverse", False)),
        risk=checks.number(table, "risk", where) if "risk" in table else None,
        loinc=str(table.get("loinc", "")),
        step=step,
        codes=codes,
    )


def offered(checks: Checks, tables: list[dict[str, Any]], where: str) -> Offered:
    """Return what can be chosen: pairs of value and label, and their LOINC codes where there are any."""
    options = tuple((checks.text(t, "value", where), checks.text(t, "label", where)) for t in tables)
    checks.no_doubles([value for value, _ in options], f"value of {where}")
    return options, _codes(checks, tables, where)


def _codes(checks: Checks, tables: list[dict[str, Any]], where: str) -> tuple[str, ...]:
    codes = tuple(str(table["loinc"]) for table in tables if "loinc" in table)
    if codes and len(codes) != len(tables):
        checks.fail(f"{where}: every option needs its loinc, or none")
    checks.no_doubles(list(codes), f"loinc of {where}")
    return codes


def _figure(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
