"""Every setting that is read from the environment stands in the operator's guide, with its true default."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
SETTINGS = (PROJECT / "src" / "rightfit" / "settings.py").read_text(encoding="utf-8")
GUIDE = (PROJECT / "docs" / "guide" / "operator.md").read_text(encoding="utf-8")

READ = set(re.findall(r"(?:environ(?:\.get\(|\[)|yes_or_no\(|whole_number\()\s*\"([A-Z_]+)\"", SETTINGS))
TABLE = dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]*) \|", GUIDE, re.MULTILINE))
PLAIN_DEFAULTS = {
    **dict(re.findall(r"environ\.get\(\"([A-Z_]+)\", \"([^\"]+)\"\)", SETTINGS)),
    **dict(re.findall(r"whole_number\(\"([A-Z_]+)\", default=(\d+)\)", SETTINGS)),
    **{
        name: "yes" if default == "True" else "no"
        for name, default in re.findall(r"yes_or_no\(\"([A-Z_]+)\", default=(True|False)\)", SETTINGS)
    },
}


def test_it_finds_the_settings_at_all() -> None:
    assert {"RIGHTFIT_HOME", "RIGHTFIT_URL", "RIGHTFIT_DEMO", "DATABASE_URL"} <= READ


def test_it_tells_the_operator_every_setting() -> None:
    assert READ - set(TABLE) == set()


def test_it_tells_of_no_setting_that_is_gone() -> None:
    assert set(TABLE) - READ == set()


@pytest.mark.parametrize("name", sorted(PLAIN_DEFAULTS))
def test_it_tells_the_true_default(name: str) -> None:
    assert TABLE[name].strip() == f"`{PLAIN_DEFAULTS[name]}`"
