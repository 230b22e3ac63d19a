"""Letters around moving: to the coordinator who is asked, and to whoever has something to do in a move."""

from collections.abc import Iterator

from django.urls import reverse

from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.practice.models import Duty, Person
from rightfit.relationship.models import Relationship
from rightfit.relationship.responsible import coordinator_for, holders
from rightfit.transition.arriving import Arrival, first_held
from rightfit.transition.asking import left_by_their_therapist
from rightfit.transition.handover import AGEING_DAYS, Handover
from rightfit.transition.models import Request
from rightfit.transition.outside_letters import due_outside
from rightfit.transition.packet import PacketItem, is_opened
from rightfit.transition.telling import Telling

WEEK = 7


def lay_coordinators_letters() -> int:
    """Lay one letter for each request that waits; return how many were laid.

    After the promised days a second coordinator is written to; where there is none, a stand-in is asked
    to remind the first.
    """
    laid = 0
    late = set(Request.objects.late().values_list("pk", flat=True))
    for request in Request.objects.waiting().select_related("relationship"):
        coordinators = holders(Duty.Kind.COORDINATOR, in_a_matter_of=request.relationship)
        if coordinators:
            laid += _lay(request, coordinators[0], reverse("home:waiting"))
        if request.pk not in late:
            continue
        stand_ins = holders(Duty.Kind.STAND_IN, in_a_matter_of=request.relationship)
        second = [one for one in stand_ins if one not in coordinators]
        if coordinators[1:]:
            laid += _lay(request, coordinators[1], reverse("home:waiting"))
        elif second:
            laid += _lay(request, second[0], reverse("transition:overdue"))
    return laid


def lay_moving_letters() -> int:
    """Lay a letter for whoever has something to do in a move; return how many were laid."""
    laid = _lay_for_those_left()
    for handover in Handover.objects.under_way().in_full():
        due = [(handover.pk, *one) for one in (*_due(handover), *due_outside(handover))]
        new = handover.new
        if new is not None:
            due += [(new.pk, *one) for one in _due_in_the_new(new, handover)]
        for about, to, path, what in due:
            once = f"move:{about}:{what}:{to.pk}"
            if not Letter.objects.filter(once=once).exists():
                Letter.objects.write(to=to.pk, path=path, once=once)
                laid += 1
    return laid


def _lay_for_those_left() -> int:
    laid = 0
    for duty in Duty.objects.now(Duty.Kind.COORDINATOR):
        for one in left_by_their_therapist(duty.person):
            once = f"left:{one.pk}:{duty.person_id}"
            if coordinator_for(one) == duty.person and not Letter.objects.filter(once=once).exists():
                Letter.objects.write(to=duty.person_id, path=reverse("transition:asked"), once=once)
                laid += 1
    return laid


def _due(handover: Handover) -> Iterator[tuple[Person, str, str]]:
    """Whom to write to, where it leads, and what for: once for each."""
    page = reverse("transition:handover", args=[handover.pk])
    opened = f"opened:{clock.day_of(handover.at)}"
    if handover.by_id != handover.client.pk:
        yield handover.client, reverse("transition:moving"), opened
    coordinator, new = handover.coordinator, handover.new
    if coordinator is not None:
        if handover.by_id != coordinator.pk:
            yield coordinator, page, opened
        if Telling.objects.waiting().filter(handover=handover, how=Telling.How.COORDINATOR).exists():
            yield coordinator, page, "tell"
        days = (clock.today() - clock.day_of(handover.at)).days
        has_names = Handover.objects.with_names_outside().filter(pk=handover.pk).exists()
        if new is None and days >= AGEING_DAYS and not has_names:
            yield coordinator, page, f"ages:{clock.day_of(handover.at)}:{days // WEEK}"


def _due_in_the_new(new: Relationship, handover: Handover) -> Iterator[tuple[Person, str, str]]:
    if PacketItem.objects.filter(handover=handover).exists() and not is_opened(handover):
        yield new.therapist, reverse("transition:packet", args=[handover.pk]), "packet"
    if first_held(new) is not None:
        said = set(Arrival.objects.filter(relationship=new).values_list("by", flat=True))
        for one in (new.client, new.therapist):
            if one.pk not in said:
                yield one, reverse("transition:settled", args=[handover.pk]), "settled"


def _lay(request: Request, to: Person, path: str) -> int:
    once = f"request:{request.pk}:{to.pk}"
    if Letter.objects.filter(once=once).exists():
        return 0
    Letter.objects.write(to=to.pk, path=path, once=once)
    return 1
