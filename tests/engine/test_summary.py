"""What the report says about a file."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from rightfit.engine.dyad import Priors
from rightfit.engine.files import Layout, tables, windows
from rightfit.engine.noticing import read_table
from rightfit.engine.summary import ReportData, Summing
from tests.engine.sketches import FORTY

HEAD = "client,therapist,session,client_score,therapist_score,attended,unsaid\n"


def summed(folder: Path, text: str, *, rows: int = 1000) -> ReportData:
    path = folder / "in.csv"
    path.write_text(HEAD + text)
    summing = Summing(name=path.name, scale=FORTY, therapist_scale=FORTY, reading="joint", promise=1.0, priors=Priors())
    for window in windows(path, layout=Layout(scale=FORTY, therapist_scale=FORTY), rows=rows):
        summing.window(window)
        for table in tables(window):
            found = read_table(table.forms, length=table.length, reading="joint", scale=FORTY, new=False)
            summing.table(window, table, found)
    return summing.data(engine_version="0", calibrated=False)


def course(client: str, therapist: str, scores: list[float]) -> str:
    return "".join(f"{client},{therapist},{t},{score},{min(score, 40) - 2},1,\n" for t, score in enumerate(scores, 1))


STEADY = [36.0, 37, 35.5, 36.5, 37, 36, 36.5]


def test_it_counts_what_was_read_and_what_was_refused(tmp_path: Path) -> None:
    text = course("a", "T", STEADY) + course("b", "T", STEADY) + course("b", "U", STEADY)
    text += "a,T,8,,,0,\na,T,9,,,c,\na,T,10,,,1,1\na,T,10,30,30,1,\na,T,x,30,30,1,\n"
    data = summed(tmp_path, text)
    assert (data.courses, data.clients, data.therapists) == (3, 2, 2)
    assert (data.sessions, data.held, data.missed, data.cancelled) == (24, 22, 1, 1)
    assert (data.client_forms, data.therapist_forms, data.questions) == (21, 21, 1)
    assert (data.first_session, data.last_session) == (1, 10)
    assert data.refused == 2
    assert [refusal.line for refusal in data.refusals] == [26, 27]
    assert data.signals == data.courses_with_signal == len(data.look_first) == 0


def test_it_names_the_courses_to_look_at_first_with_all_their_sessions(tmp_path: Path) -> None:
    falling = [*STEADY, 28.0, 27, 28]
    data = summed(tmp_path, "".join(course(f"c{n:02d}", "T", falling if n % 2 else STEADY) for n in range(40)))
    assert data.courses_with_signal == 20
    assert len(data.look_first) == 12
    first = data.look_first[0]
    assert first.client_score.tolist() == falling
    assert first.p_rupture.shape == first.session.shape == (10,)
    assert "Something may have changed" in first.why
    assert data.nothing_source == "from simulation"


def test_it_looks_first_where_waiting_may_lose_somebody_and_not_where_it_is_surest(tmp_path: Path) -> None:
    late = course("late", "T", [*STEADY, *STEADY, 28.0, 27, 28])
    long_ago = course("long ago", "T", [*STEADY, 28.0, *STEADY])
    data = summed(tmp_path, late + long_ago + course("early", "T", [36.0, 37, 27]))
    assert [one.client for one in data.look_first] == ["early", "late", "long ago"]
    early, late_one, _ = data.look_first
    assert early.p_rupture[-1] < late_one.p_rupture[-1]


def test_it_says_how_many_courses_cannot_be_told(tmp_path: Path) -> None:
    top = "".join(f"top{n},T,{t},40,,1,\n" for n in range(3) for t in range(1, 6))
    data = summed(tmp_path, top + course("a", "T", STEADY))
    assert (data.cannot_tell, data.cannot_tell_share) == (3, 0.75)
    assert data.client_levels.courses == 1


def test_it_remarks_that_ratings_lie_off_the_priors(tmp_path: Path) -> None:
    data = summed(tmp_path, "".join(course(f"c{n}", "T", [22, 21, 23, 22, 24]) for n in range(40)))
    assert any("rightfit calibrate" in remark for remark in data.remarks)


def test_it_sums_up_a_long_file_as_if_it_were_short(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    text = "".join(
        course(f"c{n:02d}", f"T{n % 3}", np.clip(rng.normal(36, 4, 8), 2, 40).round(1).tolist()) for n in range(50)
    )
    whole, parts = summed(tmp_path, text), summed(tmp_path, text, rows=30)
    assert (whole.courses, whole.clients, whole.therapists) == (parts.courses, parts.clients, parts.therapists)
    assert (whole.signals, whole.cannot_tell) == (parts.signals, parts.cannot_tell)
    np.testing.assert_array_equal(whole.client_levels.counts, parts.client_levels.counts)
    assert sorted(one.client for one in whole.look_first) == sorted(one.client for one in parts.look_first)


def test_it_sums_up_a_file_of_one_side_and_says_so(tmp_path: Path) -> None:
    data = summed(tmp_path, "".join(f"a,T,{t},36,,1,\n" for t in range(1, 6)))
    assert data.therapist_levels.courses == 0
    assert np.isnan(data.therapist_levels.middle)
    assert any("no form from a therapist" in remark for remark in data.remarks)
