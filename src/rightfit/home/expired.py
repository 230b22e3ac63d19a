"""A sign-in that is over: what was typed is given back, and who works here is not signed in for ever."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rightfit.home.errors import typed_in
from rightfit.practice.models import Person
from rightfit.practice.signing_in import works_here

SEEN = "last_seen"
# The last moment is written no more often than this: each page would else be a write.
GRAIN = 60


class SignInFirst(LoginRequiredMiddleware):
    """Ask to sign in; a form that comes too late comes back with its words, to be copied."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> Any:
        typed = typed_in(request) if request.method == "POST" else []
        if typed:
            return render(request, "signed_out.html", {"typed": typed}, status=403)
        return super().handle_no_permission(request, view_func)


class LeftAlone:
    """Sign out who works here and has not moved for half an hour: a screen left open is open to everybody (S7).

    A client stays in for the evening: what a stranger could read there is one person's, and being thrown out while
    looking for words costs them more. The whole sign-in ends after twelve hours for everybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person, now = request.user, time.time()
        if isinstance(person, Person) and works_here(person):
            seen = request.session.get(SEEN, now)
            if now - seen > settings.STAFF_IDLE_SECONDS:
                logout(request)
            elif SEEN not in request.session or now - seen > GRAIN:
                request.session[SEEN] = now
        return self.get_response(request)
