"""Filled-in forms in FHIR R4 as a table: one QuestionnaireResponse, a list of them, or a Bundle."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rightfit.cli.tables import FileError, Sheet, WrongCallError

if TYPE_CHECKING:
    from pathlib import Path

    from rightfit.engine.measures.definition import Measure


def read_forms(path: Path, measure: Measure, *, asked: Path | None) -> Sheet:
    """Return the forms' answers to the scored items, a row a form. Raises FileError or WrongCallError.

    A form that cannot be read, or is of another questionnaire, is an odd row that says why.
    """
    from rightfit.engine import fhir  # noqa: PLC0415 - only where it is needed

    found = _resources(_json(path))
    forms = [one for one in found if one.get("resourceType") == "QuestionnaireResponse"]
    if not forms:
        raise FileError(f"{path.name} holds no QuestionnaireResponse")
    if asked is not None:
        found = _resources(_json(asked))
    questions = [one for one in found if one.get("resourceType") == "Questionnaire"]
    if asked is not None and len(questions) != 1:
        raise WrongCallError(f"{asked.name} is no Questionnaire")
    keys = [item.key for item in measure.scored_items]
    rows, odd = [], {}
    for line, one in enumerate(forms, start=1):
        row = [str(one.get("id", "")), str(one.get("authored", "")), *[""] * len(keys)]
        try:
            read = fhir.form(one, asked=_asked(one, questions))
            if read.measure.id != measure.id:
                odd[line] = f"row {line}: this is {read.measure.id}, not {measure.id}"
            else:
                row[2:] = [str(read.answers.get(key, "")) for key in keys]
        except fhir.FhirError as error:
            odd[line] = f"row {line}: {error}"
        rows.append(row)
    if len(odd) == len(rows):
        raise FileError(f"{path.name}, {odd[1]}")
    return Sheet(header=["form", "authored", *keys], rows=rows, odd=odd)


def _asked(form: dict[str, Any], questions: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The Questionnaire that this form names, or the only one there is."""
    if len(questions) == 1:
        return questions[0]
    address = str(form.get("questionnaire", "")).partition("|")[0]
    named = [one for one in questions if address and address in (one.get("url"), f"Questionnaire/{one.get('id')}")]
    return named[0] if len(named) == 1 else None


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise FileError(f"{path} cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise FileError(f"{path.name} is not UTF-8") from None
    except (json.JSONDecodeError, RecursionError) as error:
        raise FileError(f"{path.name} is not JSON: {error}") from None


def _resources(found: Any) -> list[dict[str, Any]]:
    if isinstance(found, dict) and found.get("resourceType") == "Bundle":
        found = [entry.get("resource") for entry in found.get("entry", []) if isinstance(entry, dict)]
    several = found if isinstance(found, list) else [found]
    return [one for one in several if isinstance(one, dict)]
