"""`rightfit simulate`: two files, the same ones for the same seed."""

import csv
from pathlib import Path

import pytest

from rightfit.cli import main
from rightfit.engine.files import COLUMNS


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_writes_what_people_entered_and_the_truth_row_by_row(tmp_path: Path) -> None:
    assert main(["simulate", "--clients", "30", "--seed", "2", "--out", str(tmp_path / "made")]) == 0
    sessions, truth = rows(tmp_path / "made" / "sessions.csv"), rows(tmp_path / "made" / "truth.csv")
    assert tuple(sessions[0]) == COLUMNS
    assert list(truth[0]) == ["client", "session", "state", "depth", "onset", "left"]
    assert [(row["client"], row["session"]) for row in sessions] == [(row["client"], row["session"]) for row in truth]
    assert len({row["client"] for row in sessions}) == 30
    assert {row["attended"] for row in sessions} == {"0", "1", "c"}
    assert all(0 <= float(row["client_score"]) <= 40 for row in sessions if row["client_score"])
    assert {row["state"] for row in truth} <= {"fine", "tension", "withdrawal", "confrontation"}


def test_it_makes_the_same_files_from_the_same_seed(tmp_path: Path) -> None:
    for name, seed in (("one", "3"), ("same", "3"), ("other", "4")):
        assert (
            main(["simulate", "--setting", "thinned", "--clients", "20", "--seed", seed, "--out", str(tmp_path / name)])
            == 0
        )
    one, same, other = ((tmp_path / name / "sessions.csv").read_bytes() for name in ("one", "same", "other"))
    assert one == same
    assert one != other


def test_it_lists_its_settings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--list"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("base ")
    assert "no-ruptures" in told


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--setting", "mars"], "no setting 'mars'; there are base"),
        (["--clients", "0"], "--clients is 0; it may be 1 to 1000000"),
        (["--seed", "-1"], "--seed is -1; it may be 0 or more"),
    ],
)
def test_it_refuses_a_wrong_call_in_one_line(
    arguments: list[str], why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simulate", *arguments, "--out", str(tmp_path)]) == 2
    assert why in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_it_needs_a_place_to_write_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate"]) == 2
    assert "--out DIR" in capsys.readouterr().err
    blocked = tmp_path / "file"
    blocked.write_text("here first", encoding="utf-8")
    assert main(["simulate", "--clients", "2", "--out", str(blocked)]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_it_gives_files_that_rightfit_reads(tmp_path: Path) -> None:
    assert main(["simulate", "--clients", "20", "--out", str(tmp_path)]) == 0
    out = tmp_path / "read.csv"
    assert main(["read", str(tmp_path / "sessions.csv"), "--scale", "0:40", "--out", str(out)]) == 0
    assert len(rows(out)) == len(rows(tmp_path / "sessions.csv"))


def test_it_still_makes_the_example_that_lies_in_the_project(tmp_path: Path) -> None:
    assert main(["simulate", "--setting", "base", "--clients", "40", "--seed", "1", "--out", str(tmp_path)]) == 0
    examples = Path(__file__).parents[2] / "examples"
    for name in ("sessions.csv", "truth.csv"):
        assert (tmp_path / name).read_bytes() == (examples / name).read_bytes(), f"make examples/{name} again"
