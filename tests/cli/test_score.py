"""`rightfit score` and `rightfit measures`: every row comes back, and what is wrong is said."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from rightfit.cli import main

ITEMS = [f"phq9_{number}" for number in range(1, 10)]


def written(folder: Path, header: list[str], rows: Sequence[Sequence[object]], name: str = "in.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_adds_the_scores_to_every_row_in_the_same_order(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Noor", *[1] * 9], ["Sam", *[""] * 9], ["Ada", *[2] * 7, "", ""]]
    out = tmp_path / "out.csv"

    assert main(["score", "phq9", str(written(tmp_path, ["who", *ITEMS], rows)), "--out", str(out)]) == 0

    found = read(out)
    assert list(found[0]) == ["who", *ITEMS, "phq9_score", "phq9_answered", "phq9_prorated", "phq9_band", "phq9_why"]
    assert [row["who"] for row in found] == ["Noor", "Sam", "Ada"]
    assert [row["phq9_score"] for row in found] == ["9", "", "18"]
    assert [row["phq9_answered"] for row in found] == ["9", "0", "7"]
    assert [row["phq9_prorated"] for row in found] == ["0", "0", "1"]
    assert [row["phq9_band"] for row in found] == ["mild", "", "moderately severe"]
    assert found[1]["phq9_why"] == "not scorable, because no item was answered"


def test_it_scores_the_good_rows_names_the_bad_cell_and_ends_with_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[list[object]] = [[1] * 9, [*[1] * 8, 7], [1] * 9, ["often", *[1] * 8]]
    columns: list[str] = [f"q{number}" for number in range(1, 10)]
    out = tmp_path / "out.csv"
    source = written(tmp_path, columns, rows)

    assert main(["score", "phq9", str(source), "--items", ",".join(columns), "--out", str(out)]) == 3

    found = read(out)
    assert [row["phq9_score"] for row in found] == ["9", "", "9", ""]
    why = 'not scorable, because row 2, column q9: "7" is not allowed; allowed: 0, 1, 2, 3'
    assert found[1]["phq9_why"] == why
    told = capsys.readouterr()
    assert told.out == "2 of 4 scores; 2 not scorable\n"
    assert why in told.err
    assert 'row 4, column q1: "often"' in told.err


def test_it_takes_a_byte_order_mark_and_columns_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("\ufeffgad2_2,note,gad2_1\n3,x,0\n", encoding="utf-8")
    out = tmp_path / "out.csv"
    assert main(["score", "gad2", str(path), "--out", str(out)]) == 0
    assert read(out)[0]["gad2_score"] == "3"
    assert read(out)[0]["gad2_band"] == ""


def test_it_scores_the_check_in_for_a_researcher(tmp_path: Path) -> None:
    path = written(tmp_path, ["understood", "matters", "useful", "free", "load"], [[7, 8, "", 6, -5]])
    out = tmp_path / "out.csv"
    assert main(["score", "checkin_client", str(path), "--out", str(out)]) == 0
    assert read(out)[0]["connection_score"] == "7"


@pytest.mark.parametrize(
    ("arguments", "code", "why"),
    [
        (["wai", "{good}"], 2, "no measure 'wai'; there are"),
        (["phq9", "{good}", "--items", "phq9_1,phq9_2"], 2, "phq9 has 9 scored items, --items names 2"),
        (["phq2", "{good}", "--items", "phq9_1,phq9_1"], 2, "--items names phq9_1 twice"),
        (["gad7", "{good}"], 2, "there is no column gad7_1"),
        (["phq9", "{good}", "--language", "de"], 2, "phq9 is here in en only, not in de"),
        (["phq9", "{scored}"], 2, "has phq9_score already"),
        (["phq9", "{empty}"], 1, "empty.csv is empty"),
        (["phq9", "{header}"], 1, "header.csv has no row under its header"),
        (["phq9", "{semicolons}"], 1, "separates columns with ; and needs commas"),
        (["phq9", "{latin}"], 1, "latin.csv is not UTF-8"),
        (["phq9", "{short}"], 1, "short.csv, row 1: 1 cells under 9 columns"),
        (["phq9", "{twice}"], 1, "has the column phq9_1 twice"),
        (["phq9", "{nowhere}"], 1, "cannot be read"),
    ],
)
def test_it_refuses_what_cannot_work_in_one_line(
    arguments: list[str], code: int, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "good": ",".join(ITEMS) + "\n" + ",".join("1" * 9) + "\n",
        "scored": ",".join([*ITEMS, "phq9_score"]) + "\n" + ",".join("1" * 10) + "\n",
        "empty": "",
        "header": ",".join(ITEMS) + "\n",
        "semicolons": ";".join(ITEMS) + "\n" + ";".join("1" * 9) + "\n",
        "short": ",".join(ITEMS) + "\n1\n",
        "twice": "phq9_1,phq9_1\n1,1\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "latin.csv").write_bytes(b"phq9_1,\xe4\n1,2\n")
    paths = {name: str(tmp_path / f"{name}.csv") for name in (*files, "latin", "nowhere")}
    out = tmp_path / "out.csv"

    assert main(["score", *(word.format(**paths) for word in arguments), "--out", str(out)]) == code

    told = capsys.readouterr().err
    assert why in told
    assert told.count("\n") == 1
    assert not out.exists()


def test_it_does_not_write_over_the_file_it_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, ITEMS, [[1] * 9])
    before = path.read_bytes()
    assert main(["score", "phq9", str(path), "--out", str(path)]) == 2
    assert "is the file to be read" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_it_lists_the_measures_with_licence_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["measures"]) == 0
    told = capsys.readouterr().out
    for name in ("checkin_client", "phq9", "gad7"):
        assert f"\n{name}" in f"\n{told}"
    assert "Kroenke, Spitzer and Williams 2001" in told
    assert main(["measures", "phq9"]) == 0
    assert "No permission required" in capsys.readouterr().out
    assert main(["measures", "wai"]) == 2
    assert "no measure 'wai'" in capsys.readouterr().err


def responses(folder: Path, *figures: list[int]) -> Path:
    """A file of forms as another maker writes them: LOINC codes as links and as answers."""
    answers = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]
    codes = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"]
    entries = [
        {
            "resource": {
                "resourceType": "QuestionnaireResponse",
                "id": f"form-{place}",
                "status": "completed",
                "authored": "2026-05-06",
                "item": [
                    {"linkId": f"/{code}", "answer": [{"valueCoding": {"code": answers[figure]}}]}
                    for code, figure in zip(codes, one, strict=True)
                ],
            }
        }
        for place, one in enumerate(figures, start=1)
    ]
    path = folder / "forms.json"
    path.write_text(json.dumps({"resourceType": "Bundle", "entry": entries}), encoding="utf-8")
    return path


def test_it_scores_forms_in_fhir_of_another_maker(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    path = responses(tmp_path, [1] * 9, [0, 1, 2, 3, 0, 1, 2, 3, 0])
    assert main(["score", "phq9", str(path), "--out", str(out)]) == 0
    found = read(out)
    assert [row["form"] for row in found] == ["form-1", "form-2"]
    assert [row["authored"] for row in found] == ["2026-05-06"] * 2
    assert [row["phq9_score"] for row in found] == ["9", "12"]
    assert [row["phq9_band"] for row in found] == ["mild", "moderate"]


def test_it_refuses_forms_of_another_questionnaire_and_scores_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = responses(tmp_path, [1] * 9, [2] * 9), tmp_path / "out.csv"
    bundle = json.loads(path.read_text(encoding="utf-8"))
    bundle["entry"][0]["resource"]["questionnaire"] = "urn:rightfit:questionnaire:gad7|2006"
    path.write_text(json.dumps(bundle), encoding="utf-8")
    assert main(["score", "phq9", str(path), "--out", str(out)]) == 3
    assert "row 1: this is gad7, not phq9" in capsys.readouterr().err
    assert [row["phq9_score"] for row in read(out)] == ["", "18"]
    path.write_text('{"resourceType": "Patient"}', encoding="utf-8")
    assert main(["score", "phq9", str(path), "--out", str(out)]) == 1
    path.write_text("{", encoding="utf-8")
    assert main(["score", "phq9", str(path), "--out", str(out)]) == 1


def test_it_prints_a_questionnaire_in_fhir(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["measures", "fhir", "phq9"]) == 0
    assert json.loads(capsys.readouterr().out)["code"] == [{"system": "http://loinc.org", "code": "44249-1"}]
