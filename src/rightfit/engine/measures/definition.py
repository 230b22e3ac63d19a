"""What a questionnaire is: its items, its scales, who owns it and how it is scored. One TOML file each.

The definitions that ship lie beside this module in `definitions/`. A practice adds one that it is
licensed for with `parse` or `load_file`; nothing here knows the difference.

Texts of a check-in may hold the placeholder `{other}`: the other person's first name.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "SHIPPED",
    "Band",
    "Change",
    "CutOff",
    "DefinitionError",
    "Item",
    "Measure",
    "Missing",
    "Scale",
    "UnknownMeasureError",
    "from_table",
    "load",
    "load_file",
    "parse",
]

SHIPPED = ("checkin_client", "checkin_therapist", "gad2", "gad7", "phq2", "phq9", "sparq")
"""The measures that lie in the package, by id."""

KINDS = ("choice", "several", "rating", "curved")
"""What an item can be: one of some words, any of some words, a figure, or a figure with *right* in the middle."""

RESPONDENTS = ("client", "therapist", "either")
RULES = ("sum", "mean")


class DefinitionError(ValueError):
    """A definition does not hold together; the message names the measure, the place and what may stand there."""


class UnknownMeasureError(LookupError):
    """No shipped measure has this id; the message lists those that do."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question.

    `low` and `high` bound the figures that may be answered (`nan` where words are chosen that have
    no figure). `options` are pairs of value and label, in the order in which they are shown.
    `reverse` turns the figure round in the scales: low + high - answer. `risk` is the lowest figure
    at which a safety routine has to begin, or None. `step` is how far apart the figures of a rating lie.
    `codes` are the LOINC codes of the options, in their order, where there are any.
    """

    key: str
    kind: str
    text: str
    low: float
    high: float
    low_label: str
    mid_label: str
    high_label: str
    options: tuple[tuple[str, str], ...]
    optional: bool
    reverse: bool
    risk: float | None
    loinc: str
    step: float = 1
    codes: tuple[str, ...] = ()

    @property
    def allowed(self) -> str:
        """The allowed answers in words, for a message."""
        if self.options:
            return ", ".join(value for value, _ in self.options)
        kind = "whole numbers" if self.step == 1 else f"in steps of {self.step:g}"
        return f"{self.low:g} to {self.high:g}, {kind}"

    @property
    def has_figures(self) -> bool:
        """Whether an answer is a figure, so that a scale can use it."""
        return math.isfinite(self.low)


@dataclass(frozen=True, kw_only=True)
class Missing:
    """What to do with items left out: nothing is scored with more than `most` of them empty.

    `how` is "complete" (all needed), "prorate" (a sum is filled up in proportion) or "mean" (of
    those answered).
    """

    how: str
    most: int
    source: str


@dataclass(frozen=True, kw_only=True)
class Band:
    """A published name for scores from `low` up to the next band."""

    low: float
    name: str


@dataclass(frozen=True, kw_only=True)
class CutOff:
    """A published threshold: `at_least` this score means `meaning`."""

    at_least: float
    meaning: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """How many points of change are more than measurement error, as published."""

    points: float
    source: str


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A score and the items it is made of. `shown` is False where nobody sees it as a number."""

    id: str
    label: str
    items: tuple[str, ...]
    rule: str
    low: float
    high: float
    missing: Missing
    bands: tuple[Band, ...]
    bands_source: str
    cut_offs: tuple[CutOff, ...]
    change: Change | None
    shown: bool
    loinc: str


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A questionnaire, ready to be shown and scored."""

    id: str
    name: str
    version: str
    language: str
    respondent: str
    recall: str
    stem: str
    owner: str
    licence: str
    licence_text: str
    source: str
    remark: str
    loinc: str
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    is_pack: bool = False
    """It came with a practice's own licence, so that its text leaves the practice in no file."""

    def item(self, key: str) -> Item:
        """Return the item with this key; KeyError with the known keys otherwise."""
        for item in self.items:
            if item.key == key:
                return item
        message = f"{self.id} has no item {key!r}; it has {', '.join(item.key for item in self.items)}"
        raise KeyError(message)

    def scale(self, key: str) -> Scale:
        """Return the scale with this id; KeyError with the known ids otherwise."""
        for scale in self.scales:
            if scale.id == key:
                return scale
        message = f"{self.id} has no scale {key!r}; it has {', '.join(scale.id for scale in self.scales)}"
        raise KeyError(message)

    @property
    def scored_items(self) -> tuple[Item, ...]:
        """The items that at least one scale uses, in their order on the form."""
        used = {key for scale in self.scales for key in scale.items}
        return tuple(item for item in self.items if item.key in used)


