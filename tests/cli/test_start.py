"""How a command starts: quick to say what it takes, and numpy in one thread."""

import os
import subprocess
import sys
from pathlib import Path

IMPORTS_EVERY_COMMAND = """
import importlib, keyword, sys
from rightfit.cli import COMMANDS
for name, _ in COMMANDS:
    importlib.import_module("rightfit.cli." + (f"{name}_" if keyword.iskeyword(name) else name))
print([name for name in ("numpy", "scipy", "django", "polars") if name in sys.modules])
"""

READS = """
import os, sys

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "numpy":
            print("threads", os.environ.get("OPENBLAS_NUM_THREADS"))

sys.meta_path.insert(0, Watch())
from rightfit.cli import main
sys.exit(main(["read", sys.argv[1], "--scale", "0:40", "--out", sys.argv[2]]))
"""


def _said(code: str, *args: str) -> str:
    settings = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run([sys.executable, "-c", code, *args], check=True, capture_output=True, text=True, env=settings)
    return done.stdout.strip()


def test_it_knows_every_command_without_importing_what_only_some_need() -> None:
    assert _said(IMPORTS_EVERY_COMMAND) == "[]"


def test_it_settles_the_threads_before_numpy_is_there(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text("client,therapist,session,client_score\na,T,1,36\n")
    assert _said(READS, str(file), str(tmp_path / "out.csv")) == "threads 1"
