"""What a therapist may know before the sessions of a day, gathered in a handful of questions for all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from rightfit.aims.models import NotThisWeek, Task
from rightfit.checkin.models import Answer, Tap
from rightfit.checkin.reading import more_of_labels
from rightfit.checkin.side import Side
from rightfit.checkin.worth_asking import Signal
from rightfit.conversation.models import Note
from rightfit.practice.acts import is_on
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.transition.models import HeadsUp

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Before:
    """What may be known before one session."""

    session: Session
    number: int
    notes: Sequence[Note]
    asks_for_talk: HeadsUp | None
    signal: Signal | None
    tap: Tap | None
    more_of: Sequence[str]
    no_room_for: Task | None


def before(sessions: Iterable[Session], therapist: Person) -> list[Before]:
    """Return what the therapist may know before each of these sessions, in their order."""
    keys = [session.pk for session in sessions]
    found = _with_what_came_before(Session.objects.filter(pk__in=keys).with_fate())
    pairs = [session.relationship_id for session in found]
    last_held = [session.last_held for session in found]
    notes: dict[UUID, list[Note]] = {}
    may_read = (
        Note.objects.visible_to(therapist).brought_to(therapist).filter(relationship__in=pairs).select_related("opened")
    )
    for note in may_read.order_by("-at"):
        notes.setdefault(note.relationship_id, []).append(note)
    hints = Signal.objects.visible_to(therapist).filter(
        session__in=[session.last_over for session in found], shown_to=Side.THERAPIST
    )
    signals = {signal.session_id: signal for signal in hints} if is_on("hints_to_therapist") else {}
    said = Tap.objects.visible_to(therapist).filter(check_in__session__in=last_held, by_side=Side.CLIENT)
    taps = {tap.check_in.session_id: tap for tap in said.select_related("check_in") if tap.check_in}
    answers = Answer.objects.visible_to(therapist).filter(
        check_in__session__in=last_held, check_in__side=Side.CLIENT, item="more_of"
    )
    wishes = {answer.check_in.session_id: answer for answer in answers.select_related("check_in")}
    no_room = _no_room(pairs, therapist)
    asked = HeadsUp.objects.visible_to(therapist).waiting().filter(relationship__in=pairs).order_by("-at")
    talks = {heads_up.relationship_id: heads_up for heads_up in asked.select_related("relationship")}
    numbers = _numbers(found)
    return [
        Before(
            session=session,
            number=numbers[session.pk],
            notes=notes.get(session.relationship_id, []),
            asks_for_talk=talks.get(session.relationship_id),
            signal=signals.get(session.last_over),
            tap=taps.get(session.last_held),
            more_of=more_of_labels(wishes[session.last_held].value) if session.last_held in wishes else [],
            no_room_for=no_room.get(session.relationship_id),
        )
        for session in sorted(found, key=lambda one: one.starts_at)
    ]


def _with_what_came_before(sessions: QuerySet[Session]) -> list[Any]:
    """Each session with the keys of the last one that was held and of the last one that was held or missed."""
    earlier = Session.objects.over().filter(
        relationship=OuterRef("relationship"), starts_at__lt=OuterRef("starts_at"), cancellation=None
    )
    newest = earlier.order_by("-starts_at").values("pk")
    return list(sessions.annotate(last_over=Subquery(newest[:1]), last_held=Subquery(newest.filter(absence=None)[:1])))


def _numbers(sessions: Sequence[Session]) -> dict[UUID, int]:
    """The how-manieth held session each of these is, or would be."""
    held = Session.objects.held().filter(relationship__in={session.relationship_id for session in sessions})
    at: dict[UUID, list[datetime]] = {}
    for pair, starts_at in held.values_list("relationship", "starts_at"):
        at.setdefault(pair, []).append(starts_at)
    return {
        session.pk: 1 + sum(earlier < session.starts_at for earlier in at.get(session.relationship_id, []))
        for session in sessions
    }


def _no_room(pairs: Sequence[UUID], therapist: Person) -> dict[UUID, Task]:
    current: dict[UUID, Task] = {}
    for task in Task.objects.visible_to(therapist).filter(relationship__in=pairs, drop=None).order_by("at"):
        current[task.relationship_id] = task
    not_now = set(NotThisWeek.objects.running().filter(task__in=current.values()).values_list("task", flat=True))
    return {pair: task for pair, task in current.items() if task.pk in not_now}
