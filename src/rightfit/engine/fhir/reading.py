"""From FHIR to a measure and its answers, also where another maker wrote it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rightfit.engine.fhir.names import ENDS, HIGH, LOINC, LOW, ORDINAL, OURS, STATUSES, FhirError
from rightfit.engine.measures.reading import from_table
from rightfit.engine.measures.scoring import AnswerError, figure
from rightfit.engine.measures.shipped import SHIPPED, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rightfit.engine.measures.definition import Item, Measure


@dataclass(frozen=True, kw_only=True)
class Form:
    """A filled-in form as it was read.

    `answers` go into `scoring.score`. `passed_over` are the `linkId`s with answers that the measure
    has no item for, totals among them. `authored` is the time as the resource says it, "" without.
    """

    measure: Measure
    answers: dict[str, object]
    passed_over: tuple[str, ...]
    authored: str
    status: str


def definition(resource: Mapping[str, Any]) -> Measure:
    """Return the measure of a Questionnaire that `questionnaire` wrote.

    Raises FhirError for another resource or another maker's (see `recognise`), DefinitionError where
    it does not hold together.
    """
    _expect(resource, "Questionnaire")
    rest = _extension(resource, f"{OURS}definition", "valueString")
    if rest is None:
        raise FhirError("this Questionnaire was not written here, so it has no scales; recognise finds it by its codes")
    try:
        raw = json.loads(rest)
    except json.JSONDecodeError:
        raise FhirError("this Questionnaire's definition is broken") from None
    items = resource.get("item", [])
    raw |= {
        "id": str(resource.get("url", "")).rpartition(":")[2],
        "name": resource.get("title"),
        "version": resource.get("version"),
        "language": resource.get("language"),
        "owner": resource.get("publisher"),
        "source": resource.get("purpose"),
        "remark": resource.get("description", ""),
        "loinc": _loinc(resource),
        "stem": next((item["text"] for item in items if item.get("linkId") == "stem"), ""),
        "items": [_table(item) for item in items if item.get("type") != "display"],
    }
    return from_table(raw)


def recognise(resource: Mapping[str, Any]) -> Measure:
    """Return the shipped measure that this Questionnaire, of whatever maker, asks.

    By our own address, by the LOINC code of the panel, or by all its scored items' codes (or linkIds):
    then the measure with the most items. Raises FhirError where none fits.
    """
    _expect(resource, "Questionnaire")
    ours = _by_url(str(resource.get("url", "")))
    if ours is not None:
        return ours
    panels = {code.get("code") for code in resource.get("code", []) if code.get("system") == LOINC}
    codes = {code for item in _walk(resource.get("item", [])) for code in _codes(item)}
    fitting = [
        measure
        for measure in map(load, SHIPPED)
        if all(item.loinc and item.loinc in codes for item in measure.scored_items)
    ]
    named = [measure for measure in fitting if measure.loinc and measure.loinc in panels]
    best = max(named or fitting, key=lambda measure: len(measure.scored_items), default=None)
    if best is None:
        raise FhirError("no questionnaire here has the items of this one; their LOINC codes are looked for")
    return best


def form(
    resource: Mapping[str, Any], *, asked: Mapping[str, Any] | None = None, measure: Measure | None = None
) -> Form:
    """Read a QuestionnaireResponse. `asked` is the Questionnaire it answers, where that is another maker's.

    The measure is the one given, or that of `asked`, or the one named by the response's own address or, by
    LOINC codes in its linkIds, the one with most items answered (the shorter of two that fit alike).
    Raises FhirError where it cannot be told, or for an answer that the measure does not allow.
    """
    _expect(resource, "QuestionnaireResponse")
    status = str(resource.get("status", ""))
    if status not in STATUSES:
        raise FhirError(f"the form's status is {status!r}; read are {', '.join(STATUSES)}")
    answered = [item for item in _walk(resource.get("item", [])) if item.get("answer")]
    questions = {item.get("linkId"): item for item in _walk(asked.get("item", []))} if asked is not None else {}
    if measure is None:
        measure = recognise(asked) if asked is not None else _by_response(resource, answered)
    by_code = {item.loinc: item for item in measure.items if item.loinc} | {item.key: item for item in measure.items}
    answers: dict[str, object] = {}
    over = []
    for one in answered:
        link = str(one.get("linkId", ""))
        names = [link, *_codes(one), *_codes(questions.get(link, {}))]
        item = next((by_code[name] for name in names if name in by_code), None)
        if item is None:
            over.append(link)
        elif item.key in answers:
            raise FhirError(f"{link}: {item.key} is answered twice")
        else:
            answers[item.key] = _answer(item, one, questions.get(link, {}))
    return Form(
        measure=measure,
        answers=answers,
        passed_over=tuple(over),
        authored=str(resource.get("authored", "")),
        status=status,
    )


def _table(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item as the definition's own table."""
    kind = _extension(item, f"{OURS}kind", "valueCode") or "choice"
    table: dict[str, Any] = {
        "key": item.get("linkId"),
        "kind": kind,
        "text": item.get("text"),
        "optional": not item.get("required", False),
        "loinc": _loinc(item),
        "reverse": bool(_extension(item, f"{OURS}reverse", "valueBoolean")),
    }
    for name, url in (("risk", f"{OURS}risk"), ("step", f"{OURS}step"), ("low", LOW), ("high", HIGH)):
        value = _extension(item, url, "valueDecimal", "valueInteger")
        if value is not None:
            table[name] = value
    for end in item.get("item", []):
        label = next((name for name, control in ENDS.items() if end.get("linkId", "").endswith(f".{control}")), None)
        if label:
            table[label] = end.get("text", "")
    if "answerOption" in item:
        table["options"] = [_told(option) for option in item["answerOption"]]
    return table


