"""A folder of packs: adding one, reading it, counting its uses."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from rightfit.engine.measures.definition import DefinitionError
from rightfit.engine.measures.reading import parse
from rightfit.engine.measures.shipped import SHIPPED
from rightfit.engine.packs.attestation import Licence, PackError, as_toml, check, digest_of, licence_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from rightfit.engine.measures.definition import Measure

__all__ = ["add", "load", "read", "use"]


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
    digest = digest_of(text)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        used = 0
        if (folder / f"{measure.id}.licence.toml").exists():
            old = licence_of(folder, measure.id)
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
        _put(folder / f"{measure.id}.licence.toml", as_toml(attested))
    return measure


def load(folder: Path, name: str, *, today: date) -> Measure:
    """Return the measure of a pack. Raises PackError where it is not there, changed, over or used up."""
    attested = licence_of(folder, name)
    check(attested, today, 0)
    return _measure(folder, attested)


def read(folder: Path, name: str) -> Measure:
    """Return the measure of a pack to score what was filled in already, also after its licence has ended.

    Raises PackError where it is not there or was changed.
    """
    return _measure(folder, licence_of(folder, name))


def use(folder: Path, name: str, *, times: int, today: date) -> Licence:
    """Count uses, one for each form filled in. Raises PackError, and counts none, where they are too many."""
    with _alone(folder):
        attested = licence_of(folder, name)
        check(attested, today, times)
        attested = replace(attested, used=attested.used + times)
        _put(folder / f"{name}.licence.toml", as_toml(attested))
    return attested


def _measure(folder: Path, attested: Licence) -> Measure:
    text = (folder / f"{attested.measure}.toml").read_text(encoding="utf-8")
    if digest_of(text) != attested.digest:
        raise PackError(f"the text of {attested.measure} is not the one that was attested; add it again")
    try:
        return replace(parse(text), is_pack=True)
    except DefinitionError as error:
        raise PackError(f"{attested.measure} cannot be read any more: {error}") from None


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
