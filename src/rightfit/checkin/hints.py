"""Worth asking: hints, laid by the worker's tick, in two readings kept apart.

The client's hint comes once they have answered or the day after; the therapist's on the day of the next
session and never earlier, so that its coming tells nothing about a private answer. It uses nothing that
the therapist may not read by then: its words would else tell marks before their time.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from rightfit.checkin import its_day, rang_true
from rightfit.checkin.models import CheckIn, Tap
from rightfit.checkin.reading import SessionRead, read
from rightfit.checkin.side import Side
from rightfit.checkin.worth_asking import HINT_SESSIONS, Considered, Ring, Signal
from rightfit.keeping import clock
from rightfit.keeping.erasing import erase
from rightfit.practice.acts import is_on
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship

# Of ten hints, how many are nothing: from simulation, until a practice has 30 confirmed talks of its own.
NOTHING_IN_TEN = 4


def lay_hints() -> int:
    """Read the newest session of every live pair for which it is time; return how many hints were laid."""
    laid = 0
    if is_on("hints_to_client"):
        laid += sum(_consider(session, Side.CLIENT) for session in _due_for_client())
    if is_on("hints_to_therapist"):
        laid += sum(_consider(session, Side.THERAPIST) for session in _due_for_therapist())
    return laid


def _newest_of_each_pair(side: Side) -> QuerySet[Session]:
    """The newest session of each live pair for this side, where it was not read yet.

    For the client the newest that was held; for the therapist also one that was missed.
    """
    of_the_pair = Session.objects.over().filter(relationship=OuterRef("relationship"), cancellation=None)
    if side is Side.CLIENT:
        of_the_pair = of_the_pair.filter(absence=None)
    newest = Subquery(of_the_pair.order_by("-starts_at").values("pk")[:1])
    read_already = Considered.objects.filter(session=OuterRef("pk"), side=side)
    return Session.objects.filter(relationship__ending=None, pk=newest).exclude(Exists(read_already))


def _due_for_client() -> QuerySet[Session]:
    answered = Exists(CheckIn.objects.filter(session=OuterRef("pk"), side=Side.CLIENT))
    return _newest_of_each_pair(Side.CLIENT).filter(Q(answered) | Q(ends_at__lte=clock.now() - timedelta(days=1)))


def _due_for_therapist() -> QuerySet[Session]:
    return _newest_of_each_pair(Side.THERAPIST).filter(its_day.has_come())


@transaction.atomic
def _consider(session: Session, side: Side) -> int:
    """Read the pair for this side, and lay a hint where there is something worth asking."""
    # Under the pair's lock: an answer that changes while we read would leave a hint on what is no longer shared.
    relationship = Relationship.objects.select_for_update().get(pk=session.relationship_id)
    _considered, fresh = Considered.objects.get_or_create(session=session, side=side)
    if not fresh or (side is Side.CLIENT and _said_so_already(session)):
        return 0
    reader = relationship.client if side is Side.CLIENT else relationship.therapist
    found = _signal_in(read(relationship, reader=reader), side)
    if found is None or _told_already(relationship, side, found):
        return 0
    Signal.objects.create(session=session, shown_to=side, words=_words(found, side, relationship))
    return 1


def _signal_in(course: list[SessionRead], side: Side) -> SessionRead | None:
    """Return the newest session with a signal, were it the one before: marks reach the therapist a session late."""
    if side is Side.CLIENT:
        newest = [one for one in course if one.number is not None][-1:]
    else:
        newest = [one for one in course if not one.session.is_cancelled][-2:]
    return next((one for one in reversed(newest) if one.signal), None)


def _told_already(relationship: Relationship, side: Side, found: SessionRead) -> bool:
    since = found.session.starts_at
    given = Signal.objects.filter(session__relationship=relationship, shown_to=side, session__starts_at__gte=since)
    return given.exists()


def consider_again(session: Session, *, changed: Side, what_the_therapist_reads: bool) -> None:
    """Let the next tick read this session afresh after an answer changed.

    The therapist's hint goes with the shared words it was made of. What was kept private leaves it alone:
    a hint that goes and comes back would tell that the client was at it.
    """
    Considered.objects.filter(session=session, side=changed).delete()
    if what_the_therapist_reads:
        Considered.objects.filter(session=session, side=Side.THERAPIST).delete()
        erase(Signal.objects.filter(session=session, shown_to=Side.THERAPIST))


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
            "attended": _("{name} missed an appointment, or called it off late.").format(name=name),
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
    """Erase every hint that nobody confirmed once three more sessions were held; return how many went.

    What was answered by then, or by the end of the work, is counted first.
    """
    erased = 0
    for signal in Signal.objects.select_related("session__relationship__ending", "ring__counted"):
        ring: Ring | None = getattr(signal, "ring", None)
        if ring is not None and hasattr(ring, "counted") and ring.answer == Ring.Answer.YES:
            continue
        since = Session.objects.held().filter(
            relationship=signal.session.relationship_id, starts_at__gt=signal.session.starts_at
        )
        old = since.count() >= HINT_SESSIONS
        if ring is not None and (old or hasattr(signal.session.relationship, "ending")):
            rang_true.count(ring)
        if old and (ring is None or ring.answer != Ring.Answer.YES):
            signal.delete()
            erased += 1
    return erased
