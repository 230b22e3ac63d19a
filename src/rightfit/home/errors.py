"""Pages for what went wrong: each says what to do, and none loses typed text."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader

MACHINE_FIELDS = ("csrfmiddlewaretoken", "form_key", "password", "code")
# Marks and choices of a form are shorter: nobody typed them.
LONGEST_CHOICE = 10


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The page was open too long. What was typed is shown back, to copy."""
    return render(request, "403_csrf.html", {"typed": typed_in(request)}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault. Drawn without the request, whose session or database may be what broke.

    What was sent is not saved: each form is one transaction, and it failed.
    """
    page = loader.get_template("500.html").render({"typed": typed_in(request), "was_sent": request.method == "POST"})
    return HttpResponseServerError(page)


def typed_in(request: HttpRequest) -> list[str]:
    """Return the texts that somebody typed into the form that was sent."""
    sent = [text for name, texts in request.POST.lists() if name not in MACHINE_FIELDS for text in texts]
    return [text for text in sent if len(text) > LONGEST_CHOICE or " " in text.strip()]
