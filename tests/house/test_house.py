"""The rules of the house that no linter knows."""

import ast
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


# Where a row goes without a tombstone, and why a backup may bring it back.
WITHOUT_TOMBSTONE = {
    "keeping/once.py": "a form key holds nothing",
    "exchange/undoing.py": "an import that was undone has its line in the trail, and can be undone again",
    "exchange/letting_go.py": "these are named as one deed, and done again as one",
    "exchange/restoring.py": "nobody is signed in after a restore",
    "practice/emptying.py": "a part of letting go",
    "practice/beginning_anew.py": "ways to sign in: who comes back by a backup is asked again",
    "practice/outside.py": "a place outside is no person",
    "practice/naming.py": "a duty of this very day; the list of duties is looked through after a restore",
    "aims/models.py": "not this week, taken back: no words",
    "questionnaire/models.py": "a form nobody filled in, and which questionnaires are used",
    "relationship/calendar.py": "that a session was missed: no words",
    "relationship/series.py": "hours to come, laid again",
    "relationship/models.py": "hours to come, and that an ending was taken back",
    "relationship/closing.py": "that an ending was planned: no words",
    "listening/concerns.py": "that a listener had read it: turned to another",
    "finding/choice.py": "a choice taken back: no words",
    "finding/profile.py": "free times of a therapist",
    "transition/handover.py": "that a move had been called off",
    "transition/arriving.py": "that a move had been called off",
    "checkin/hints.py": "the worker erases an old hint again by itself",
    "intake/models.py": "the worker erases an old wish again by itself",
}


def test_what_somebody_takes_away_leaves_a_tombstone() -> None:
    """A restored backup obeys only what was noted outside of it."""
    deleting = _offences(r"\.delete\(\)", but_not=(*WITHOUT_TOMBSTONE, "keeping/erasing.py"))
    assert deleting == []
    assert {path for path in WITHOUT_TOMBSTONE if not (SOURCE / path).exists()} == set()


def test_it_hides_no_flow_in_signals() -> None:
    assert _offences(r"django\.dispatch|db\.models\.signals|@receiver") == []


def test_it_names_every_table_in_the_matrix() -> None:
    held = {table for record in matrix()["record"].values() for table in record["holds"]}
    tables = {model._meta.label for model in apps.get_models() if model.__module__.startswith("rightfit.")}
    assert tables - held == set()
    assert held - tables == set()


# Forms that change nothing of anybody's.
NOT_ONCE = {"demo/views.py: become", "demo/views.py: leave", "finding/views.py: found"}


def test_it_does_once_what_is_sent_twice() -> None:
    """Every view that takes a POST is @once."""
    open_to_twice, guarded = set(), 0
    for path in ROOMS:
        for view in ast.parse(path.read_text(encoding="utf-8")).body:
            around = [ast.unparse(one) for one in view.decorator_list] if isinstance(view, ast.FunctionDef) else []
            if any("POST" in one for one in around) and isinstance(view, ast.FunctionDef):
                guarded += "once" in around
                if "once" not in around:
                    open_to_twice.add(f"{path.relative_to(SOURCE).as_posix()}: {view.name}")
    assert guarded > 100
    assert open_to_twice == NOT_ONCE


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
        if path.name == "copy_to_read.html":
            continue  # a file that somebody takes along: it must need nothing else
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
