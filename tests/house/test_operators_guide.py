"""What the operator's guide tells people to type is understood; tests/cli/test_restore.py does it."""

import argparse
import importlib
import re
import shlex
from pathlib import Path
from uuid import UUID

import pytest

from rightfit import cli

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "operator.md").read_text(encoding="utf-8")
IN_BLOCKS = [line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]
TIMED = re.findall(r"^\S+ \* \* \* \*  RIGHTFIT_HOME=\S+ \S+/bin/(rightfit .*)", GUIDE, re.MULTILINE)
IN_WORDS = re.findall(r"`(rightfit [a-z][^`]*)`", GUIDE)
LINES = [line for line in [*IN_BLOCKS, *TIMED, *IN_WORDS] if line.startswith("rightfit")]


def test_it_finds_the_lines_to_type() -> None:
    assert {"backup", "restore", "check", "serve", "worker", "import", "audit"} <= {line.split()[1] for line in LINES}
    assert len(TIMED) == 1


@pytest.mark.parametrize("line", sorted(set(LINES)))
def test_it_knows_what_the_line_says(line: str) -> None:
    _, name, *words = shlex.split(line, comments=True)
    assert name in dict(cli.COMMANDS)
    command = importlib.import_module(f"rightfit.cli.{'import_' if name == 'import' else name}")
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    # A command that is only named has no words; BATCH stands for what the import printed.
    words = [str(UUID(int=0)) if word == "BATCH" else word for word in words]
    if words:
        parser.parse_args(words)
