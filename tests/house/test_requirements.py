"""The tables of docs/: each requirement and hazard stands there once, and the tests they name are there."""

import csv
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
DOCS = PROJECT / "docs"
ASKED = {
    *(f"S{number}" for number in range(1, 17)),
    *(f"P{number}" for number in range(1, 17)),
    *(f"R{number}" for number in range(1, 13)),
    *(f"A{number}" for number in range(1, 8)),
}
HAZARDS = {*(f"H{number}" for number in range(1, 28)), *(f"N{number}" for number in range(1, 12))}
NAMED = re.compile(r"`(tests/[a-z_/]+\.py)::(test_[a-z0-9_]+)`")
BARE = re.compile(r"(tests/[a-z_/]+\.py)::(test_[a-z0-9_]+)")


def rows(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (DOCS / page).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.fullmatch(r"[A-Z]\d+", cells[0]):
            assert cells[0] not in found, f"{cells[0]} stands twice in {page}"
            found[cells[0]] = cells
    return found


@pytest.mark.parametrize(("page", "asked"), [("requirements.md", ASKED), ("hazards.md", HAZARDS)])
def test_each_stands_there_once(page: str, asked: set[str]) -> None:
    assert set(rows(page)) == asked


def test_each_requirement_has_a_test_or_says_what_is_open() -> None:
    for name, (_id, _what, proof, still_open) in rows("requirements.md").items():
        assert NAMED.search(proof) or still_open != "-", name


def test_what_has_no_test_stands_in_the_limits() -> None:
    limits = (DOCS / "limits.md").read_text(encoding="utf-8")
    without = [name for name, row in rows("requirements.md").items() if not NAMED.search(row[2])]
    assert [name for name in without if not re.search(rf"\b{name}\b", limits)] == []


def test_the_list_of_asvs_is_whole_and_its_tests_are_there() -> None:
    """ASVS 5.0: all of levels 1 and 2, and what is signed up to of level 3."""
    with (DOCS / "asvs.csv").open(encoding="utf-8", newline="") as opened:
        found = list(csv.DictReader(opened))
    levels = [row["level"] for row in found]
    assert len({row["id"] for row in found}) == len(found)
    assert (levels.count("1"), levels.count("2")) == (70, 183)
    assert {row["holds"] for row in found} == {"yes", "no", "n/a", "operator"}
    assert all(row["how"] for row in found)
    for row in found:
        for path, name in BARE.findall(row["how"]):
            assert f"def {name}(" in (PROJECT / path).read_text(encoding="utf-8"), row["id"]


@pytest.mark.parametrize("page", sorted(path.name for path in DOCS.glob("*.md")))
def test_the_tests_they_name_are_there(page: str) -> None:
    missing = []
    for path, name in NAMED.findall((DOCS / page).read_text(encoding="utf-8")):
        file = PROJECT / path
        if not file.exists() or f"def {name}(" not in file.read_text(encoding="utf-8"):
            missing.append(f"{path}::{name}")
    assert missing == []
