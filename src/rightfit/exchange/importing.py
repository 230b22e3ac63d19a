"""From a practice's own file into the house: what would be made, which rows are refused and why, and the making.

The bridge to `engine.files`: a row is read here exactly as `rightfit read` reads it.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from rightfit.checkin.past import PastRating
from rightfit.checkin.side import Side
from rightfit.engine import files
from rightfit.engine.files import CallError, FileError, Layout, Refused
from rightfit.exchange.knowing import Known, known_here
from rightfit.exchange.models import Import, ImportedSession, Newcomer
from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.practice.models import Person, Practice, Therapist
from rightfit.relationship.calendar import Absence, Cancellation, Session
from rightfit.relationship.models import Relationship

LONGEST_NAME = 80
MINUTES = 50
NOON = time(12)
HELD, MISSED, CANCELLED = 1, 0, -1


@dataclass(frozen=True, kw_only=True)
class Row:
    """One session of the file that can be brought in."""

    line: int
    client: str
    therapist: str
    number: int
    starts_at: datetime
    scores: dict[Side, float]
    attended: int

    @property
    def pair(self) -> tuple[str, str]:
        return self.client, self.therapist

    def refused(self, reason: str) -> Refused:
        return Refused(
            line=self.line, client=self.client, therapist=self.therapist, session=str(self.number), reason=reason
        )


@dataclass(frozen=True, kw_only=True)
class Laid:
    """Dates for a file that has none: session 1 on this day, each next one so many days later."""

    first: date
    every_days: int

    def moment(self, number: int) -> datetime:
        return _at_noon(self.first + timedelta(days=self.every_days * (number - 1)))


@dataclass(kw_only=True)
class Plan:
    """What an import of this file would make."""

    rows: list[Row] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    kept_private: int = 0

    def refuse(self, reason_of: dict[int, str]) -> None:
        """Refuse the rows of these lines."""
        self.refused += [row.refused(reason_of[row.line]) for row in self.rows if row.line in reason_of]
        self.rows = [row for row in self.rows if row.line not in reason_of]

    @property
    def ratings(self) -> int:
        return sum(len(row.scores) for row in self.rows)

    def pairs(self) -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = {}
        for row in sorted(self.rows, key=lambda row: row.number):
            found.setdefault(row.pair, []).append(row)
        return found


def therapists_in(path: Path) -> dict[str, tuple[str, str]]:
    """Read who the file's therapists are: a CSV with the columns therapist, name, email."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            lines = list(csv.DictReader(opened))
    except (OSError, UnicodeDecodeError, csv.Error) as wrong:
        message = f"--therapists {path} cannot be read ({wrong})"
        raise CallError(message) from None
    named: dict[str, tuple[str, str]] = {}
    for number, line in enumerate(lines, start=2):
        cells = [(line.get(column) or "").strip() for column in ("therapist", "name", "email")]
        if not all(cells):
            message = f"--therapists {path.name}, line {number}: therapist, name and email are needed in each line"
            raise CallError(message)
        key, name, email = cells
        try:
            validate_email(email)
        except ValidationError:
            message = f"--therapists {path.name}, line {number}: {email!r} is no e-mail address"
            raise CallError(message) from None
        if key in named or email.lower() in {known[1] for known in named.values()}:
            message = f"--therapists {path.name}, line {number}: {key} or {email} stands there twice"
            raise CallError(message)
        named[key] = (name, email.lower())
    if not named:
        message = f"--therapists {path.name} names nobody; it needs the columns therapist, name, email"
        raise CallError(message)
    return named


def plan(path: Path, *, layout: Layout, therapists: dict[str, tuple[str, str]], laid: Laid | None = None) -> Plan:
    """Read the file and say what an import would make; writes nothing.

    Raises `FileError` and `CallError` as `rightfit read` does.
    """
    moments = _moments(path, layout, laid)
    found = Plan()
    for window in files.windows(path, layout=layout):
        found.refused += window.refused.values()
        for place, line in enumerate(window.line):
            if window.pair[place] < 0:
                continue
            client, therapist = window.pairs[window.pair[place]]
            number = int(window.session[place])
            scores = {Side.CLIENT: float(window.client[place]), Side.THERAPIST: float(window.therapist[place])}
            if not window.shared[place] and scores[Side.CLIENT] == scores[Side.CLIENT]:
                del scores[Side.CLIENT]
                found.kept_private += 1
            given = {side: score for side, score in scores.items() if score == score}  # noqa: PLR0124 - nan
            moment = laid.moment(number) if laid else moments.get(int(line))
            row = Row(
                line=int(line), client=client, therapist=therapist, number=number,
                starts_at=moment or clock.now(), scores=given, attended=int(window.attended[place]),
            )  # fmt: skip
            if moment is None:
                found.refused.append(row.refused("date is empty"))
            else:
                found.rows.append(row)
    known = known_here(therapists)
    for person in known.persons.values():
        if not person.is_therapist:
            message = f"--therapists: {person.email} is here already, and not as a therapist"
            raise CallError(message)
    found.refuse(dict(_not_here(found.rows, therapists, known)))
    found.refuse(dict(_second_therapist(found.rows)))
    found.refuse(dict(_out_of_order(found)))
    found.refused.sort(key=lambda one: one.line)
    return found


