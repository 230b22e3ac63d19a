"""One test for every measure: what it says of itself, its worked examples, and what it refuses."""

import math
import tomllib
from pathlib import Path

import pytest

from rightfit.engine.measures.definition import Item, Measure
from rightfit.engine.measures.scoring import AnswerError, risks, score, score_rows
from rightfit.engine.measures.shipped import SHIPPED, load

PUBLISHED = Path(__file__).parent / "published"
EXAMPLES = [
    (name, place, example)
    for name in SHIPPED
    for place, example in enumerate(tomllib.loads((PUBLISHED / f"{name}.toml").read_text("utf-8"))["examples"])
]

every_measure = pytest.mark.parametrize("measure", [load(name) for name in SHIPPED], ids=SHIPPED)


def lowest(item: Item) -> float:
    return item.high if item.reverse else item.low


def highest(item: Item) -> float:
    return item.low if item.reverse else item.high


def filled(measure: Measure, how: object) -> dict[str, object]:
    return {item.key: how(item) if callable(how) else how for item in measure.scored_items}


@pytest.mark.parametrize(("name", "place", "example"), EXAMPLES, ids=[f"{n}-{p}" for n, p, _ in EXAMPLES])
def test_it_scores_as_published(name: str, place: int, example: dict[str, object]) -> None:
    measure = load(name)
    published = tomllib.loads((PUBLISHED / f"{name}.toml").read_text("utf-8"))
    keys = [item.key for item in measure.scored_items]
    answers = dict(zip(keys, example["answers"], strict=True))  # type: ignore[call-overload]

    found = score(measure, answers=answers)[str(example.get("scale", published["scale"]))]

    assert published["source"]
    if "why" in example:
        assert found.value is None
        assert found.why == f"not scorable, because {example['why']}"
        return
    assert found.value == example["value"]
    assert found.prorated == example.get("prorated", False)
    assert found.answered == sum(answers[key] != "" for key in measure.scale(found.scale).items)
    if "band" in example:
        assert found.band == example["band"]
    if "reached" in example:
        assert len(found.reached) == example["reached"]
    assert list(risks(measure, answers=answers)) == example.get("risks", [])


@every_measure
def test_it_spans_exactly_the_range_it_names(measure: Measure) -> None:
    for scale in measure.scales:
        assert score(measure, answers=filled(measure, lowest))[scale.id].value == scale.low
        assert score(measure, answers=filled(measure, highest))[scale.id].value == scale.high


@every_measure
def test_it_never_scores_an_empty_form(measure: Measure) -> None:
    for empty in (None, "", math.nan, "NA"):
        for found in score(measure, answers=filled(measure, empty)).values():
            assert found.value is None
            assert not found.is_scorable
            assert found.answered == 0
            assert found.band == ""
            assert found.reached == ()
            assert found.why == "not scorable, because no item was answered"
    assert all(found.value is None for found in score(measure, answers={}).values())


@every_measure
def test_it_keeps_to_its_rule_when_items_are_left_out(measure: Measure) -> None:
    for scale in measure.scales:
        for left_out in range(1, len(scale.items)):
            answers = filled(measure, highest)
            for key in scale.items[:left_out]:
                answers[key] = None
            found = score(measure, answers=answers)[scale.id]
            if left_out > scale.missing.most:
                assert found.value is None
                assert f"{left_out} of {len(scale.items)} items left out" in found.why
            else:
                assert found.value == scale.high  # and not lower for what was left out
                assert found.prorated == (scale.missing.how == "prorate")
                assert scale.missing.source


@every_measure
def test_it_counts_every_item_with_its_own_sign(measure: Measure) -> None:
    for scale in measure.scales:
        size = 1 if scale.rule == "sum" else len(scale.items)
        for key in scale.items:
            item = measure.item(key)
            answers = filled(measure, lowest)
            answers[key] = item.high - 1 if item.reverse else item.low + 1
            found = score(measure, answers=answers)[scale.id].value
            assert found == pytest.approx(scale.low + 1 / size)


@every_measure
def test_it_refuses_what_is_not_allowed_and_says_what_is(measure: Measure) -> None:
    for item in measure.scored_items:
        for wrong in (item.low - 1, item.high + 1, item.low + 0.5, "four", "1,5", True, "²", "0_1", "１", "1e0", "inf"):
            with pytest.raises(AnswerError) as refusal:
                score(measure, answers=filled(measure, lowest) | {item.key: wrong}, row=7)
            assert f"row 7, item {item.key}:" in str(refusal.value)
            assert item.allowed in str(refusal.value)


@every_measure
def test_it_refuses_an_item_that_it_does_not_have(measure: Measure) -> None:
    with pytest.raises(AnswerError, match="has no item extra"):
        score(measure, answers={"extra": 1})


@every_measure
def test_it_scores_the_good_rows_beside_a_bad_one(measure: Measure) -> None:
    bad = measure.scored_items[0].key
    rows = [filled(measure, highest), filled(measure, highest) | {bad: 99}, filled(measure, lowest)]

    first, second, third = score_rows(measure, rows=rows)

    for scale in measure.scales:
        assert first[scale.id].value == scale.high
        assert third[scale.id].value == scale.low
        if bad not in scale.items:
            assert second[scale.id].value == scale.high
            continue
        assert second[scale.id].value is None
        assert f'row 2, item {bad}: "99" is not allowed; allowed: ' in second[scale.id].why


@every_measure
def test_it_shows_its_labels_in_the_order_of_their_figures(measure: Measure) -> None:
    for item in measure.items:
        if item.options and item.has_figures:
            figures = [float(value) for value, _ in item.options]
            assert figures == sorted(figures)
            assert len({label for _, label in item.options}) == len(item.options)
        if item.kind in ("rating", "curved"):
            assert item.low_label
            assert item.high_label
        if item.kind == "curved":
            assert item.mid_label
            assert item.low == -item.high


@every_measure
def test_it_says_who_owns_it_and_where_its_figures_come_from(measure: Measure) -> None:
    assert measure.owner
    assert measure.licence
    assert measure.source
    for scale in measure.scales:
        assert scale.missing.source
        assert scale.bands_source or not scale.bands
        assert all(cut.source for cut in scale.cut_offs)
        assert scale.change is None or scale.change.source


def test_it_gives_the_same_answer_codes_the_same_words_in_both_phq_forms_and_gad_forms() -> None:
    labels = {load(name).scored_items[0].options for name in ("phq9", "phq2", "gad7", "gad2")}
    assert len(labels) == 1
    assert [label for _, label in labels.pop()] == [
        "Not at all",
        "Several days",
        "More than half the days",
        "Nearly every day",
    ]


def test_it_says_where_it_is_sure_and_where_it_is_not() -> None:
    sparq = load("sparq")
    assert "Subscales by content" in sparq.remark
    assert "CC BY 4.0" in sparq.licence
    assert "Unchanged" in sparq.licence_text
    assert not any(scale.cut_offs or scale.bands or scale.change for scale in sparq.scales)


def test_it_marks_the_items_that_have_to_start_the_safety_routine() -> None:
    marked = {name: [item.key for item in load(name).items if item.risk is not None] for name in SHIPPED}
    assert {name: keys for name, keys in marked.items() if keys} == {"phq9": ["phq9_9"]}


def test_it_uses_the_first_two_items_in_the_short_forms() -> None:
    for short, long in (("phq2", "phq9"), ("gad2", "gad7")):
        assert [item.text for item in load(short).items] == [item.text for item in load(long).items[:2]]
