"""`rightfit measures`: adding a questionnaire under a licence, using it, and what a file says of one."""

import csv
from pathlib import Path

import pytest

from rightfit.cli import main
from tests.engine.test_packs import TEXT

THEIRS = ("A sentence that is theirs", "Another that is theirs")
FORMS = "client,session,own_1,own_2\nNoor,1,1,0\nNoor,2,1,1\nSam,1,0,0\nSam,2,0,\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RIGHTFIT_MEASURES", str(tmp_path / "measures"))
    (tmp_path / "own.toml").write_text(TEXT, encoding="utf-8")
    (tmp_path / "forms.csv").write_text(FORMS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def add(*more: str) -> int:
    return main(["measures", "add", "own.toml", "--attested-by", "Rosa", "--licence", "order 17", *more])


def test_it_adds_a_pack_that_is_scored_like_any_other(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add("--until", "2999-12-31", "--uses", "5") == 0
    assert main(["score", "own", "forms.csv", "--out", "out.csv"]) == 0
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        assert [row["own_score"] for row in csv.DictReader(file)] == ["1", "2", "0", ""]
    capsys.readouterr()
    assert main(["measures"]) == 0
    told = capsys.readouterr().out
    assert "until 2999-12-31, 1 of 5 uses left" in told
    assert "attested by Rosa" in told
    assert main(["score", "own", "forms.csv", "--out", "again.csv"]) == 2
    assert "1 of 5 uses are left, 4 needed" in capsys.readouterr().err
    assert not (folder / "again.csv").exists()


def test_it_lets_the_text_leave_in_no_file_and_no_list(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add() == 0
    for words in (
        ["measures"],
        ["measures", "own"],
        ["score", "own", "forms.csv", "--out", "out.csv"],
        ["measures", "report", "own", "forms.csv", "--client", "client", "--out", "r.html", "--csv", "r.csv"],
    ):
        assert main(words) == 0
    told = capsys.readouterr()
    written = [(folder / name).read_text(encoding="utf-8") for name in ("out.csv", "r.html", "r.csv")]
    for text in (told.out, told.err, *written):
        assert not any(sentence in text for sentence in THEIRS)


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (["add", "own.toml"], 2, "add needs --attested-by NAME and --licence TEXT"),
        (["add", "own.toml", "--attested-by", "R", "--licence", "x", "--until", "soon"], 2, "is no day"),
        (
            ["add", "own.toml", "--attested-by", "R", "--licence", "x", "--until", "2001-01-01"],
            2,
            "ended on 2001-01-01",
        ),
        (["add", "own.toml", "--attested-by", "R", "--licence", "x", "--uses", "0"], 2, "0 uses are none"),
        (["add", "none.toml", "--attested-by", "R", "--licence", "x"], 1, "cannot be read or written"),
        (["add", "forms.csv", "--attested-by", "R", "--licence", "x"], 1, "this is not TOML"),
        (["add"], 2, "add takes 1 more"),
        (["key", "seq5"], 2, "not wholly known"),
        (["phq9", "phq2"], 2, "one word more than wanted: phq2"),
        (["wai_sr_client"], 2, "does not ship; with a licence (Society for Psychotherapy Research)"),
        (["report", "phq9", "forms.csv"], 2, "report needs --out R.html, --csv R.csv or both"),
        (["report", "phq9", "forms.csv", "--csv", "r.csv"], 2, "there is no column phq9_1"),
        (["report", "phq9", "forms.csv", "--csv", "forms.csv"], 2, "is the file to be read"),
    ],
)
def test_it_refuses_in_one_line(words: list[str], code: int, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["measures", *words]) == code
    told = capsys.readouterr().err
    assert why in told
    assert told.count("\n") == 1


def test_it_prints_a_form_to_fill_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["measures", "key", "arm5_client"]) == 0
    told = capsys.readouterr().out
    assert told.count("[[items]]") == 5
    assert told.count("reverse = true") == 1


def test_it_reports_ten_points_as_a_page_and_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"phq9_{number}" for number in range(1, 10)]
    rows = [[(person + number * session) % 4 for number in range(9)] for person in range(12) for session in range(3)]
    lines = [",".join(map(str, [place // 3, place % 3 + 1, *row])) for place, row in enumerate(rows)]
    (folder / "phq.csv").write_text("\n".join([",".join(["client", "session", *names]), *lines]), encoding="utf-8")
    more = ["--client", "client", "--session", "session", "--out", "r.html", "--csv", "r.csv"]
    assert main(["measures", "report", "phq9", "phq.csv", *more]) == 0
    told = capsys.readouterr().out
    assert told.count("not known from this file") == 6
    page = (folder / "r.html").read_text(encoding="utf-8")
    assert page.count("What it needs:") == 10
    assert "36 forms of 12 people" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "<script" not in page
    with (folder / "r.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert {row["point"] for row in found} == {str(number) for number in range(1, 11)}
    assert [row for row in found if row["what"] == "alpha" and row["low"]]


def test_it_reports_with_the_bad_answers_left_out_and_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.csv").write_text("gad2_1,gad2_2\n1,2\n9,1\n0,1\n2,2\n", encoding="utf-8")
    assert main(["measures", "report", "gad2", "bad.csv", "--csv", "r.csv"]) == 3
    assert 'refused: row 2, column gad2_1: "9" is not allowed; allowed: 0, 1, 2, 3' in capsys.readouterr().err
    (folder / "bad.csv").write_text("gad2_1,gad2_2\nx,y\n", encoding="utf-8")
    assert main(["measures", "report", "gad2", "bad.csv", "--csv", "r.csv"]) == 1
