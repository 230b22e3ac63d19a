"""What was read once while a page is made is not read again for that page.

Outside of a request nothing is remembered: a worker lives long, and switches and duties change.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

T = TypeVar("T")
_remembered: ContextVar[dict[object, object] | None] = ContextVar("remembered", default=None)


def remembered(key: object, read: Callable[[], T]) -> T:
    """Return what `read` returned for this key in this request; read it where it was not read yet."""
    known = _remembered.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    return known[key]  # type: ignore[return-value]


def forget() -> None:
    """Forget it all: for a verb that has just changed what was read."""
    known = _remembered.get()
    if known is not None:
        known.clear()


class ReadOnce:
    """Middleware: each request begins with nothing remembered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _remembered.set({})
        try:
            return self.get_response(request)
        finally:
            _remembered.reset(token)
