"""Questionnaires that a practice adds under its own licence: the text, who attests the licence, until when, how often.

A pack is two files in one folder: `ID.toml`, the definition as it was given, and `ID.licence.toml`, the attestation.
The text is bound to the attestation by its digest, so a text that changed is not the one attested. Nothing
here writes a text anywhere else.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import tomllib
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING, Any

from rightfit.engine.measures.definition import DefinitionError
from rightfit.engine.measures.reading import parse
from rightfit.engine.measures.shipped import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from rightfit.engine.measures.definition import Measure

__all__ = ["Key", "Licence", "PackError", "add", "licence", "load", "names", "read", "scoring_keys", "skeleton", "use"]


class PackError(ValueError):
    """A pack cannot be added or used; the message says why, and never quotes the text."""


@dataclass(frozen=True, kw_only=True)
class Licence:
    """What somebody attested: that this practice may use this text. `uses` is None where nobody limits them."""

    measure: str
    attested_by: str
    attested_on: date
    licence: str
    until: date | None
    uses: int | None
    used: int
    digest: str

    @property
    def left(self) -> int | None:
        """How many uses are left, None where nobody limits them."""
        return None if self.uses is None else self.uses - self.used


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


def add(
    folder: Path,
    text: str,
    *,
    attested_by: str,
    attested_on: date,
    licence: str,
    until: date | None = None,
    uses: int | None = None,
) -> Measure:
    """Keep this definition with its attestation, and return the measure.

    A pack with the same text and a new attestation renews the old one; the uses already made stay.
    Raises DefinitionError where the definition does not hold together, PackError where its id is
    taken, nobody attests, or the licence is over already.
    """
    measure = replace(parse(text), is_pack=True)
    if measure.id in SHIPPED:
        raise PackError(f"{measure.id} is the name of a questionnaire that ships; a pack needs another")
    if not attested_by.strip() or not licence.strip():
        raise PackError("a pack needs somebody who attests its licence, and what the licence is")
    if until is not None and until < attested_on:
        raise PackError(f"the licence ended on {until}")
    if uses is not None and uses < 1:
        raise PackError(f"{uses} uses are none")
    digest = _digest(text)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        used = 0
        if (folder / f"{measure.id}.licence.toml").exists():
            old = _licence(folder, measure.id)
            if old.digest != digest:
                raise PackError(f"{measure.id} is there with another text; give this one another id or version in it")
            used = old.used
        attested = Licence(
            measure=measure.id,
            attested_by=attested_by.strip(),
            attested_on=attested_on,
            licence=licence.strip(),
            until=until,
            uses=uses,
            used=used,
            digest=digest,
        )
        _put(folder / f"{measure.id}.toml", text)
        _put(folder / f"{measure.id}.licence.toml", _toml(attested))
    return measure


def names(folder: Path) -> tuple[str, ...]:
    """Return the ids of the packs in this folder, usable or not."""
    return tuple(sorted(path.name.removesuffix(".licence.toml") for path in folder.glob("*.licence.toml")))


def licence(folder: Path, name: str) -> Licence:
    """Return what was attested. Raises PackError where there is no such pack."""
    return _licence(folder, name)


def load(folder: Path, name: str, *, today: date) -> Measure:
    """Return the measure of a pack. Raises PackError where it is not there, changed, over or used up."""
    attested = _licence(folder, name)
    _check(attested, today, 0)
    return _measure(folder, attested)


def read(folder: Path, name: str) -> Measure:
    """Return the measure of a pack to score what was filled in already, also after its licence has ended.

    Raises PackError where it is not there or was changed.
    """
    return _measure(folder, _licence(folder, name))


def use(folder: Path, name: str, *, times: int, today: date) -> Licence:
    """Count uses, one for each form filled in. Raises PackError, and counts none, where they are too many."""
    with _alone(folder):
        attested = _licence(folder, name)
        _check(attested, today, times)
        attested = replace(attested, used=attested.used + times)
        _put(folder / f"{name}.licence.toml", _toml(attested))
    return attested


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


def _licence(folder: Path, name: str) -> Licence:
    known = names(folder)
    if name not in known:  # also keeps a name from being a way out of the folder
        raise PackError(f"there is no pack {name!r}; there are {', '.join(known) or 'none'}")
    raw = tomllib.loads((folder / f"{name}.licence.toml").read_text(encoding="utf-8"))
    return Licence(
        measure=raw["measure"],
        attested_by=raw["attested_by"],
        attested_on=raw["attested_on"],
        licence=raw["licence"],
        until=raw.get("until"),
        uses=raw.get("uses"),
        used=raw["used"],
        digest=raw["digest"],
    )


def _check(attested: Licence, today: date, times: int) -> None:
    if attested.until is not None and attested.until < today:
        raise PackError(f"the licence for {attested.measure} ended on {attested.until}; attest a new one with add")
    if attested.left is not None and attested.left < max(1, times):
        raise PackError(f"{attested.measure}: {attested.left} of {attested.uses} uses are left, {max(1, times)} needed")


def _measure(folder: Path, attested: Licence) -> Measure:
    text = (folder / f"{attested.measure}.toml").read_text(encoding="utf-8")
    if _digest(text) != attested.digest:
        raise PackError(f"the text of {attested.measure} is not the one that was attested; add it again")
    try:
        return replace(parse(text), is_pack=True)
    except DefinitionError as error:
        raise PackError(f"{attested.measure} cannot be read any more: {error}") from None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _toml(attested: Licence) -> str:
    lines = {
        "measure": json.dumps(attested.measure),
        "attested_by": json.dumps(attested.attested_by, ensure_ascii=False),
        "attested_on": attested.attested_on.isoformat(),
        "licence": json.dumps(attested.licence, ensure_ascii=False),
        "used": str(attested.used),
        "digest": json.dumps(attested.digest),
    }
    if attested.until is not None:
        lines["until"] = attested.until.isoformat()
    if attested.uses is not None:
        lines["uses"] = str(attested.uses)
    return "".join(f"{field} = {value}\n" for field, value in lines.items())


def _put(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    part.touch(mode=0o600)
    part.write_text(text, encoding="utf-8")
    part.replace(path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two counts at once would lose one."""
    with (folder / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
