"""The demo's pages. They exist only in the demo, and answer only on this machine."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from rightfit.demo import bar, doors, walks
from rightfit.practice.models import Person

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def only_here(view: View[P]) -> View[P]:
    """Close a page to everybody but a visitor at this machine, whatever the settings let through."""

    @login_not_required
    @wraps(view)
    def open_if_here(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not (settings.DEMO and doors.is_here(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return open_if_here


@only_here
@require_GET
def who(request: HttpRequest) -> HttpResponse:
    """Who is who, what to try in five minutes, and what each may not see."""
    context = {
        "people": bar.people(),
        "walks": walks.walks(),
        "unseen": walks.unseen(),
        "letter": walks.newest_letter(),
    }
    return render(request, "demo/who.html", context)


@only_here
@require_GET
def come_in(request: HttpRequest, token: str) -> HttpResponse:
    """The address that the console prints: the one link of this house that signs in."""
    person = doors.person_of(token)
    if person is None:
        raise Http404
    _be(request, person)
    return redirect("home:home")


@only_here
@require_POST
def become(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Be somebody else, and go to the page that was asked for or to their first one."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        raise Http404
    _be(request, person)
    following = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(following, allowed_hosts=None) and following.startswith("/")
    return redirect(following if is_ours else "home:home")


@only_here
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Be nobody: a browser in which nobody is signed in."""
    logout(request)
    return redirect("home:home")


def _be(request: HttpRequest, person: Person) -> None:
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
