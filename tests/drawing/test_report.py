"""The report on a file: words first, nothing fetched, nobody ranked."""

import re
from dataclasses import replace

import numpy as np
import pytest

from rightfit.drawing.report import page
from rightfit.engine.summary import CourseToLookAt, Levels, Refusal, ReportData

EDGES = np.linspace(0, 40, 21)


def levels(courses: int = 40) -> Levels:
    counts = np.zeros(20, np.int64)
    counts[17] = courses
    none = float("nan")
    low, lower, middle, upper, high = (30.0, 33.0, 35.5, 37.0, 39.0) if courses else (none,) * 5
    return Levels(
        courses=courses, low=low, lower=lower, middle=middle, upper=upper, high=high, edges=EDGES, counts=counts
    )


def a_course(client: str = "C07", therapist: str = "T-secret", sessions: int = 6) -> CourseToLookAt:
    score = np.linspace(36.0, 24.0, sessions)
    score[1] = np.nan
    last = np.arange(sessions) == sessions - 1
    return CourseToLookAt(
        client=client,
        therapist=therapist,
        why=f"Something may have changed at the last session (session {sessions}).",
        session=np.arange(1, sessions + 1),
        client_score=score,
        therapist_score=np.full(sessions, np.nan),
        attended=np.where(np.arange(sessions) == 1, 0, 1),
        unsaid=np.where(last, 1.0, np.nan),
        client_level=score,
        client_low=score - 2,
        client_high=score + 2,
        therapist_level=np.full(sessions, 30.0),
        therapist_low=np.full(sessions, 28.0),
        therapist_high=np.full(sessions, 32.0),
        p_rupture=np.where(last, 0.6, 0.1),
        signal=last,
        kind=tuple("withdrawal" if one else "" for one in last),
        reasons=((("client_score", 1.1), ("attended", -0.4)),) * sessions,
        learnt=np.full(sessions, fill_value=True),
    )


@pytest.fixture
def data() -> ReportData:
    return ReportData(
        name="sessions.csv",
        courses=40,
        clients=39,
        therapists=9,
        sessions=550,
        held=520,
        missed=20,
        cancelled=10,
        client_forms=400,
        therapist_forms=0,
        questions=120,
        first_session=1,
        last_session=32,
        refused=2,
        refusals=(
            Refusal(line=8, client="C09", therapist="T1", session="four", reason='session "four" is not a number'),
        ),
        client_scale=(0.0, 40.0),
        therapist_scale=(0.0, 40.0),
        client_levels=levels(),
        therapist_levels=levels(0),
        reading="joint",
        promise=1.0,
        signals=14,
        courses_with_signal=12,
        nothing_in_ten=4,
        nothing_source="from simulation",
        cannot_tell=3,
        cannot_tell_share=0.075,
        look_first=(a_course(),),
        calibrated=False,
        remarks=("Run `rightfit calibrate` first.",),
        engine_version="0.1.0",
    )


def visible(markup: str) -> str:
    """What stands on the page without its style and its tags."""
    return re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", markup, flags=re.DOTALL))


def test_it_says_what_the_sessions_say_in_words_first(data: ReportData) -> None:
    told = visible(page(data))
    assert "In 12 of 40 courses, something may have changed between the two at some point." in told
    assert "Of ten such questions, about 4 are for nothing (from simulation)." in told
    assert "In 3 courses we cannot tell" in told
    assert "questions, not verdicts" in told


def test_it_folds_every_table_away(data: ReportData) -> None:
    markup = page(data)
    assert markup.count("<table>") == markup.count("<details>")
    assert "<details open" not in markup


def test_it_asks_for_nothing_from_outside(data: ReportData) -> None:
    markup = page(data)
    assert "http" not in markup
    assert "<script" not in markup
    assert "@import" not in markup
    assert all(url.startswith(("url(data:", "url(#")) for url in re.findall(r"url\([^)]{0,20}", markup))


def test_it_stays_small_with_twelve_long_courses(data: ReportData) -> None:
    markup = page(replace(data, look_first=tuple(a_course(f"C{n:02}", sessions=60) for n in range(12))))
    assert len(markup.encode()) < 400_000
    assert "Show 9 more" in markup


def test_it_names_no_therapist(data: ReportData) -> None:
    assert "T-secret" not in page(data)


def test_it_escapes_what_stood_in_the_file(data: ReportData) -> None:
    bad = "<script>alert(1)</script>"
    refusal = Refusal(line=1, client=bad, therapist=bad, session=bad, reason=bad)
    markup = page(replace(data, name=bad, look_first=(a_course(bad, bad),), refusals=(refusal,), remarks=(bad,)))
    assert "<script" not in markup
    assert "&lt;script&gt;" in markup


def test_it_reads_on_the_scale_of_the_file(data: ReportData) -> None:
    told = visible(page(data))
    assert re.search(r"The client’s line stayed near \d\d, and over the last two it went down to 24\.", told)


def test_it_says_how_sure_in_words_and_puts_the_figure_below(data: ReportData) -> None:
    markup = page(data)
    assert "It is more likely than not." in markup
    assert markup.index("It is more likely than not.") < markup.index("0.60")


def test_it_draws_no_line_for_a_side_without_forms(data: ReportData) -> None:
    assert 'class="dt"' not in page(data)


def test_it_hides_the_spread_of_a_few_courses(data: ReportData) -> None:
    markup = page(replace(data, client_levels=levels(5)))
    assert "a single one could be recognised" in markup
    assert 'class="bar"' not in markup


def test_it_lists_refused_rows_kindly(data: ReportData) -> None:
    told = visible(page(data))
    assert "2 rows could not be read. Nothing was guessed" in told
    assert "The first 1 are listed here." in told
    assert "is not a number" in told


def test_it_says_what_to_do_next(data: ReportData) -> None:
    markup = page(data)
    assert "run <code>rightfit calibrate</code> on this file" in markup
    assert "Use none of this for pay, appraisal or ranking." in markup
    assert "<code>rightfit calibrate</code>" not in page(replace(data, calibrated=True, remarks=()))


def test_it_says_so_when_nothing_could_be_read(data: ReportData) -> None:
    empty = replace(
        data,
        courses=0, sessions=0, signals=0, courses_with_signal=0, cannot_tell=0, cannot_tell_share=0.0, look_first=(),
        client_levels=levels(0),
    )  # fmt: skip
    assert "No session could be read" in visible(page(empty))


def test_it_does_not_call_silence_good(data: ReportData) -> None:
    quiet = replace(data, signals=0, courses_with_signal=0, look_first=())
    assert "not the same as all being well" in visible(page(quiet))
