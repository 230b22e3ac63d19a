"""From rows to the engine and back: how the connection of one pair reads, for one reader.

A reading is computed when a page asks and never stored: a stored one would carry private answers in
clear and outlive their erasure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from rightfit.checkin.models import Answer, Tap
from rightfit.checkin.past import PastRating
from rightfit.checkin.side import Side, side_of
from rightfit.engine import noticing
from rightfit.engine.dyad import Scale
from rightfit.engine.measures import scoring, shipped
from rightfit.engine.measures.definition import Item
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship

RATINGS = ("understood", "matters", "useful", "free")
THERAPIST_RATING = "understood"
TEN = Scale(low=0.0, high=10.0)

HELD, MISSED, NO_EVIDENCE = 1, 0, -1


@dataclass(frozen=True, kw_only=True)
class SessionRead:
    """One session of the course, as this reader may know it."""

    session: Session
    number: int | None
    client: float | None
    therapist: float | None
    client_band: tuple[float, float] | None
    therapist_band: tuple[float, float] | None
    cannot_tell: bool
    p_strain: float
    signal: bool
    kind: str
    reasons: tuple[tuple[str, float], ...]


@cache
def items(side: Side) -> tuple[Item, ...]:
    """Return the items of the check-in, as the measure's definition has them."""
    return shipped.load(f"checkin_{side.value}").items


def more_of_labels(chosen: Sequence[str]) -> list[str]:
    """Return the words of what somebody would like a bit more of."""
    wishes = next(item for item in items(Side.CLIENT) if item.key == "more_of")
    return [label for value, label in wishes.options if value in chosen]


def connection(ratings: dict[str, Any]) -> float | None:
    """Return what the engine reads of a client's form; none where too few of the four ratings were given.

    It is shown to nobody as a number.
    """
    return scoring.score(shipped.load("checkin_client"), answers=ratings)["connection"].value


def read(relationship: Relationship, *, reader: Person) -> list[SessionRead]:
    """Read the course of a pair for one of the two.

    The client's reading uses all that the client gave and nothing of the therapist's; the therapist's
    uses the therapist's own answers, appointments missed without word, and of what the client shared
    that whose time has come: a band, a hatching or a hint would else tell before its day that the client
    answered, and how.
    """
    side = side_of(reader, relationship)
    sessions = list(Session.objects.filter(relationship=relationship).over().with_fate())
    client, unsaid = _client_forms(relationship, side)
    therapist = _therapist_forms(relationship) if side is Side.THERAPIST else {}
    attended = [_attended(session) for session in sessions]
    numbers = _numbers(attended)
    if not sessions:
        return []
    forms = noticing.Forms(
        session=np.arange(1, len(sessions) + 1),
        client=_column(client, sessions),
        therapist=_column(therapist, sessions),
        attended=np.array(attended),
        unsaid=_column(unsaid, sessions),
        asked_client=np.ones(len(sessions), dtype=bool),
        asked_therapist=np.ones(len(sessions), dtype=bool),
        shared=np.ones(len(sessions), dtype=bool),
    )
    course = noticing.read(forms, reading="client" if side is Side.CLIENT else "therapist", scale=TEN)
    return [
        SessionRead(
            session=session,
            number=numbers[i],
            client=client.get(session.pk),
            therapist=therapist.get(session.pk),
            client_band=_band(course.client_low[i], course.client_high[i]),
            therapist_band=_band(course.therapist_low[i], course.therapist_high[i]),
            cannot_tell=not course.learnt[i],
            p_strain=float(course.p_rupture[i]),
            signal=bool(course.signal[i]),
            kind=course.kind[i],
            reasons=course.reasons[i],
        )
        for i, session in enumerate(sessions)
    ]


def _client_forms(relationship: Relationship, side: Side) -> tuple[dict[Any, float], dict[Any, float]]:
    """Return the client's mean rating and answer to "anything to sort out?" by session, as this side may read."""
    answers = Answer.objects.filter(check_in__session__relationship=relationship, check_in__side=Side.CLIENT)
    taps = Tap.objects.filter(relationship=relationship, by_side=Side.CLIENT, check_in__isnull=False)
    if side is Side.THERAPIST:
        answers = answers.filter(pk__in=Answer.objects.shared_by_clients_of(relationship.therapist))
        taps = taps.filter(pk__in=Tap.objects.visible_to(relationship.therapist))
    ratings: dict[Any, dict[str, Any]] = {}
    for answer in answers.filter(item__in=RATINGS).select_related("check_in"):
        ratings.setdefault(answer.check_in.session_id, {})[answer.item] = answer.value
    means = {session: connection(given) for session, given in ratings.items()}
    unsaid = {
        tap.check_in.session_id: float(tap.choice != Tap.Choice.NOTHING)
        for tap in taps.select_related("check_in")
        if tap.check_in
    }
    # What a file brought is read by both, as it was in the practice's file; it says nothing of what was kept back.
    past = PastRating.objects.on_ten(relationship, Side.CLIENT)
    return past | {session: mean for session, mean in means.items() if mean is not None}, unsaid


def _therapist_forms(relationship: Relationship) -> dict[Any, float]:
    given = Answer.objects.filter(
        check_in__session__relationship=relationship, check_in__side=Side.THERAPIST, item=THERAPIST_RATING
    )
    past = PastRating.objects.on_ten(relationship, Side.THERAPIST)
    return past | {answer.check_in.session_id: float(answer.value) for answer in given.select_related("check_in")}


def _attended(session: Session) -> int:
    """Only what the client let go without word is evidence: missed, or called off late by the client's own hand.

    An hour that the therapist called off, that a pause or an ending took away, or of which the client says
    that it did not take place, says nothing about the client.
    """
    relationship = session.relationship
    if session.is_cancelled:
        late = not session.cancellation.in_time and session.cancellation.was_by_hand
        return MISSED if late and session.cancellation.by_id == relationship.client_id else NO_EVIDENCE
    if session.was_missed:
        return MISSED if session.absence.by_id == relationship.therapist_id else NO_EVIDENCE
    return HELD


def _numbers(attended: Sequence[int]) -> list[int | None]:
    numbers: list[int | None] = []
    held = 0
    for state in attended:
        held += state == HELD
        numbers.append(held if state == HELD else None)
    return numbers


def _column(values: dict[Any, float], sessions: Sequence[Session]) -> Any:
    return np.array([values.get(session.pk, np.nan) for session in sessions])


def _band(low: float, high: float) -> tuple[float, float] | None:
    return None if np.isnan(low) or np.isnan(high) else (float(low), float(high))
