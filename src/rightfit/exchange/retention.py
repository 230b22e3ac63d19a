"""What goes without anybody asking: accounts that led to nothing, and records that need not be kept any more."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from rightfit.exchange.letting_go import StillOpenError, close_account, still_open
from rightfit.finding.models import OfferedTime
from rightfit.keeping import clock
from rightfit.keeping.erasing import erase
from rightfit.keeping.models import Event
from rightfit.practice.models import Person, Practice
from rightfit.relationship.models import Relationship

QUIET_DAYS = 90
LEAP_DAY = (2, 29)


def close_unused_accounts() -> int:
    """Close the account of who never began with anybody, ninety days after the last thing they did."""
    quiet_since = clock.now() - timedelta(days=QUIET_DAYS)
    to_come = OfferedTime.objects.filter(ends_at__gt=quiet_since).values("introduction__search__person")
    never_began = Person.objects.filter(
        is_active=True, therapies=None, caseload=None, therapist=None, duties=None, joined_at__lte=quiet_since
    ).exclude(pk__in=to_come)
    closed = 0
    for person in never_began:
        last = Event.objects.filter(by=person.pk).aggregate(last=Max("at"))["last"]
        if max(filter(None, (last, person.last_login, person.joined_at))) > quiet_since:
            continue
        try:
            close_account(person, by=None)
        except StillOpenError:
            continue
        closed += 1
    return closed


def erase_old_records() -> int:
    """Erase the record of a client whose work here ended longer ago than the practice keeps it; return how many."""
    limit = _years_ago(Practice.objects.the().keep_years)
    over = (
        Person.objects.filter(therapies__isnull=False)
        .exclude(pk__in=Relationship.objects.live().values("client"))
        .annotate(last_end=Max("therapies__ending__at"))
        .filter(last_end__lt=limit)
    )
    return sum(_erase_record(client) for client in over)


@transaction.atomic
def _erase_record(client: Person) -> bool:
    # Work begins under this same lock: who has come back meanwhile is left alone.
    client = Person.objects.select_for_update().get(pk=client.pk)
    if Relationship.objects.live().filter(client=client).exists():
        return False
    erase(Relationship.objects.filter(client=client))
    Event.objects.record("erased an old record", by=None, about=client, chain=client.pk)
    # Somebody who works here too, or looks for a therapist again, keeps the account.
    if client.is_active and still_open(client) is None:
        close_account(client, by=None)
    return True


def _years_ago(years: int) -> datetime:
    now = clock.now()
    day = 28 if (now.month, now.day) == LEAP_DAY else now.day
    return now.replace(year=now.year - years, day=day)