@lru_cache
def load(name: str) -> Measure:
    """Return a measure that lies in the package.

    Raises UnknownMeasureError where no shipped measure has this id.
    """
    if name not in SHIPPED:
        message = f"no measure {name!r}; there are {', '.join(SHIPPED)}"
        raise UnknownMeasureError(message)
    return parse(resources.files(__package__).joinpath("definitions", f"{name}.toml").read_text(encoding="utf-8"))


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
    return _Reader(raw).measure()


class _Reader:
    """Reads one table after the other and says where it is when something is wrong."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.id = str(raw.get("id", "?"))

    def measure(self) -> Measure:
        raw = self.raw
        known = {"id", "name", "version", "language", "respondent", "recall", "stem", "owner", "licence"}
        known |= {"licence_text", "source", "remark", "loinc", "responses", "items", "scales"}
        self._only(raw, known, "the file")
        respondent = self._text(raw, "respondent", "the file")
        if respondent not in RESPONDENTS:
            self._fail(f"respondent is {respondent!r}; it may be {', '.join(RESPONDENTS)}")
        shared = raw.get("responses", [])
        responses = (self._options(shared, "responses"), self._codes(shared, "responses"))
        items = tuple(
            self._item(table, responses, f"item {place}") for place, table in enumerate(raw.get("items", []), start=1)
        )
        if not items:
            self._fail("there are no items")
        self._no_doubles([item.key for item in items], "item key")
        by_key = {item.key: item for item in items}
        scales = tuple(
            self._scale(table, by_key, f"scale {place}") for place, table in enumerate(raw.get("scales", []), start=1)
        )
        self._no_doubles([scale.id for scale in scales], "scale id")
        identifier = self._text(raw, "id", "the file")
        if not identifier.replace("_", "").isalnum() or identifier != identifier.lower():
            self._fail("the id may hold small letters, figures and underscores only")
        return Measure(
            id=identifier,
            name=self._text(raw, "name", "the file"),
            version=self._text(raw, "version", "the file"),
            language=self._text(raw, "language", "the file"),
            respondent=respondent,
            recall=str(raw.get("recall", "")),
            stem=str(raw.get("stem", "")),
            owner=self._text(raw, "owner", "the file"),
            licence=self._text(raw, "licence", "the file"),
            licence_text=str(raw.get("licence_text", "")),
            source=self._text(raw, "source", "the file"),
            remark=str(raw.get("remark", "")),
            loinc=str(raw.get("loinc", "")),
            items=items,
            scales=scales,
        )

    def _item(
        self, table: dict[str, Any], responses: tuple[tuple[tuple[str, str], ...], tuple[str, ...]], where: str
    ) -> Item:
        known = {"key", "kind", "text", "low", "high", "low_label", "mid_label", "high_label"}
        known |= {"options", "optional", "reverse", "risk", "loinc", "step"}
        self._only(table, known, where)
        key = self._text(table, "key", where)
        where = f"item {key}"
        kind = str(table.get("kind", "choice"))
        if kind not in KINDS:
            self._fail(f"{where}: kind is {kind!r}; it may be {', '.join(KINDS)}")
        options: tuple[tuple[str, str], ...] = ()
        codes: tuple[str, ...] = ()
        low, high = math.nan, math.nan
        if kind in ("rating", "curved"):
            low, high = self._number(table, "low", where), self._number(table, "high", where)
        else:
            options, codes = responses
            if "options" in table:
                options, codes = self._options(table["options"], where), self._codes(table["options"], where)
            if not options:
                self._fail(f"{where}: it offers nothing to choose from")
            figures = [_figure(value) for value, _ in options]
            if kind == "choice" and all(figure is not None for figure in figures):
                low, high = (float(limit(f for f in figures if f is not None)) for limit in (min, max))
        if math.isfinite(low) and not low < high:
            self._fail(f"{where}: low {low:g} is not below high {high:g}")
        step = self._number(table, "step", where) if "step" in table else 1.0
        if step <= 0 or (step != 1 and kind != "rating"):
            self._fail(f"{where}: step is {step:g}; it belongs to a rating and is above 0")
        return Item(
            key=key,
            kind=kind,
            text=self._text(table, "text", where),
            low=low,
            high=high,
            low_label=str(table.get("low_label", "")),
            mid_label=str(table.get("mid_label", "")),
            high_label=str(table.get("high_label", "")),
            options=options,
            optional=bool(table.get("optional", False)),
            reverse=bool(table.get("reverse", False)),
            risk=self._number(table, "risk", where) if "risk" in table else None,
            loinc=str(table.get("loinc", "")),
            step=step,
            codes=codes,
        )

    def _options(self, tables: list[dict[str, Any]], where: str) -> tuple[tuple[str, str], ...]:
        options = tuple((self._text(t, "value", where), self._text(t, "label", where)) for t in tables)
        self._no_doubles([value for value, _ in options], f"value of {where}")
        return options

    def _codes(self, tables: list[dict[str, Any]], where: str) -> tuple[str, ...]:
        codes = tuple(str(table["loinc"]) for table in tables if "loinc" in table)
        if codes and len(codes) != len(tables):
            self._fail(f"{where}: every option needs its loinc, or none")
        self._no_doubles(list(codes), f"loinc of {where}")
        return codes

    def _scale(self, table: dict[str, Any], items: dict[str, Item], where: str) -> Scale:
        known = {"id", "label", "items", "rule", "missing", "bands", "bands_source", "cut_offs", "change"}
        known |= {"shown", "loinc"}
        self._only(table, known, where)
        key = self._text(table, "id", where)
        where = f"scale {key}"
        used = [str(item) for item in table.get("items", [])]
        unknown = [item for item in used if item not in items or not items[item].has_figures]
        if not used or unknown:
            self._fail(f"{where}: {', '.join(unknown) or 'no item'} cannot be scored")
        self._no_doubles(used, f"item of {where}")
        rule = str(table.get("rule", ""))
        if rule not in RULES:
            self._fail(f"{where}: rule is {rule!r}; it may be {', '.join(RULES)}")
        lows, highs = [items[item].low for item in used], [items[item].high for item in used]
        size = 1 if rule == "sum" else len(used)
        low, high = sum(lows) / size, sum(highs) / size
        if rule == "mean" and (len(set(lows)) > 1 or len(set(highs)) > 1):
            self._fail(f"{where}: a mean needs items of one range")
        bands = tuple(
            Band(low=self._number(band, "low", where), name=self._text(band, "name", where))
            for band in table.get("bands", [])
        )
        starts = [band.low for band in bands]
        if bands and (starts[0] != low or starts != sorted(set(starts)) or starts[-1] > high):
            self._fail(f"{where}: bands have to begin at {low:g} and rise")
        if bands and not table.get("bands_source"):
            self._fail(f"{where}: bands need a bands_source")
        return Scale(
            id=key,
            label=self._text(table, "label", where),
            items=tuple(used),
            rule=rule,
            low=low,
            high=high,
            missing=self._missing(table.get("missing", {}), rule, len(used), where),
            bands=bands,
            bands_source=str(table.get("bands_source", "")),
            cut_offs=tuple(
                CutOff(
                    at_least=self._number(cut, "at_least", where),
                    meaning=self._text(cut, "meaning", where),
                    source=self._text(cut, "source", where),
                )
                for cut in table.get("cut_offs", [])
            ),
            change=Change(
                points=self._number(table["change"], "points", where),
                source=self._text(table["change"], "source", where),
            )
            if "change" in table
            else None,
            shown=bool(table.get("shown", True)),
            loinc=str(table.get("loinc", "")),
        )

    def _missing(self, table: dict[str, Any], rule: str, size: int, where: str) -> Missing:
        self._only(table, {"how", "most", "source"}, f"{where}, missing")
        how = str(table.get("how", "complete"))
        fits = {"sum": ("complete", "prorate"), "mean": ("complete", "mean")}[rule]
        if how not in fits:
            self._fail(f"{where}: missing how is {how!r}; for a {rule} it may be {' or '.join(fits)}")
        if how == "complete":
            return Missing(how=how, most=0, source=str(table.get("source", "no rule published: complete forms only")))
        most = int(self._number(table, "most", f"{where}, missing"))
        if not 0 < most < size:
            self._fail(f"{where}: missing most is {most}; it may be 1 to {size - 1}")
        return Missing(how=how, most=most, source=self._text(table, "source", f"{where}, missing"))

    def _text(self, table: dict[str, Any], key: str, where: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            self._fail(f"{where}: {key} has to be a text")
        return str(value)

    def _number(self, table: dict[str, Any], key: str, where: str) -> float:
        value = table.get(key)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            self._fail(f"{where}: {key} has to be a number")
        return float(value)

    def _only(self, table: dict[str, Any], known: set[str], where: str) -> None:
        odd = sorted(set(table) - known)
        if odd:
            self._fail(f"{where}: nothing is called {', '.join(odd)}; it may be {', '.join(sorted(known))}")

    def _no_doubles(self, keys: list[str], what: str) -> None:
        doubled = sorted({key for key in keys if keys.count(key) > 1})
        if doubled:
            self._fail(f"{what} {', '.join(doubled)} stands there twice")

    def _fail(self, message: str) -> NoReturn:
        full = f"{self.id}: {message}"
        raise DefinitionError(full)


def _figure(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
