"""What holds of every page whatever it shows: its headers, what a log says of it, and that words stay words."""

import logging
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.keeping.quiet_logs import WithoutWords
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person, Practice
from tests.cast import NOW, Cast
from tests.house.test_doors import OURS, ROUTES, things  # noqa: F401 - a practice with one of each thing

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="nothing of it depends on the database"),
]
CANARY = "kestrel-over-the-field"
PAYLOAD = (
    '"><img src=x onerror=alert(1)> <script>alert(1)</script> '
    "'-alert(1)-' </textarea><svg onload=alert(1)> {{ 7*7 }} {% debug %} </script>"
)
FIELDS = ("words", "safe_contact", "name", "reach", "own", "email", "key", "reason", "why", "cost")
# Given to be kept, as files; no browser shows them as a page.
FILES = ("exchange:copy", "transition:letter_file")
LONG_ENOUGH_TO_BE_WORDS = 12


def pages(things: dict[str, Any], *, roles: int = 1) -> list[tuple[str, str, str]]:  # noqa: F811 - the fixture's value
    """Return role, route and address of every page, each for the first roles to whom it is open."""
    found = []
    for route in OURS:
        rule = ROUTES[route]
        if rule.get("of") == "hat" or not rule["own"]:
            continue
        address = reverse(route, args=[things[rule["of"]]] if "of" in rule else [])
        found += [(role, route, address) for role in rule["own"][:roles]]
    return found


def browsers(cast: Cast) -> dict[str, Client]:
    made = {}
    for role in (
        "client",
        "other_client",
        "therapist",
        "other_therapist",
        "former_therapist",
        "lead",
        "listener",
        "coordinator",
    ):
        made[role] = Client(raise_request_exception=False)
        made[role].force_login(cast.of_role(role))
    return made


def test_it_sends_the_same_careful_headers_with_every_page(cast: Cast, things: dict[str, Any]) -> None:  # noqa: F811
    """S8: scripts and styles from here alone, nothing stored, nothing told to where a link leads."""
    by_role = browsers(cast)
    wrong = []
    with clock.at(NOW):
        for role, route, address in pages(things):
            if ROUTES[route].get("methods") == ["POST"]:
                continue
            answer = by_role[role].get(address)
            policy = answer.headers.get("Content-Security-Policy", "")
            good = (
                "default-src 'self'" in policy or "default-src 'none'" in policy,
                "unsafe" not in policy,
                answer.headers.get("X-Content-Type-Options") == "nosniff",
                answer.headers.get("Referrer-Policy") in ("no-referrer", "same-origin"),
                answer.headers.get("Cross-Origin-Opener-Policy") == "same-origin",
                answer.headers.get("X-Frame-Options") == "DENY",
                "no-store" in answer.headers.get("Cache-Control", "") or bool(ROUTES[route].get("open")),
            )
            if not all(good):
                wrong.append((route, role, good))
    assert wrong == []


def test_it_logs_no_words_whatever_breaks(
    cast: Cast,
    things: dict[str, Any],  # noqa: F811 - the fixture
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """P14: every form breaks with an error that quotes what was sent; the log names the place and nothing else."""
    assert f"{WithoutWords.__module__}.{WithoutWords.__name__}" in str(settings.LOGGING)

    def broken(*_: object, **__: object) -> None:
        try:
            int(CANARY)
        except ValueError as first:
            message = f"could not keep {CANARY}"
            raise RuntimeError(message) from first

    monkeypatch.setattr("rightfit.keeping.once._answer_now", broken)
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(WithoutWords("%(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger("django.request").addHandler(handler)
    by_role, broke = browsers(cast), 0
    try:
        with clock.at(NOW):
            for role, _route, address in pages(things):
                fields = dict.fromkeys(
                    ("words", "safe_contact", "name", "reach", "own", "email", "key", "reason"), CANARY
                )
                broke += by_role[role].post(address, {**fields, "form_key": uuid4()}).status_code == 500
    finally:
        logging.getLogger().removeHandler(handler)
        logging.getLogger("django.request").removeHandler(handler)
    assert broke > 50
    assert "RuntimeError" in written.getvalue()
    assert "ValueError" in written.getvalue()
    assert CANARY not in written.getvalue()


def test_it_shows_words_as_words(cast: Cast, things: dict[str, Any]) -> None:  # noqa: F811 - the fixture
    """S9: what somebody wrote runs on nobody's page."""
    assert _put_everywhere(PAYLOAD) > 10
    by_role, shown, run = browsers(cast), 0, []
    with clock.at(NOW):
        for role, route, address in pages(things, roles=2):
            if ROUTES[route].get("methods") == ["POST"] or route in FILES:
                continue
            page = by_role[role].get(address).content.decode(errors="replace")
            shown += "onerror" in page or "alert(1)" in page or "7*7" in page
            if PAYLOAD in page or "<img src=x" in page or "<svg onload" in page or "<script>alert" in page:
                run.append((route, role))
    assert shown > 10
    assert run == []


def _put_everywhere(payload: str) -> int:
    """Put it in the place of every word that somebody wrote; return how many there were."""
    changed = 0
    for model in apps.get_models():
        sealed = [field.name for field in model._meta.concrete_fields if isinstance(field, SealedField)]
        if not model.__module__.startswith("rightfit.") or not sealed:
            continue
        for row in model._default_manager.all():
            for name in sealed:
                value = getattr(row, name)
                if isinstance(value, str) and (len(value) > LONG_ENOUGH_TO_BE_WORDS or " " in value):
                    setattr(row, name, payload)
                    changed += 1
            row.save()
    Person.objects.update(given_name=payload[:80], family_name="")
    Practice.objects.update(name=payload, about=payload, out_of_hours=payload)
    return changed
