"""The questionnaires of this practice: those that ship, and its own under a licence. A bridge to the engine."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.conf import settings

from rightfit.engine import packs
from rightfit.engine.measures.definition import Change, DefinitionError, Measure
from rightfit.engine.measures.scoring import AnswerError, Score, risks, score
from rightfit.engine.measures.shipped import SHIPPED, UnknownMeasureError, load
from rightfit.engine.packs import PackError
from rightfit.keeping import clock

__all__ = [
    "AnswerError",
    "Change",
    "DefinitionError",
    "Measure",
    "PackError",
    "Score",
    "add",
    "count_use",
    "find",
    "has_risk",
    "known",
    "of_the_past",
    "risks",
    "score",
    "scores_of",
]

# The check-in of this project is filled in on pages of its own.
ELSEWHERE = frozenset({"checkin_client", "checkin_therapist"})


def folder() -> Path:
    """Where the packs lie: beside the database, never in it, and never exported with it."""
    return Path(settings.HOME) / "measures"


def find(measure_id: str) -> Measure | None:
    """Return the measure, if it ships or its licence holds today."""
    if measure_id in packs.names(folder()):
        try:
            return packs.load(folder(), measure_id, today=clock.today())
        except PackError:
            return None
    try:
        return load(measure_id) if measure_id not in ELSEWHERE else None
    except UnknownMeasureError:
        return None


def of_the_past(measure_id: str) -> Measure | None:
    """Return the measure to score what was filled in, also when nobody may fill in another."""
    try:
        return packs.read(folder(), measure_id) if measure_id in packs.names(folder()) else find(measure_id)
    except PackError:
        return None


def known() -> list[Measure]:
    """Return every measure that could be switched on: for clients, each item answered by a figure or a choice."""
    ids = (*(one for one in SHIPPED if one not in ELSEWHERE), *packs.names(folder()))
    found = [measure for one in ids if (measure := find(one)) is not None]
    return [measure for measure in found if measure.respondent != "therapist"]


def has_risk(measure: Measure) -> bool:
    """Say whether an answer to one of its items may mean that somebody is in danger."""
    return any(item.risk is not None for item in measure.items)


def add(text: str, *, attested_by: str, licence: str, until: date | None, uses: int | None) -> Measure:
    """Keep a pasted definition with who attests its licence. Raises DefinitionError and PackError, in words."""
    return packs.add(
        folder(), text, attested_by=attested_by, attested_on=clock.today(), licence=licence, until=until, uses=uses
    )


def count_use(measure: Measure) -> None:
    """Count one use of a pack. Raises PackError where the licence has no more."""
    if measure.is_pack:
        packs.use(folder(), measure.id, times=1, today=clock.today())


def scores_of(measure: Measure, answers: Mapping[str, object]) -> list[Score]:
    """Return the scores that are shown, each a value or why there is none."""
    by_scale = score(measure, answers=answers)
    return [by_scale[scale.id] for scale in measure.scales if scale.shown]
