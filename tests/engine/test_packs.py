"""Questionnaires under a practice's own licence: attested, limited, and never anywhere else."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from rightfit.engine.measures.definition import DefinitionError
from rightfit.engine.measures.reading import parse
from rightfit.engine.packs import PackError, add, licence, load, names, scoring_keys, skeleton, use

TODAY = date(2026, 5, 6)
TEXT = """
id = "own"
name = "Our own two"
version = "1"
language = "en"
respondent = "client"
owner = "somebody"
licence = "bought"
source = "their manual"
responses = [{ value = "0", label = "no" }, { value = "1", label = "yes" }]

[[items]]
key = "own_1"
text = "A sentence that is theirs."

[[items]]
key = "own_2"
text = "Another that is theirs."

[[scales]]
id = "own"
label = "both"
items = ["own_1", "own_2"]
rule = "sum"
"""


def added(folder: Path, text: str = TEXT, **more: object) -> None:
    given = {"attested_by": "Rosa", "attested_on": TODAY, "licence": "order 17"} | more
    add(folder, text, **given)  # type: ignore[arg-type]


def test_it_keeps_who_said_so_when_and_what(tmp_path: Path) -> None:
    added(tmp_path, until=TODAY, uses=3)
    found = licence(tmp_path, "own")
    assert (found.attested_by, found.attested_on, found.licence) == ("Rosa", TODAY, "order 17")
    assert (found.until, found.uses, found.used, found.left) == (TODAY, 3, 0, 3)
    assert names(tmp_path) == ("own",)
    measure = load(tmp_path, "own", today=TODAY)
    assert measure.is_pack
    assert [item.key for item in measure.items] == ["own_1", "own_2"]


def test_it_keeps_the_files_to_itself(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "measures"
    added(folder)
    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.glob("*.toml"))


def test_it_ends_with_its_licence(tmp_path: Path) -> None:
    added(tmp_path, until=TODAY)
    assert load(tmp_path, "own", today=TODAY).id == "own"
    with pytest.raises(PackError, match="ended on 2026-05-06"):
        load(tmp_path, "own", today=TODAY + timedelta(days=1))
    with pytest.raises(PackError, match="ended on"):
        use(tmp_path, "own", times=1, today=TODAY + timedelta(days=1))


def test_it_counts_uses_and_allows_no_more(tmp_path: Path) -> None:
    added(tmp_path, uses=3)
    assert use(tmp_path, "own", times=2, today=TODAY).left == 1
    with pytest.raises(PackError, match="1 of 3 uses are left, 2 needed"):
        use(tmp_path, "own", times=2, today=TODAY)
    assert licence(tmp_path, "own").used == 2
    use(tmp_path, "own", times=1, today=TODAY)
    with pytest.raises(PackError, match="0 of 3 uses are left"):
        load(tmp_path, "own", today=TODAY)


def test_it_is_renewed_by_a_new_attestation_that_forgets_no_use(tmp_path: Path) -> None:
    added(tmp_path, uses=3)
    use(tmp_path, "own", times=3, today=TODAY)
    added(tmp_path, uses=10, attested_by="Tom")
    found = licence(tmp_path, "own")
    assert (found.attested_by, found.used, found.left) == ("Tom", 3, 7)


def test_it_refuses_a_text_that_is_not_the_one_attested(tmp_path: Path) -> None:
    added(tmp_path)
    path = tmp_path / "own.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("Another", "A changed one"), encoding="utf-8")
    with pytest.raises(PackError, match="not the one that was attested"):
        load(tmp_path, "own", today=TODAY)
    with pytest.raises(PackError, match="there with another text"):
        added(tmp_path, TEXT.replace("Another", "A third"))


@pytest.mark.parametrize(
    ("text", "more", "why"),
    [
        (TEXT.replace('"own"', '"phq9"', 1), {}, "phq9 is the name of a questionnaire that ships"),
        (TEXT, {"attested_by": " "}, "somebody who attests"),
        (TEXT, {"licence": ""}, "what the licence is"),
        (TEXT, {"until": TODAY - timedelta(days=1)}, "the licence ended on 2026-05-05"),
        (TEXT, {"uses": 0}, "0 uses are none"),
    ],
)
def test_it_refuses_a_pack_without_a_licence(text: str, more: dict[str, object], why: str, tmp_path: Path) -> None:
    with pytest.raises(PackError, match=why):
        added(tmp_path, text, **more)
    assert names(tmp_path) == ()


def test_it_refuses_what_is_no_definition_and_a_name_that_leads_elsewhere(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError):
        added(tmp_path, "id = 1")
    (tmp_path.parent / "out.toml").write_text(TEXT, encoding="utf-8")
    with pytest.raises(PackError, match="there is no pack"):
        load(tmp_path, "../out", today=TODAY)


@pytest.mark.parametrize("key", scoring_keys(), ids=[key.id for key in scoring_keys()])
def test_it_ships_each_key_as_figures_with_no_word_of_an_item(key: object) -> None:
    raw = key.raw  # type: ignore[attr-defined]
    known = {
        "name",
        "respondent",
        "items",
        "low",
        "high",
        "step",
        "reverse",
        "scales",
        "ask",
        "source",
        "note",
        "unknown",
    }
    assert set(raw) <= known
    assert all(set(scale) <= {"id", "items", "rule"} for scale in raw.get("scales", []))
    assert all(1 <= number <= raw["items"] for scale in raw.get("scales", []) for number in scale.get("items", []))
    assert ("unknown" in raw) != ("scales" in raw)


@pytest.mark.parametrize("name", [key.id for key in scoring_keys() if not key.unknown])
def test_it_makes_a_skeleton_that_holds_once_the_text_is_filled_in(name: str) -> None:
    empty = skeleton(name)
    with pytest.raises(DefinitionError, match="has to be a text"):
        parse(empty)
    count = iter(range(1_000))
    whole = re.sub(
        r'(version|language|licence|label|text|low_label|high_label) = ""',
        lambda m: f'{m[1]} = "x{next(count)}"',
        empty,
    )
    measure = parse(whole)
    assert measure.id == name
    assert measure.scales


def test_it_makes_no_skeleton_of_a_key_that_is_not_wholly_known() -> None:
    with pytest.raises(PackError, match="not wholly known: which items"):
        skeleton("seq5")
    with pytest.raises(PackError, match="there is no key 'mmpi'"):
        skeleton("mmpi")


def test_it_has_the_keys_that_were_seen() -> None:
    by_name = {key.id: key.raw for key in scoring_keys()}
    task, bond, goal, _ = by_name["wai_sr_client"]["scales"]
    assert (task["items"], bond["items"], goal["items"]) == ([1, 2, 10, 12], [3, 5, 7, 9], [4, 6, 8, 11])
    assert by_name["arm5_client"]["reverse"] == [3]
    assert by_name["ecr_rs"]["reverse"] == [1, 2, 3, 4]
    assert by_name["haq2"]["reverse"] == [4, 8, 11, 16, 19]