def _told(option: Mapping[str, Any]) -> dict[str, str]:
    coding = option.get("valueCoding", {})
    ordinal = _extension(option, ORDINAL, "valueDecimal")
    told = {"value": str(coding.get("code")) if ordinal is None else f"{ordinal:g}", "label": coding.get("display")}
    return told | ({"loinc": coding["code"]} if coding.get("system") == LOINC else {})


def _answer(item: Item, one: Mapping[str, Any], question: Mapping[str, Any]) -> object:
    values = [_value(item, given, question) for given in one["answer"]]
    if item.kind == "several":
        return values
    if len(values) != 1:
        raise FhirError(f"{one.get('linkId')}: {len(values)} answers to {item.key}, which takes one")
    return values[0]


def _value(item: Item, given: Mapping[str, Any], question: Mapping[str, Any]) -> str:
    """Return one answer as the option's value or the figure's text."""
    for name in ("valueInteger", "valueDecimal", "valueString"):
        if name in given:
            return _allowed(item, given[name])
    coding = given.get("valueCoding", {})
    code, values = str(coding.get("code", "")), [value for value, _ in item.options]
    if item.codes and code in item.codes and coding.get("system", LOINC) == LOINC:
        return values[item.codes.index(code)]
    ordinal = _extension(given, ORDINAL, "valueDecimal")
    if ordinal is None:
        ordinal = _extension(coding, ORDINAL, "valueDecimal")
    options = [
        option for option in question.get("answerOption", []) if option.get("valueCoding", {}).get("code") == code
    ]
    if ordinal is None and options:
        ordinal = _extension(options[0], ORDINAL, "valueDecimal")
    if ordinal is not None:
        return _allowed(item, ordinal)
    if str(coding.get("system", "")).startswith("urn:rightfit:") and code in values:
        return code
    label = str(coding.get("display") or (options[0]["valueCoding"].get("display") if options else "")).strip().lower()
    found = [value for value, own in item.options if own.strip().lower() == label]
    if not found:
        raise FhirError(f"item {item.key}: {code or label or 'an answer'!r} is not allowed; allowed: {item.allowed}")
    return found[0]


def _allowed(item: Item, value: object) -> str:
    if not item.has_figures:
        raise FhirError(f"item {item.key}: {value!r} is not allowed; allowed: {item.allowed}")
    try:
        found = figure(item, answer=value)
    except AnswerError as error:
        raise FhirError(str(error)) from None
    return "" if found is None else f"{found:g}"


def _by_response(resource: Mapping[str, Any], answered: list[Mapping[str, Any]]) -> Measure:
    ours = _by_url(str(resource.get("questionnaire", "")).partition("|")[0])
    if ours is not None:
        return ours
    codes = {code for item in answered for code in _codes(item)}
    shipped = [load(name) for name in SHIPPED]
    fitting = [measure for measure in shipped if any(item.loinc in codes for item in measure.scored_items)]
    best = max(
        fitting,
        key=lambda measure: (sum(item.loinc in codes for item in measure.scored_items), -len(measure.items)),
        default=None,
    )
    if best is None:
        raise FhirError(
            "this form names no questionnaire known here, and its linkIds are no LOINC codes; give the one asked"
        )
    return best


def _by_url(url: str) -> Measure | None:
    start, _, name = url.rpartition(":")
    return load(name) if start == "urn:rightfit:questionnaire" and name in SHIPPED else None


def _codes(item: Mapping[str, Any]) -> Iterator[str]:
    """LOINC codes of an item: as its code, or as its linkId, the last step of a path."""
    for code in item.get("code", []):
        if code.get("system") == LOINC and code.get("code"):
            yield str(code["code"])
    yield str(item.get("linkId", "")).rpartition("/")[2]


def _loinc(resource: Mapping[str, Any]) -> str:
    return next((str(code["code"]) for code in resource.get("code", []) if code.get("system") == LOINC), "")


def _walk(items: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Every item, also those in groups and under answers."""
    for item in items:
        yield item
        yield from _walk(item.get("item", []))
        for answer in item.get("answer", []):
            yield from _walk(answer.get("item", []))


def _extension(element: Mapping[str, Any], url: str, *names: str) -> Any:
    for one in element.get("extension", []):
        if one.get("url") == url:
            return next((one[name] for name in names if name in one), None)
    return None


def _expect(resource: Mapping[str, Any], kind: str) -> None:
    found = resource.get("resourceType") if hasattr(resource, "get") else None
    if found != kind:
        raise FhirError(f"this is {found or 'no FHIR resource'}, not a {kind}")
