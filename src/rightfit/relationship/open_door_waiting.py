"""After which missed sessions a sign is due, to whom it falls to give it, and the letter to who stands in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.practice.acts import is_on
from rightfit.practice.models import Duty, Person, Practice
from rightfit.relationship.calendar import Session, SessionQuerySet
from rightfit.relationship.models import Pause, QuietWish, Relationship
from rightfit.relationship.responsible import coordinator_for, holder, in_time_since

# After that a note would come out of nowhere.
OPENS_FOR = timedelta(days=14)
WORKING_DAYS = 2
STANDS_IN = (Duty.Kind.STAND_IN, Duty.Kind.COORDINATOR)


@dataclass(frozen=True, kw_only=True)
class WentQuiet:
    """What who stands in reads: who went quiet, what they wish, and where it is safe to reach them."""

    session_id: UUID
    relationship: Relationship
    wish: QuietWish | None

    @property
    def client(self) -> Person:
        return self.relationship.client


def still_quiet() -> SessionQuerySet:
    """Sessions missed without word, where the two neither met since nor stopped.

    Where the client said that it did not take place, that is a word. What was booked after its own hour was
    brought in from a file.
    """
    met_since = Session.objects.held().filter(
        relationship=OuterRef("relationship"), starts_at__gt=OuterRef("starts_at")
    )
    return (
        Session.objects.filter(
            ~Exists(met_since.order_by()),
            absence__isnull=False,
            cancellation=None,
            relationship__ending=None,
            booked_at__lt=F("starts_at"),
        )
        .exclude(absence__by=F("relationship__client"))
        .exclude(relationship__in=Pause.objects.running().values("relationship"))
    )


def undone() -> SessionQuerySet:
    """Those for which a sign may be given and none was. Who asked to be left be gets none.

    A letter needs an address: whoever has none here can only be called, where that is the wish.
    """
    call = Q(relationship__quiet_wish__wish=QuietWish.Wish.CALL)
    reached = call | Q(relationship__client__email__isnull=False)
    lately = still_quiet().filter(reached, starts_at__gt=clock.now() - OPENS_FOR, open_door=None)
    return lately.exclude(relationship__quiet_wish__wish=QuietWish.Wish.LEAVE)


def undone_by(therapist: Person) -> SessionQuerySet:
    """Return this therapist's missed sessions after which nothing was done yet, the oldest first."""
    if not is_on("go_quiet"):
        return Session.objects.none()
    own = undone().visible_to(therapist).filter(relationship__therapist=therapist)
    return own.select_related("relationship__client").order_by("starts_at")


def is_for(person: Person, session: Session) -> bool:
    """Say whether it falls to this person to give the sign in the therapist's place."""
    late = session.absence.at < in_time_since(WORKING_DAYS)
    return late and _stands_in(session.relationship) == person


def fallen_to(person: Person) -> list[WentQuiet]:
    """Return who went quiet and was given no sign in time, where it falls to this person to give it."""
    if not is_on("go_quiet") or not any(person.has_duty(kind) for kind in STANDS_IN):
        return []
    return [one for one, to in _fallen() if to == person]


def lay_stand_ins_letters() -> int:
    """Lay one letter for each missed session after which nothing was done in time; return how many were laid."""
    if not Practice.objects.exists() or not is_on("go_quiet"):
        return 0
    laid = 0
    for quiet, to in _fallen():
        once = f"went-quiet:{quiet.session_id}"
        if to is not None and not Letter.objects.filter(once=once).exists():
            Letter.objects.write(to=to.pk, path=reverse("relationship:went_quiet"), once=once)
            laid += 1
    return laid


def _fallen() -> Iterator[tuple[WentQuiet, Person | None]]:
    late = undone().filter(absence__at__lt=in_time_since(WORKING_DAYS)).order_by("absence__at")
    for session in late.select_related("relationship__client", "relationship__quiet_wish"):
        pair = session.relationship
        quiet = WentQuiet(session_id=session.pk, relationship=pair, wish=getattr(pair, "quiet_wish", None))
        yield quiet, _stands_in(pair)


def _stands_in(relationship: Relationship) -> Person | None:
    """The stand-in, else the coordinator; never anybody who is part of the matter."""
    return holder(Duty.Kind.STAND_IN, in_a_matter_of=relationship) or coordinator_for(relationship)
