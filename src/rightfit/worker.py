"""What happens without anybody pressing anything: one tick asks each room what is due.

A tick is safe to repeat: every step looks at what is there already. Each step writes row by row or pair
by pair in its own transactions, so that a long list never holds the database while people wait for a page.
"""

import logging
import time
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections

from rightfit.checkin.hints import erase_old_hints, lay_hints
from rightfit.checkin.letters import lay_letters
from rightfit.exchange.retention import close_unused_accounts, erase_old_records
from rightfit.finding.felt_letters import lay_how_it_felt_letters
from rightfit.intake.letters import lay_introducers_letters
from rightfit.intake.models import erase_old_enquiries
from rightfit.keeping.data_home import note_moment
from rightfit.keeping.posting import post_due
from rightfit.listening.letters import lay_listeners_letters
from rightfit.listening.words import lay_words
from rightfit.overview.models import count_half_years
from rightfit.practice.models import Person, Practice
from rightfit.relationship.ahead import lay_series_ahead
from rightfit.relationship.closing import end_as_planned
from rightfit.relationship.open_door_waiting import lay_stand_ins_letters
from rightfit.safety.models import escalate
from rightfit.transition.arriving import end_old_relationships
from rightfit.transition.letters import lay_coordinators_letters, lay_moving_letters

log = logging.getLogger(__name__)

TICKED = "last-tick"  # `rightfit check` looks how old it is


def post_letters() -> int:
    return post_due(_address_of)


def _address_of(person_id: UUID) -> str | None:
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    return person.email if person else None


STEPS: tuple[Callable[[], int], ...] = (
    lay_series_ahead,
    lay_letters,
    lay_how_it_felt_letters,
    lay_words,
    lay_listeners_letters,
    lay_stand_ins_letters,
    lay_coordinators_letters,
    end_as_planned,
    end_old_relationships,
    lay_moving_letters,
    lay_introducers_letters,
    escalate,
    lay_hints,
    erase_old_hints,
    erase_old_enquiries,
    count_half_years,
    close_unused_accounts,
    erase_old_records,
    post_letters,
)


def tick() -> bool:
    """Do what is due; return whether every step went well. A step that fails does not stop the others."""
    if not Practice.objects.exists():
        return True
    well = True
    for step in STEPS:
        try:
            step()
        except Exception as failed:  # noqa: BLE001 - whatever it was, the next step still has its turn
            well = False
            # The kind alone: a message or a trace could hold what somebody wrote.
            log.error("The worker's step %s failed: %s", step.__name__, type(failed).__name__)  # noqa: TRY400
    note_moment(settings.HOME, TICKED)
    return well


def run_forever(seconds: float) -> None:
    """Tick, rest, and tick again, until somebody ends the process."""
    while True:
        close_old_connections()
        tick()
        time.sleep(seconds)
