"""The page of `rightfit measures report`: whole, quiet, and without a word of an item."""

import re

import numpy as np

from rightfit.drawing.examined import page
from rightfit.engine.examining import Figure, Point, examine
from rightfit.engine.measures.definition import Measure
from rightfit.engine.measures.shipped import load
from tests.drawing.well_formed import read


def drawn(measure: Measure, points: tuple[Point, ...], remarks: tuple[str, ...] = ()) -> str:
    return page(measure, points, name="<forms>.csv", forms=30, people=10, remarks=remarks)


def of_sparq() -> str:
    rng = np.random.default_rng(1)
    return drawn(load("sparq"), examine(load("sparq"), rng.integers(0, 5, (30, 8)).astype(float)))


def test_it_is_well_formed_and_asks_nothing_of_the_net() -> None:
    text = of_sparq()
    body = re.sub(r"<meta ([^>]*)>", r"<meta \1/>", text.partition("\n")[2])
    body = re.sub(r"<style>.*?</style>", "", body, flags=re.DOTALL)
    assert read(body).tagName == "html"
    assert "<script" not in text
    assert not re.findall(r'(?:src|href)="(?!#)', text)


def test_it_shows_no_text_of_an_item_and_says_what_the_measure_is_not() -> None:
    text = of_sparq()
    assert not any(item.text in text for item in load("sparq").items)
    assert "Subscales by content" in text
    assert "They do not show that the questionnaire measures what it should" in text
    assert text.count("What it needs:") == 10


def test_it_names_each_table_for_who_cannot_see_it_and_reaches_it_by_keys() -> None:
    text = of_sparq()
    assert text.count("<table") == text.count('class="scroll" tabindex="0" role="region" aria-label="Figures: ')


def test_it_escapes_names_and_shows_a_dash_where_there_is_no_figure() -> None:
    figure = Figure(of="own<1>", what="alpha", value=float("nan"))
    point = Point(number=1, name="Content", known="a < b", needed="more & more", figures=(figure,))
    text = drawn(load("phq9"), (point,), remarks=("<i>",))
    assert "&lt;forms&gt;.csv" in text
    assert "own&lt;1&gt;" in text
    assert "a &lt; b" in text
    assert "<i>" not in text
    assert text.count("<td>–</td>") == 3
