"""FHIR R4: out and back without loss, and forms of other makers recognised and scored."""

import json
from dataclasses import replace
from typing import Any

import pytest

from rightfit.engine.fhir import LOINC_NOTICE, FhirError, definition, form, questionnaire, recognise, response
from rightfit.engine.measures.definition import Item, Measure
from rightfit.engine.measures.reading import parse
from rightfit.engine.measures.scoring import AnswerError, risks, score
from rightfit.engine.measures.shipped import SHIPPED, load
from rightfit.engine.packs import skeleton

every_measure = pytest.mark.parametrize("measure", [load(name) for name in SHIPPED], ids=SHIPPED)

# LOINC 44249-1 as LHC-Forms writes it: linkId is a path of LOINC codes, answers are LOINC answers.
PANEL = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"]
HL7 = "http://hl7.org/fhir/StructureDefinition/"
ANSWERS = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]


def through_json(resource: dict[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(json.dumps(resource))
    return read


def lhc_questionnaire() -> dict[str, Any]:
    def item(code: str) -> dict[str, Any]:
        return {
            "type": "choice",
            "required": True,
            "linkId": f"/{code}",
            "code": [{"system": "http://loinc.org", "code": code}],
            "answerOption": [
                {
                    "extension": [
                        {"url": f"{HL7}questionnaire-optionPrefix", "valueString": f"{place}"},
                        {"url": f"{HL7}ordinalValue", "valueDecimal": place},
                    ],
                    "valueCoding": {"system": "http://loinc.org", "code": answer},
                }
                for place, answer in enumerate(ANSWERS)
            ],
        }  # fmt: skip

    total = {"type": "decimal", "linkId": "/44261-6", "code": [{"system": "http://loinc.org", "code": "44261-6"}]}
    return {
        "resourceType": "Questionnaire",
        "status": "draft",
        "code": [{"system": "http://loinc.org", "code": "44249-1"}],
        "item": [*(item(code) for code in PANEL), total],
    }


def lhc_response(figures: list[int]) -> dict[str, Any]:
    items: list[dict[str, Any]] = [
        {"linkId": f"/{code}", "answer": [{"valueCoding": {"system": "http://loinc.org", "code": ANSWERS[figure]}}]}
        for code, figure in zip(PANEL, figures, strict=True)
    ]
    items.append({"linkId": "/44261-6", "answer": [{"valueDecimal": sum(figures)}]})
    return {"resourceType": "QuestionnaireResponse", "status": "completed", "authored": "2026-05-06", "item": items}


def chosen(item: Item) -> object:
    if item.kind == "several":
        return [value for value, _ in item.options][:2]
    return item.options[-1][0] if item.options else f"{item.high:g}"


@every_measure
def test_it_comes_back_without_loss(measure: Measure) -> None:
    assert definition(through_json(questionnaire(measure))) == measure
    assert recognise(through_json(questionnaire(measure))) == measure


@every_measure
def test_it_is_a_questionnaire_as_r4_wants_it(measure: Measure) -> None:
    found = questionnaire(measure)
    assert found["resourceType"] == "Questionnaire"
    assert found["status"] in ("draft", "active", "retired", "unknown")
    assert found["name"][0].isupper()
    assert found["name"].isalnum()
    links = [item["linkId"] for item in found["item"]]
    links += [inner["linkId"] for item in found["item"] for inner in item.get("item", [])]
    assert len(set(links)) == len(links)
    for item in found["item"]:
        assert item["type"] in ("choice", "integer", "decimal", "display")
        assert ("answerOption" in item) == (item["type"] == "choice")
        assert not (item["type"] == "display" and set(item) & {"required", "repeats", "code", "answerOption"})
    text = json.dumps(found)
    assert "null" not in text
    assert '""' not in text.replace('\\"\\"', "")


@every_measure
def test_it_carries_its_licence_and_the_notice_of_its_codes(measure: Measure) -> None:
    found = questionnaire(measure)
    assert measure.licence in found["copyright"]
    assert (LOINC_NOTICE in found["copyright"]) == ("http://loinc.org" in json.dumps(found["item"]))


@every_measure
def test_it_brings_every_answer_back(measure: Measure) -> None:
    answers = {item.key: chosen(item) for item in measure.items}
    sent = response(measure, answers, authored="2026-05-06T10:00:00+01:00", subject="Patient/7")
    back = form(through_json(sent))
    assert back.measure == measure
    assert back.answers == answers
    assert (back.passed_over, back.authored, back.status) == ((), "2026-05-06T10:00:00+01:00", "completed")
    assert score(measure, answers=back.answers) == score(measure, answers=answers)


@every_measure
def test_it_leaves_out_what_was_left_out(measure: Measure) -> None:
    empty = response(measure, {item.key: None for item in measure.items})
    assert "item" not in empty
    assert form(empty, measure=measure).answers == {}
    text = json.dumps(response(measure, {item.key: chosen(item) for item in measure.items}))
    assert not any(item.text in text for item in measure.items)


def test_it_recognises_and_scores_the_phq_of_another_maker() -> None:
    figures = [1, 2, 0, 3, 1, 0, 2, 1, 1]
    measure = recognise(lhc_questionnaire())
    read = form(lhc_response(figures), asked=lhc_questionnaire())
    assert measure.id == read.measure.id == "phq9"
    assert score(measure, answers=read.answers)["phq9"].value == sum(figures)
    assert risks(measure, answers=read.answers) == ("phq9_9",)
    assert read.passed_over == ("/44261-6",)
    assert form(lhc_response(figures)) == read  # the codes are enough


def test_it_reads_links_of_any_kind_through_the_form_that_was_asked() -> None:
    asked, given = lhc_questionnaire(), lhc_response([0, 1, 2, 3, 0, 1, 2, 3, 0])
    for resource in (asked, given):
        for place, item in enumerate(resource["item"]):
            item["linkId"] = f"H1/T1/Q{place + 1}"
        resource["item"] = [{"linkId": "H1", "type": "group", "item": resource["item"]}]
    for item in asked["item"][0]["item"][:9]:  # its own codes for the answers, with figures
        for option in item["answerOption"]:
            option["valueCoding"] = {"system": "urn:other", "code": "x" + option["valueCoding"]["code"]}
    for item in given["item"][0]["item"][:9]:
        coding = item["answer"][0]["valueCoding"]
        item["answer"][0]["valueCoding"] = {"system": "urn:other", "code": "x" + coding["code"]}
    read = form(given, asked=asked)
    assert score(read.measure, answers=read.answers)["phq9"].value == 12
    with pytest.raises(FhirError, match="linkIds are no LOINC codes"):
        form(given)


def test_it_reads_figures_ordinals_and_labels() -> None:
    items = load("gad7").scored_items
    ordinal = {"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": 0}
    answers: list[dict[str, Any]] = [
        {"valueInteger": 3}, {"valueDecimal": 2.0}, {"valueCoding": {"code": "a", "extension": [ordinal]}},
        {"extension": [ordinal], "valueCoding": {"code": "b"}}, {"valueCoding": {"display": "several days"}},
        {"valueString": "1"}, {"valueCoding": {"display": "Nearly every day"}},
    ]  # fmt: skip
    given = {
        "resourceType": "QuestionnaireResponse",
        "status": "completed",
        "item": [{"linkId": item.loinc, "answer": [one]} for item, one in zip(items, answers, strict=True)],
    }
    read = form(given)
    assert read.measure.id == "gad7"
    assert [read.answers[item.key] for item in items] == ["3", "2", "0", "0", "1", "1", "3"]


def test_it_takes_the_shorter_of_two_that_fit_alike() -> None:
    short = lhc_response([1, 1, 0, 0, 0, 0, 0, 0, 0])
    short["item"] = short["item"][:2]
    assert form(short).measure.id == "phq2"
    assert form(short, measure=load("phq9")).measure.id == "phq9"


def broken(**change: object) -> dict[str, Any]:
    return lhc_response([0] * 9) | change


@pytest.mark.parametrize(
    ("resource", "why"),
    [
        ({"resourceType": "Patient"}, "this is Patient, not a QuestionnaireResponse"),
        ([], "no FHIR resource"),
        (broken(status="entered-in-error"), "status is 'entered-in-error'"),
        (broken(item=[{"linkId": "q1", "answer": [{"valueInteger": 1}]}]), "no LOINC codes"),
        (broken(item=[{"linkId": "44250-9", "answer": [{"valueInteger": 7}]}]), "allowed: 0, 1, 2, 3"),
        (broken(item=[{"linkId": "44250-9", "answer": [{"valueCoding": {"code": "LA0"}}]}]), "'LA0' is not allowed"),
        (broken(item=[{"linkId": "44250-9", "answer": [{"valueInteger": 1}] * 2}]), "2 answers to phq"),
        (broken(item=[{"linkId": "44250-9", "answer": [{"valueInteger": 1}]}] * 2), "is answered twice"),
    ],
)
def test_it_refuses_what_it_cannot_read(resource: Any, why: str) -> None:
    with pytest.raises(FhirError, match=why):
        form(resource)


def test_it_refuses_a_questionnaire_that_it_does_not_know() -> None:
    with pytest.raises(FhirError, match="no questionnaire here has the items"):
        recognise({"resourceType": "Questionnaire", "item": [{"linkId": "1", "type": "string"}]})
    with pytest.raises(FhirError, match="was not written here"):
        definition(lhc_questionnaire())


def test_it_refuses_an_answer_that_is_not_allowed_before_it_is_sent() -> None:
    with pytest.raises(AnswerError, match="allowed: 0, 1, 2, 3"):
        response(load("phq9"), {"phq9_1": 4})
    with pytest.raises(AnswerError, match="allowed: no, bring"):
        response(load("checkin_client"), {"tap": "maybe"})
    with pytest.raises(FhirError, match="has no item phq9_99"):
        response(load("phq9"), {"phq9_99": 1})


def test_it_never_writes_the_text_of_a_pack() -> None:
    text = skeleton("arm5_client")
    text = text.replace('version = ""', 'version = "1"').replace('language = ""', 'language = "en"')
    for name in ("licence", "text", "label", "low_label", "high_label"):
        text = text.replace(f'{name} = ""', f'{name} = "theirs"')
    measure = replace(parse(text), is_pack=True)
    with pytest.raises(FhirError, match="its text is not given out"):
        questionnaire(measure)
    sent = response(measure, {"arm5_client_1": 7, "arm5_client_3": 2})
    assert "theirs" not in json.dumps(sent)
    assert form(sent, measure=measure).answers == {"arm5_client_1": "7", "arm5_client_3": "2"}
