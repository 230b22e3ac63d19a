"""The pages a stranger reads lead somewhere: links, names of files, floors."""

import configparser
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
PAGES = sorted([*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md"), *PROJECT.glob("examples/*.md")])
NAMES = [page.relative_to(PROJECT).as_posix() for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_it_links_to_what_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text) + re.findall(r'src="([^"]+)"', text)
    ours = [link for link in links if "://" not in link]
    assert [link for link in ours if not (page.parent / link).exists()] == []


def test_it_names_files_that_are_there() -> None:
    """`room/file.py: function` in the walk through the code."""
    walk = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`([a-z_]+/[a-z_/]+\.(?:py|toml))(?:: (\w+))?`", walk)
    source = PROJECT / "src" / "rightfit"
    wrong = []
    for name, what in named:
        file = (PROJECT if name.startswith("tests/") else source) / name
        if not file.is_file() or (
            what and not re.search(rf"^(?:def|class) {what}\b", file.read_text("utf-8"), re.MULTILINE)
        ):
            wrong.append(f"{name}: {what}")
    assert len(named) > 20
    assert wrong == []


def test_it_tells_every_room_its_floor() -> None:
    contract = configparser.ConfigParser()
    contract.read(PROJECT / ".importlinter")
    layers = contract["importlinter:contract:house"]["layers"].strip().splitlines()
    rooms = [[room.strip() for room in layer.split("|")] for layer in layers if "__main__" not in layer]
    told = re.findall(
        r"^\| (\d+) \| `(\w+)(?:\.py)?` \|",
        (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    right = {(str(len(rooms) - place), room) for place, layer in enumerate(rooms) for room in layer}
    assert set(told) == right


def test_it_has_every_page_of_the_science_in_the_index() -> None:
    folder = PROJECT / "docs" / "science"
    index = (folder / "README.md").read_text(encoding="utf-8")
    pages = {page.name for page in folder.glob("*.md")} - {"README.md"}
    assert [name for name in sorted(pages) if f"]({name})" not in index] == []


def test_it_names_no_machine() -> None:
    """No path of somebody's machine, and no address of a package index."""
    told = re.compile(r"(?<![\w.])/(?:home|root|Users|work|tmp|var)/|pypi\.org|registry\.npmjs")
    assert [name for page, name in zip(PAGES, NAMES, strict=True) if told.search(page.read_text("utf-8"))] == []
