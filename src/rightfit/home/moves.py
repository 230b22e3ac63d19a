"""Where a move to someone new touches a page: the client's own, and that of a therapist who knows of it."""

from dataclasses import dataclass

from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship
from rightfit.transition.models import Arrival, Handover, Postcard
from rightfit.transition.outside_answer import outside_of
from rightfit.transition.standing import Standing, standing_of


@dataclass(frozen=True, kw_only=True)
class OwnMove:
    """The client's move, and the sessions booked with the therapist whose sessions do not stand on the page already."""

    standing: Standing
    beside: Relationship | None
    booked: list[Session]
    did_you_arrive: bool
    """Whether three weeks have passed since there were names outside the house, and nothing was answered."""


@dataclass(frozen=True, kw_only=True)
class Move:
    """A move of which a therapist knows: somebody comes to them, or goes on to someone else."""

    handover: Handover
    comes: Relationship | None
    asks_whether_settled: bool = False


def own_move(client: Person, shown: Relationship | None) -> OwnMove | None:
    """Return the client's move; `shown` is the work whose sessions stand on the page already."""
    handover = Handover.objects.of(client)
    if handover is None:
        return None
    standing = standing_of(handover)
    beside = standing.new if shown == handover.leaving else handover.leaving
    booked = Session.objects.visible_to(client).filter(relationship=beside).upcoming().with_fate() if beside else ()
    asks = standing.new is None and outside_of(handover).asks
    return OwnMove(standing=standing, beside=beside, booked=list(booked), did_you_arrive=asks)


def moves_of(therapist: Person) -> list[Move]:
    """Return the moves of which this therapist knows, the oldest first. Who is not told is not in it."""
    found = [
        Move(
            handover=handover,
            comes=handover.new,
            asks_whether_settled=not Arrival.objects.filter(relationship=handover.new, by=therapist).exists(),
        )
        for handover in Handover.objects.arriving_at(therapist).in_full().order_by("at")
    ]
    told = Handover.objects.told_to(therapist).in_full().order_by("at")
    return found + [Move(handover=handover, comes=None) for handover in told]


def cards_for(therapist: Person) -> list[Postcard]:
    """Return the cards that wait to be read."""
    return list(Postcard.objects.waiting_for(therapist).select_related("handover__leaving__client"))
