"""Some rows of a file as numbers, and those that could not be read, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from rightfit.engine.files.cell_rules import (
    NAN,
    ODD,
    RefuseError,
    Rule,
    attended_rule,
    day_rule,
    score_rule,
    session_rule,
    yes_rule,
)
from rightfit.engine.files.layout import NEEDED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightfit.engine.dyad import Scale
    from rightfit.engine.files.layout import Layout, Places
    from rightfit.engine.files.rows import Rows

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]
    BoolArray = NDArray[np.bool_]

SHARE_ANSWERED = 0.7
"""Share of items that have to be answered; otherwise there is no form."""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A row that could not be read."""

    line: int
    client: str
    therapist: str
    session: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Rows as arrays of one length. `pair` says to whom a row belongs, -1 for a refused row."""

    line: IntArray
    pair: IntArray
    session: IntArray
    client: FloatArray
    therapist: FloatArray
    attended: IntArray
    unsaid: FloatArray
    asked_client: BoolArray
    asked_therapist: BoolArray
    shared: BoolArray

    def part(self, rows: slice) -> Columns:
        """Some of the rows."""
        return Columns(**{one.name: getattr(self, one.name)[rows] for one in fields(Columns)})


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Rows with their pairs; `refused` holds those that could not be read by their place."""

    columns: Columns
    pairs: list[tuple[str, str]]
    refused: dict[int, Refused]

    def __len__(self) -> int:
        return self.columns.line.size

    def part(self, start: int, stop: int) -> Batch:
        """Rows `start` to `stop`."""
        refused = {row - start: why for row, why in self.refused.items() if start <= row < stop}
        return Batch(columns=self.columns.part(slice(start, stop)), pairs=self.pairs, refused=refused)


class Parser:
    """Turns rows into numbers: a column at a time, and one by one only those where a cell is odd."""

    def __init__(self, places: Places, layout: Layout) -> None:
        self.places = places
        labels = places.labels
        self.items = {
            "client_score": _item_rules(places.client_items, layout.client_items, layout.scale),
            "therapist_score": _item_rules(places.therapist_items, layout.therapist_items, layout.therapist_scale),
        }
        self.rules = {
            "session": session_rule(labels["session"]),
            "client_score": score_rule(labels["client_score"], layout.scale),
            "therapist_score": score_rule(labels["therapist_score"], layout.therapist_scale),
            "attended": attended_rule(labels["attended"]),
            "unsaid": yes_rule(labels["unsaid"], NAN),
            "asked_client": yes_rule(labels["asked_client"], 1.0),
            "asked_therapist": yes_rule(labels["asked_therapist"], 1.0),
            "shared": yes_rule(labels["shared"], 1.0),
            "date": day_rule(labels["date"]),
        }
        self.empty = {"attended": 1.0, "asked_client": 1.0, "asked_therapist": 1.0, "shared": 1.0}

    def batch(self, rows: Rows) -> Batch:
        """These rows as numbers; a row that cannot be read keeps its place and its reason."""
        found = {name: self._column(rows, name) for name in self.rules}
        at = self.places.named
        clients, therapists = (map(str.strip, rows.texts(at[name])) for name in ("client", "therapist"))
        keys = list(zip(clients, therapists, strict=True))
        odd = np.logical_or.reduce([values == ODD for values in found.values()])
        codes = dict.fromkeys(keys, -1)
        for code, (client, therapist) in enumerate(codes):
            if client and therapist:
                codes[client, therapist] = code
        pair = np.fromiter(map(codes.__getitem__, keys), np.int64, len(keys))
        odd |= pair < 0
        odd[rows.uneven] = True
        pair[odd] = -1
        refused = {row: self._refused(rows, row) for row in np.flatnonzero(odd).tolist()}
        for name, values in found.items():
            values[odd] = self.empty.get(name, 0.0 if name == "session" else NAN)
        columns = Columns(
            line=np.array(rows.lines, np.int64),
            pair=pair,
            session=found["session"].astype(np.int64),
            client=found["client_score"],
            therapist=found["therapist_score"],
            attended=found["attended"].astype(np.int64),
            unsaid=found["unsaid"],
            asked_client=found["asked_client"] > 0,
            asked_therapist=found["asked_therapist"] > 0,
            shared=found["shared"] > 0,
        )
        return Batch(columns=columns, pairs=list(codes), refused=refused)

    def _column(self, rows: Rows, name: str) -> FloatArray:
        """One of our columns, `ODD` where a cell cannot be read."""
        if self.items.get(name):
            return _mean([_numbers(rows, place, rule) for place, rule in self.items[name]])
        place = self.places.named[name]
        if place < 0:
            return np.full(len(rows), self.empty.get(name, NAN))
        return _numbers(rows, place, self.rules[name])

    def _refused(self, rows: Rows, row: int) -> Refused:
        cells, at = rows.cells(row), self.places.named
        seen = [cells[at[name]].strip() if at[name] < len(cells) else "" for name in NEEDED]
        return Refused(
            line=rows.lines[row], client=seen[0], therapist=seen[1], session=seen[2], reason=self._why(cells)
        )

    def _why(self, cells: list[str]) -> str:
        """Why a row cannot be read: the first of its cells that is odd, in the order of our columns."""
        at, width = self.places.named, self.places.width
        if len(cells) != width:
            many = "field" if len(cells) == 1 else "fields"
            message = f"{len(cells)} {many} where the heading has {width}"
            if len(cells) > width:
                message += " (a comma inside a number or a text has to be quoted)"
            elif any("\n" in text for text in cells):
                message += " (a quotation mark may not be closed)"
            return message
        for name in ("client", "therapist"):
            if not cells[at[name]].strip():
                return f"{self.places.labels[name]} is empty"
        for name, rule in self.rules.items():
            try:
                for place, its in self.items.get(name) or [(at[name], rule)]:
                    if place >= 0:
                        its.of_text(cells[place])
            except RefuseError as why:
                return str(why)
        raise AssertionError(f"a row was refused for nothing: {cells}")


def _item_rules(places: tuple[int, ...], items: tuple[str, ...], scale: Scale) -> list[tuple[int, Rule]]:
    return [(place, score_rule(item, scale, "item scale")) for place, item in zip(places, items, strict=True)]


def _numbers(rows: Rows, place: int, rule: Rule) -> FloatArray:
    if rule.of_numbers is not None:
        numbers = rows.numbers(place)
        if numbers is not None:
            return rule.of_numbers(numbers)
    return rule.of_texts(rows.texts(place))


def _mean(items: list[FloatArray]) -> FloatArray:
    """The mean of the items that were answered, `nan` where too few were, `ODD` where one cannot be read."""
    total, answered = np.zeros(items[0].size), np.zeros(items[0].size)
    for values in items:
        total += np.where(np.isnan(values), 0.0, values)
        answered += ~np.isnan(values)
    enough = (answered > 0) & (answered >= SHARE_ANSWERED * len(items) - 1e-9)
    mean = np.where(enough, total / np.maximum(answered, 1), NAN)
    return np.where(np.isinf(total), ODD, mean)
