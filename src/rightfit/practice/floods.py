"""A limit on how often somebody who is not signed in may ask for something that a person here has to answer."""

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse


def too_often(request: HttpRequest, what: str, *, reach: str = "") -> HttpResponse | None:
    """Return the page that says to wait and whom to ring, where this was asked too often; else count it.

    It is counted by where the request comes from, and by the address or number given, whether or not that is
    known here: so the limit tells nobody who is. How much is too much stands in `ACCOUNT_RATE_LIMITS`.
    """
    if request.user.is_authenticated:
        return None
    wait: HttpResponse | None = ratelimit.consume_or_429(request, action=what, key=reach.strip().lower())
    return wait
