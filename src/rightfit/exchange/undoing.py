"""Taking an import out again, whole; not where people have gone on working since."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import models, transaction

from rightfit.exchange.models import Import, Newcomer
from rightfit.keeping.models import Event
from rightfit.practice.models import Person, Practice, Therapist
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship

# What an import itself writes, and what the house writes by itself in between: no one has worked with it.
OF_THE_IMPORT = frozenset(
    {
        "exchange.ImportedSession",
        "exchange.Newcomer",
        "checkin.PastRating",
        "checkin.Considered",
        "relationship.Absence",
        "relationship.Cancellation",
        "relationship.Relationship",
        "relationship.Session",
        "practice.Therapist",
    }
)


class GoneOnError(Exception):
    """People have worked with what the import brought; `who` says with whom, by the file's own ids."""

    def __init__(self, who: list[str]) -> None:
        super().__init__(", ".join(who))
        self.who = who


@transaction.atomic
def undo(batch_id: UUID) -> tuple[int, int]:
    """Take a batch out again; return how many sessions and how many people went.

    Raises `Import.DoesNotExist`, and `GoneOnError` where somebody has gone on working since: then nothing goes.
    """
    Practice.objects.select_for_update().first()
    batch = Import.objects.get(pk=batch_id)
    sessions = Session.objects.filter(came_by__brought_by=batch)
    pairs = list(Relationship.objects.filter(sessions__in=sessions).select_related("client").distinct())
    for pair in pairs:
        pair.locked()
    newcomers = list(batch.newcomers.select_related("person"))
    clients = [one.person for one in newcomers if not one.person.is_therapist]
    gone_on = sorted({name for pair in pairs for name in _gone_on(pair, batch)})
    if gone_on:
        raise GoneOnError(gone_on)
    for pair in pairs:
        pair.track("was taken out again", by=None)
    many = sessions.count()
    sessions.delete()
    Relationship.objects.filter(client__in=clients).delete()
    gone = 0
    for one in newcomers:
        gone += _leaves(one.person)
    Event.objects.record("took a file out again", by=None, about=batch)
    batch.delete()
    return many, gone


def _gone_on(pair: Relationship, batch: Import) -> Iterator[str]:
    """Name the client where anything hangs on the pair that neither this import nor the house made."""
    name = Newcomer.objects.filter(person=pair.client).values_list("as_in_file", flat=True).first()
    theirs = pair.sessions.filter(came_by__brought_by=batch)
    came_new = Newcomer.objects.filter(person=pair.client, brought_by=batch).exists()
    others = came_new and pair.sessions.exclude(pk__in=theirs).exists()
    # A file may have gone on where an earlier one ended: then the pair is the earlier one's, and stays.
    on_the_pair = came_new and _something_hangs_on([pair])
    has_account = came_new and (pair.client.email is not None or _something_hangs_on([pair.client]))
    if others or on_the_pair or has_account or _something_hangs_on(list(theirs)):
        yield name or pair.client.given_name


def _something_hangs_on(rows: Iterable[models.Model]) -> bool:
    """Say whether any other table points at one of these rows; rooms that come later are asked too."""
    rows = list(rows)
    if not rows:
        return False
    for relation in rows[0]._meta.related_objects:
        model = relation.related_model
        if model._meta.label in OF_THE_IMPORT:
            continue
        if model._default_manager.filter(**{f"{relation.field.name}__in": rows}).exists():
            return True
    return False


def _leaves(person: Person) -> bool:
    """Take a newcomer out; a therapist who has other clients or a duty here by now stays."""
    if Relationship.objects.filter(models.Q(client=person) | models.Q(therapist=person)).exists():
        return False
    if _something_hangs_on([person]):
        return False
    Therapist.objects.filter(person=person).delete()
    person.delete()
    return True
