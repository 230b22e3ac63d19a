"""Who looks after a client, by derivation: exactly one person at every moment, stored nowhere.

A hat comes off by itself: nobody acts on a duty in a matter of a client whom they treat or treated, or who
they are themselves.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from rightfit.keeping import clock
from rightfit.practice.models import Duty, Person
from rightfit.relationship.models import Relationship

WEEKEND = 5


def responsible_for(client: Person) -> Person | None:
    """Return the one named person of this client.

    The therapist of the live relationship to which the client's own doors lead;
    else, for somebody who never worked with anyone here, the introducer; else the coordinator. None
    only where the practice has not named that duty, which stands on the lead's list.
    """
    pair = Relationship.objects.of_client(client)
    if pair is not None:
        return pair.therapist
    ever = Relationship.objects.filter(client=client).exists()
    free = _not_involved(Duty.Kind.COORDINATOR if ever else Duty.Kind.INTRODUCER, client.pk)
    return free[0] if free else None


def holders(kind: Duty.Kind, *, in_a_matter_of: Relationship) -> list[Person]:
    """Return all who have this duty today and are not involved, the longest in it first."""
    return _not_involved(kind, in_a_matter_of.client_id)


def holder(kind: Duty.Kind, *, in_a_matter_of: Relationship) -> Person | None:
    """Return who has this duty today: never the client, and never anyone who treats or treated the client."""
    return next(iter(holders(kind, in_a_matter_of=in_a_matter_of)), None)


def listener_for(relationship: Relationship) -> Person | None:
    """Return who listens to this client."""
    return holder(Duty.Kind.LISTENER, in_a_matter_of=relationship)


def coordinator_for(relationship: Relationship) -> Person | None:
    """Return who helps this client to move."""
    return holder(Duty.Kind.COORDINATOR, in_a_matter_of=relationship)


def matters_of(person: Person) -> QuerySet[Relationship]:
    """Return the relationships in whose matters this person has no hat."""
    treated = Relationship.objects.filter(therapist=person).values("client")
    return Relationship.objects.filter(client=person) | Relationship.objects.filter(client__in=treated)


def coordinated_by(person: Person) -> QuerySet[Relationship]:
    """Return the relationships whose one coordinator is this person: the longest in the duty of those who may."""
    named = [one.pk for one in _named_for(Duty.Kind.COORDINATOR)]
    if person.pk not in named:
        return Relationship.objects.none()
    theirs = Relationship.objects.exclude(pk__in=matters_of(person))
    for before in named[: named.index(person.pk)]:
        theirs = theirs.filter(pk__in=matters_of(Person(pk=before)))
    return theirs


def in_time_since(working_days: int) -> datetime:
    """Return the moment before which something asked is late, if it was promised within so many working days.

    The day of asking does not count, and the last day counts to its end. Public holidays are not known here.
    """
    today = day = clock.today()
    passed = 0
    while passed < working_days:
        day -= timedelta(days=1)
        passed += day < today and day.weekday() < WEEKEND
    return clock.start_of(day)


def _not_involved(kind: Duty.Kind, client_id: UUID) -> list[Person]:
    involved = {client_id, *Relationship.objects.filter(client=client_id).values_list("therapist", flat=True)}
    return [person for person in _named_for(kind) if person.pk not in involved]


def _named_for(kind: Duty.Kind) -> list[Person]:
    found = {duty.person_id: duty.person for duty in Duty.objects.now(kind)}
    return [person for person in found.values() if person.is_active]
