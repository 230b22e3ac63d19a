"""Who stands where in the lists of a half-year: people, each once in a list, by the therapist they were with.

Nothing here is kept and nothing of it is shown: `figures` says what of it may be. What is kept private, hints, marks
and words are not asked for, save one word that both of the two have said: whether what they tried helped.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import Exists, Min, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from rightfit.conversation.models import Conversation, FollowUp
from rightfit.relationship.calendar import Session
from rightfit.relationship.closing import ClosingWords, PlannedEnding
from rightfit.relationship.models import Ending, Relationship
from rightfit.relationship.open_door import DoorAnswer
from rightfit.transition.models import Arrival, CalledOff, Handover, OutsideAnswer


class About(models.TextChoices):
    """The lists. Nobody's place in one follows from their place in another: a move is no other ending."""

    TALKS = "talks", _("Talks about the two of them")
    ENDINGS = "endings", _("Work that ended")
    MOVES = "moves", _("Moving to someone new")


class Part(models.TextChoices):
    """What became of it; `ALL` is everybody in a list."""

    ALL = "all", _("everybody")
    BETTER = "better", _("said it, and it is better, by their own word")
    NOT_BETTER = "not_better", _("said it, and it is not better, or it was too soon to tell")
    NO_WORD = "no_word", _("have not said whether it helped")
    QUIET = "quiet", _("left without a word")
    SAID = "said", _("ended with a word")
    FOUND = "found", _("have found someone new, here or outside")
    STAYED = "stayed", _("stayed with their therapist after all")
    LOOKING = "looking", _("are still looking")
    UNKNOWN = "unknown", _("have stopped; we don’t know where they are")


# Where a number has to go with a small one, it is taken from the end: what a lead asks first stands first.
PARTS: dict[About, tuple[Part, ...]] = {
    About.TALKS: (Part.BETTER, Part.NOT_BETTER, Part.NO_WORD),
    About.ENDINGS: (Part.QUIET, Part.SAID),
    About.MOVES: (Part.FOUND, Part.LOOKING, Part.STAYED, Part.UNKNOWN),
}
# A person's place in a list, and the therapist they were with.
Place = tuple[Part, UUID]


def counted(about: About, since: datetime, until: datetime) -> dict[Part, Counter[UUID]]:
    """Return how many people stand in each part of a list, by therapist, of what began in that time."""
    places = {About.TALKS: _talks, About.ENDINGS: _endings, About.MOVES: _moves}[about](since, until)
    return {part: Counter(therapist for at, therapist in places.values() if at == part) for part in PARTS[about]}


def _talks(since: datetime, until: datetime) -> Mapping[UUID, Place]:
    """People with whom there was a talk about the two, by what the client has said of it since."""
    held = (
        Conversation.objects.exclude(kind=Conversation.Kind.OPENING)
        .annotate(held_at=Min("held__at"))
        .filter(held_at__gte=since, held_at__lt=until)
        .select_related("relationship")
        .order_by("held_at")
    )
    first: dict[UUID, Conversation] = {}
    for talk in held:
        first.setdefault(talk.relationship.client_id, talk)
    return {client: (_word_since(talk), talk.relationship.therapist_id) for client, talk in first.items()}


def _word_since(talk: Conversation) -> Part:
    """The client's newest word whether what the two tried since helped; the other has said theirs, so it lies open."""
    pair = talk.relationship
    others = FollowUp.objects.filter(agreement=OuterRef("agreement"), round=OuterRef("round"), by=pair.therapist_id)
    word = (
        FollowUp.objects.filter(
            Exists(others), agreement__relationship=pair, agreement__at__gte=talk.at, by=pair.client_id
        )
        .order_by("-at")
        .first()
    )
    if word is None:
        return Part.NO_WORD
    return Part.BETTER if word.helped in {FollowUp.Helped.YES, FollowUp.Helped.BIT} else Part.NOT_BETTER


def _endings(since: datetime, until: datetime) -> Mapping[UUID, Place]:
    """People whose work ended after at least one session, other than by a move: with a word, or without."""
    met = Session.objects.held().filter(relationship=OuterRef("relationship"))
    ended = (
        Ending.objects.filter(Exists(met), at__gte=since, at__lt=until)
        .exclude(relationship__in=_brought_by_a_file())
        .exclude(relationship__in=_left_by_a_move())
        .exclude(relationship__in=_tried_in_a_move())
        .select_related("relationship")
        .order_by("at")
    )
    found: dict[UUID, Place] = {}
    for ending in ended:
        pair = ending.relationship
        part = Part.QUIET if _without_a_word(ending) else Part.SAID
        if part == Part.QUIET or pair.client_id not in found:
            found[pair.client_id] = (part, pair.therapist_id)
    return found


def _without_a_word(ending: Ending) -> bool:
    """The client ended it and said nothing, or had missed the last session without word when the therapist did."""
    pair = ending.relationship
    last = pair.sessions.with_fate().filter(ends_at__lte=ending.at, cancellation=None).order_by("-starts_at").first()
    said = (
        PlannedEnding.objects.filter(Q(by=pair.client_id) | Q(yes__isnull=False), relationship=pair).exists()
        or ClosingWords.objects.filter(relationship=pair, by=pair.client_id, given__isnull=False).exists()
        or DoorAnswer.objects.filter(door__session=last).exists()
    )
    if ending.by_id == pair.client_id:
        return not said and ending.goodbye is None
    return not said and last is not None and last.was_missed_without_word


def _brought_by_a_file() -> models.QuerySet[Relationship]:
    """Work that came from a practice's own file: it is in no count."""
    return Relationship.objects.filter(sessions__came_by__isnull=False)


def _left_by_a_move() -> models.QuerySet[Relationship]:
    """Work that ended, or was to end, with a move; who stayed after all may still leave another day."""
    return Relationship.objects.filter(handover__isnull=False).exclude(handover__called_off__then=CalledOff.Then.STAY)


def _tried_in_a_move() -> models.QuerySet[Relationship]:
    """Work with somebody new in which nobody settled in: its end is a step of the move, not one more ending."""
    begun = Relationship.objects.filter(confirmation__choice__introduction__search__leaving__isnull=False)
    return begun.filter(arrivals=None)


def _moves(since: datetime, until: datetime) -> Mapping[UUID, Place]:
    """People who began to move, by where they are."""
    opened = Handover.objects.filter(at__gte=since, at__lt=until).in_full().select_related("called_off").order_by("at")
    under_way = set(Handover.objects.under_way().filter(pk__in=opened).values_list("pk", flat=True))
    # The newest move of somebody takes the place of an older one.
    return {
        move.leaving.client_id: (_stands(move, under_way=move.pk in under_way), move.leaving.therapist_id)
        for move in opened
    }


def _stands(move: Handover, *, under_way: bool) -> Part:
    new = move.new
    if new is not None and Session.objects.held().filter(relationship=new).exists():
        return Part.FOUND
    if under_way:
        return Part.LOOKING
    arrived_outside = OutsideAnswer.objects.filter(handover=move, what=OutsideAnswer.What.ARRIVED)
    arrived = Arrival.objects.filter(handover=move).exists() or arrived_outside.exists()
    if arrived and not hasattr(move, "called_off"):
        return Part.FOUND
    stays = hasattr(move, "called_off") and move.called_off.then == CalledOff.Then.STAY
    return Part.STAYED if stays else Part.UNKNOWN