def _moments(path: Path, layout: Layout, laid: Laid | None) -> dict[int, datetime]:
    label = layout.names.get("date", "date")
    cells = files.cells(path, name="date", layout=layout)
    if laid is not None:
        if cells:
            message = f"{path.name} has dates of its own in {label}; leave --first-date and --every-days out"
            raise CallError(message)
        return {}
    if not cells:
        message = (
            f"{path.name} has no column {label}, and a history needs dates (another name is given with --map, as in "
            "--map date=day; where nobody wrote them down, --first-date 2024-01-08 --every-days 7 lays them out)"
        )
        raise FileError(message)
    found = {}
    for line, text in cells.items():
        try:
            found[line] = _moment(text)
        except ValueError:  # empty, or refused by the reading of the row itself
            continue
    return found


def _moment(text: str) -> datetime:
    if len(text) <= len("2024-01-08"):
        return _at_noon(date.fromisoformat(text))
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else timezone.make_aware(moment)


def _at_noon(day: date) -> datetime:
    return datetime.combine(day, NOON, timezone.get_current_timezone())


def _not_here(rows: list[Row], therapists: dict[str, tuple[str, str]], known: Known) -> Iterator[tuple[int, str]]:
    """Rows whose people or hours do not fit what is here."""
    for row in rows:
        if row.therapist not in therapists:
            yield row.line, f"therapist {row.therapist} is not in the file of --therapists"
        elif len(row.client) > LONGEST_NAME:
            yield row.line, f"the client's id is longer than {LONGEST_NAME} letters"
        elif row.starts_at + timedelta(minutes=MINUTES) > clock.now():
            yield row.line, f"{row.starts_at:%Y-%m-%d} is not over yet; an import brings what lies behind"
        elif (row.client, row.therapist, row.number) in known.rows:
            yield row.line, "already here"
        elif (why := known.why_not(row.client, row.therapist, row.starts_at)) is not None:
            yield row.line, why


def _second_therapist(rows: list[Row]) -> Iterator[tuple[int, str]]:
    """A client works with one therapist here: of several in the file, the one seen last."""
    newest = {row.client: row for row in sorted(rows, key=lambda row: row.starts_at)}
    for row in rows:
        last = newest[row.client]
        if row.therapist != last.therapist:
            yield row.line, f"this client was last with therapist {last.therapist} (line {last.line}); one stays"


def _out_of_order(found: Plan) -> Iterator[tuple[int, str]]:
    """Sessions are told by their dates here, so numbers and dates must go the same way."""
    for rows in found.pairs().values():
        before: Row | None = None
        for row in rows:
            if before is not None and row.starts_at <= before.starts_at:
                yield row.line, f"its date is not after that of session {before.number} (line {before.line})"
            else:
                before = row


@transaction.atomic
def bring(
    path: Path, *, layout: Layout, therapists: dict[str, tuple[str, str]], laid: Laid | None
) -> tuple[Import, Plan]:
    """Bring the file in, in one transaction; a row that is here already is refused."""
    # Two imports at once would both find a row missing: the practice's row is the queue.
    Practice.objects.select_for_update().first()
    found = plan(path, layout=layout, therapists=therapists, laid=laid)
    if not found.rows:
        why = found.refused[0]
        message = f"no row of {path.name} can be brought in; line {why.line}: {why.reason}"
        raise FileError(message)
    batch = Import.objects.create(file_name=path.name[:255])
    for (client, therapist), rows in found.pairs().items():
        pair = _pair(batch, client, therapists[therapist], rows[0].starts_at)
        _sessions(batch, pair, rows, layout)
        pair.track("came from a file", by=None)
    Event.objects.record("brought a file in", by=None, about=batch)
    return batch, found


def _pair(batch: Import, as_in_file: str, therapist: tuple[str, str], began_at: datetime) -> Relationship:
    newcomer = Newcomer.objects.clients().filter(as_in_file=as_in_file).first()
    if newcomer is not None:
        here = Relationship.objects.of_client(newcomer.person)
        if here is not None:
            return here
    name, email = therapist
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        given, _, family = name.partition(" ")
        person = Person.objects.create(given_name=given[:80], family_name=family[:80], email=email)
        Therapist.objects.create(person=person)
        Newcomer.objects.create(brought_by=batch, person=person, as_in_file=name[:80])
    client = Person.objects.create(given_name=as_in_file)
    Newcomer.objects.create(brought_by=batch, person=client, as_in_file=as_in_file)
    return Relationship.objects.create(client=client, therapist=person, began_at=began_at)


def _sessions(batch: Import, pair: Relationship, rows: list[Row], layout: Layout) -> None:
    length = timedelta(minutes=MINUTES)
    made = Session.objects.bulk_create(
        Session(relationship=pair, starts_at=row.starts_at, ends_at=row.starts_at + length, minutes=MINUTES)
        for row in rows
    )
    both = list(zip(made, rows, strict=True))
    ImportedSession.objects.bulk_create(
        ImportedSession(session=session, brought_by=batch, number=row.number) for session, row in both
    )
    scales = {Side.CLIENT: layout.scale, Side.THERAPIST: layout.therapist_scale}
    PastRating.objects.bulk_create(
        PastRating(session=session, side=side, value=score, low=scales[side].low, high=scales[side].high)
        for session, row in both
        for side, score in row.scores.items()
    )
    by = pair.therapist
    Absence.objects.bulk_create(
        Absence(session=session, by=by, at=session.ends_at) for session, row in both if row.attended == MISSED
    )
    Cancellation.objects.bulk_create(
        Cancellation(session=session, by=by, at=session.starts_at, in_time=True)
        for session, row in both
        if row.attended == CANCELLED
    )
