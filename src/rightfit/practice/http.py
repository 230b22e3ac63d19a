"""The request as the views know it: behind the sign-in there is always a person."""

from django.http import HttpRequest

from rightfit.practice.models import Person


class SignedIn(HttpRequest):
    """A request that LoginRequiredMiddleware let through."""

    user: Person
