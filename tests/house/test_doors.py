"""Every door obeys the matrix: all routes, as everybody in the cast, on their own and on others' things."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rightfit.aims.models import Task
from rightfit.checkin import giving
from rightfit.checkin.models import Side, Signal, Tap
from rightfit.conversation.models import Note
from rightfit.keeping import clock
from rightfit.keeping.matrix import matrix
from rightfit.transition.models import Request
from tests.cast import ALL_ROLES, NOW, Cast, both_say, well

pytestmark = pytest.mark.django_db
ROUTES = matrix()["route"]
SIGN_IN = "/sign-in/"


def _names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _names(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}"


def test_it_lists_every_route_in_the_matrix() -> None:
    routes = set(_names(get_resolver().url_patterns))
    assert routes - set(ROUTES) == set(), "routes that the matrix does not know"
    assert set(ROUTES) - routes == set(), "routes in the matrix that are not there"


def test_it_gives_every_route_a_record() -> None:
    assert {route["record"] for route in ROUTES.values()} <= set(matrix()["record"])


@pytest.fixture
def things(cast: Cast) -> dict[str, Any]:
    """One of each thing that a route names, of Noor and Ida."""
    for session in cast.sessions()[:3]:
        both_say(session, cast)
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=well())
        task = Task.objects.agree(cast.pair, by=cast.ida, words="one walk")
        pause = cast.other_pair.pause(by=cast.evren)
        pause.relationship = cast.pair
        pause.by = cast.noor
        pause.save()
        tap = Tap.objects.create(
            relationship=cast.pair, by=cast.noor, by_side=Side.CLIENT, choice="listener", listener=cast.mira
        )
        return {
            "relationship": cast.pair.pk,
            "session": cast.last.pk,
            "session_now": cast.next.pk,
            "session_to_come": cast.next.pk,
            "task": task.pk,
            "pause": pause.pk,
            "note": Note.objects.put(cast.pair, by=cast.noor, sentence="not_right").pk,
            "signal": Signal.objects.create(session=cast.last, shown_to=Side.CLIENT, words=["..."]).pk,
            "tap_for_listener": tap.pk,
            "request": Request.objects.ask(cast.pair, by=cast.noor).pk,
            "device": cast.noor.remember_device("phone").pk,
            "hat": "t",
        }


# A sentence for the next page is the therapist's to read only on the day they meet.
ON_THE_DAY = {"conversation:open"}


def _ask(route: str, method: str, things: dict[str, Any], person: Any, cast: Cast) -> Any:
    rule = ROUTES[route]
    address = reverse(route, args=[things[rule["of"]]] if "of" in rule else [])
    client = Client()
    moment = cast.next.starts_at if route in ON_THE_DAY else NOW
    with clock.at(moment):
        if person is not None:
            client.force_login(person)
        return client.generic(method, address) if method != "POST" else client.post(address, {"form_key": uuid4()})


def _is_closed(answer: Any) -> bool:
    return bool(answer.status_code in (404, 405) or (answer.status_code == 302 and answer.url.startswith(SIGN_IN)))


OURS = sorted(route for route in ROUTES if ":" in route and not route.startswith("demo:"))


@pytest.mark.parametrize("route", OURS)
def test_it_opens_to_its_own_people_and_to_nobody_else(route: str, cast: Cast, things: dict[str, Any]) -> None:
    rule = ROUTES[route]
    if rule.get("of") == "hat":
        pytest.skip("a hat is one's own; see test_hats")
    method = "POST" if rule.get("methods") == ["POST"] else "GET"
    opened = {role for role in ALL_ROLES if not _is_closed(_ask(route, method, things, cast.of_role(role), cast))}
    # A thing is used up by the first who may act on it, so an act is asked of each role on its own.
    if method == "POST":
        assert opened <= set(rule["own"])
    else:
        assert opened == set(rule["own"])


@pytest.mark.parametrize("route", [route for route in OURS if not ROUTES[route].get("open")])
def test_it_asks_a_stranger_to_sign_in(route: str, cast: Cast, things: dict[str, Any]) -> None:
    for method in ("GET", "POST"):
        answer = _ask(route, method, things, None, cast)
        assert answer.status_code == 302
        assert answer.url.startswith(SIGN_IN)


@pytest.mark.parametrize("route", [route for route in OURS if "of" in ROUTES[route] and ROUTES[route]["of"] != "hat"])
def test_it_answers_alike_for_what_is_others_and_what_is_not_there(
    route: str, cast: Cast, things: dict[str, Any]
) -> None:
    method = "POST" if ROUTES[route].get("methods") == ["POST"] else "GET"
    outsider = cast.of_role("lead")
    others = _ask(route, method, things, outsider, cast)
    nothing = _ask(route, method, things | {ROUTES[route]["of"]: uuid4()}, outsider, cast)
    assert (others.status_code, others.content) == (nothing.status_code, nothing.content)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_it_knows_no_other_methods(method: str, cast: Cast, things: dict[str, Any]) -> None:
    for route in OURS:
        for role in ("client", "therapist"):
            answer = _ask(route, method, things, cast.of_role(role), cast)
            assert answer.status_code in (302, 400, 404, 405), route
            if answer.status_code == 302:
                assert answer.url.startswith(SIGN_IN), route
