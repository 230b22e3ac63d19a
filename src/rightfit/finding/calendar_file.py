"""A first meeting as a file for a calendar (RFC 5545). It names nobody: calendars are often shared."""

from datetime import UTC, datetime

from rightfit.finding.introduction import OfferedTime
from rightfit.keeping import clock

LONGEST_LINE = 75


def calendar_file(time: OfferedTime, *, summary: str) -> bytes:
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//rightfit//first meeting//EN",
        "BEGIN:VEVENT",
        f"UID:{time.pk}@rightfit",
        f"DTSTAMP:{_utc(clock.now())}",
        f"DTSTART:{_utc(time.starts_at)}",
        f"DTEND:{_utc(time.ends_at)}",
        *_folded(f"SUMMARY:{_escaped(summary)}"),
        *(_folded(f"LOCATION:{_escaped(time.where)}") if time.where else ()),
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{line}\r\n" for line in lines).encode()


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, "\\" + mark)
    return text.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """Fold at 75 bytes, never inside a letter."""
    parts, now = [], ""
    for letter in line:
        if len((now + letter).encode()) > LONGEST_LINE:
            parts.append(now)
            now = " "
        now += letter
    return [*parts, now]
