"""The glossary knows every room, every module of the engine and every noun of the database."""

import re
from pathlib import Path

from django.apps import apps

PROJECT = Path(__file__).parents[2]
SOURCE = PROJECT / "src" / "rightfit"
WORDS = (PROJECT / "docs" / "words.md").read_text(encoding="utf-8")
# A word of the code stands first in its row, as code: | `checkin` | ... |
FIRST_CELLS = re.findall(r"^\| (`[^|]*) \|", WORDS, re.MULTILINE)
EXPLAINED = {word for cell in FIRST_CELLS for word in re.findall(r"`([^`]+)`", cell)}


def _modules(folder: Path) -> set[str]:
    here = {path.stem for path in folder.glob("*.py") if not path.stem.startswith("__")}
    return here | {path.parent.name for path in folder.glob("*/__init__.py")}


def test_it_explains_every_room() -> None:
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert rooms - EXPLAINED == set()


def test_it_explains_every_module_of_the_engine() -> None:
    assert {f"engine.{name}" for name in _modules(SOURCE / "engine")} - EXPLAINED == set()


def test_it_explains_every_noun() -> None:
    nouns = {
        f"{model._meta.app_label}.{model.__name__}"
        for model in apps.get_models()
        if model.__module__.startswith("rightfit.")
    }
    assert nouns - EXPLAINED == set()


def test_it_explains_nothing_that_is_gone() -> None:
    rooms = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    engine = {f"engine.{name}" for name in _modules(SOURCE / "engine")}
    labels = {model._meta.app_label for model in apps.get_models() if model.__module__.startswith("rightfit.")}
    nouns = {f"{model._meta.app_label}.{model.__name__}" for model in apps.get_models()}
    told = {word for word in EXPLAINED if word.split(".")[0] in rooms | labels and word.count(".") <= 1}
    assert told - rooms - engine - nouns == set()


def test_it_gives_every_row_all_its_cells() -> None:
    rows = [line for line in WORDS.splitlines() if line.startswith("| `")]
    assert [row for row in rows if row.count("|") != 5] == []
