"""Saying how it was: when the form is open, and what is kept of it."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from rightfit.checkin.models import (
    LOOK_EARLY_MINUTES,
    THERAPIST_CORRECTION_MINUTES,
    Answer,
    CheckIn,
    LookTogether,
    Share,
    Side,
    Tap,
    side_of,
)
from rightfit.keeping import clock
from rightfit.practice.models import Duty, Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship


class NotOpenError(Exception):
    """The form of this session is not open: not yet, no longer, or final already."""


def opens_at(session: Session) -> datetime:
    return session.ends_at


def closes_at(session: Session) -> datetime | None:
    """Return when both forms of a session close: when the next session begins, or when the two look together.

    None while nothing is booked: the form stays open.
    """
    following = session.next()
    looked = (
        LookTogether.objects.opened()
        .filter(session__relationship=session.relationship_id, session__starts_at__gt=session.starts_at)
        .order_by("-at")
    )
    moments = [following.starts_at] if following else []
    moments += [look.at for look in looked[:1]]
    return min(moments, default=None)


def is_open(session: Session, person: Person) -> bool:
    """Say whether this person may answer, or change the answer, for this session now."""
    if not session.was_held or not session.relationship.is_live:
        return False
    closing = closes_at(session)
    if closing is not None and closing <= clock.now():
        return False
    if side_of(person, session.relationship) is Side.CLIENT:
        return True
    # Final when sent, but for a slip of the finger: a form that stayed open until the client answered
    # would tell the therapist whether she did.
    given = CheckIn.objects.filter(session=session, side=Side.THERAPIST).first()
    return given is None or clock.now() <= given.given_at + timedelta(minutes=THERAPIST_CORRECTION_MINUTES)


def _alone_with(session: Session) -> Session:
    """Return the session afresh, with the pair's row locked.

    Two presses of one person queue here, and so do an answer and the opening of "look together": nobody
    answers after seeing. On SQLite the transaction itself is the queue.
    """
    Relationship.objects.select_for_update().get(pk=session.relationship_id)
    return Session.objects.with_fate().get(pk=session.pk)


@transaction.atomic
def give(
    session: Session, *, by: Person, answers: Mapping[str, Any], kept: Collection[str] = (), keep_all: bool = False
) -> CheckIn:
    """Keep what somebody answered after a session, and share of it what they did not keep to themselves.

    A second call changes the first answer. An item left out has no row. Who would rather tell someone
    else shares nothing of this form: a single missing tap would point at it.
    """
    session = _alone_with(session)
    if not is_open(session, by):
        raise NotOpenError
    relationship = session.relationship
    side = side_of(by, relationship)
    check_in, fresh = CheckIn.objects.get_or_create(session=session, side=side, defaults={"by": by})
    if not fresh:
        check_in.answers.all().delete()
        check_in.shares.all().delete()
        Tap.objects.filter(check_in=check_in).delete()
    tap = answers.get("tap")
    given = {item: value for item, value in answers.items() if item != "tap" and value not in (None, "", [])}
    Answer.objects.bulk_create(Answer(check_in=check_in, item=item, value=value) for item, value in given.items())
    if tap:
        listener = None
        if tap == Tap.Choice.LISTENER:
            listener = Duty.objects.holder(Duty.Kind.LISTENER, but_not=relationship.therapist_id)
        Tap.objects.create(
            relationship=relationship, check_in=check_in, by=by, by_side=side, choice=tap, listener=listener
        )
    nothing_shared = keep_all or tap == Tap.Choice.LISTENER
    shared = set() if nothing_shared else (set(given) | ({"tap"} if tap else set())) - set(kept)
    if side is Side.THERAPIST:
        shared -= {"tap"}  # a therapist's doubt stays with the therapist
    Share.objects.bulk_create(Share(check_in=check_in, item=item) for item in sorted(shared))
    relationship.track("said how it was" if fresh else "changed how it was", by=by, about=check_in)
    return check_in


def look_window_is_open(session: Session) -> bool:
    """Say whether the two may open "look together": in the session, from the second one on."""
    early = timedelta(minutes=LOOK_EARLY_MINUTES)
    in_the_hour = session.starts_at - early <= clock.now() < session.ends_at
    return in_the_hour and not session.is_cancelled and not session.was_missed and session.number > 1


@transaction.atomic
def tap_together(session: Session, *, by: Person) -> bool:
    """Tap "look together"; return whether it is open now, that is, whether both tapped."""
    session = _alone_with(session)
    if not look_window_is_open(session):
        raise NotOpenError
    _look, fresh = LookTogether.objects.get_or_create(session=session, person=by)
    both = LookTogether.objects.filter(session=session).count() == len(Side)
    if fresh and both:
        session.relationship.track("looked together", by=by, about=session)
    return both
