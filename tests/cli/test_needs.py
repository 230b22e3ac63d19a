"""`rightfit needs`: a row a line, and no more than a suggestion."""

import csv
from pathlib import Path

import pytest

from rightfit.cli import main
from rightfit.conversation.cards import cards


def ran(folder: Path, text: str) -> tuple[int, list[dict[str, str]]]:
    (folder / "in.txt").write_text(text, encoding="utf-8")
    code = main(["needs", str(folder / "in.txt"), "--out", str(folder / "out.csv")])
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        return code, list(csv.DictReader(file))


def test_it_gives_up_to_three_cards_a_line_and_empty_cells_for_an_empty_line(tmp_path: Path) -> None:
    code, found = ran(tmp_path, "I never manage the homework\n\nqwerty zxcvb\n")
    assert code == 0
    assert [row["line"] for row in found] == ["1", "2", "3"]
    assert found[0]["first"] == "load"
    assert [found[1][name] for name in ("first", "second", "third")] == ["", "", ""]
    assert found[2]["first"] == ""
    assert {row[name] for row in found for name in ("first", "second", "third")} <= {"", *cards()}


def test_it_refuses_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "in.txt", str(tmp_path / "out.csv")
    assert main(["needs", str(path), "--out", out]) == 1
    path.write_text("\n \n", encoding="utf-8")
    assert main(["needs", str(path), "--out", out]) == 1
    path.write_bytes(b"\xff\xfe")
    assert main(["needs", str(path), "--out", out]) == 1
    assert main(["needs", str(path), "--out", str(path)]) == 2
    told = capsys.readouterr().err
    assert [line.split(": ", 1)[1] for line in told.splitlines()] == [
        f"{path} cannot be read (No such file or directory)",
        "in.txt is empty",
        "in.txt is not UTF-8",
        f"{path} is the file to be read",
    ]
    assert not Path(out).exists()
