"""Saying how it was: when the form is open, and what is kept of it."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from rightfit.checkin import hints, its_day, looking
from rightfit.checkin.looking import LookTogether
from rightfit.checkin.models import Answer, CheckIn, Share, Tap
from rightfit.checkin.side import Side, side_of
from rightfit.keeping import clock
from rightfit.keeping.erasing import erase
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.responsible import listener_for

THERAPIST_CORRECTION_MINUTES = 10


class NotOpenError(Exception):
    """The form of this session is not open: not yet, no longer, or final already."""


class NobodyListensError(Exception):
    """The client would rather tell someone else, and the practice has named nobody whom they could tell."""


def is_open(session: Session, person: Person) -> bool:
    """Say whether this person may answer, or change the answer, for this session now."""
    if not session.was_held or not session.relationship.is_live or its_day.is_closed(session):
        return False
    side = side_of(person, session.relationship)
    given = CheckIn.objects.filter(session=session, side=side).first()
    if given is None:
        return True
    if side is Side.CLIENT:
        return not is_final(given)
    # Final when sent, but for a slip of the finger: a form that stayed open until the client answered
    # would tell the therapist whether she did.
    return clock.now() <= given.given_at + timedelta(minutes=THERAPIST_CORRECTION_MINUTES)


def is_final(given: CheckIn) -> bool:
    """Say whether the therapist may have read of it by now: what was shared then stays as it is."""
    return given.is_shared() and its_day.has_come_for(given.session)


def _alone_with(session: Session) -> Session:
    """Return the session afresh, with the pair's row locked.

    Two presses of one person queue here, and so do an answer and the opening of "look together": nobody
    answers after seeing. On SQLite the transaction itself is the queue.
    """
    session.relationship.locked()
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
    was_shared = not fresh and check_in.is_shared()
    if not fresh:
        erase(check_in.answers.all())
        erase(check_in.shares.all())
    tap = answers.get("tap")
    given = {item: value for item, value in answers.items() if item != "tap" and value not in (None, "", [])}
    Answer.objects.bulk_create(Answer(check_in=check_in, item=item, value=value) for item, value in given.items())
    _keep_tap(check_in, tap)
    nothing_shared = keep_all or tap == Tap.Choice.LISTENER
    shared = set() if nothing_shared else (set(given) | ({"tap"} if tap else set())) - set(kept)
    if side is Side.THERAPIST:
        shared -= {"tap"}  # a therapist's doubt stays with the therapist
    Share.objects.bulk_create(Share(check_in=check_in, item=item) for item in sorted(shared))
    hints.consider_again(session, changed=side, what_the_therapist_reads=was_shared or bool(shared))
    relationship.track("said how it was" if fresh else "changed how it was", by=by, about=check_in)
    return check_in


def _keep_tap(check_in: CheckIn, choice: str | None) -> None:
    """Keep the tap of this form, changed in place.

    The row of a listener who was asked stays what it is while the choice stays: they may be at it. Once the
    listener got in touch, another choice leaves that row to listening's history; before that it takes it back.
    """
    tap = Tap.objects.filter(check_in=check_in).first()
    if tap is not None and tap.choice == choice:
        return
    if tap is not None and Tap.objects.filter(pk=tap.pk, acknowledgement__isnull=False).exists():
        tap.check_in = None
        tap.save(update_fields=["check_in"])
        tap = None
    if not choice:
        if tap is not None:
            erase(tap)
        return
    relationship = check_in.session.relationship
    listener = listener_for(relationship) if choice == Tap.Choice.LISTENER else None
    if choice == Tap.Choice.LISTENER and listener is None:
        raise NobodyListensError
    tap = tap or Tap(relationship=relationship, check_in=check_in, by=check_in.by, by_side=check_in.side)
    tap.choice, tap.listener, tap.at = choice, listener, clock.now()
    tap.save()


@transaction.atomic
def keep_to_self(check_in: CheckIn) -> None:
    """Take back that anything of it is shared: from now on it looks as if it had not been given."""
    session = _alone_with(check_in.session)
    if not is_open(session, check_in.by):
        raise NotOpenError
    if erase(check_in.shares.all()):
        hints.consider_again(session, changed=Side(check_in.side), what_the_therapist_reads=True)
        session.relationship.track("kept a check-in private", by=check_in.by, about=check_in)


@transaction.atomic
def tap_together(session: Session, *, by: Person) -> bool:
    """Tap "look together"; return whether it is open now, that is, whether both tapped."""
    session = _alone_with(session)
    if not looking.window_is_open(session):
        raise NotOpenError
    _look, fresh = LookTogether.objects.get_or_create(session=session, person=by)
    both = LookTogether.objects.filter(session=session).count() == len(Side)
    if fresh and both:
        session.relationship.track("looked together", by=by, about=session)
    return both
