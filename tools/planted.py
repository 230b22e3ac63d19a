"""Plant one fault at a time and see that the tests find it: a test that cannot fail proves nothing.

    python tools/planted.py                      # all of tools/planted_faults.toml; prints what was not found
    python tools/planted.py former-therapist     # some of them, by id

Each fault is planted in a copy of the house that is thrown away. It is found when one of the tests named beside it
says so: what it asserts does not hold. A test that falls over, or cannot even be collected, has found nothing.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

PROJECT = Path(__file__).parents[1]
PLANTS = PROJECT / "tools" / "planted_faults.toml"
COPIED = ("src", "tests", "tools", "bench", "docs", "pyproject.toml", "Makefile", "README.md", ".importlinter")
HOUSES = 2  # at a time
SAYS_SO = ("AssertionError", "assert ", "Failed: ")  # pytest.raises says Failed


class WitheredError(Exception):
    """The words that a fault takes the place of do not stand in the file, or more than once."""


@dataclass(frozen=True)
class Fault:
    """A mistake, where it would be made, and what has to find it."""

    id: str
    harm: str
    file: str
    was: str
    becomes: str
    tests: tuple[str, ...]

    def planted_in(self, text: str) -> str:
        if text.count(self.was) != 1:
            message = f"{self.id}: its words stand {text.count(self.was)} times in {self.file}"
            raise WitheredError(message)
        return text.replace(self.was, self.becomes)


def faults() -> list[Fault]:
    """Return every fault of the file."""
    read = tomllib.loads(PLANTS.read_text(encoding="utf-8"))["fault"]
    return [Fault(**one | {"tests": tuple(one["tests"])}) for one in read]


def finder(fault: Fault, house: Path) -> str | None:
    """Plant it in this copy, run its tests, and take it out again; return the test that says so."""
    file = house / "src" / "rightfit" / fault.file
    whole = file.read_text(encoding="utf-8")
    file.write_text(fault.planted_in(whole), encoding="utf-8")
    try:
        said = (run([test], house) for test in fault.tests)
        return next((name for names in said for name, why in names.items() if why.startswith(SAYS_SO)), None)
    finally:
        file.write_text(whole, encoding="utf-8")


def run(tests: Sequence[str], house: Path) -> dict[str, str]:
    """Run these tests in this copy up to the first that fails; return its name and why."""
    report = house / "report.xml"
    report.unlink(missing_ok=True)
    here = os.environ | {
        "PYTHONPATH": os.pathsep.join((str(house / "src"), str(house))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "DJANGO_SETTINGS_MODULE": "tests.settings",  # a drill has those of a practice
    }
    call = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly"]
    ran = subprocess.run([*call, f"--junitxml={report}", *tests], cwd=house, env=here, capture_output=True, check=False)
    if ran.returncode == 0:
        return {}
    if not report.exists():
        return {"pytest": f"ended with {ran.returncode}"}
    cases = ET.parse(report).getroot().iter("testcase")  # noqa: S314 - written a moment ago by pytest, here
    wrong = {_name(case): case.find("failure") for case in cases if len(case) and case.find("skipped") is None}
    return {name: "fell over" if why is None else why.get("message", "") for name, why in wrong.items()}


def _name(case: ET.Element) -> str:
    return f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name')}"


def counted(only: Sequence[str] = ()) -> dict[str, float]:
    """Plant them all, one by one; return how many there were and how many were found."""
    chosen = [fault for fault in faults() if not only or fault.id in only]
    with tempfile.TemporaryDirectory(prefix="rightfit-planted-") as scratch:
        free: Queue[Path] = Queue()
        for number in range(HOUSES):
            house = Path(scratch) / str(number)
            house.mkdir()
            for name in COPIED:
                there = PROJECT / name
                (shutil.copytree if there.is_dir() else shutil.copy)(there, house / name)
            free.put(house)
        clean = run(sorted({test for fault in chosen for test in fault.tests}), house)

        def is_found(fault: Fault) -> bool:
            house = free.get()
            by = finder(fault, house)
            free.put(house)
            print(f"{fault.id}: {by or '**not found**'}", file=sys.stderr, flush=True)
            return by is not None

        with ThreadPoolExecutor(HOUSES) as crew:
            found = sum(crew.map(is_found, chosen))
    for name, why in clean.items():
        print(f"without any fault: {name}: {why}", file=sys.stderr)
    return {"planted": len(chosen), "found": found, "false alarms": len(clean)}


def main() -> int:
    """Plant what was asked for; 0: all found and the clean house passes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("id", nargs="*", help="only these")
    result = counted(parser.parse_args().id)
    print(json.dumps(result))
    return int(result["planted"] != result["found"] or bool(result["false alarms"]))


if __name__ == "__main__":
    sys.exit(main())
