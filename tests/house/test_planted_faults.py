"""The faults that are planted by `make drill` still fit the house; one of each kind is tried there, not here."""

import runpy
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[2]
PLANTED = runpy.run_path(str(PROJECT / "tools" / "planted.py"))
FAULTS = PLANTED["faults"]()
ASKED = 30


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.id for fault in FAULTS])
def test_a_fault_can_be_planted(fault: Any) -> None:
    whole = (PROJECT / "src" / "rightfit" / fault.file).read_text(encoding="utf-8")
    assert fault.planted_in(whole) != whole
    missing = []
    for test in fault.tests:
        file, _, name = test.partition("::")
        if not (PROJECT / file).exists() or (name and f"def {name}(" not in (PROJECT / file).read_text("utf-8")):
            missing.append(test)
    assert missing == []


def test_there_are_enough_of_them_and_each_is_another() -> None:
    ids = [fault.id for fault in FAULTS]
    assert len(set(ids)) == len(ids) >= ASKED


def test_a_fault_that_fits_no_more_is_said() -> None:
    with pytest.raises(PLANTED["WitheredError"], match="stand 0 times"):
        FAULTS[0].planted_in("")
