"""Short versions of `make drill`, each named by its id in the list of what must hold: real processes, real files.

R4 (eight equal forms at once, one row) is tests/keeping/test_once.py; R12 is tests/home/test_errors.py.
"""

import fcntl
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

DRILL = Path(__file__).parents[2] / "tools" / "drill.py"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Any:
    """All of them, run once also where several processes share the tests."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "drills.json"
    with shared.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        said = file.read()
        if not said:
            ran = subprocess.run([sys.executable, str(DRILL), "--short"], capture_output=True, text=True, check=True)
            said = ran.stdout
            file.write(said)
            file.flush()
    return json.loads(said)


def test_it_has_what_it_acknowledged_after_kill_9(found: Any) -> None:
    """R1."""
    assert found["kills"]["kills"] == 10
    assert found["kills"]["acknowledged"] > 10
    assert (found["kills"]["lost"], found["kills"]["torn"]) == (0, 0)


def test_it_finds_a_writer_that_says_saved_too_early(found: Any) -> None:
    """R1: the planted fault is seen by the same count."""
    assert found["early"]["lost"] > 0


def test_it_waits_for_the_disk_on_every_connection(found: Any) -> None:
    """R2: FULL is 2."""
    assert found["pragmas"]["synchronous"] == 2
    assert found["pragmas"]["holds"]


def test_it_refuses_none_of_eight_writers(found: Any) -> None:
    """R3."""
    assert found["writers"]["stored"] == found["writers"]["asked"] == 80
    assert (found["writers"]["refused"], found["writers"]["torn"]) == (0, 0)
    assert found["writers"]["worst_wait_s"] < 20


def test_it_refuses_on_a_full_disk_and_saves_nothing_half(found: Any) -> None:
    """R5."""
    full = found["full"]
    assert full["refused"] == full["readable_while_full"] == 5
    assert (full["lost"], full["saved_though_refused"], full["torn"]) == (0, 0, 0)


def test_it_backs_up_whole_under_load_where_cp_does_not(found: Any) -> None:
    """R7."""
    assert found["loaded"]["acknowledged"] > 0
    assert found["loaded"]["incomplete"] == 0
    assert found["loaded"]["incomplete_cp"] > 0
