"""The project's own check-in, as its form and its engine rely on it."""

import re

import pytest

from rightfit.engine.measures.scoring import AnswerError, score
from rightfit.engine.measures.shipped import load


def test_it_asks_the_client_for_the_tap_first_then_the_wish_the_four_ratings_and_the_load() -> None:
    items = load("checkin_client").items
    assert [item.key for item in items] == ["tap", "more_of", "understood", "matters", "useful", "free", "load"]
    assert [item.kind for item in items] == ["choice", "several", *["rating"] * 4, "curved"]


def test_it_asks_the_therapist_one_question_and_one_rating() -> None:
    items = load("checkin_therapist").items
    assert [(item.key, item.kind) for item in items] == [("tap", "choice"), ("understood", "rating")]


def test_it_lets_anything_be_left_out() -> None:
    for name in ("checkin_client", "checkin_therapist"):
        assert all(item.optional for item in load(name).items)


def test_it_offers_four_answers_to_the_tap_and_seven_wishes() -> None:
    measure = load("checkin_client")
    assert [value for value, _ in measure.item("tap").options] == ["no", "bring", "help", "listener"]
    assert len(measure.item("more_of").options) == 7
    assert measure.item("more_of").options[-1] == ("same", "just like today")


def test_it_sends_a_therapists_doubt_nowhere() -> None:
    values = [value for value, _ in load("checkin_therapist").item("tap").options]
    assert "listener" not in values


def test_it_never_averages_the_load_in_and_shows_no_total() -> None:
    (scale,) = load("checkin_client").scales
    assert "load" not in scale.items
    assert not scale.shown
    low = {"understood": 7, "matters": 7, "useful": 7, "free": 7, "load": -5}
    assert score(load("checkin_client"), answers=low)["connection"].value == 7
    assert score(load("checkin_client"), answers=low | {"load": 5})["connection"].value == 7


def test_it_checks_the_words_as_well() -> None:
    measure = load("checkin_client")
    good = {"tap": "no", "more_of": ["calm", "ideas"], "understood": 8}
    assert score(measure, answers=good)["connection"].answered == 1
    with pytest.raises(AnswerError, match='item tap: "maybe" is not allowed; allowed: no, bring, help, listener'):
        score(measure, answers={"tap": "maybe"})
    with pytest.raises(AnswerError, match='item more_of: "silence" is not allowed'):
        score(measure, answers={"more_of": ["calm", "silence"]})


def test_it_holds_no_placeholder_but_the_other_persons_name() -> None:
    for name in ("checkin_client", "checkin_therapist"):
        for item in load(name).items:
            texts = [item.text, item.low_label, item.mid_label, item.high_label, *(label for _, label in item.options)]
            for text in texts:
                assert set(re.findall(r"\{.*?\}", text)) <= {"{other}"}
                assert text.format(other="Ida") or not text


def test_it_says_what_it_is_not() -> None:
    assert "has not been tested as a measure" in load("checkin_client").remark
