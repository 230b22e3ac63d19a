"""Pages that are the practice lead's alone."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponse

from rightfit.practice.http import SignedIn
from rightfit.practice.models import Duty

P = ParamSpec("P")
View = Callable[Concatenate[SignedIn, P], HttpResponse]


def for_lead(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Close a page to everybody else, as if it were not there."""

    @wraps(view)
    def open_to_lead(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        mine = cast("SignedIn", request)
        if not mine.user.has_duty(Duty.Kind.LEAD):
            raise Http404
        return view(mine, *args, **kwargs)

    return open_to_lead
