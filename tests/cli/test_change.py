"""`rightfit change`: one row a person, the method named, and every refusal said."""

import csv
from pathlib import Path

import pytest

from rightfit.cli import main

GOOD = "who,pre,post\nNoor,40,20\nSam,30,29\nAda,20,35\nLeo,25,\n"
LONG = (
    "client,week,score\nNoor,1,40\nSam,1,30\nNoor,2,30\nNoor,3,20\nSam,2,31\nSam,3,29\nAda,1,20\nAda,2,28\nAda,3,35\n"
)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ran(folder: Path, text: str, *more: str) -> tuple[int, Path]:
    (folder / "in.csv").write_text(text, encoding="utf-8")
    out = folder / "out.csv"
    return main(["change", str(folder / "in.csv"), "--out", str(out), "--better", "lower", *more]), out


def test_it_adds_what_became_of_each_person_in_the_same_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = ran(tmp_path, GOOD, "--reliability", ".8", "--clinical", "30:8", "--ordinary", "8:8", "--cut-off", "c")
    assert code == 0
    found = read(out)
    assert [row["who"] for row in found] == ["Noor", "Sam", "Ada", "Leo"]
    assert [row["change_points"] for row in found] == ["-20", "-1", "15", ""]
    assert [row["change_class"] for row in found] == ["improved", "unchanged", "deteriorated", ""]
    assert {row["change_method"] for row in found[:3]} == {"Jacobson-Truax"}
    assert found[3]["change_why"] == "not classified, because the second score is missing"
    told = capsys.readouterr().out
    assert "Jacobson-Truax: 3 of 4 people classified" in told
    assert "cut-off c: 19" in told
    assert "recovered 0, improved 1, unchanged 1, deteriorated 1, harmed 0" in told
    assert "about 5 are still called improved or deteriorated, by chance" in told


def test_it_reads_one_row_a_score_and_gives_one_row_a_person(tmp_path: Path) -> None:
    names = ("--client", "client", "--time", "week", "--score", "score", "--pre", "1", "--post", "3")
    code, out = ran(tmp_path, LONG, *names, "--method", "minimal-difference", "--points", "6", "--cut-off", "21")
    assert code == 0
    found = read(out)
    assert [(row["client"], row["pre"], row["post"]) for row in found] == [
        ("Noor", "40", "20"), ("Sam", "30", "29"), ("Ada", "20", "35"),
    ]  # fmt: skip
    assert [row["change_class"] for row in found] == ["recovered", "unchanged", "harmed"]


def test_it_fits_slopes_and_says_what_improved_means_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ("--client", "client", "--time", "week", "--score", "score", "--pre", "1", "--post", "3")
    code, out = ran(tmp_path, LONG, *names, "--method", "hierarchical-linear")
    assert code == 0
    assert [row["change_class"] for row in read(out)] == ["improved", "unchanged", "deteriorated"]
    assert "not better than before" in capsys.readouterr().out


def test_it_takes_the_published_points_of_a_questionnaire(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = ran(tmp_path, "pre,post\n15,9\n15,10\n12,9\n8,14\n", "--measure", "phq9")
    assert code == 0
    assert [row["change_class"] for row in read(out)] == ["recovered", "unchanged", "unchanged", "harmed"]
    assert "6 points: NHS Talking Therapies manual" in capsys.readouterr().out


def test_it_refuses_a_bad_cell_keeps_the_row_and_leaves_the_others_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone, out = ran(tmp_path, GOOD, "--reliability", ".8")
    before = read(out)
    code, out = ran(tmp_path, GOOD + 'Max,"4,5",3\nEva,7,3,2\n', "--reliability", ".8")
    assert (alone, code) == (0, 3)
    found = read(out)
    assert found[:4] == before
    assert found[4]["change_why"].startswith('refused: row 5, column pre: "4,5" is not a number')
    assert found[5]["change_why"] == "refused: row 6: 4 cells under 3 columns"
    assert [row["change_class"] for row in found[4:]] == ["", ""]
    assert "row 5, column pre" in capsys.readouterr().err


def test_it_refuses_a_second_score_at_one_time(tmp_path: Path) -> None:
    names = ("--client", "client", "--time", "week", "--score", "score", "--pre", "1", "--post", "3")
    code, out = ran(tmp_path, LONG + "Noor,1,12\n", *names, "--reliability", ".8")
    assert code == 3
    assert read(out)[0]["change_why"] == "refused: row 10: Noor has a score at week 1 already"


@pytest.mark.parametrize(
    ("text", "more", "code", "why"),
    [
        (GOOD, (), 2, "jacobson-truax needs the reliability"),
        (GOOD, ("--reliability", "2"), 2, "between 0 and 1"),
        (GOOD, ("--reliability", ".8", "--pre", "first"), 2, "there is no column first; there are who, pre, post"),
        (GOOD, ("--reliability", ".8", "--cut-off", "b"), 2, "cut-off b needs the mean and SD of ordinary people"),
        (GOOD, ("--reliability", ".8", "--cut-off", "z"), 2, "none of a, b, c and no figure"),
        (GOOD, ("--reliability", ".8", "--clinical", "30"), 2, "--clinical '30' is not M:SD"),
        (GOOD, ("--method", "cut-off"), 2, "cut-off needs --cut-off"),
        (GOOD, ("--method", "hierarchical-linear"), 2, "needs every score"),
        (GOOD, ("--client", "who"), 2, "go together"),
        (GOOD, ("--measure", "wai"), 2, "no measure 'wai'"),
        (GOOD, ("--measure", "phq2"), 2, "no reliable change is published for phq2"),
        (GOOD, ("--reliability", ".8", "--by", "arm"), 2, "there is no column arm"),
        ("pre,post,change_why\n1,2,3\n", ("--reliability", ".8"), 2, "has change_why already"),
        ("pre,post\nx,y\n", ("--reliability", ".8"), 1, "is not a number"),
        ("pre,post\n,\n", ("--reliability", ".8"), 1, "no score before or after"),
        ("pre,post\n", ("--reliability", ".8"), 1, "no row under its header"),
        ("pre;post\n1;2\n", ("--reliability", ".8"), 1, "needs commas"),
    ],
)
def test_it_refuses_what_cannot_work_in_one_line(
    text: str, more: tuple[str, ...], code: int, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, out = ran(tmp_path, text, *more)
    told = capsys.readouterr().err
    assert found == code
    assert why in told
    assert told.count("\n") == 1
    assert not out.exists()
