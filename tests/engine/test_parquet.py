"""A Parquet file is read as the CSV of the same rows: the same bytes come out, also for what is refused."""

from __future__ import annotations

import dataclasses
import random
import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rightfit import cli
from rightfit.engine.files import Layout, cells, span, windows
from tests.engine.sketches import FORTY

pl = pytest.importorskip("polars", reason="needs rightfit[fast]")
LAYOUT = Layout(scale=FORTY, therapist_scale=FORTY)
CELLS = {
    "client": ["a", "b", " b", "", "  ", "c,d", 'e"f', "ä"],
    "therapist": ["T", "U", ""],
    "session": ["1", "2", "3", "4", "5", "6.0", "x", "", "-1", "1.5", "9999", "1e1", "nan"],
    "client_score": ["36", "37.5", "", "NA", "four", "41", "-1", "36,5", "1_0", "inf", "-inf", "nan", " 12 ", "0"],
    "therapist_score": ["30", "31.25", "", ".", "1e400", "40.0001"],
    "attended": ["1", "0", "c", "C ", "", "2", "true", "1.0", "-0.0"],
    "unsaid": ["", "1", "0", "yes", "maybe"],
    "asked_client": ["1", "0", "", "3"],
    "asked_therapist": ["1", "no", "None"],
    "shared": ["1", "0", "", "never"],
    "date": ["2024-01-08", "", "8.1.2024", "2024-02-30", "2024-01-08 10:00:00"],
}


