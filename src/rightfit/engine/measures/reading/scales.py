"""A scale of a definition: what its items come to, and what is published about that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rightfit.engine.measures.definition import RULES, Band, Change, CutOff, Missing, Scale

if TYPE_CHECKING:
    from rightfit.engine.measures.definition import Item
    from rightfit.engine.measures.reading.checks import Checks

__all__ = ["read_scale"]


def read_scale(checks: Checks, table: dict[str, Any], items: dict[str, Item], where: str) -> Scale:
    """Return the scale of this table over these items, by key."""
    known = {"id", "label", "items", "rule", "missing", "bands", "bands_source", "cut_offs", "change"}
    known |= {"shown", "loinc"}
    checks.only(table, known, where)
    key = checks.text(table, "id", where)
    where = f"scale {key}"
    used = [str(item) for item in table.get("items", [])]
    unknown = [item for item in used if item not in items or not items[item].has_figures]
    if not used or unknown:
        checks.fail(f"{where}: {', '.join(unknown) or 'no item'} cannot be scored")
    checks.no_doubles(used, f"item of {where}")
    rule = str(table.get("rule", ""))
    if rule not in RULES:
        checks.fail(f"{where}: rule is {rule!r}; it may be {', '.join(RULES)}")
    lows, highs = [items[item].low for item in used], [items[item].high for item in used]
    size = 1 if rule == "sum" else len(used)
    low, high = sum(lows) / size, sum(highs) / size
    if rule == "mean" and (len(set(lows)) > 1 or len(set(highs)) > 1):
        checks.fail(f"{where}: a mean needs items of one range")
    bands = tuple(
        Band(low=checks.number(band, "low", where), name=checks.text(band, "name", where))
        for band in table.get("bands", [])
    )
    starts = [band.low for band in bands]
    if bands and (starts[0] != low or starts != sorted(set(starts)) or starts[-1] > high):
        checks.fail(f"{where}: bands have to begin at {low:g} and rise")
    if bands and not table.get("bands_source"):
        checks.fail(f"{where}: bands need a bands_source")
    return Scale(
        id=key,
        label=checks.text(table, "label", where),
        items=tuple(used),
        rule=rule,
        low=low,
        high=high,
        missing=_missing(checks, table.get("missing", {}), rule, len(used), where),
        bands=bands,
        bands_source=str(table.get("bands_source", "")),
        cut_offs=tuple(
            CutOff(
                at_least=checks.number(cut, "at_least", where),
                meaning=checks.text(cut, "meaning", where),
                source=checks.text(cut, "source", where),
            )
            for cut in table.get("cut_offs", [])
        ),
        change=Change(
            points=checks.number(table["change"], "points", where),
            source=checks.text(table["change"], "source", where),
        )
        if "change" in table
        else None,
        shown=bool(table.get("shown", True)),
        loinc=str(table.get("loinc", "")),
    )


def _missing(checks: Checks, table: dict[str, Any], rule: str, size: int, where: str) -> Missing:
    checks.only(table, {"how", "most", "source"}, f"{where}, missing")
    how = str(table.get("how", "complete"))
    fits = {"sum": ("complete", "prorate"), "mean": ("complete", "mean")}[rule]
    if how not in fits:
        checks.fail(f"{where}: missing how is {how!r}; for a {rule} it may be {' or '.join(fits)}")
    if how == "complete":
        return Missing(how=how, most=0, source=str(table.get("source", "no rule published: complete forms only")))
    most = int(checks.number(table, "most", f"{where}, missing"))
    if not 0 < most < size:
        checks.fail(f"{where}: missing most is {most}; it may be 1 to {size - 1}")
    return Missing(how=how, most=most, source=checks.text(table, "source", f"{where}, missing"))
