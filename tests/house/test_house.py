"""The rules of the house that no linter knows."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from rightfit.keeping.matrix import matrix

SOURCE = Path(__file__).parents[2] / "src" / "rightfit"
ROOMS = [path for path in SOURCE.rglob("*.py") if "engine" not in path.parts and "migrations" not in path.parts]


def _offences(pattern: str, *, but_not: tuple[str, ...] = ()) -> list[str]:
    found = []
    for path in ROOMS:
        name = path.relative_to(SOURCE).as_posix()
        if name in but_not:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if re.search(pattern, line):
                found.append(f"{name}:{number}: {line.strip()}")
    return found


def test_it_takes_the_time_from_one_clock() -> None:
    assert _offences(r"auto_now|timezone\.now|datetime\.now|date\.today", but_not=("keeping/clock.py",)) == []


def test_it_seals_in_one_place() -> None:
    assert _offences(r"\bcryptography\b", but_not=("keeping/sealed.py", "cli/demo.py")) == []


def test_it_has_no_drawers_for_everything() -> None:
    drawers = {"utils", "helpers", "common", "services", "selectors", "misc"}
    assert [path.name for path in SOURCE.rglob("*") if path.stem in drawers] == []


def test_it_hides_no_flow_in_signals() -> None:
    assert _offences(r"django\.dispatch|db\.models\.signals|@receiver") == []


def test_it_names_every_table_in_the_matrix() -> None:
    held = {table for record in matrix()["record"].values() for table in record["holds"]}
    tables = {model._meta.label for model in apps.get_models() if model.__module__.startswith("rightfit.")}
    assert tables - held == set()
    assert held - tables == set()


@pytest.mark.parametrize("views", [path for path in ROOMS if path.name in ("views.py", "client.py", "therapist.py")])
def test_it_finds_things_through_the_person_asking(views: Path) -> None:
    """A view that fetches an object starts from what the person may see."""
    text = views.read_text(encoding="utf-8")
    fetches = re.findall(r"get_object_or_404\(\s*([^\n]+)", text)
    assert [
        fetch for fetch in fetches if "visible_to" not in fetch and "for_listener" not in fetch and "mine" not in fetch
    ] == []


def test_it_keeps_script_and_style_out_of_the_pages() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|\son[a-z]+=|\sstyle=|<style", re.IGNORECASE)
    offences = []
    for path in SOURCE.rglob("*.html"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if inline.search(line) and "hx-" not in line:
                offences.append(f"{path.relative_to(SOURCE)}:{number}: {line.strip()[:80]}")
    assert offences == []


NEVER_ON_A_PAGE = (
    "rupture",
    "seeker",
    "signal ",
    "alliance",
    "risk score",
    "validated",
    "no-show",
    "unfortunately",
    "simply ",
)


@pytest.mark.parametrize("word", NEVER_ON_A_PAGE)
def test_it_speaks_peoples_words(word: str) -> None:
    spoken = re.compile(
        r"\{%\s*translate\s+\"([^\"]*)\"|\{%\s*blocktranslate[^%]*%\}(.*?)\{%\s*endblocktranslate", re.DOTALL
    )
    offences = []
    for path in SOURCE.rglob("*.html"):
        for said in spoken.findall(path.read_text(encoding="utf-8")):
            text = "".join(said).lower()
            if word in text:
                offences.append(f"{path.relative_to(SOURCE)}: {text[:80]}")
    assert offences == []
