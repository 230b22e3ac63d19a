"""Where a move stands, derived for a page: never a client's words."""

from dataclasses import dataclass
from datetime import datetime

from rightfit.finding.models import Introduction
from rightfit.keeping import clock
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship
from rightfit.relationship.responsible import responsible_for
from rightfit.transition.arriving import Arrival, ends_at_the_latest, first_held
from rightfit.transition.handover import Handover
from rightfit.transition.packet import is_opened
from rightfit.transition.telling import Telling, Told


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One move, for whoever may know where it stands."""

    handover: Handover
    days: int
    responsible: Person | None
    telling: Telling | None
    told: Told | None
    meetings: int
    new: Relationship | None
    first_session: Session | None
    met: Session | None
    last_session: Session | None
    old_goes_on: bool
    ends_by: datetime | None
    opened: bool
    arrived: list[Person]


def standing_of(handover: Handover) -> Standing:
    new = handover.new
    telling = Telling.objects.filter(handover=handover).first()
    old = handover.leaving
    return Standing(
        handover=handover,
        days=(clock.today() - clock.day_of(handover.at)).days,
        responsible=responsible_for(handover.client),
        telling=telling,
        told=Told.objects.filter(telling=telling).select_related("by").first() if telling else None,
        meetings=Introduction.objects.under_way().filter(search=handover.search).count(),
        new=new,
        first_session=new.sessions.upcoming().first() if new else None,
        met=first_held(new),
        last_session=old.sessions.upcoming().last(),
        old_goes_on=old.is_live,
        ends_by=ends_at_the_latest(handover) if new and old.is_live else None,
        opened=is_opened(handover),
        arrived=[one.by for one in Arrival.objects.filter(relationship=new).select_related("by")] if new else [],
    )
