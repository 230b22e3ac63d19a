"""The one clock of the house.

Every verb takes its time from here, so a demo practice can live through months in seconds and a test
can stand at any moment. A house test refuses `auto_now`, `timezone.now` and `datetime.now` elsewhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

_standing_at: ContextVar[datetime | None] = ContextVar("standing_at", default=None)


def now() -> datetime:
    """Return the moment it is in this practice, aware, in UTC."""
    standing_at = _standing_at.get()
    if standing_at is not None:
        return standing_at
    return datetime.now(UTC) + timedelta(seconds=settings.CLOCK_SHIFT_SECONDS)


def local(moment: datetime) -> datetime:
    """Return the moment as the practice's own clock on the wall shows it."""
    return timezone.localtime(moment)


def today() -> date:
    """Return the day it is in the practice's own time zone."""
    return local(now()).date()


def day_of(moment: datetime) -> date:
    """Return the day on which the moment falls in the practice's own time zone."""
    return local(moment).date()


def start_of(day: date) -> datetime:
    """Return the midnight with which the day begins in the practice's own time zone."""
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def end_of_today() -> datetime:
    return start_of(today() + timedelta(days=1))


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at this moment inside the block."""
    token = _standing_at.set(moment)
    try:
        yield
    finally:
        _standing_at.reset(token)
