"""Nothing of a person's pages stays in a cache: the back button asks again, and a shared computer keeps nothing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class NeverStored:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        return response
