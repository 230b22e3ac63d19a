"""From a measure and its answers to FHIR."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from rightfit.engine.fhir.names import (
    CONTROL,
    ENDS,
    HIGH,
    LOINC,
    LOINC_NOTICE,
    LOW,
    ORDINAL,
    OURS,
    FhirError,
    address,
)
from rightfit.engine.measures.scoring import AnswerError, figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rightfit.engine.measures.definition import Item, Measure, Scale

    Resource = dict[str, Any]


def questionnaire(measure: Measure) -> Resource:
    """Return the measure as a Questionnaire. Raises FhirError for a pack: its text leaves in no file."""
    if measure.is_pack:
        raise FhirError(f"{measure.id} is under this practice's own licence: its text is not given out")
    coded = bool(measure.loinc) or any(item.loinc for item in measure.items)
    notice = [f"{measure.licence}. {measure.licence_text}".strip(), *([LOINC_NOTICE] if coded else [])]
    rest = {key: getattr(measure, key) for key in ("licence", "licence_text", "respondent", "recall")}
    rest["scales"] = [_scale(scale) for scale in measure.scales]
    stem = [{"linkId": "stem", "type": "display", "text": measure.stem}] if measure.stem else []
    resource: Resource = {
        "resourceType": "Questionnaire",
        "id": measure.id.replace("_", "-"),
        "language": measure.language,
        "extension": [{"url": f"{OURS}definition", "valueString": json.dumps(rest, ensure_ascii=False)}],
        "url": address(measure),
        "version": measure.version,
        "name": "".join(part.capitalize() for part in measure.id.split("_")),
        "title": measure.name,
        "status": "active",
        "subjectType": ["Patient"],
        "publisher": measure.owner,
        "description": measure.remark,
        "purpose": measure.source,
        "copyright": "\n\n".join(notice),
        "code": [{"system": LOINC, "code": measure.loinc}] if measure.loinc else [],
        "item": [*stem, *(_item(measure, item) for item in measure.items)],
    }
    return {key: value for key, value in resource.items() if value not in ("", [])}


def response(
    measure: Measure, answers: Mapping[str, object], *, authored: str = "", subject: str = "", complete: bool = True
) -> Resource:
    """Return a filled-in form as a QuestionnaireResponse. `authored` is an ISO time, `subject` a reference.

    It holds keys, figures, codes and the labels chosen (not those of a pack), and no text of an item.
    Raises AnswerError for an answer that is not allowed, FhirError for an item that is not there.
    """
    known = {item.key: item for item in measure.items}
    odd = [key for key in answers if key not in known]
    if odd:
        raise FhirError(f"{measure.id} has no item {', '.join(odd)}; it has {', '.join(known)}")
    items = []
    for key, item in known.items():
        given = _given(measure, item, answers.get(key))
        if given:
            items.append({"linkId": key, "answer": given})
    resource: Resource = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": f"{address(measure)}|{measure.version}",
        "status": "completed" if complete else "in-progress",
        "subject": {"reference": subject} if subject else "",
        "authored": authored,
        "item": items,
    }
    return {key: value for key, value in resource.items() if value not in ("", [])}


def _item(measure: Measure, item: Item) -> Resource:
    figures = item.kind in ("rating", "curved")
    whole = all(value.is_integer() for value in (item.low, item.high, item.step)) if figures else True
    extension: list[Resource] = [{"url": f"{OURS}kind", "valueCode": item.kind}]
    if figures:
        name = "valueInteger" if whole else "valueDecimal"
        bounds = ((LOW, item.low), (HIGH, item.high))
        extension += [{"url": url, name: int(value) if whole else value} for url, value in bounds]
        if item.step != 1:
            extension.append({"url": f"{OURS}step", "valueDecimal": item.step})
    if item.reverse:
        extension.append({"url": f"{OURS}reverse", "valueBoolean": True})
    if item.risk is not None:
        extension.append({"url": f"{OURS}risk", "valueDecimal": item.risk})
    ends = [
        {
            "linkId": f"{item.key}.{control}",
            "type": "display",
            "text": getattr(item, label),
            "extension": [
                {"url": CONTROL, "valueCodeableConcept": {"coding": [
                    {"system": "http://hl7.org/fhir/questionnaire-item-control", "code": control}]}}
            ],
        }
        for label, control in ENDS.items()
        if getattr(item, label)
    ]  # fmt: skip
    written: Resource = {
        "extension": extension,
        "linkId": item.key,
        "code": [{"system": LOINC, "code": item.loinc}] if item.loinc else [],
        "text": item.text,
        "type": ("integer" if whole else "decimal") if figures else "choice",
        "required": not item.optional,
        "repeats": item.kind == "several",
        "answerOption": [_option(measure, item, place) for place in range(len(item.options))],
        "item": ends,
    }
    return {key: value for key, value in written.items() if value != []}


def _option(measure: Measure, item: Item, place: int) -> Resource:
    value, _ = item.options[place]
    ordinal = [{"url": ORDINAL, "valueDecimal": float(value)}] if item.has_figures else []
    coding: Resource = {"valueCoding": _coding(measure, item, place)}
    return {"extension": ordinal, **coding} if ordinal else coding


def _coding(measure: Measure, item: Item, place: int, *, with_text: bool = True) -> Resource:
    value, label = item.options[place]
    coding = (
        {"system": LOINC, "code": item.codes[place]}
        if item.codes
        else {"system": f"{address(measure)}:{item.key}", "code": value}
    )
    return coding | ({"display": label} if with_text else {})


def _given(measure: Measure, item: Item, answer: object) -> list[Resource]:
    if item.kind in ("rating", "curved"):
        value = figure(item, answer=answer)
        if value is None:
            return []
        whole = all(one.is_integer() for one in (item.low, item.high, item.step))
        return [{"valueInteger": int(value)}] if whole else [{"valueDecimal": value}]
    chosen = answer if item.kind == "several" and isinstance(answer, (list, tuple)) else [answer]
    places = {value: place for place, (value, _) in enumerate(item.options)}
    given = []
    for one in chosen:
        if one is None or one == "" or (isinstance(one, float) and math.isnan(one)):
            continue
        value = figure(item, answer=one) if item.has_figures else None
        key = next((name for name in places if float(name) == value), "") if value is not None else str(one)
        if key not in places:
            raise AnswerError(f'item {item.key}: "{one}" is not allowed; allowed: {item.allowed}')
        given.append({"valueCoding": _coding(measure, item, places[key], with_text=not measure.is_pack)})
    return given


def _scale(scale: Scale) -> Resource:
    table: Resource = {
        "id": scale.id,
        "label": scale.label,
        "items": list(scale.items),
        "rule": scale.rule,
        "missing": {"how": scale.missing.how, "source": scale.missing.source},
        "shown": scale.shown,
        "loinc": scale.loinc,
        "bands": [{"low": band.low, "name": band.name} for band in scale.bands],
        "bands_source": scale.bands_source,
        "cut_offs": [
            {"at_least": cut.at_least, "meaning": cut.meaning, "source": cut.source} for cut in scale.cut_offs
        ],
    }
    if scale.missing.how != "complete":
        table["missing"]["most"] = scale.missing.most
    if scale.change is not None:
        table["change"] = {"points": scale.change.points, "source": scale.change.source}
    return table
