"""Plant one fault at a time and see that the tests find it: a test that cannot fail proves nothing.

    python tools/planted.py                      # all of tools/planted_faults.toml; prints what was not found
    python tools/planted.py former-therapist     # some of them, by id

Each fault is planted in a copy of the house that is thrown away. It is found when one of the tests named beside it
fails; a test that cannot even be collected counts as not found.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[1]
PLANTS = PROJECT / "tools" / "planted_faults.toml"
COPIED = ("src", "tests", "tools", "bench", "docs", "pyproject.toml", "Makefile", "README.md", ".importlinter")
TESTS_FAILED = 1


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


def is_found(fault: Fault, house: Path) -> bool:
    """Plant it in this copy, run its tests, and take it out again; say whether one of them failed."""
    file = house / "src" / "rightfit" / fault.file
    whole = file.read_text(encoding="utf-8")
    file.write_text(fault.planted_in(whole), encoding="utf-8")
    try:
        return any(run([test], house) == TESTS_FAILED for test in fault.tests)
    finally:
        file.write_text(whole, encoding="utf-8")


def run(tests: Sequence[str], house: Path) -> int:
    """Run these tests in this copy up to the first that fails; return pytest's exit code."""
    here = os.environ | {
        "PYTHONPATH": os.pathsep.join((str(house / "src"), str(house))),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    call = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly", *tests]
    return subprocess.run(call, cwd=house, env=here, capture_output=True, check=False).returncode


def counted(only: Sequence[str] = ()) -> dict[str, float]:
    """Plant them all, one by one; return how many there were and how many were found."""
    chosen = [fault for fault in faults() if not only or fault.id in only]
    with tempfile.TemporaryDirectory(prefix="rightfit-planted-") as scratch:
        house = Path(scratch)
        for name in COPIED:
            there = PROJECT / name
            (shutil.copytree if there.is_dir() else shutil.copy)(there, house / name)
        clean = run(sorted({test for fault in chosen for test in fault.tests}), house)
        missed = []
        for fault in chosen:
            found = is_found(fault, house)
            print(f"{'found' if found else 'NOT FOUND'}  {fault.id}", file=sys.stderr, flush=True)
            if not found:
                missed.append(fault.id)
    return {"planted": len(chosen), "found": len(chosen) - len(missed), "false alarms": int(clean != 0)}


def main() -> int:
    """Plant what was asked for; 0: all found and the clean house passes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("id", nargs="*", help="only these")
    result = counted(parser.parse_args().id)
    print(json.dumps(result))
    return int(result["planted"] != result["found"] or bool(result["false alarms"]))


if __name__ == "__main__":
    sys.exit(main())
