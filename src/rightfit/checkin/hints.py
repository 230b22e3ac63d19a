"""Worth asking: hints, laid by the worker's tick, in two readings kept apart.

The client's hint comes once they have answered or the day after; the therapist's on the day of the next
session and never earlier, so that its coming tells nothing about a private answer.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from rightfit.checkin.models import HINT_SESSIONS, CheckIn, Ring, Side, Signal, Tap
from rightfit.checkin.reading import SessionRead, read
from rightfit.keeping import clock
from rightfit.practice.acts import is_on
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship

# Of ten hints, how many are nothing: from simulation, until a practice has 30 confirmed talks of its own.
NOTHING_IN_TEN = 4


def lay_hints() -> int:
    """Lay the hints that are due for every live pair; return how many were laid."""
    laid = 0
    to_client, to_therapist = is_on("hints_to_client"), is_on("hints_to_therapist")
    for relationship in Relationship.objects.live().select_related("client", "therapist"):
        last = Session.objects.held().filter(relationship=relationship).order_by("-starts_at").first()
        if last is None:
            continue
        if to_client and _client_is_due(last):
            laid += _lay(relationship, last, Side.CLIENT, relationship.client)
        if to_therapist and _therapist_is_due(last):
            laid += _lay(relationship, last, Side.THERAPIST, relationship.therapist)
    return laid


def _client_is_due(session: Session) -> bool:
    answered = CheckIn.objects.filter(session=session, side=Side.CLIENT).exists()
    return answered or clock.now() >= session.ends_at + timedelta(days=1)


def _therapist_is_due(session: Session) -> bool:
    following = session.next()
    return following is not None and clock.day_of(following.starts_at) <= clock.today()


@transaction.atomic
def _lay(relationship: Relationship, session: Session, side: Side, reader: Person) -> int:
    if Signal.objects.filter(session=session, shown_to=side).exists():
        return 0
    if side is Side.CLIENT and _said_so_already(session):
        return 0
    course = read(relationship, reader=reader)
    newest = next((one for one in reversed(course) if one.session.pk == session.pk), None)
    if newest is None or not newest.signal:
        return 0
    Signal.objects.create(session=session, shown_to=side, words=_words(newest, side, relationship))
    return 1


def _said_so_already(session: Session) -> bool:
    """A person who has just said "yes, there is something" is not asked whether there is something."""
    tap = Tap.objects.filter(check_in__session=session, by_side=Side.CLIENT).first()
    return tap is not None and tap.choice != Tap.Choice.NOTHING


def _words(newest: SessionRead, side: Side, relationship: Relationship) -> list[str]:
    """Return what the hint says: each sentence one source, the strongest first."""
    sources = [source for source, weight in newest.reasons if weight > 0]
    if side is Side.CLIENT:
        said = {
            "client_score": _("Your last marks were lower than your own usual."),
            "unsaid": _("You said lately that there was something."),
        }
        otherwise = _("Last time seems to have felt different.")
    else:
        name = relationship.client.given_name
        said = {
            "client_score": _("{name}’s last marks are below {name}’s own usual.").format(name=name),
            "therapist_score": _("Your own last marks are below your usual with {name}.").format(name=name),
            "attended": _("{name} missed an appointment without word.").format(name=name),
            "unsaid": _("{name} said lately that there was something.").format(name=name),
        }
        otherwise = _("Something may have changed between {name} and you.").format(name=name)
    return [said[source] for source in sources if source in said] or [otherwise]


@transaction.atomic
def answer(signal: Signal, *, by: Person, said: str) -> Ring:
    """Keep what the client answers to a hint; a second answer changes the first."""
    ring, fresh = Ring.objects.get_or_create(signal=signal, defaults={"answer": said})
    if not fresh:
        ring.answer, ring.at = said, clock.now()
        ring.save()
    signal.session.relationship.track("answered a hint", by=by, about=signal)
    return ring


def erase_old_hints() -> int:
    """Erase every hint that nobody confirmed once three more sessions were held; return how many went."""
    erased = 0
    for signal in Signal.objects.select_related("session", "ring"):
        if hasattr(signal, "ring") and signal.ring.answer == Ring.Answer.YES:
            continue
        since = Session.objects.held().filter(
            relationship=signal.session.relationship_id, starts_at__gt=signal.session.starts_at
        )
        if since.count() >= HINT_SESSIONS:
            signal.delete()
            erased += 1
    return erased
