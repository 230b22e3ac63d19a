"""The letter to a listener whom a client would rather tell: neutral, like every letter."""

from django.urls import reverse

from rightfit.checkin.models import Tap
from rightfit.keeping.models import Letter


def lay_listeners_letters() -> int:
    """Lay one letter for each client who waits for a listener; return how many were laid."""
    waiting = Tap.objects.filter(listener__isnull=False, acknowledgement=None)
    known = set(Letter.objects.filter(once__startswith="listener:").values_list("once", flat=True))
    laid = 0
    for tap in waiting.select_related("listener"):
        once = f"listener:{tap.pk}"
        if tap.listener is not None and once not in known:
            Letter.objects.write(to=tap.listener.pk, path=reverse("home:waiting"), once=once)
            laid += 1
    return laid
