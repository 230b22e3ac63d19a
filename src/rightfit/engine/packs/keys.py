"""Scoring keys that ship without the text of their questionnaire."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from rightfit.engine.packs.attestation import PackError

if TYPE_CHECKING:
    from typing import Any


__all__ = ["Key", "scoring_keys", "skeleton"]


@dataclass(frozen=True, kw_only=True)
class Key:
    """How a questionnaire is scored whose text may not ship. `unknown` says what keeps it from being used."""

    id: str
    name: str
    respondent: str
    items: int
    ask: str
    source: str
    note: str
    unknown: str
    raw: dict[str, Any]


def scoring_keys() -> tuple[Key, ...]:
    """Return every key that ships without text."""
    raw = tomllib.loads(resources.files("rightfit.engine.measures").joinpath("keys.toml").read_text(encoding="utf-8"))
    return tuple(
        Key(
            id=name,
            name=table["name"],
            respondent=table["respondent"],
            items=table["items"],
            ask=table["ask"],
            source=table["source"],
            note=table.get("note", ""),
            unknown=table.get("unknown", ""),
            raw=table,
        )
        for name, table in raw.items()
    )


def skeleton(name: str) -> str:
    """Return a definition to be filled in: the key of this questionnaire, and an empty place for each text.

    Raises PackError for a name without a key, or where the key is not wholly known.
    """
    key = next((one for one in scoring_keys() if one.id == name), None)
    if key is None:
        raise PackError(f"there is no key {name!r}; there are {', '.join(one.id for one in scoring_keys())}")
    if key.unknown:
        raise PackError(f"the key of {name} is not wholly known: {key.unknown}")
    raw, lines = key.raw, []
    head = {"id": name, "name": key.name, "version": "", "language": "", "respondent": key.respondent, "stem": ""}
    head |= {"owner": key.ask, "licence": "", "source": key.source, "remark": key.note}
    lines += [f"{field} = {json.dumps(value, ensure_ascii=False)}" for field, value in head.items()]
    as_rating = "step" in raw or raw["high"] - raw["low"] > 6  # noqa: PLR2004 - more than seven answers have no words
    if not as_rating:
        lines += ["", "responses = ["]
        lines += [f'    {{ value = "{value}", label = "" }},' for value in range(raw["low"], raw["high"] + 1)]
        lines += ["]"]
    for number in range(1, key.items + 1):
        lines += ["", "[[items]]", f'key = "{name}_{number}"', 'text = ""']
        if as_rating:
            lines += ['kind = "rating"', f"low = {raw['low']}", f"high = {raw['high']}"]
            lines += [f"step = {raw['step']}"] if "step" in raw else []
            lines += ['low_label = ""', 'high_label = ""']
        if number in raw.get("reverse", []):
            lines += ["reverse = true"]
    for scale in raw["scales"]:
        used = scale.get("items", range(1, key.items + 1))
        label = name if scale["id"] == "total" else f"{name}_{scale['id']}"
        lines += ["", "[[scales]]", f'id = "{label}"', f"label = {json.dumps(key.name + ': ' + scale['id'])}"]
        members = ", ".join(json.dumps(f"{name}_{number}") for number in used)
        lines += [f"items = [{members}]", f"rule = {json.dumps(scale['rule'])}"]
    return "\n".join(lines) + "\n"
