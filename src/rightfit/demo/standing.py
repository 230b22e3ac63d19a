"""Where the demo's clock stands: a small file in the demo's data folder. No Django here: it is asked first."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

FERNLEA = ZoneInfo("Europe/Dublin")
FILE = "demo-clock.json"
# A while before five: hours behind one, an hour going on, and hours to come.
HOUR = time(16, 48)
SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class Standing:
    """When the last visit began, and how far the clock has run since. Neither: the making was broken off."""

    stands_at: datetime | None
    reached: datetime | None

    @property
    def is_whole(self) -> bool:
        return self.stands_at is not None


def read(home: Path) -> Standing | None:
    """Return where the demo in this folder stands; None where the folder holds no demo."""
    try:
        kept = json.loads((home / FILE).read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    moments = {
        name: datetime.fromisoformat(kept[name]) if kept.get(name) else None for name in ("stands_at", "reached")
    }
    return Standing(**moments)


def write(home: Path, *, stands_at: datetime | None, reached: datetime | None = None) -> None:
    """Note where it stands, whole or not at all: the next start reads it."""
    moments = {"stands_at": stands_at, "reached": reached or stands_at}
    fresh = home / f".{FILE}"
    text = json.dumps({name: moment.isoformat() if moment else None for name, moment in moments.items()})
    fresh.write_text(text, encoding="ascii")
    fresh.replace(home / FILE)


def first_moment(now: datetime) -> datetime:
    """Return the demo's first moment: today, or where nobody works today the next day on which they do."""
    day = now.astimezone(FERNLEA).date()
    return moment_on(day if day.weekday() < SATURDAY else working_days_on(day, 1))


def moment_after(moment: datetime) -> datetime:
    """Return the next working day at the demo's hour."""
    return moment_on(working_days_on(moment.astimezone(FERNLEA).date(), 1))


def moment_on(day: date, hour: time = HOUR) -> datetime:
    return datetime.combine(day, hour, FERNLEA)


def working_days_on(day: date, count: int) -> date:
    """Return the working day that is so many on, or with a negative count back."""
    step = timedelta(days=1 if count > 0 else -1)
    while count:
        day += step
        if day.weekday() < SATURDAY:
            count -= 1 if count > 0 else -1
    return day


def on_the_day(moment: datetime, days: int, hour: time) -> datetime:
    """Return the hour on the working day that lies so many on from this moment, or with a negative count back."""
    return moment_on(working_days_on(moment.astimezone(FERNLEA).date(), days), hour)
