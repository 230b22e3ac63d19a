"""When the other may read what was shared, and until when it may be changed: the rule, in one place.

The tap and "a bit more of" are read on the day of the next session; the ratings when the two look
together in a later session, or when the next session is over. What may be read by now no longer changes:
a word that comes and goes would tell more than the word.

`to_session` is the lookup path from a row to its session, as in `check_in__session`; empty for the session.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from rightfit.checkin.looking import LookTogether
from rightfit.keeping import clock
from rightfit.relationship.calendar import Session, SessionQuerySet


def has_come(to_session: str = "") -> Q:
    """The next session's day has come: the tap and "a bit more of" may be read."""
    return Q(Exists(_after(to_session).whose_day_came()))


def is_past(to_session: str = "") -> Q:
    """The two looked together in a later session, or the next one is over: the ratings may be read."""
    return Q(Exists(_after(to_session).filter(ends_at__lte=clock.now(), cancellation=None))) | Q(
        Exists(_looked_after(to_session))
    )


def has_come_for(session: Session) -> bool:
    """Say whether what was shared of this session may be read by now, were it only the tap."""
    return Session.objects.filter(has_come() | is_past(), pk=session.pk).exists()


def is_closed(session: Session) -> bool:
    """Say whether both forms of this session are closed: the next one has begun, or the two looked together.

    While nothing is booked the form stays open. An hour that opens no answers closes no form either.
    """
    begun = _after("").filter(starts_at__lte=clock.now(), cancellation=None)
    looked = _looked_after("")
    return Session.objects.filter(Q(Exists(begun)) | Q(Exists(looked)), pk=session.pk).exists()


def _after(to_session: str) -> SessionQuerySet:
    return Session.objects.opening_answers().filter(
        relationship=_outer(to_session, "relationship"), starts_at__gt=_outer(to_session, "starts_at")
    )


def _looked_after(to_session: str) -> QuerySet[LookTogether]:
    return LookTogether.objects.opened().filter(
        session__relationship=_outer(to_session, "relationship"), session__starts_at__gt=_outer(to_session, "starts_at")
    )


def _outer(to_session: str, field: str) -> OuterRef:
    return OuterRef(f"{to_session}__{field}" if to_session else field)