def typed(rng: random.Random, rows: int) -> Any:
    """A frame in the types another program would write, with cells that cannot be read among them."""

    def some(values: list[Any], odd: list[Any]) -> list[Any]:
        return [rng.choice(odd) if rng.random() < 0.08 else rng.choice(values) for _ in range(rows)]

    return pl.DataFrame(
        {
            "client": sorted(some(list(range(rows // 8)), [None]), key=lambda one: (one is None, one)),
            "therapist": pl.Series(some(["T"], ["U", None]), dtype=pl.Categorical),
            "session": pl.Series(some([float(t) for t in range(1, 40)], [1.5, None, float("nan"), -1.0, 6e3])),
            "client_score": some([36.0, 37.5, None, 40.0], [41.0, float("inf"), float("nan"), -0.5]),
            "therapist_score": pl.Series(some([30.1, 31.7, None], [55.3]), dtype=pl.Float32),
            "attended": pl.Series(some([1, 0], [2, None, -1]), dtype=pl.Int8),
            "unsaid": pl.Series(some([0.0, 1.0, None, float("nan")], [2.0, -0.0]), dtype=pl.Float64),
            "asked_client": some([True, False], [None]),
            "shared": pl.Series(some([1, 0], [7]), dtype=pl.UInt8),
            "date": some([date(2024, 1, 8), date(2024, 1, 15)], [None]),
            "note": [[1, 2]] * rows,
        }
    )


def read(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, bytes, str]:
    out = path.with_name("out.csv")
    code = cli.main(["read", str(path), "--scale", "0:40", "--out", str(out), *options])
    told = capsys.readouterr().err.replace(path.name, "FILE")
    return code, out.read_bytes(), told


def test_it_gives_the_same_bytes_for_the_same_rows_in_the_types_of_another_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frame = typed(random.Random(1), 600)
    frame.write_parquet(tmp_path / "in.parquet", row_group_size=170)
    frame.drop("note").write_csv(tmp_path / "in.csv")
    expected = read(tmp_path / "in.csv", capsys, "--predict")
    assert read(tmp_path / "in.parquet", capsys, "--predict") == expected
    assert expected[0] == 3
    reasons = expected[1].decode()
    for words in (
        "client is empty", "therapist is empty", "session is empty", "session 1.5 is not a whole number",
        "client_score 41 is off the scale", 'client_score ""inf"" is not a number', "therapist_score 55.3 is off",
        'attended ""2"" is not 1 (held)', 'unsaid ""-0.0"" is not 0 or 1', 'shared ""7"" is not 0 or 1',
        "the same client, therapist and session as line",
    ):  # fmt: skip
        assert words in reasons, words


@pytest.mark.parametrize("seed", range(4))
def test_it_refuses_the_same_texts_with_the_same_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], seed: int
) -> None:
    rng = random.Random(seed)
    rows = [
        {name: values[0] if rng.random() < 0.8 and name != "session" else rng.choice(values) for name, values in
         CELLS.items()}
        for _ in range(400)
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=dict.fromkeys(CELLS, pl.String))
    frame.write_parquet(tmp_path / "in.parquet")
    frame.write_csv(tmp_path / "in.csv")
    expected = read(tmp_path / "in.csv", capsys)
    assert read(tmp_path / "in.parquet", capsys) == expected
    assert expected[0] == 3


def test_it_reads_a_long_file_in_the_same_windows(tmp_path: Path) -> None:
    frame = typed(random.Random(2), 900).drop("note").sort("client", maintain_order=True)
    frame.write_parquet(tmp_path / "in.parquet")
    frame.write_csv(tmp_path / "in.csv")
    parquet, text = (list(windows(tmp_path / name, layout=LAYOUT, rows=120)) for name in ("in.parquet", "in.csv"))
    assert len(parquet) == len(text) > 5
    for one, other in zip(parquet, text, strict=True):
        for field in dataclasses.fields(one):
            mine, its = getattr(one, field.name), getattr(other, field.name)
            if isinstance(mine, np.ndarray):
                np.testing.assert_array_equal(mine, its, strict=True)
            else:
                assert mine == its


def test_it_makes_the_mean_of_items_alike(tmp_path: Path) -> None:
    rng = random.Random(3)
    items = {f"i{one}": [rng.choice([1, 2, 3, 4, 5, 5, None]) for _ in range(80)] for one in range(4)}
    items["i2"][7] = 9
    frame = pl.DataFrame({"client": list(range(80)), "therapist": ["T"] * 80, "session": [1] * 80, **items})
    frame.write_parquet(tmp_path / "in.parquet")
    frame.write_csv(tmp_path / "in.csv")
    layout = dataclasses.replace(LAYOUT, client_items=tuple(items), item_scale=FORTY, scale=type(FORTY)(low=1, high=5))
    (one,), (other,) = (windows(tmp_path / name, layout=layout) for name in ("in.parquet", "in.csv"))
    np.testing.assert_array_equal(one.client, other.client)
    assert one.refused == other.refused
    assert one.refused[7].reason == "i2 9 is off the item scale 1:5"
    for row, answers in enumerate(zip(*items.values(), strict=True)):
        given = [answer for answer in answers if answer is not None]
        mean = sum(given) / len(given) if len(given) >= 3 else np.nan
        assert row == 7 or one.client[row] == mean or (len(given) < 3 and np.isnan(one.client[row]))


def test_it_glances_into_both_alike(tmp_path: Path) -> None:
    frame = typed(random.Random(4), 300).drop("note")
    frame.write_parquet(tmp_path / "in.parquet")
    frame.write_csv(tmp_path / "in.csv")
    for name in ("in.parquet", "in.csv"):
        path = tmp_path / name
        assert span(path, names={}) == (-0.5, 55.3)
        assert cells(path, name="date", layout=LAYOUT)[2] in {"2024-01-08", "2024-01-15", ""}
        assert cells(path, name="asked_therapist", layout=LAYOUT) == {}
    assert cells(tmp_path / "in.parquet", name="date", layout=LAYOUT) == cells(
        tmp_path / "in.csv", name="date", layout=LAYOUT
    )


def test_it_says_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rightfit.engine.files import rows_of_parquet  # noqa: PLC0415 - its batches are made short

    monkeypatch.setattr(rows_of_parquet, "_AT_ONCE", 100)
    typed(random.Random(5), 1000).write_parquet(tmp_path / "in.parquet", row_group_size=100)
    size = (tmp_path / "in.parquet").stat().st_size
    told: list[tuple[int, int]] = []
    list(windows(tmp_path / "in.parquet", layout=LAYOUT, progress=lambda done, rows: told.append((done, rows))))
    assert told[0] == (size // 10, 100)
    assert told[-1] == (size, 1000)
    assert told == sorted(told)


@pytest.mark.parametrize("kind", ["cut short", "a list where a score belongs", "no rows"])
def test_it_says_in_one_line_why_a_file_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    path = tmp_path / "in.parquet"
    frame = typed(random.Random(6), 100)
    if kind == "a list where a score belongs":
        frame = frame.with_columns(client_score=pl.col("note"))
    if kind == "no rows":
        frame = frame.clear()
    frame.write_parquet(path)
    if kind == "cut short":
        path.write_bytes(path.read_bytes()[:-40])
    assert cli.main(["read", str(path), "--scale", "0:40", "--out", str(tmp_path / "out.csv")]) == 1
    told = capsys.readouterr().err.strip()
    assert ("no rows" if kind == "no rows" else "no Parquet file that can be read") in told
    assert len(told.splitlines()) == 1
    assert not (tmp_path / "out.csv").exists()


def test_it_reads_no_column_it_does_not_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(random.Random(7), 50).write_parquet(tmp_path / "in.parquet")
    asked: list[str] = []
    rows_of_parquet = sys.modules["rightfit.engine.files.rows_of_parquet"]
    plain = rows_of_parquet._plain

    def noted(column: Any) -> Any:
        asked.append(column.name)
        return plain(column)

    monkeypatch.setattr(rows_of_parquet, "_plain", noted)
    list(windows(tmp_path / "in.parquet", layout=LAYOUT))
    assert "note" not in asked
    assert "client_score" in asked
