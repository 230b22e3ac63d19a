"""The simulator's numbers: each says what it is and where it comes from."""

import ast
from pathlib import Path

import pytest

import rightfit.engine.simulation as room
from rightfit.engine.simulation.settings import UnknownSettingError, parameters, setting, settings

MARKS = ("[published]", "[derived]", "[simulated]", "[assumed]", "setting")


def test_it_names_the_source_of_every_number() -> None:
    for parameter in parameters():
        assert parameter.what
        assert parameter.source.startswith(MARKS), parameter.name


def test_it_lists_its_settings_with_the_base_first() -> None:
    names = [one.name for one in settings()]
    assert names[0] == "base"
    assert len(names) == len(set(names))
    assert {"client-only", "few-therapists", "long-therapy", "noisy-raters", "strong-ceilings", "rare-ruptures"} <= set(
        names
    )
    assert {"deep-slow", "unaware-therapists", "mute-question", "no-effect-of-talks", "no-ruptures", "thinned"} <= set(
        names
    )
    assert all(one.what for one in settings())


def test_it_names_the_settings_there_are_when_asked_for_another() -> None:
    with pytest.raises(UnknownSettingError, match="no setting 'mars'; there are base, client-only"):
        setting("mars")


def test_it_refuses_a_number_that_a_setting_does_not_have() -> None:
    assert setting("base").but(onset=0.0).onset == 0.0
    with pytest.raises(TypeError):
        setting("base").but(mood=1)


def test_it_shares_no_code_with_what_it_judges() -> None:
    allowed = {"rightfit.engine.simulation"}
    for path in Path(room.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                if name and name.startswith("rightfit"):
                    assert any(name.startswith(one) for one in allowed), (path.name, name)


def test_it_describes_every_number_on_its_page() -> None:
    page = (Path(__file__).parents[3] / "docs" / "science" / "simulation.md").read_text("utf-8")
    for parameter in parameters():
        shown = (
            " ".join(f"{number:g}" for number in parameter.value)
            if isinstance(parameter.value, tuple)
            else f"{parameter.value:g}"
        )
        assert f"| `{parameter.name}` | {shown} | {parameter.what} | {parameter.source} |" in page, parameter.name
    for one in settings():
        assert f"| `{one.name}` | {one.what} |" in page
