"""Reading a file: every row comes out once, read or refused with a reason; never a traceback."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from rightfit import cli
from rightfit.engine import files
from rightfit.engine.dyad import Scale
from rightfit.engine.files import FileError, Layout, tables, windows
from tests.engine.sketches import DATA, FORTY

HEAD = "client,therapist,session,client_score,therapist_score\n"
ROWS = "a,T,1,36,34\na,T,2,37,35\nb,T,1,30,31\n"
LAYOUT = Layout(scale=FORTY, therapist_scale=FORTY)
OUT = [
    "client", "therapist", "session", "client_level", "client_low", "client_high", "therapist_level",
    "therapist_low", "therapist_high", "p_rupture", "signal", "kind", "reasons",
]  # fmt: skip


def written(folder: Path, text: str | bytes, name: str = "in.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def called(folder: Path, text: str | bytes, *options: str) -> tuple[int, list[dict[str, str]]]:
    """Exit code and rows of OUT; no OUT is no rows."""
    out = folder / "out.csv"
    path = written(folder, text)
    try:
        code = cli.main(["read", str(path), "--out", str(out), *(options or ("--scale", "0:40"))])
    except SystemExit as end:
        code = int(end.code or 0)
    assert not list(folder.glob("*.part"))
    if not out.exists():
        return code, []
    with out.open(encoding="utf-8", newline="") as handle:
        return code, list(csv.DictReader(handle))


def test_it_writes_one_row_for_each_row_in_the_same_order(tmp_path: Path) -> None:
    code, rows = called(tmp_path, HEAD + "b,T,1,30,31\na,T,2,37,35\na,T,1,36,34\n")
    assert code == 0
    assert list(rows[0]) == OUT
    assert [(row["client"], row["session"]) for row in rows] == [("b", "1"), ("a", "2"), ("a", "1")]
    assert all(0 < float(row["p_rupture"]) < 1 for row in rows)


def test_it_reads_rows_in_any_order_alike(tmp_path: Path) -> None:
    _, sorted_rows = called(tmp_path, HEAD + ROWS)
    _, mixed = called(tmp_path, HEAD + "".join(reversed(ROWS.splitlines(keepends=True))))
    assert sorted_rows == mixed[::-1]


def test_it_takes_another_therapist_as_another_course(tmp_path: Path) -> None:
    _, alone = called(tmp_path, HEAD + "a,U,3,30,31\n")
    _, after = called(tmp_path, HEAD + "a,T,1,40,40\na,T,2,40,40\na,U,3,30,31\n")
    assert after[2] == alone[0]


def test_it_refuses_rows_and_says_why_in_their_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        HEAD + 'a,T,1,four,34\na,T,2,37,35\na,T,2,38,35\na,T,3,41,35\na,T,4,"36,5",35\na,T,x,36,35\n,T,5,36,35\na,T\n'
    )
    code, rows = called(tmp_path, text)
    assert code == 3
    assert [row["reasons"] for row in rows if row["reasons"].startswith("refused")] == [
        'refused: client_score "four" is not a number',
        "refused: the same client, therapist and session as line 3",
        "refused: client_score 41 is off the scale 0:40",
        'refused: client_score "36,5" has a decimal comma; write 36.5',
        'refused: session "x" is not a number',
        "refused: client is empty",
        "refused: 2 fields where the heading has 5",
    ]
    assert [row["p_rupture"] == "" for row in rows] == [True, False, True, True, True, True, True, True]
    assert 'line 2: client_score "four"' in capsys.readouterr().err


def test_it_reads_what_stands_in_the_other_columns(tmp_path: Path) -> None:
    head = "client,therapist,session,client_score,attended,unsaid,shared,date,note\n"
    good = "a,T,1,36,1,0,1,2024-01-08,x\na,T,2,,c,,1,2024-01-15,\na,T,3,,0,NA,,,\n"
    code, rows = called(tmp_path, head + good)
    assert code == 0
    assert rows[1]["reasons"] == ""
    assert rows[2]["reasons"].startswith("attended +")
    bad = "a,T,4,36,2,0,1,2024-01-08,\na,T,5,36,1,maybe,1,2024-01-08,\na,T,6,36,1,1,1,8.1.2024,\n"
    code, rows = called(tmp_path, head + good + bad)
    assert code == 3
    assert [row["reasons"].split('"')[0] for row in rows[3:]] == [
        "refused: attended ",
        "refused: unsaid ",
        "refused: date ",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        (HEAD, "a heading but no rows"),
        ("client,session,client_score\na,1,30\n", "no column therapist"),
        ("client,therapist,session\na,T,1\n", "neither client_score nor therapist_score"),
        ((HEAD + ROWS).replace(",", ";"), "a semicolon"),
        ((HEAD + ROWS).replace(",", "\t"), "a tab"),
        ((HEAD + "Jürgen,T,1,30,30\n").encode("latin-1"), "line 2: not UTF-8"),
        ((HEAD + ROWS).encode("utf-16"), "UTF-16"),
        (bytes(range(256)), "no text"),
        ("client," + HEAD + "a," + ROWS, "column client twice"),
        (HEAD + "a,T,1,130,131\n", "no row of in.csv can be read; line 2: client_score 130 is off the scale 0:40"),
        (HEAD + 'a,T,1,"' + "9" * 200_000 + "\n", "quotation mark"),
        ((HEAD + ROWS).replace("\n", "\r"), "carriage return"),
        (b"PK\x03\x04", "spreadsheet"),
    ],
)
def test_it_says_in_one_line_why_a_file_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | bytes, words: str
) -> None:
    code, rows = called(tmp_path, text)
    told = capsys.readouterr().err.strip()
    assert (code, rows) == (1, [])
    assert words in told
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--predict",), "scores in the file go from 30 to 37"),
        (("--scale", "40:0"), "LO below HI"),
        (("--scale", "0:40", "--map", "client=patient"), "no column patient"),
        (("--scale", "0:40", "--map", "who=client"), "knows no column who"),
        (("--client-items", "a,b"), "--item-scale"),
        (("--client-items", "a,b", "--item-scale", "1:5"), "no column a"),
        (("--scale", "0:40", "--item-scale", "1:5"), "goes with"),
        (("--scale", "0:40", "--promise", "50"), "--promise"),
        (("--scale", "0:40", "--priors", "nowhere.toml"), "no file nowhere.toml"),
        (("--scale", "0:40", "--reading", "both"), "invalid choice"),
    ],
)
def test_it_says_what_is_wrong_with_a_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], words: str
) -> None:
    code, rows = called(tmp_path, HEAD + ROWS, *options)
    assert (code, rows) == (2, [])
    assert words in capsys.readouterr().err


def test_it_leaves_an_older_result_alone_when_it_fails(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("kept\n")
    path = written(tmp_path, HEAD)
    assert cli.main(["read", str(path), "--scale", "0:40", "--out", str(tmp_path / "out.csv")]) == 1
    assert (tmp_path / "out.csv").read_text() == "kept\n"


def test_it_does_not_write_over_what_it_reads(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + ROWS)
    assert cli.main(["read", str(path), "--scale", "0:40", "--out", str(path)]) == 2
    assert path.read_text() == HEAD + ROWS


@pytest.mark.parametrize(
    "text", ["\ufeff" + HEAD + ROWS, (HEAD + ROWS).replace("\n", "\r\n"), HEAD + "\n" + ROWS + "\n\n"]
)
def test_it_reads_files_with_a_mark_other_line_ends_or_blank_lines(tmp_path: Path, text: str) -> None:
    _, expected = called(tmp_path, HEAD + ROWS)
    code, actual = called(tmp_path, text)
    assert (code, actual) == (0, expected)


def test_it_makes_no_form_where_fewer_than_seven_of_ten_items_are_answered(tmp_path: Path) -> None:
    layout = Layout(
        scale=Scale(low=1, high=5), therapist_scale=Scale(low=1, high=5),
        client_items=("i1", "i2", "i3", "i4"), item_scale=Scale(low=1, high=5),
    )  # fmt: skip
    path = written(
        tmp_path, "client,therapist,session,i1,i2,i3,i4\na,T,1,4,4,5,\na,T,2,4,4,,\na,T,3,1,2,3,4\na,T,4,6,2,3,4\n"
    )
    (window,) = windows(path, layout=layout)
    np.testing.assert_allclose(window.client[:3], [13 / 3, np.nan, 2.5])
    assert window.refused[3].reason == "i1 6 is off the item scale 1:5"


def test_it_changes_nothing_in_the_past_when_the_future_is_cut_off(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    lines = [f"c{c},T,{t},{rng.integers(25, 41)},{rng.integers(25, 41)}\n" for c in range(8) for t in range(1, 15)]
    _, whole = called(tmp_path, HEAD + "".join(lines))
    _, cut = called(tmp_path, HEAD + "".join(line for line in lines if int(line.split(",")[2]) <= 6))
    assert [row for row in whole if int(row["session"]) <= 6] == cut


def test_it_reads_a_long_sorted_file_window_by_window_as_if_it_were_short(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    lines = [f"c{c:03d},T,{t},{rng.integers(25, 41)},{rng.integers(25, 41)}\n" for c in range(60) for t in range(1, 8)]
    lines.insert(100, "c014,T,3,bad,30\n")
    path = written(tmp_path, HEAD + "".join(lines))
    many = list(windows(path, layout=LAYOUT, rows=50))
    (whole,) = windows(path, layout=LAYOUT)
    assert len(many) > 5
    assert np.concatenate([window.line for window in many]).tolist() == whole.line.tolist()
    np.testing.assert_array_equal(np.concatenate([window.client for window in many]), whole.client)
    courses = [
        (*window.pairs[table.pair[row]], table.forms_of(row).client.tolist())
        for window in many for table in tables(window) for row in range(table.length.size)
    ]  # fmt: skip
    expected = [
        (*whole.pairs[table.pair[row]], table.forms_of(row).client.tolist())
        for table in tables(whole) for row in range(table.length.size)
    ]  # fmt: skip
    assert sorted(courses) == sorted(expected)


@pytest.mark.parametrize("order", ["by session", "one comes back"])
def test_it_refuses_a_long_file_whose_pairs_stand_apart_with_the_hint_to_sort(tmp_path: Path, order: str) -> None:
    rows = [f"c{c:03d},T,{t},30,30\n" for c in range(60) for t in range(1, 8)]
    rows = sorted(rows, key=lambda row: row.split(",")[2]) if order == "by session" else [*rows, "c000,T,9,30,30\n"]
    path = written(tmp_path, HEAD + "".join(rows))
    with pytest.raises(FileError, match="sort it by client and therapist"):
        list(windows(path, layout=LAYOUT, rows=50))
    assert len(list(windows(path, layout=LAYOUT))) == 1


def test_it_knows_again_what_came_before() -> None:
    seen, rng = files.Seen(), np.random.default_rng(5)
    known: set[int] = set()
    for _ in range(60):
        some = {int(one) for one in rng.integers(0, 3_000, rng.integers(0, 40))}
        assert seen.add(some) == bool(known & some)
        known |= some
        assert len(seen) == len(known)
    assert not files.Seen().add([])


def test_it_says_how_to_read_parquet_where_that_is_not_installed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    path = written(tmp_path, b"PAR1", "in.parquet")
    assert cli.main(["read", str(path), "--scale", "0:40", "--out", str(tmp_path / "o.csv")]) == 1
    assert "pip install 'rightfit[fast]'" in capsys.readouterr().err


def test_it_reads_parquet_as_it_reads_csv(tmp_path: Path) -> None:
    polars = pytest.importorskip("polars", reason="needs rightfit[fast]")
    _, expected = called(tmp_path, HEAD + ROWS)
    polars.read_csv(tmp_path / "in.csv").write_parquet(tmp_path / "in.parquet")
    out = tmp_path / "other.csv"
    assert cli.main(["read", str(tmp_path / "in.parquet"), "--scale", "0:40", "--out", str(out)]) == 0
    with out.open(newline="") as handle:
        assert list(csv.DictReader(handle)) == expected
    broken = written(tmp_path, b"PAR1nonsense", "broken.parquet")
    assert cli.main(["read", str(broken), "--scale", "0:40", "--out", str(out)]) == 1


def test_it_adds_where_each_form_was_expected_when_asked(tmp_path: Path) -> None:
    _, rows = called(tmp_path, HEAD + ROWS, "--scale", "0:40", "--predict")
    extra = [name for name in rows[0] if name not in OUT]
    assert extra == [
        "client_expected_low", "client_expected", "client_expected_high",
        "therapist_expected_low", "therapist_expected", "therapist_expected_high",
    ]  # fmt: skip
    for row in rows:
        assert (
            float(row["client_expected_low"])
            <= float(row["client_expected"])
            <= float(row["client_expected_high"])
            <= 40
        )


def test_it_shows_progress_in_plain_lines_away_from_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rightfit.cli import progress  # noqa: PLC0415 - as the command line does

    class Told(list[str]):
        def isatty(self) -> bool:
            return False

        def write(self, text: str) -> None:
            self.append(text)

        def flush(self) -> None:
            pass

    monkeypatch.setattr(progress, "_EVERY", 0.0)
    told = Told()
    bar = progress.Bar(100, stream=told)  # type: ignore[arg-type]
    bar(50, 10)
    bar.add(10)
    bar.end()
    assert told == ["10 rows so far, 10%\n", "10 rows so far, 50%\n"]
    told.clear()
    tries = progress.Tries(stream=told)  # type: ignore[arg-type]
    tries(7)
    tries.end()
    assert told == ["fitting: 7 tries so far\n"]


def test_it_runs_on_numpy_and_scipy_alone(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + ROWS)
    code = (
        "import sys\n"
        "for name in ('django', 'polars', 'numba', 'pandas', 'scipy.stats'): sys.modules[name] = None\n"
        "from rightfit.cli import main\n"
        f"raise SystemExit(main(['read', {str(path)!r}, '--scale', '0:40', '--out', {str(tmp_path / 'o.csv')!r}]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, env=os.environ)
    assert done.returncode == 0, done.stderr


ITEMS = tuple(f"wai_{part}{number}" for part in ("task", "goal", "bond") for number in (1, 2, 3))
REAL = DATA / "implement_wai_bai" / "sessions.csv"
real = pytest.mark.skipif(not REAL.exists(), reason=f"needs the shared data (RIGHTFIT_DATA); no {REAL.name} there")


def real_window() -> files.Window:
    five = Scale(low=1, high=5)
    layout = Layout(scale=five, therapist_scale=five, names={"client": "patient"}, client_items=ITEMS, item_scale=five)
    (window,) = windows(REAL, layout=layout)
    return window


def complete() -> dict[int, bool]:
    with REAL.open(newline="") as handle:
        return {line: all(row[item] for item in ITEMS) for line, row in enumerate(csv.DictReader(handle), 2)}


@real
def test_it_counts_in_the_real_file_what_im1_counts() -> None:
    window = real_window()
    assert not window.refused
    assert len({client for client, _ in window.pairs}) == 30
    assert len({therapist for _, therapist in window.pairs}) == 7
    assert int(np.isfinite(window.client).sum()) == 374  # at least seven of nine items
    whole = complete()
    assert (
        sum(np.isfinite(score) and whole[line] for line, score in zip(window.line, window.client, strict=True)) == 346
    )
    with REAL.open(newline="") as handle:
        bai = [row for row in csv.DictReader(handle) if all(row[f"bai_p{part}"] for part in (1, 2, 3))]
    assert len(bai) == 412


@real
def test_it_finds_in_the_real_file_the_changes_of_im6() -> None:
    window, whole = real_window(), complete()
    scores = {
        (window.pairs[pair], session): score
        for pair, session, score, line in zip(window.pair, window.session, window.client, window.line, strict=True)
        if np.isfinite(score) and whole[line]
    }
    change = np.array([score - scores[pair, t - 1] for (pair, t), score in scores.items() if (pair, t - 1) in scores])
    assert len(change) == 278
    assert change.std(ddof=1) == pytest.approx(0.411332, abs=1e-4)
    assert int((change <= -0.5 + 1e-9).sum()) == 24
    assert int((change <= -1 + 1e-9).sum()) == 4


@real
def test_it_reads_the_real_file_whole(tmp_path: Path) -> None:
    options = ["--map", "client=patient", "--client-items", ",".join(ITEMS), "--item-scale", "1:5"]
    priors, out = tmp_path / "priors.toml", tmp_path / "out.csv"
    assert cli.main(["calibrate", str(REAL), *options, "--out", str(priors)]) == 0
    assert cli.main(["read", str(REAL), *options, "--priors", str(priors), "--out", str(out)]) == 0
    with out.open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 425
    assert 1 <= sum(row["signal"] == "1" for row in rows) <= 40
