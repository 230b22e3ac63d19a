"""What of a file's people and hours is in the house already."""

from dataclasses import dataclass
from datetime import datetime

from rightfit.exchange.models import ImportedSession, Newcomer
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is here: rows by the file's own names, live pairs and their hours by the client's id in the file."""

    rows: frozenset[tuple[str, str, int]]
    clients: frozenset[str]
    pairs: dict[str, Relationship]
    hours: frozenset[tuple[str, datetime]]
    persons: dict[str, Person]

    def why_not(self, client: str, therapist: str, starts_at: datetime) -> str | None:
        """Return why a row of this client may not be added to what is here."""
        if client not in self.clients:
            return None
        pair = self.pairs.get(client)
        if pair is None:
            return "this client came with an earlier file, and the work has ended since"
        person = self.persons.get(therapist)
        if person is None or pair.therapist_id != person.pk:
            return "this client came with an earlier file and works with another therapist here"
        if (client, starts_at) in self.hours:
            return f"the two have an hour at {starts_at:%Y-%m-%d %H:%M} already"
        return None


def known_here(therapists: dict[str, tuple[str, str]]) -> Known:
    """Look up what is here."""
    found = {key: Person.objects.filter(email__iexact=email).first() for key, (_name, email) in therapists.items()}
    persons = {key: person for key, person in found.items() if person is not None}
    key_of = {person.pk: key for key, person in persons.items()}
    names = dict(Newcomer.objects.clients().values_list("person", "as_in_file"))
    came = ImportedSession.objects.select_related("session__relationship")
    pairs = {
        names[pair.client_id]: pair
        for pair in Relationship.objects.live().filter(client__in=names).order_by("began_at")
    }
    return Known(
        rows=frozenset(
            (names[pair.client_id], key_of.get(pair.therapist_id, ""), one.number)
            for one in came
            for pair in (one.session.relationship,)
            if pair.client_id in names
        ),
        clients=frozenset(names.values()),
        pairs=pairs,
        hours=frozenset(
            (names[session.relationship.client_id], session.starts_at)
            for session in Session.objects.filter(relationship__client__in=names).select_related("relationship")
        ),
        persons=persons,
    )
