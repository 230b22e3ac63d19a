"""What was ticked on a page of things that may go along."""

from uuid import UUID

from django.http import HttpRequest


def ticked_in(request: HttpRequest) -> set[UUID]:
    """Return the ticked keys; what is no key ticks nothing."""
    keys = set()
    for said in request.POST.getlist("item"):
        try:
            keys.add(UUID(said))
        except ValueError:
            continue
    return keys
