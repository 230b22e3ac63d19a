"""Letters of a move outside the house: few, neutral, and to the client one question alone."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import models
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.practice.models import Person
from rightfit.transition.handover import LOOKING, Handover
from rightfit.transition.outside_answer import outside_of

# One letter about a session, and one other a week: the question waits for a week in which nothing else was written.
A_WEEK = timedelta(days=7)
A_DAY = timedelta(days=1)
AFTER_A_SESSION = "check-in:"


def due_outside(handover: Handover) -> Iterator[tuple[Person, str, str]]:
    """Whom to write to, where it leads, and what for: once for each, and nothing where somebody here was chosen."""
    if handover.new is not None:
        return
    now = outside_of(handover)
    page = reverse("transition:outside", args=[handover.pk])
    since = clock.day_of(handover.at)
    if handover.coordinator is not None:
        if now.wish is not None and not now.names:
            yield handover.coordinator, page, f"outside:{since}"
        if now.said is not None and now.said.what == LOOKING:
            yield handover.coordinator, page, f"looks:{clock.day_of(now.said.at)}"
    if now.names:
        yield handover.client, page, f"names:{since}"
    if now.asks and not _was_written_to_lately(handover.client):
        yield handover.client, reverse("transition:did_you_arrive", args=[handover.pk]), f"arrived:{since}"


def _was_written_to_lately(client: Person) -> bool:
    moment = clock.now()
    others = models.Q(due_at__gt=moment - A_WEEK) & ~models.Q(once__startswith=AFTER_A_SESSION)
    return Letter.objects.filter(others | models.Q(due_at__gt=moment - A_DAY), to=client.pk).exists()
