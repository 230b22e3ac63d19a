"""What the two do at the same moment is done one after the other, and once."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from rightfit.aims.models import Task
from rightfit.conversation.models import Note
from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import EndedError, Pause, QuietWish, Relationship
from rightfit.transition.models import Request
from tests.cast import NOW, Cast, assemble
from tests.relationship.at_once import at_once, on_postgresql

PRESSES = 6


@on_postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("press", "count"),
    [
        (lambda cast: cast.pair.pause(by=cast.noor), lambda: Pause.objects.running().count()),
        (lambda cast: Request.objects.ask(cast.pair, by=cast.noor), Request.objects.count),
        (lambda cast: Note.objects.put(cast.pair, by=cast.noor, sentence="not_right"), Note.objects.count),
        (
            lambda cast: Task.objects.agree(cast.pair, by=cast.ida, words="one walk"),
            lambda: Task.objects.filter(drop=None).count(),
        ),
        (lambda cast: cast.pair.wish_if_quiet(wish=QuietWish.Wish.NOTE), QuietWish.objects.count),
    ],
    ids=["pause", "ask", "put", "agree", "wish"],
)
def test_it_makes_one_of_many(press: Callable[[Cast], Any], count: Callable[[], int]) -> None:
    cast = assemble()
    assert at_once(*[lambda: press(cast)] * PRESSES, at=NOW) == []
    assert count() == 1


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_it_ends_with_an_empty_calendar_whatever_is_done_in_that_moment() -> None:
    cast = assemble()
    raised = at_once(
        lambda: cast.pair.end(by=cast.noor),
        lambda: cast.pair.book(by=cast.ida, starts_at=NOW + timedelta(days=2)),
        lambda: cast.pair.book_series(by=cast.ida, first_at=NOW + timedelta(days=3)),
        lambda: cast.pair.pause(by=cast.noor),
        at=NOW,
    )
    assert {type(failed) for failed in raised} <= {EndedError}
    with clock.at(NOW):
        assert not Session.objects.filter(relationship=cast.pair).upcoming().exists()


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_it_stops_for_now_while_hours_are_cancelled_by_hand() -> None:
    cast = assemble()
    by_hand = [partial(session.cancel, by=cast.ida) for session in cast.sessions()[:3:-1]]
    assert at_once(lambda: cast.pair.pause(by=cast.noor), *by_hand, at=NOW) == []
    with clock.at(NOW):
        assert not Session.objects.filter(relationship=cast.pair).upcoming().exists()
    assert Event.objects.filter(verb="cancelled a session").count() == len(by_hand)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "verb",
    [
        lambda cast: cast.pair.pause(by=cast.noor),
        lambda cast: cast.pair.resume(by=cast.noor),
        lambda cast: cast.pair.book(by=cast.ida, starts_at=NOW + timedelta(days=2)),
        lambda cast: cast.pair.book_series(by=cast.ida, first_at=NOW + timedelta(days=2)),
        lambda cast: Task.objects.agree(cast.pair, by=cast.ida, words="one walk"),
    ],
    ids=["pause", "resume", "book", "book series", "agree"],
)
def test_it_refuses_what_comes_after_the_ending(cast: Cast, verb: Callable[[Cast], Any]) -> None:
    with clock.at(NOW):
        cast.pair.end(by=cast.noor)
        before = Session.objects.count()
        with pytest.raises(EndedError):
            verb(cast)
    assert (Session.objects.count(), Pause.objects.count(), Task.objects.count()) == (before, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_it_returns_the_pair_afresh(cast: Cast) -> None:
    stale = Relationship.objects.get(pk=cast.pair.pk)
    Relationship.objects.filter(pk=cast.pair.pk).update(began_at=NOW)
    with transaction.atomic():
        assert stale.locked().began_at == NOW
