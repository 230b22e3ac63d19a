"""A form that is sent twice is answered once."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import ParamSpec, cast
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from rightfit.keeping.models import FormKey

FIELD = "form_key"
P = ParamSpec("P")


def once(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Let a view's POST happen once for each form key, in one transaction with the key.

    The key is spent only where the view answers with a redirect. A form that comes back with an error
    keeps its key, so the corrected form may be sent.
    """

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request = cast("HttpRequest", args[0])
        if request.method != "POST":
            return view(*args, **kwargs)
        try:
            key = UUID(request.POST.get(FIELD, ""))
        except ValueError as missing:
            message = "This form has no form key."
            raise SuspiciousOperation(message) from missing
        return _answer_of(key) or _answer_now(key, lambda: view(*args, **kwargs))

    return guarded


def _answer_of(key: UUID) -> HttpResponse | None:
    spent = FormKey.objects.filter(key=key).first()
    return HttpResponseRedirect(spent.led_to, status=HTTPStatus.SEE_OTHER) if spent else None


def _answer_now(key: UUID, view: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        with transaction.atomic():
            # The row is the lock: of two requests with one key the second waits here, and then finds
            # the key taken.
            spent = FormKey.objects.create(key=key)
            response = view()
            if isinstance(response, HttpResponseRedirect):
                response.status_code = HTTPStatus.SEE_OTHER
                spent.led_to = response.url
                spent.save(update_fields=["led_to"])
            else:
                spent.delete()
    except IntegrityError:
        answer = _answer_of(key)
        if answer is None:
            raise
        return answer
    return response
