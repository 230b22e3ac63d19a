"""Questionnaires and filled-in forms as FHIR R4 (4.0.1) resources, and back.

What FHIR has a place for stands there: texts, options with their figures (`ordinalValue`), bounds, labels at
both ends. What it has none for, scales, missing rules, cut-offs with their sources, reversed and risk items, stands
in extensions under `urn:rightfit:`, so that a Questionnaire of ours is read back without loss. A form of
another maker is recognised by LOINC codes, as codes of its items or as their `linkId`.

A pack's text is never written. Nothing here reads a clock or a network.
"""

from rightfit.engine.fhir.names import LOINC_NOTICE, FhirError
from rightfit.engine.fhir.reading import Form, definition, form, recognise
from rightfit.engine.fhir.writing import questionnaire, response

__all__ = ["LOINC_NOTICE", "FhirError", "Form", "definition", "form", "questionnaire", "recognise", "response"]
