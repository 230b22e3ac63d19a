"""Who sees what, as data: `matrix.toml` is read by the pages that name a reader and by the test of all doors."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who will read what is written here: one bold reader, one sentence."""

    icon: str
    reader: str
    sentence: str


@cache
def matrix() -> dict[str, Any]:
    """Return the matrix: `record` by name and `route` by name."""
    return tomllib.loads((files("rightfit.keeping") / "matrix.toml").read_text(encoding="utf-8"))


def reader_of(record: str, **names: str) -> Reader:
    """Return the reader's line of a record, with the people's names in it."""
    row = matrix()["record"][record]
    return Reader(
        icon="lock" if row["reader"].startswith("Only you") else "eye",
        reader=_(row["reader"]).format(**names),
        sentence=_(row["sentence"]).format(**names),
    )
