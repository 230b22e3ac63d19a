"""What the researcher's guide and the README tell people to type works as written."""

import re
import shlex
from pathlib import Path
from shutil import copytree

import pytest

from rightfit import cli
from rightfit.cli.session_lines import AHEAD, OUT
from rightfit.engine.files import COLUMNS

PROJECT = Path(__file__).parents[2]
GUIDE = (PROJECT / "docs" / "guide" / "researcher.md").read_text(encoding="utf-8")
README = (PROJECT / "README.md").read_text(encoding="utf-8")
LINES = [line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]
LINES += re.findall(r"make setup && \.venv/bin/(rightfit read .*)", README)


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the lines need: the examples, and one filled-in PHQ-9."""
    copytree(PROJECT / "examples", tmp_path / "examples")
    names = ",".join(f"phq9_{place}" for place in range(1, 10))
    (tmp_path / "forms.csv").write_text(f"{names}\n{','.join('1' * 9)}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_finds_the_lines_to_type() -> None:
    assert len(LINES) == 8


@pytest.mark.parametrize("line", LINES)
def test_it_does_what_the_line_says(line: str, clone: Path) -> None:
    program, *words = shlex.split(line)
    assert program == "rightfit"
    assert cli.main(words) == 0
    for option in ("--out", "--report"):
        if option in words:
            assert (clone / words[words.index(option) + 1]).exists()


@pytest.mark.filterwarnings("error")
def test_it_shows_python_that_runs(capsys: pytest.CaptureFixture[str]) -> None:
    [code] = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    exec(compile(code, "researcher.md", "exec"), {})  # noqa: S102 - our own page
    assert "client_score" in capsys.readouterr().out


def test_it_tells_every_column_that_is_read() -> None:
    assert [name for name in COLUMNS if f"`{name}`" not in GUIDE] == []


def test_it_tells_every_column_that_is_written() -> None:
    written = {re.sub(r"_(low|high|expected_low|expected|expected_high)$", "_level", name) for name in OUT + AHEAD}
    written -= {"client", "therapist", "session", "therapist_level"}  # as they came; "the therapist's"
    assert [name for name in sorted(written) if f"`{name}`" not in GUIDE] == []
