"""Names that writing and reading share: addresses, extensions, the refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rightfit.engine.measures.definition import Measure

LOINC = "http://loinc.org"
LOINC_NOTICE = (
    "This material contains content from LOINC (http://loinc.org). LOINC is copyright 1995 onwards, Regenstrief "
    "Institute, Inc. and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no "
    "cost under the license at http://loinc.org/license. LOINC is a registered United States trademark of Regenstrief "
    "Institute, Inc."
)
HL7 = "http://hl7.org/fhir/StructureDefinition/"
ORDINAL, LOW, HIGH = f"{HL7}ordinalValue", f"{HL7}minValue", f"{HL7}maxValue"
CONTROL = f"{HL7}questionnaire-itemControl"
OURS = "urn:rightfit:fhir:"
ENDS = {"low_label": "lower", "mid_label": "prompt", "high_label": "upper"}
STATUSES = ("completed", "amended", "in-progress", "stopped")


class FhirError(ValueError):
    """A resource cannot be written or read; the message names the place and what may stand there."""


def address(measure: Measure) -> str:
    return f"urn:rightfit:questionnaire:{measure.id}"
