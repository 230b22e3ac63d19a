"""Makes a measure out of a TOML text or its table, and says where the text does not hold together.

A practice adds a questionnaire that it is licensed for with `parse` or `load_file`; nothing here knows the
difference to one that ships. Where a line lies: items in `items`, scales in `scales`, what every table has to
keep to in `checks`.
"""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from rightfit.engine.measures.definition import RESPONDENTS, DefinitionError, Measure
from rightfit.engine.measures.reading.checks import Checks
from rightfit.engine.measures.reading.items import offered, read_item
from rightfit.engine.measures.reading.scales import read_scale

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["from_table", "load_file", "parse"]


def load_file(path: Path) -> Measure:
    """Return the measure of a definition file of one's own. Raises DefinitionError or OSError."""
    try:
        return parse(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        message = f"{path.name} is not UTF-8"
        raise DefinitionError(message) from None


def parse(text: str) -> Measure:
    """Return the measure that this TOML text defines.

    Raises DefinitionError where something is missing, unknown, doubled or out of range.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"this is not TOML: {error}"
        raise DefinitionError(message) from None
    return from_table(raw)


def from_table(raw: dict[str, Any]) -> Measure:
    """Return the measure that this table defines; it is what the TOML text would be read into."""
    checks = Checks(str(raw.get("id", "?")))
    known = {"id", "name", "version", "language", "respondent", "recall", "stem", "owner", "licence"}
    known |= {"licence_text", "source", "remark", "loinc", "responses", "items", "scales"}
    checks.only(raw, known, "the file")
    respondent = checks.text(raw, "respondent", "the file")
    if respondent not in RESPONDENTS:
        checks.fail(f"respondent is {respondent!r}; it may be {', '.join(RESPONDENTS)}")
    responses = offered(checks, raw.get("responses", []), "responses")
    items = tuple(
        read_item(checks, table, responses, f"item {place}")
        for place, table in enumerate(raw.get("items", []), start=1)
    )
    if not items:
        checks.fail("there are no items")
    checks.no_doubles([item.key for item in items], "item key")
    by_key = {item.key: item for item in items}
    scales = tuple(
        read_scale(checks, table, by_key, f"scale {place}")
        for place, table in enumerate(raw.get("scales", []), start=1)
    )
    checks.no_doubles([scale.id for scale in scales], "scale id")
    identifier = checks.text(raw, "id", "the file")
    if not identifier.replace("_", "").isalnum() or identifier != identifier.lower():
        checks.fail("the id may hold small letters, figures and underscores only")
    return Measure(
        id=identifier,
        name=checks.text(raw, "name", "the file"),
        version=checks.text(raw, "version", "the file"),
        language=checks.text(raw, "language", "the file"),
        respondent=respondent,
        recall=str(raw.get("recall", "")),
        stem=str(raw.get("stem", "")),
        owner=checks.text(raw, "owner", "the file"),
        licence=checks.text(raw, "licence", "the file"),
        licence_text=str(raw.get("licence_text", "")),
        source=checks.text(raw, "source", "the file"),
        remark=str(raw.get("remark", "")),
        loinc=str(raw.get("loinc", "")),
        items=items,
        scales=scales,
    )
