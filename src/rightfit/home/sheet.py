"""The day sheet: before each session one thing to know and one sentence to try; after it one rating."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from rightfit.checkin import giving, looking
from rightfit.checkin.looking import LookTogether
from rightfit.checkin.models import CheckIn
from rightfit.checkin.side import Side
from rightfit.home.before import Before, before
from rightfit.home.cards import Card, what_to_know
from rightfit.keeping import clock
from rightfit.practice.acts import is_on
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session

UNRATED_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class Hour:
    """One session of the day, as its therapist sees it."""

    session: Session
    client: Person
    number: int
    card: Card | None
    aside: list[str] = field(default_factory=list)
    state: str = "coming"
    may_look: bool = False
    both_look: bool = False
    own_check_in: CheckIn | None = None
    may_rate: bool = False


@dataclass(frozen=True, kw_only=True)
class DaySheet:
    hours: list[Hour]
    next_hour: Hour | None
    unrated_before: list[Hour]
    done: bool


def day_sheet(therapist: Person) -> DaySheet:
    """Return the sheet of today, and what is still unrated from the days before."""
    own = Session.objects.visible_to(therapist).filter(relationship__therapist=therapist)
    of_today = list(own.on(clock.today()))
    since = clock.now() - timedelta(days=UNRATED_DAYS)
    earlier = own.held().filter(starts_at__gte=since).exclude(check_ins__by=therapist)
    hours = _hours([*of_today, *(one for one in earlier if one not in of_today)], therapist)
    todays = {session.pk for session in of_today}
    today = [hour for hour in hours if hour.session.pk in todays]
    coming = [hour for hour in today if hour.state in ("coming", "now")]
    unrated = [hour for hour in hours if hour.may_rate and hour.own_check_in is None]
    return DaySheet(
        hours=today,
        next_hour=coming[0] if coming else None,
        unrated_before=[hour for hour in unrated if hour.session.pk not in todays],
        done=bool(today) and not coming and not any(hour.session.pk in todays for hour in unrated),
    )


def _hours(sessions: Sequence[Session], therapist: Person) -> list[Hour]:
    given = CheckIn.objects.visible_to(therapist).filter(session__in=sessions, side=Side.THERAPIST)
    own = {check_in.session_id: check_in for check_in in given}
    looked = set(LookTogether.objects.opened().filter(session__in=sessions).values_list("session", flat=True))
    return [_hour(known, therapist, own, looked) for known in before(sessions, therapist)]


def _hour(known: Before, therapist: Person, own: dict[UUID, CheckIn], looked: set[UUID]) -> Hour:
    session = known.session
    state = _state(session)
    card, aside = what_to_know(known) if state in ("coming", "now") else (None, [])
    return Hour(
        session=session,
        client=session.relationship.client,
        number=known.number,
        card=card,
        aside=aside,
        state=state,
        may_look=is_on("look_together") and looking.window_is_open(session),
        both_look=session.pk in looked,
        own_check_in=own.get(session.pk),
        may_rate=state == "over" and is_on("check_in") and giving.is_open(session, therapist),
    )


def _state(session: Session) -> str:
    if session.is_cancelled:
        return "cancelled"
    if session.was_missed:
        return "missed"
    if session.is_over:
        return "over"
    return "now" if session.has_begun else "coming"
