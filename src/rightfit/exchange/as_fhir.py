"""What a client filled in, as FHIR R4: for another practice's program. A bridge to the engine."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from rightfit.checkin.models import CheckIn
from rightfit.checkin.side import Side
from rightfit.engine import fhir
from rightfit.engine.measures.definition import Measure
from rightfit.engine.measures.shipped import load
from rightfit.practice.models import Person
from rightfit.questionnaire.models import FormAnswer

CHECK_IN = "checkin_client"


def bundle(client: Person) -> dict[str, Any]:
    """Return every check-in and form of this client, and the questionnaires whose text may leave the house."""
    responses = list(_responses(client))
    used = {measure.id: measure for measure, _ in responses if not measure.is_pack}
    resources = [fhir.questionnaire(measure) for measure in used.values()] + [one for _, one in responses]
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}


@cache
def questions() -> dict[str, str]:
    """Return what the check-in asks, by the key under which an answer is kept."""
    return {item.key: item.text.replace("{other}", "…") for item in load(CHECK_IN).items}


def _responses(client: Person) -> Iterator[tuple[Measure, dict[str, Any]]]:
    measure = load(CHECK_IN)
    keys = {item.key for item in measure.items}
    theirs = CheckIn.objects.visible_to(client).filter(session__relationship__client=client, side=Side.CLIENT)
    for one in theirs.order_by("given_at"):
        answers = {item: value for item, value in one.values().items() if item in keys}
        yield measure, _response(measure, answers, client, one.given_at.isoformat())
    filled = FormAnswer.objects.visible_to(client).filter(form__relationship__client=client)
    for form in filled.order_by("at").select_related("form"):
        if form.measure is not None:
            yield form.measure, _response(form.measure, form.answers, client, form.at.isoformat())


def _response(measure: Measure, answers: dict[str, Any], client: Person, authored: str) -> dict[str, Any]:
    return fhir.response(measure, answers, authored=authored, subject=f"Patient/{client.pk}")
