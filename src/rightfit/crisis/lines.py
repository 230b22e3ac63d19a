"""Help lines by country: pure loading, and the rule which of them may be shown.

A number that nobody checked lately is worse than none: somebody may ring it once, and not again. So a line
is shown only with the day of its check and the name of who checked, and for 180 days.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

GOOD_FOR = timedelta(days=180)


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number that can be rung, as people write it."""

    number: str
    note: str = ""

    @property
    def href(self) -> str:
        return "tel:" + "".join(sign for sign in self.number if sign.isdigit() or sign == "+")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One help line with its source, and who checked it when."""

    name: str
    call: tuple[Number, ...]
    text: str = ""
    chat: str = ""
    hours: str = ""
    cost: str = ""
    languages: tuple[str, ...] = ()
    note: str = ""
    source: str
    verified_on: date | None
    verified_by: str

    def may_be_shown(self, today: date) -> bool:
        """Whether a named person checked it, not more than 180 days ago, and not in the future."""
        if self.verified_on is None or not self.verified_by or not self.source:
            return False
        return timedelta() <= today - self.verified_on <= GOOD_FOR


@dataclass(frozen=True, kw_only=True)
class Country:
    """A country's emergency numbers, and its help lines, shown or not."""

    code: str
    emergency: tuple[Number, ...]
    lines: tuple[Line, ...]

    def lines_to_show(self, today: date) -> list[Line]:
        return [line for line in self.lines if line.may_be_shown(today)]


def read(table: Mapping[str, Any]) -> dict[str, Country]:
    """Return the countries of a table such as `lines.toml`, by code."""
    return {
        code: Country(
            code=code,
            emergency=tuple(Number(**one) for one in entry["emergency"]),
            lines=tuple(_line(line) for line in entry.get("lines", ())),
        )
        for code, entry in table.items()
    }


def _line(entry: Mapping[str, Any]) -> Line:
    known = dict(entry)
    return Line(
        call=tuple(Number(number=number) for number in known.pop("call")),
        languages=tuple(known.pop("languages", ())),
        verified_on=_day(known.pop("verified_on")),
        **known,
    )


def _day(value: date | str) -> date | None:
    return value if isinstance(value, date) else date.fromisoformat(value) if value else None


@cache
def countries() -> dict[str, Country]:
    """Return what the package ships."""
    return read(tomllib.loads((files("rightfit.crisis") / "lines.toml").read_text(encoding="utf-8")))


def overdue(known: Iterable[Country], today: date) -> list[str]:
    """Return the lines that were checked once and need a person again, as "country: name"."""
    return [
        f"{country.code}: {line.name}"
        for country in known
        for line in country.lines
        if line.verified_on is not None and not line.may_be_shown(today)
    ]
