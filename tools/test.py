"""Everything that must hold before a change goes in: `make test`.

    python tools/test.py            all of it
    python tools/test.py wheel      one step by its name, or several

A step that fails does not stop the others. The last line counts tests, and each check as one.
It runs under any Python that `make setup` accepts, on the standard library alone.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PYTHON = str(BIN / "python")
TESTS = ROOT / "tests"
# What has no table of its own, and the demo, which is a SQLite by its nature.
ROOMLESS = ("browser", "engine", "bench", "cli", "drawing", "demo")
NO_TESTS = 5  # pytest's exit code when it found none


@dataclass(frozen=True)
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def main(wanted: list[str]) -> int:
    unknown = sorted(set(wanted) - set(STEPS))
    if unknown:
        print(f"no such step: {', '.join(unknown)} (there are {', '.join(STEPS)})", file=sys.stderr)
        return 2
    os.chdir(ROOT)
    total = Count()
    failed = []
    with tempfile.TemporaryDirectory(prefix="rightfit-") as folder:
        # Nothing here may open, or make, the data of a real practice.
        os.environ["RIGHTFIT_HOME"] = f"{folder}/practice"
        for name in wanted or STEPS:
            started = time.monotonic()
            print(f"\n== {name}", flush=True)
            count = STEPS[name](Path(folder))
            total += count
            failed += [name] if count.failed else []
            print(f"== {name}: {count} ({time.monotonic() - started:.0f} s)", flush=True)
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    print(f"\n{total}")
    return 1 if failed else 0


def check(*commands: list[str]) -> Callable[[Path], Count]:
    def step(_folder: Path) -> Count:
        good = [subprocess.run([str(BIN / name), *words], check=False).returncode == 0 for name, *words in commands]
        return Count(passed=good.count(True), failed=good.count(False))

    return step


def pytest(*arguments: str, before: Iterable[str] = ()) -> Count:
    """Run pytest and count by its own report; a run without a single test is a failure."""
    with tempfile.TemporaryDirectory(prefix="rightfit-") as folder:
        report = Path(folder) / "report.xml"
        code = subprocess.run(
            [*before, PYTHON, "-m", "pytest", "-q", f"--junitxml={report}", *arguments], check=False
        ).returncode
        if not report.exists():
            return Count(failed=1)
        suite = next(ET.parse(report).iter("testsuite"))  # noqa: S314 - pytest wrote it a moment ago
    tests, bad, skipped = (
        sum(int(suite.get(name, 0)) for name in names) for names in (("tests",), ("failures", "errors"), ("skipped",))
    )
    if code == NO_TESTS:
        print("pytest found no tests")
    return Count(passed=tests - bad - skipped, failed=bad or int(code != 0), skipped=skipped)


def sqlite(_folder: Path) -> Count:
    return pytest("-n", "2", "-m", "not browser")


def browser(_folder: Path) -> Count:
    return pytest("-n", "2", "--dist", "worksteal", "-m", "browser", "tests/browser")


def postgresql(_folder: Path) -> Count:
    """The rooms again, where writers queue by row instead of by file."""
    rooms = sorted(str(path.parent) for path in TESTS.glob("*/__init__.py") if path.parent.name not in ROOMLESS)
    return pytest("-n", "2", *rooms, before=[PYTHON, "tools/pgrun.py"])


def wheel(folder: Path) -> Count:
    """The wheel alone, with numpy and scipy: no Django anywhere, and the command line works."""
    uv, base = str(BIN / "uv"), folder / "base"
    python, rightfit = str(base / "bin" / "python"), str(base / "bin" / "rightfit")
    pins = folder / "base.txt"
    pins.write_text(pins_of("numpy", "scipy"))
    examples = ROOT / "examples" / "sessions.csv"
    out, page = str(folder / "out.csv"), str(folder / "report.html")
    steps: list[list[str]] = [
        [uv, "build", "-q", "--wheel", "--no-build-isolation", "-p", PYTHON, "-o", str(folder)],
        [uv, "venv", "-q", "-p", PYTHON, str(base)],
        [uv, "pip", "install", "-q", "-p", python, "--require-hashes", "--only-binary", ":all:", "-r", str(pins)],
        [uv, "pip", "install", "-q", "-p", python, "--no-deps", "--find-links", str(folder), "--no-index", "rightfit"],
        [python, "-I", "-c", "import importlib.util as u; assert u.find_spec('django') is None"],
        [rightfit, "--version"],
        [rightfit, "read", str(examples), "--out", out, "--report", page, "--scale", "0:40"],
    ]
    skipped = 0
    if not examples.exists():
        print("!! NOT RUN: `rightfit read`, for examples/sessions.csv does not exist")
        steps.pop()
        skipped = 1
    for step in steps:
        # Away from the checkout, so that only the wheel can be found.
        where = ROOT if "build" in step else folder
        if subprocess.run(step, cwd=where, check=False).returncode != 0:
            print(f"failed: {' '.join(step)}")
            return Count(failed=1, skipped=skipped)
    if not skipped and not (Path(out).stat().st_size and Path(page).stat().st_size):
        return Count(failed=1)
    shutil.rmtree(base)
    return Count(passed=1, skipped=skipped)


def pins_of(*names: str) -> str:
    """Take these packages' lines, with their hashes, out of the lock; fail when the base has grown."""
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    if sorted(line.split(">")[0] for line in wanted) != sorted(names):
        raise SystemExit(f"the base install is {', '.join(names)} alone, not {wanted}")
    blocks = (ROOT / "requirements" / "runtime.txt").read_text().replace("\\\n", "\\").splitlines()
    return "\n".join(block.replace("\\", "\\\n") for block in blocks if block.split("==")[0] in names) + "\n"


STEPS: dict[str, Callable[[Path], Count]] = {
    "style": check(["ruff", "check"], ["ruff", "format", "--check"]),
    "types": check(["mypy"]),
    "floors": check(["lint-imports", "--no-logo"]),
    "sqlite": sqlite,
    "browser": browser,
    "postgresql": postgresql,
    "wheel": wheel,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
