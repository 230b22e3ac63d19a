"""Erasing: what only the client reads, at any time; the account; and, when the practice may, the rest.

A person is emptied, never deleted: name, contact and sign-in go, the row stays, so that what others said and did
keeps its place. What belongs to the record of a treatment stays as long as the practice must keep it.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rightfit.checkin.models import Answer, CheckIn, Rhythm, Share, Tap
from rightfit.checkin.side import Side
from rightfit.checkin.worth_asking import Signal
from rightfit.conversation.models import Need
from rightfit.finding.models import Impression, Introduction, Search, StoryPart
from rightfit.keeping import erasing
from rightfit.keeping.erasing import Deed
from rightfit.keeping.models import Event, Letter
from rightfit.listening.concerns import Concern
from rightfit.practice.emptying import empty
from rightfit.practice.models import Person
from rightfit.practice.signing_in import works_here
from rightfit.relationship.inviting import ClientInvitation
from rightfit.relationship.models import QuietWish, Relationship
from rightfit.safety.models import Alert
from rightfit.transition.models import CarriedLetter, OutsideName, Postcard


class StillOpen(StrEnum):
    """Why an account cannot be closed yet."""

    WORK = "work"
    MEETING = "meeting"
    ALERT = "alert"
    STAFF = "staff"


class StillOpenError(Exception):
    """The account cannot be closed yet."""

    def __init__(self, why: StillOpen) -> None:
        super().__init__(why)
        self.why = why


def is_kept(person: Person) -> bool:
    """Say whether anything is kept of this person as of a client: of who only works here it is not."""
    return person.therapies.exists() or person.searches.exists() or not works_here(person)


def private_to(client: Person) -> Iterator[tuple[Promise, QuerySet[Any]]]:
    """Yield, in words and as rows, what nobody but this client can read."""
    shared = Share.objects.filter(check_in=OuterRef("check_in"), item=OuterRef("item"))
    told_it = Share.objects.filter(check_in=OuterRef("check_in"), item="tap")
    own = Q(session__relationship__client=client, by=client)
    yield (
        _("What you kept to yourself when you said how it was"),
        Answer.objects.filter(~Exists(shared), check_in__by=client, check_in__session__relationship__client=client),
    )
    # Whom a listener was asked for is with the listener: taking that back has its own page.
    yield (
        _("Taps you kept to yourself"),
        Tap.objects.filter(
            ~Exists(told_it), by=client, relationship__client=client, listener=None, check_in__isnull=False
        ),
    )
    yield (
        _("Forms of which you shared nothing"),
        CheckIn.objects.filter(own, shares=None, tap__listener=None),
    )
    yield (
        _("What you were asked because it seemed worth asking, and your answers"),
        Signal.objects.filter(session__relationship__client=client, shown_to=Side.CLIENT),
    )
    yield _("What you looked for words for, and drafts"), Need.objects.filter(relationship__client=client, by=client)
    yield _("How first meetings felt to you"), Impression.objects.filter(by=client, introduction__search__person=client)
    yield _("Parts of your story that nobody may read"), StoryPart.objects.filter(person=client, ticks=None)
    yield _("Words for a listener that you did not send"), Concern.objects.filter(by=client, sent=None)
    yield _("Your letter to carry"), CarriedLetter.objects.filter(handover__leaving__client=client)


@transaction.atomic
def erase_private(client: Person) -> int:
    """Erase what only this client can read, at once; return how many things went."""
    Person.objects.select_for_update().get(pk=client.pk)
    gone = _without_what_is_private(client)
    Event.objects.record("erased what only you could read", by=client.pk, about=client, chain=client.pk)
    erasing.note(Deed.PRIVATE, [client])
    return gone


def _without_what_is_private(client: Person) -> int:
    gone = 0
    for _words, rows in private_to(client):
        gone += rows.count()
        rows.delete()
    return gone


def still_open(person: Person) -> StillOpen | None:
    """Return why this account cannot be closed yet; None: it can."""
    if works_here(person) or person.caseload.exists():
        return StillOpen.STAFF
    if Relationship.objects.live().filter(client=person).exists():
        return StillOpen.WORK
    if Introduction.objects.under_way().filter(search__person=person).exists():
        return StillOpen.MEETING
    if Alert.objects.open().filter(answer__form__relationship__client=person).exists():
        return StillOpen.ALERT
    return None


@transaction.atomic
def close_account(person: Person, *, by: Person | None) -> None:
    """Erase what is the client's alone, and their name, contact and sign-in. The record of a treatment stays."""
    # Work begins and ends under this same lock.
    person = Person.objects.select_for_update().get(pk=person.pk)
    why = still_open(person)
    if why is not None:
        raise StillOpenError(why)
    Event.objects.record("closed the account", by=by.pk if by else None, about=person, chain=person.pk)
    _empty(person)
    erasing.note(Deed.EMPTIED, [person])


def _empty(person: Person) -> None:
    _without_what_is_private(person)
    theirs: tuple[QuerySet[Any], ...] = (
        Search.objects.filter(person=person),
        StoryPart.objects.filter(person=person),
        QuietWish.objects.filter(relationship__client=person),
        Rhythm.objects.filter(person=person),
        Postcard.objects.filter(handover__leaving__client=person),
        OutsideName.objects.filter(handover__leaving__client=person),
        ClientInvitation.objects.filter(welcome__relationship__client=person),
        Letter.objects.filter(to=person.pk),
    )
    for rows in theirs:
        rows.delete()
    empty(person)


def do_again(since: datetime) -> int:
    """Do again what was erased since this moment: for a backup of that moment. Return how many deeds."""
    done = 0
    for stone in erasing.since(since):
        model = _model(stone.kind)
        row = model._default_manager.filter(pk=stone.key).first() if model else None
        match stone.deed, row:
            case _, None:
                continue
            case Deed.PRIVATE, Person():
                _without_what_is_private(row)
            case Deed.EMPTIED, Person():
                _empty(row)
            case _:
                row.delete()
        done += 1
    return done


def _model(label: str) -> type[models.Model] | None:
    """Return the table of this name; None: a later version has it no more."""
    try:
        return apps.get_model(label)
    except LookupError:
        return None
