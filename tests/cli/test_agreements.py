"""`rightfit read --agreements`: whether what was agreed helped, beside what was read."""

import csv
from pathlib import Path

import pytest

from rightfit.cli import main

SCORES = [36, 37, 35.5, 36.5, 37, 36, 36.5, 37, 29, 28, 27.5]


def files(folder: Path, agreements: str) -> list[str]:
    lines = ["client,therapist,session,client_score"]
    for client, after in (("up", [36.5, 37, 36.5]), ("down", [28, 27.5, 28]), ("none", [28, 28, 28])):
        lines += [f"{client},t,{place},{score}" for place, score in enumerate([*SCORES, *after], 1)]
    lines.append("up,t,15,forty")
    (folder / "in.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "a.csv").write_text(agreements, encoding="utf-8")
    return [
        "read", str(folder / "in.csv"), "--out", str(folder / "out.csv"), "--scale", "0:40",
        "--agreements", str(folder / "a.csv"), "--predict",
    ]  # fmt: skip


def test_it_adds_two_columns_after_the_agreement_and_leaves_the_rest_empty(tmp_path: Path) -> None:
    call = files(tmp_path, "client,therapist,session\nup,t,11\ndown,t,11\n")
    assert main(call) == 3
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[-2:] == ["p_improved", "verdict"]
    told = {(row["client"], row["session"]): (row["p_improved"], row["verdict"]) for row in rows}
    assert told["up", "11"] == told["none", "14"] == told["up", "15"] == ("", "")
    assert told["up", "14"][1] == "better"
    assert told["down", "14"][1] == "not better"
    assert float(told["up", "14"][0]) > 0.8
    assert float(told["down", "14"][0]) < 0.2


def test_it_says_which_agreement_belongs_to_no_session(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(files(tmp_path, "client,therapist,session\nnobody,t,3\n")) == 3
    assert "a.csv, line 2: no session up to 3 of client nobody" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "why"),
    [("client,session\nup,3\n", "no column therapist"), ("client,therapist,session\nup,t,soon\n", '"soon"')],
)
def test_it_refuses_agreements_it_cannot_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, why: str
) -> None:
    assert main(files(tmp_path, text)) == 1
    assert why in capsys.readouterr().err
    assert not (tmp_path / "out.csv").exists()
