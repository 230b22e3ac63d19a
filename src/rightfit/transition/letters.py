"""The letter to a coordinator when a client would like to meet another therapist."""

from django.urls import reverse

from rightfit.keeping.models import Letter
from rightfit.practice.models import Duty
from rightfit.transition.models import Request


def lay_coordinators_letters() -> int:
    """Lay one letter for each request that waits; return how many were laid."""
    known = set(Letter.objects.filter(once__startswith="request:").values_list("once", flat=True))
    laid = 0
    for request in Request.objects.waiting().select_related("relationship"):
        coordinator = Duty.objects.holder(Duty.Kind.COORDINATOR, but_not=request.relationship.therapist_id)
        once = f"request:{request.pk}"
        if coordinator is not None and once not in known:
            Letter.objects.write(to=coordinator.pk, path=reverse("home:waiting"), once=once)
            laid += 1
    return laid
