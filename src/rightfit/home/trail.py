"""The trail, turned into sentences: in one place, for the person who reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from rightfit.keeping.models import Event
from rightfit.practice.models import Person


@dataclass(frozen=True)
class Line:
    at: datetime
    who: str
    did: str


def sentences(events: Iterable[Event], *, reader: Person) -> list[Line]:
    events = list(events)
    people = {person.pk: person for person in Person.objects.filter(pk__in={event.by for event in events if event.by})}
    return [Line(event.at, _who(event, people, reader), _(event.verb)) for event in events]


def _who(event: Event, people: dict[object, Person], reader: Person) -> str:
    if event.by is None:
        return _("The practice’s computer")
    if event.by == reader.pk:
        return _("You")
    person = people.get(event.by)
    return person.full_name if person else _("Somebody who has left")
