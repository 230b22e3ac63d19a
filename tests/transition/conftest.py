"""Noor moves away from Ida. Samira has a page of her own; the days go on, and the buttons are the real ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from rightfit.finding.models import Choice, Introduction, OfferedTime
from rightfit.keeping import clock
from rightfit.practice.models import Person
from rightfit.relationship.models import Relationship
from rightfit.transition.models import Handover
from tests.cast import NOW, Cast, signed_in


def press(person: Person, route: str, *args: Any, **fields: Any) -> Any:
    return signed_in(person).post(reverse(route, args=args), {"form_key": str(uuid4()), **fields})


def page(person: Person, route: str, *args: Any) -> str:
    answer = signed_in(person).get(reverse(route, args=args), follow=True)
    assert answer.status_code == 200, (route, answer.status_code)
    return str(answer.content.decode())


def status(person: Person, route: str, *args: Any) -> int:
    return int(signed_in(person).get(reverse(route, args=args)).status_code)


@dataclass
class Moving:
    """A move, and the moment in which it stands."""

    cast: Cast
    handover: Handover
    now: datetime = NOW

    @contextmanager
    def on(self, days: float) -> Iterator[None]:
        """So many days later."""
        self.now += timedelta(days=days)
        with clock.at(self.now):
            yield

    def meet(self, therapist: Person) -> Introduction:
        """Ask for a first meeting, which takes place tomorrow."""
        client, search = self.cast.noor, self.handover.search
        assert search is not None
        with self.on(0):
            introduction = Introduction.objects.ask(search, therapist=therapist, by=client)
            introduction.offer([self.now + timedelta(hours=3)], by=therapist)
            introduction.pick(OfferedTime.objects.get(introduction=introduction), by=client)
        self.now += timedelta(days=1)
        return introduction

    def choose(self, therapist: Person) -> Relationship:
        introduction = self.meet(therapist)
        with self.on(0):
            return Choice.objects.choose(introduction, by=self.cast.noor).confirm(by=therapist)

    def first_session(self, new: Relationship) -> None:
        with self.on(0):
            new.book(by=new.therapist, starts_at=self.now + timedelta(hours=2))
        self.now += timedelta(days=1)


@pytest.fixture
def moving(cast: Cast) -> Moving:
    with clock.at(NOW):
        return Moving(cast, Handover.objects.open(cast.pair, by=cast.noor))
