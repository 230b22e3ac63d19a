"""What is asked after which session: little, and less where it is well.

Everything here is counted in held sessions. What is asked of the client is never shown to the therapist.
"""

from rightfit.checkin.models import Answer, CheckIn, Rhythm
from rightfit.checkin.side import Side
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship

FIRST_SESSIONS = 4
EVERY_THIRD = 3
STEADY_RUN = 4
TOO_MUCH = 2
TWICE = 2
TALK_SESSIONS = (3, 6)
TALKS_THEN_EVERY = 6


def is_talk_session(number: int) -> bool:
    """Talks about whether we fit come at session 3, 6, then every sixth."""
    return number in TALK_SESSIONS or number % TALKS_THEN_EVERY == 0


def pace_of(person: Person, relationship: Relationship) -> Rhythm.Pace:
    chosen = Rhythm.objects.filter(person=person, relationship=relationship).first()
    return Rhythm.Pace(chosen.pace) if chosen else Rhythm.Pace.EACH


def is_asked(person: Person, session: Session) -> bool:
    """Say whether this person is asked after this session; they may always answer unasked."""
    number = session.number
    match pace_of(person, session.relationship):
        case Rhythm.Pace.NEVER:
            return False
        case Rhythm.Pace.TALKS:
            return is_talk_session(number + 1)
        case Rhythm.Pace.THIRD:
            return number % EVERY_THIRD == 0
        case _:
            # What the product asks counts as load too: "too much" twice halves it.
            return number % 2 == 0 or not _is_too_much(person, session.relationship)


def _is_too_much(person: Person, relationship: Relationship) -> bool:
    """Say whether the last two answers about the load both were "too much"; the client's alone are asked."""
    loads = Answer.objects.filter(check_in__by=person, check_in__session__relationship=relationship, item="load")
    last = [answer.value for answer in loads.order_by("-check_in__session__starts_at")[:TWICE]]
    return len(last) == TWICE and min(last) >= TOO_MUCH


def asks_ratings(person: Person, session: Session) -> bool:
    """Say whether the ratings come with the tap: after sessions 1 to 4, then every third.

    Who chose to be asked seldom is asked in full then. A tap that says "there is something" opens the
    ratings at once, on the next page.
    """
    number = session.number
    seldom = pace_of(person, session.relationship) is not Rhythm.Pace.EACH
    return seldom or number <= FIRST_SESSIONS or (number - FIRST_SESSIONS) % EVERY_THIRD == 0


def set_pace(person: Person, relationship: Relationship, pace: Rhythm.Pace) -> Rhythm:
    rhythm, _fresh = Rhythm.objects.update_or_create(person=person, relationship=relationship, defaults={"pace": pace})
    relationship.track("chose how often to be asked", by=person, about=rhythm)
    return rhythm


def is_steady(person: Person, relationship: Relationship) -> bool:
    """Say whether the last four answers of a client all said "nothing to sort out"."""
    last = CheckIn.objects.filter(by=person, session__relationship=relationship, side=Side.CLIENT)
    taps = [check_in.values().get("tap") for check_in in last.order_by("-session__starts_at")[:STEADY_RUN]]
    return len(taps) == STEADY_RUN and all(tap == "no" for tap in taps)
