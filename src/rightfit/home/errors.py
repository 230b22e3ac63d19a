"""Pages for what went wrong: each says what to do, and none loses typed text."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MACHINE_FIELDS = ("csrfmiddlewaretoken", "form_key", "password", "code")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The page was open too long. What was typed is shown back, to copy."""
    typed = [text for name, texts in request.POST.lists() if name not in MACHINE_FIELDS for text in texts if text]
    return render(request, "403_csrf.html", {"typed": typed}, status=403)
