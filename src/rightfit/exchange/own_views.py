"""What is kept about me: taking a copy, erasing what only I read, closing the account."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rightfit.exchange import letting_go
from rightfit.exchange.copying import take_copy
from rightfit.exchange.letting_go import StillOpen
from rightfit.keeping import clock
from rightfit.keeping.once import once
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Practice
from rightfit.relationship.models import Relationship

P = ParamSpec("P")


def for_who_is_kept(
    view: Callable[Concatenate[SignedIn, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Close a page to who only works here: of them nothing is kept as of a client."""

    @wraps(view)
    def open_to_them(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        mine = cast("SignedIn", request)
        if not letting_go.is_kept(mine.user):
            raise Http404
        return view(mine, *args, **kwargs)

    return open_to_them


@require_GET
@for_who_is_kept
def kept(request: SignedIn) -> HttpResponse:
    """What is kept, for how long, and what one can do about it."""
    context = {
        "practice": Practice.objects.the(),
        "has_record": Relationship.objects.filter(client=request.user).exists(),
        "still_open": letting_go.still_open(request.user),
    }
    return render(request, "exchange/kept.html", context)


@require_GET
@for_who_is_kept
@reauthentication_required(allow_get=False)  # type: ignore[untyped-decorator]
def copy(request: SignedIn) -> HttpResponse:
    """Everything that may be read, in one file."""
    answer = HttpResponse(take_copy(request.user), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="my-copy-{clock.today():%Y-%m-%d}.zip"'
    return answer


@require_http_methods(["GET", "POST"])
@once
@for_who_is_kept
def erase_private(request: SignedIn) -> HttpResponse:
    """See what nobody else can read, counted, and erase it."""
    if request.method == "POST":
        gone = letting_go.erase_private(request.user)
        messages.success(request, _("Erased: {count} things that only you could read.").format(count=gone))
        return redirect("exchange:kept")
    counted = [(words, rows.count()) for words, rows in letting_go.private_to(request.user)]
    return render(request, "exchange/erase_private.html", {"counted": [one for one in counted if one[1]]})


@require_http_methods(["GET", "POST"])
@once
@for_who_is_kept
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def close_account(request: SignedIn) -> HttpResponse:
    """Close the account: name, contact and sign-in go."""
    why = letting_go.still_open(request.user)
    if why is StillOpen.STAFF:
        raise Http404
    unsure = request.method == "POST" and request.POST.get("sure") != "yes"
    if request.method == "POST" and why is None and not unsure:
        letting_go.close_account(request.user, by=request.user)
        logout(request)
        return redirect("exchange:closed")
    context = {
        "practice": Practice.objects.the(),
        "still_open": why,
        "unsure": unsure,
        "has_record": Relationship.objects.filter(client=request.user).exists(),
    }
    return render(request, "exchange/close_account.html", context, status=422 if unsure else 200)


@login_not_required
@require_GET
def closed(request: HttpRequest) -> HttpResponse:
    """That it is done, to somebody who is signed in no more."""
    return render(request, "exchange/closed.html", {"practice": Practice.objects.first()})
