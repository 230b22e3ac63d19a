"""Priors as a file, one line for each number."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from typing import TYPE_CHECKING

from rightfit.engine.dyad import Priors

if TYPE_CHECKING:
    from pathlib import Path


class PriorsError(Exception):
    """A priors file that cannot be used; the message is one plain line."""


def to_toml(priors: Priors, *, remark: str = "") -> str:
    """Priors as a file that `from_toml` reads, one line for each number."""
    lines = ["# Priors of rightfit, on a scale of 0 to 40. Read with: rightfit read ... --priors FILE"]
    if remark:
        lines.append(f"# {remark}")
    for one in fields(Priors):
        value = getattr(priors, one.name)
        if isinstance(value, str):
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            lines.append(f'{one.name} = "{escaped}"')
        elif isinstance(value, tuple):
            lines.append(f"{one.name} = [{', '.join(repr(float(part)) for part in value)}]")
        else:
            lines.append(f"{one.name} = {float(value)!r}")
    return "\n".join(lines) + "\n"


def from_toml(path: Path) -> Priors:
    """Priors from a file; what it leaves out is as published.

    Raises `PriorsError` where the file cannot be read, a name is unknown or a number makes no
    model.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = f"there is no file {path}"
        raise PriorsError(message) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{path.name} is no priors file ({error})"
        raise PriorsError(message) from None
    known = {one.name: getattr(Priors(), one.name) for one in fields(Priors)}
    values: dict[str, object] = {}
    for name, value in found.items():
        if name not in known:
            message = f"{path.name}: there is no prior called {name}; there are {', '.join(known)}"
            raise PriorsError(message)
        values[name] = _like(known[name], value, f"{path.name}: {name}")
    try:
        return Priors(**values)  # type: ignore[arg-type]
    except ValueError as error:
        message = f"{path.name}: {error}"
        raise PriorsError(message) from None


def _like(pattern: object, value: object, label: str) -> object:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(pattern, str) and isinstance(value, str):
        return value
    if isinstance(pattern, float) and number:
        return float(value)  # type: ignore[arg-type]
    if (
        isinstance(pattern, tuple)
        and isinstance(value, list)
        and len(value) == len(pattern)
        and all(isinstance(part, int | float) and not isinstance(part, bool) for part in value)
    ):
        return tuple(float(part) for part in value)
    what = "a text" if isinstance(pattern, str) else "a number"
    if isinstance(pattern, tuple):
        what = f"a list of {len(pattern)} numbers"
    message = f"{label} has to be {what}"
    raise PriorsError(message)
