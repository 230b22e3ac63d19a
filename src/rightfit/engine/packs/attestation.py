"""What somebody attested, kept beside the text: that this practice may use it, until when, how often."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

__all__ = ["Licence", "PackError", "as_toml", "check", "digest_of", "licence_of", "names"]


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


def names(folder: Path) -> tuple[str, ...]:
    """Return the ids of the packs in this folder, usable or not."""
    return tuple(sorted(path.name.removesuffix(".licence.toml") for path in folder.glob("*.licence.toml")))


def licence_of(folder: Path, name: str) -> Licence:
    """Return what was attested. Raises PackError where there is no such pack."""
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


def check(attested: Licence, today: date, times: int) -> None:
    """Raise PackError where the licence is over today, or has fewer uses left than these."""
    if attested.until is not None and attested.until < today:
        raise PackError(f"the licence for {attested.measure} ended on {attested.until}; attest a new one with add")
    if attested.left is not None and attested.left < max(1, times):
        raise PackError(f"{attested.measure}: {attested.left} of {attested.uses} uses are left, {max(1, times)} needed")


def digest_of(text: str) -> str:
    """Return what binds this text to its attestation."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def as_toml(attested: Licence) -> str:
    """Return the attestation as it is kept."""
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
