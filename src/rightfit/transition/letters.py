"""The letter to a coordinator when a client would like to meet another therapist."""

from django.urls import reverse

from rightfit.keeping.models import Letter
from rightfit.practice.models import Duty, Person
from rightfit.relationship.responsible import holders
from rightfit.transition.models import Request


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


def _lay(request: Request, to: Person, path: str) -> int:
    once = f"request:{request.pk}:{to.pk}"
    if Letter.objects.filter(once=once).exists():
        return 0
    Letter.objects.write(to=to.pk, path=path, once=once)
    return 1
