"""The course: what is drawn, what is said, and what neither may give away."""

import re

import pytest

from rightfit.drawing.course import Point, Row, draw, key, rows, sentence
from rightfit.drawing.curve import curve
from tests.drawing.well_formed import read

NAMES = ("you", "Ida")


def course(*client: float | None, **changes: object) -> list[Point]:
    """Points that were all held, with a band of one around each mark."""
    return [
        Point(
            number=place,
            label=f"{place} May",
            client=value,
            client_band=None if value is None else (max(value - 1, 0), min(value + 1, 10)),
            **changes,  # type: ignore[arg-type]
        )
        for place, value in enumerate(client, start=1)
    ]


def drawn(points: list[Point], **changes: object) -> str:
    known: dict[str, object] = {"voices": "client", "names": NAMES, "size": "phone", "ident": "one"}
    markup = draw(points, **{**known, **changes})  # type: ignore[arg-type]
    read(markup)  # well formed, whatever the names are
    return markup


def said(points: list[Point], **changes: object) -> str:
    known: dict[str, object] = {"voices": "client", "names": NAMES, "at_home": True}
    return sentence(points, **{**known, **changes})  # type: ignore[arg-type]


def heights(markup: str) -> list[float]:
    return [float(y) for y in re.findall(r'<circle class="dc" cx="[\d.]+" cy="([\d.]+)"', markup)]


def test_it_escapes_names_and_dates() -> None:
    points = [Point(number=1, label='<i>"&', client=5, client_band=(4, 6))]
    markup = drawn(points, names=("<script>alert(1)</script>", "&"), ident='"><b>')
    assert "<script" not in markup
    assert "<b>" not in markup
    assert "&lt;script&gt;" in markup


def test_it_carries_no_style_that_the_pages_would_refuse() -> None:
    assert "style" not in drawn(course(5, 6, 7))


def test_it_has_a_title_and_a_description_of_its_own() -> None:
    markup = drawn(course(8, 8, 8, 8), ident="phone")
    assert 'role="img" aria-labelledby="phone-title phone-desc"' in markup
    assert '<desc id="phone-desc">Your line stayed near 8.</desc>' in markup


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 60])
def test_it_draws_courses_of_any_length(size: str, count: int) -> None:
    assert drawn(course(*[5.0] * count), size=size).startswith("<svg")


def test_it_keeps_to_the_last_twelve_on_a_phone_and_the_rest_in_the_table() -> None:
    points = course(*[float(place % 9) for place in range(60)])
    assert len(heights(drawn(points))) == 12
    assert len(rows(points, voices="client")) == 60


def test_it_draws_the_other_one_only_where_both_may_look() -> None:
    points = course(7, 7, 7, therapist=4.0, therapist_band=(3.0, 5.0))
    assert "Ida" in drawn(points, voices="both")
    alone = drawn(points, voices="client")
    assert 'class="dt"' not in alone
    assert "Ida" not in alone
    assert rows(points, voices="client")[0].therapist == ""


def test_it_draws_every_gap_alike() -> None:
    # Missed, kept private and not asked for reach the drawing as the same empty point: nothing else about
    # that session may show which it was.
    gap = drawn(course(7, 7, None, 7, 7))
    assert gap.count('class="lc br"') == 1
    assert len(heights(gap)) == 4
    banded = [
        Point(number=place, label="", client=value, client_band=(6, 8))
        for place, value in enumerate((7, 7, None, 7, 7), 1)
    ]
    assert [part for part in re.findall(r"<path[^>]*>", drawn(banded)) if "band" in part] == [
        part for part in re.findall(r"<path[^>]*>", gap) if "band" in part
    ]
    assert rows(course(None), voices="client") == [Row("1", "1 May", "–", "", "")]


def test_it_says_nothing_about_who_cancelled() -> None:
    missed = [Point(label="1 May", happened="missed"), *course(5, 5, 5)]
    cancelled = [Point(label="1 May", happened="cancelled"), *course(5, 5, 5)]
    assert drawn(missed) == drawn(cancelled)
    assert rows(missed, voices="client") == rows(cancelled, voices="client")


def test_it_does_not_let_later_sessions_move_earlier_marks() -> None:
    early = course(6, 7, 5, 8, 6)
    later = course(6, 7, 5, 8, 6, 1, 1, 1)
    assert heights(drawn(later))[:5] == heights(drawn(early))


def test_it_hatches_where_too_few_answers_tell_anything() -> None:
    markup = drawn(course(7, 8, cannot_tell=True))
    assert "too few" in markup
    assert "band" not in markup
    assert 'class="lc"' not in markup
    assert said(course(7, 8, cannot_tell=True)) == "Too few answers yet: we cannot tell."


def test_it_welcomes_a_run_of_top_marks_without_a_band_and_without_a_doubt() -> None:
    points = course(10, 10, 10, 10, cannot_tell=True)
    markup = drawn(points)
    assert 'class="lc"' in markup
    assert "band" not in markup
    assert "too few" not in markup
    assert said(points) == "Your line stayed at the top."
    assert "cannot tell" not in markup + said(points) + said(points, at_home=False)


def test_it_asks_for_a_direction_in_the_room_when_all_is_at_the_top() -> None:
    assert "one thing that could be better" in said(course(10, 10, 10), names=("Noor", "you"), at_home=False)


def test_it_says_where_a_line_went() -> None:
    assert said(course(8, 8, 8, 6, 5)) == "Your line stayed near 8, and over the last two it went down to 5."
    assert said(course(4, 4, 4, 6, 7), names=("Noor", "you")) == (
        "Noor’s line stayed near 4, and over the last two it went up to 7."
    )
    assert said(course(8, 7, 8, 7.5, 8)) == "Your line stayed near 8."


def test_it_says_when_one_voice_is_missing() -> None:
    assert said(course(7, 7, 7), voices="both").endswith("one voice so far.")
    assert said([]) == "There is nothing to see yet: the line begins with the first answer."


def test_it_explains_only_the_marks_that_occur() -> None:
    points = [*course(5), Point(label="8 May", happened="missed"), Point(number=2, label="15 May", marks=("together",))]
    assert [entry.words for entry in key(points)] == ["looked together", "did not take place"]


def test_it_never_swings_beyond_what_was_marked() -> None:
    path = curve([0, 10, 20, 30], [0, 0, 10, 10])
    ys = [float(y) for y in re.findall(r",(-?[\d.]+)", path)]
    assert min(ys) >= 0
    assert max(ys) <= 10


def test_it_does_not_call_near_what_went_to_and_fro() -> None:
    marks = [7.5, 7.5, 6.75, 5.25, 4.75, 8.25]
    points = [Point(number=number, label="", client=mark) for number, mark in enumerate(marks, start=1)]
    told = sentence(points, voices="client", names=("you", "Ida"), at_home=True)
    assert told == "Your line went to and fro lately, between 5 and 8; the last one was 8."
