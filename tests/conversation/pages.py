"""What the tests of this room do again and again: press a button, read a page, stand in the session."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.urls import reverse

from rightfit.keeping import clock
from rightfit.practice.models import Person
from tests.cast import Cast, signed_in


def press(person: Person, route: str, *args: Any, **fields: Any) -> Any:
    return signed_in(person).post(reverse(route, args=args), {"form_key": str(uuid4()), **fields})


def page(person: Person, route: str, *args: Any) -> str:
    answer = signed_in(person).get(reverse(route, args=args))
    assert answer.status_code == 200, (route, answer.status_code)
    return str(answer.content.decode())


@contextmanager
def in_the_session(cast: Cast) -> Iterator[None]:
    """Two minutes into the session of Monday, 11 May."""
    with clock.at(cast.next.starts_at + timedelta(minutes=2)):
        yield


@contextmanager
def after(cast: Cast, sessions: int) -> Iterator[None]:
    """An hour after this many sessions from now on were held."""
    with clock.at(cast.next.ends_at):
        cast.pair.series.get().lay_ahead()
    coming = list(cast.pair.sessions.order_by("starts_at")[4 : 4 + sessions])
    with clock.at(coming[-1].ends_at + timedelta(hours=1)):
        yield
