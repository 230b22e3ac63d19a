"""`rightfit import` from the command line: it looks by default, writes with --yes, and takes out with --undo."""

import re
from pathlib import Path

import pytest

from rightfit.cli import main
from rightfit.exchange.models import Import
from rightfit.practice.models import Practice
from rightfit.relationship.calendar import Session

pytestmark = pytest.mark.django_db
FILE = "patient,therapist,session,date,client_score\n1,a,1,2025-01-06,3\n1,a,2,2025-01-13,4\n"


@pytest.fixture
def words(tmp_path: Path) -> list[str]:
    (tmp_path / "old.csv").write_text(FILE, encoding="utf-8")
    (tmp_path / "map.csv").write_text("therapist,name,email\na,Ida Fenwright,ida@fernlea.example\n", encoding="utf-8")
    known = ["--therapists", str(tmp_path / "map.csv"), "--map", "client=patient", "--scale", "0:10"]
    return ["import", str(tmp_path / "old.csv"), *known]


@pytest.fixture
def practice(db: None) -> Practice:
    return Practice.objects.create(name="Fernlea Practice")


def test_it_only_looks_unless_told(practice: Practice, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for look in ([], ["--check"]):
        assert main([*words, *look]) == 0
        assert "1 clients with 1 therapists, 2 sessions and 2 ratings would come in" in capsys.readouterr().out
    assert not Session.objects.exists()
    assert not Import.objects.exists()


def test_it_writes_and_takes_out_again(
    practice: Practice, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--yes"]) == 0
    said = capsys.readouterr().out
    assert Session.objects.count() == 2
    assert main([*words, "--yes"]) == 1
    assert "already here" in capsys.readouterr().err
    assert main(["import", "--undo", re.findall(r"--undo (\S+)", said)[0]]) == 0
    assert not Session.objects.exists()


def test_it_says_which_rows_were_refused(
    practice: Practice, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(words[1]).write_text(FILE + "1,a,3,2025-01-20,44\n", encoding="utf-8")
    assert main([*words, "--yes"]) == 3
    assert "refused, line 4: client_score 44 is off the scale 0:10" in capsys.readouterr().err


def test_it_lays_dates_out_only_where_there_are_none(
    practice: Practice, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    laid = ["--first-date", "2025-01-06", "--every-days", "7"]
    assert main([*words, *laid]) == 2
    assert "dates of its own" in capsys.readouterr().err
    Path(words[1]).write_text("patient,therapist,session,client_score\n1,a,2,3\n", encoding="utf-8")
    assert main([*words, *laid[:2]]) == 2
    assert main([*words, *laid, "--yes"]) == 0
    assert f"{Session.objects.get().starts_at:%Y-%m-%d}" == "2025-01-13"
    assert "the file has no dates" in capsys.readouterr().out


def test_it_refuses_a_house_without_a_practice(db: None, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--yes"]) == 1
    assert "rightfit serve begins one" in capsys.readouterr().err


def test_it_asks_for_what_is_missing(practice: Practice, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import"]) == 2
    assert "--therapists MAP.csv are needed" in capsys.readouterr().err
    assert main([*words[:2], "--scale", "0:10", "--therapists", "nowhere.csv"]) == 2
