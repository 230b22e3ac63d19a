"""The columns of a file: ours, the file's own names for them, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from rightfit.engine.dyad import Scale

COLUMNS = (
    "client",
    "therapist",
    "session",
    "client_score",
    "therapist_score",
    "attended",
    "unsaid",
    "asked_client",
    "asked_therapist",
    "shared",
    "date",
)
"""The columns that are read; others are passed over."""

NEEDED = ("client", "therapist", "session")


class FileError(Exception):
    """The file cannot be read; the message is one plain line for the person who called."""


class CallError(Exception):
    """The call does not fit the file; the message is one plain line."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How the file is laid out: names, items, scales.

    `names` maps our column names to the file's own where they differ. Where items are given, the
    form is the mean of those answered if at least 70% are, and else there is no form.
    """

    scale: Scale
    therapist_scale: Scale
    names: dict[str, str] = field(default_factory=dict)
    client_items: tuple[str, ...] = ()
    therapist_items: tuple[str, ...] = ()
    item_scale: Scale | None = None


@dataclass(frozen=True)
class Places:
    """Where each column stands, -1 where there is none."""

    named: dict[str, int]
    client_items: tuple[int, ...]
    therapist_items: tuple[int, ...]
    width: int
    labels: dict[str, str]

    def used(self) -> tuple[int, ...]:
        """The places that are read, in the file's order."""
        named = {place for place in self.named.values() if place >= 0}
        return tuple(sorted({*named, *self.client_items, *self.therapist_items}))


def names_in(path: Path, heading: list[str]) -> list[str]:
    """The names of a heading. Raises `FileError` where it is none."""
    names = [name.strip() for name in heading]
    for sign, what in ((";", "a semicolon"), ("\t", "a tab"), ("|", "a bar")):
        if len(names) == 1 and sign in names[0]:
            message = (
                f"{path.name} separates its columns by {what} ({sign!r}); save it with commas between "
                "columns and points in numbers"
            )
            raise FileError(message)
    twice = sorted({name for name in names if names.count(name) > 1 and name})
    if twice:
        message = f"{path.name} has the column {twice[0]} twice"
        raise FileError(message)
    return names


def places_in(path: Path, names: list[str], layout: Layout) -> Places:
    """Find the columns of a layout. Raises `CallError` and `FileError`."""
    for ours, theirs in layout.names.items():
        if ours not in COLUMNS:
            message = f"--map knows no column {ours}; it knows {', '.join(COLUMNS)}"
            raise CallError(message)
        if theirs not in names:
            message = f"--map: {path.name} has no column {theirs}; it has {', '.join(names)}"
            raise CallError(message)
    for item in layout.client_items + layout.therapist_items:
        if item not in names:
            message = f"items: {path.name} has no column {item}; it has {', '.join(names)}"
            raise CallError(message)
    labels = {name: layout.names.get(name, name) for name in COLUMNS}
    named = {name: names.index(label) if label in names else -1 for name, label in labels.items()}
    missing = [labels[name] for name in NEEDED if named[name] < 0]
    if missing:
        message = (
            f"{path.name} has no column {' and no column '.join(missing)}; it has {', '.join(names)} "
            "(another name is given with --map, as in --map client=patient)"
        )
        raise FileError(message)
    scored = named["client_score"] >= 0 or named["therapist_score"] >= 0
    if not scored and not layout.client_items and not layout.therapist_items:
        message = (
            f"{path.name} has neither client_score nor therapist_score, and no items were named "
            "(--client-items a,b,c --item-scale 1:5)"
        )
        raise FileError(message)
    return Places(
        named,
        tuple(names.index(item) for item in layout.client_items),
        tuple(names.index(item) for item in layout.therapist_items),
        len(names),
        labels,
    )
