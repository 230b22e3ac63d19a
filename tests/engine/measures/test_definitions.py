"""Definitions of one's own: what is read, and what is refused with a reason."""

from importlib import resources
from pathlib import Path

import pytest

from rightfit.engine.measures.definition import DefinitionError
from rightfit.engine.measures.reading import load_file, parse
from rightfit.engine.measures.scoring import score
from rightfit.engine.measures.shipped import SHIPPED, UnknownMeasureError, load

OWN = """
id = "own"
name = "Our own five"
version = "1"
language = "en"
respondent = "client"
owner = "a practice"
licence = "its own"
source = "made here"
responses = [{ value = "1", label = "no" }, { value = "2", label = "so so" }, { value = "3", label = "yes" }]

[[items]]
key = "good"
text = "It was good."

[[items]]
key = "bad"
text = "It was bad."
reverse = true

[[items]]
key = "warm"
text = "It was warm."

[[scales]]
id = "own"
label = "all three"
items = ["good", "bad", "warm"]
rule = "mean"
missing = { how = "mean", most = 1, source = "made here" }
"""


def test_it_turns_a_reversed_item_round() -> None:
    measure = parse(OWN)
    assert score(measure, answers={"good": 3, "bad": 1, "warm": 3})["own"].value == 3
    assert score(measure, answers={"good": 3, "bad": 3, "warm": 3})["own"].value == pytest.approx(7 / 3)
    assert score(measure, answers={"bad": 3, "warm": 1})["own"].value == 1


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('owner = "a practice"', "", "own: the file: owner has to be a text"),
        ('respondent = "client"', 'respondent = "dog"', "it may be client, therapist, either"),
        ('key = "bad"', 'key = "good"', "item key good stands there twice"),
        ('"good", "bad", "warm"]', '"good", "cold"]', "scale own: cold cannot be scored"),
        ('rule = "mean"', 'rule = "best"', "rule is 'best'; it may be sum, mean"),
        ("most = 1", "most = 3", "missing most is 3; it may be 1 to 2"),
        ('how = "mean"', 'how = "zero"', "it may be complete or mean"),
        ("reverse = true", "revers = true", "nothing is called revers"),
        ('id = "own"\nname', 'id = "our own"\nname', "small letters, figures and underscores"),
        ('{ value = "2"', '{ value = "1"', "value of responses 1 stands there twice"),
        ('name = "Our own five"', "name = five", "this is not TOML"),
    ],
)
def test_it_refuses_a_definition_that_does_not_hold_together(old: str, new: str, why: str) -> None:
    assert old in OWN
    with pytest.raises(DefinitionError) as refusal:
        parse(OWN.replace(old, new, 1))
    assert why in str(refusal.value)


def test_it_refuses_bands_without_a_source_or_out_of_order() -> None:
    bands = 'bands = [{ low = 1, name = "low" }, { low = 2, name = "high" }]\n'
    with pytest.raises(DefinitionError, match="bands need a bands_source"):
        parse(OWN + bands)
    with pytest.raises(DefinitionError, match="bands have to begin at 1 and rise"):
        parse(OWN + bands.replace("low = 1", "low = 0"))


def test_it_reads_a_file_and_refuses_one_that_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    assert load_file(path) == parse(OWN)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(DefinitionError, match=r"own\.toml is not UTF-8"):
        load_file(path)


def test_it_names_the_measures_there_are_when_asked_for_another() -> None:
    with pytest.raises(UnknownMeasureError, match="no measure 'wai'; there are checkin_client, "):
        load("wai")


def test_it_ships_every_definition_that_lies_in_the_package_and_no_other() -> None:
    folder = resources.files("rightfit.engine.measures").joinpath("definitions")
    assert sorted(path.name for path in folder.iterdir()) == [f"{name}.toml" for name in SHIPPED]
    assert [load(name).id for name in SHIPPED] == list(SHIPPED)


def test_it_takes_figures_on_the_steps_of_a_rating_and_no_others() -> None:
    lines = OWN.replace('key = "good"', 'key = "good"\nkind = "rating"\nlow = 0\nhigh = 10\nstep = 0.1', 1)
    lines = (
        lines.replace('items = ["good", "bad", "warm"]', 'items = ["good"]')
        .replace("mean = ", "")
        .replace('missing = { how = "mean", most = 1, source = "made here" }', "")
    )
    measure = parse(lines)
    assert score(measure, answers={"good": "7.3"})["own"].value == pytest.approx(7.3)
    with pytest.raises(ValueError, match=r"allowed: 0 to 10, in steps of 0\.1"):
        score(measure, answers={"good": "7.35"})
    with pytest.raises(DefinitionError, match="step is -1"):
        parse(lines.replace("step = 0.1", "step = -1"))
