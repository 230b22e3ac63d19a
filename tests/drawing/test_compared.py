"""Marks of several people on one line: each is there, none covers another, and the drawing says nothing itself."""

from hypothesis import given
from hypothesis import strategies as st

from rightfit.drawing.compared import LEAF, levels, line
from tests.drawing.well_formed import read


@given(st.lists(st.integers(0, 10), max_size=5))
def test_it_stands_every_mark_where_it_was_made(marks: list[int]) -> None:
    drawn = read(line([(f"P{number}", mark) for number, mark in enumerate(marks)]))
    assert drawn.getAttribute("aria-hidden") == "true"
    dots = sorted(float(dot.getAttribute("cx")) for dot in drawn.getElementsByTagName("circle"))
    assert dots == [20 + 30 * mark for mark in sorted(marks)]
    assert len(drawn.getElementsByTagName("text")) == len(marks)


@given(st.lists(st.floats(0, 320), max_size=6))
def test_no_leaf_covers_another(places: list[float]) -> None:
    stood = list(zip(places, levels(places), strict=True))
    for number, (place, level) in enumerate(stood):
        for other, height in stood[number + 1 :]:
            assert level != height or abs(place - other) >= LEAF


def test_it_lets_no_letters_out_of_their_place() -> None:
    assert "<b>" not in line([("<b>", 4)])
