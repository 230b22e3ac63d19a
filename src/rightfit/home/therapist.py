"""The therapist's pages."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from rightfit.aims.models import NotThisWeek, Task
from rightfit.checkin import course
from rightfit.checkin.models import Answer
from rightfit.checkin.reading import more_of_labels
from rightfit.checkin.side import Side
from rightfit.finding.models import Introduction
from rightfit.home import story
from rightfit.home.endings import endings_of, lately_given_to
from rightfit.home.moves import cards_for, moves_of
from rightfit.home.sheet import day_sheet
from rightfit.keeping import clock
from rightfit.practice.acts import is_on
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.going_on import Continuation
from rightfit.relationship.looks import note_look
from rightfit.relationship.models import Ending, Pause, QuietWish, Relationship
from rightfit.relationship.open_door import DoorAnswer
from rightfit.relationship.open_door_waiting import undone_by
from rightfit.safety.models import Alert

GOODBYE_STANDS = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One line of the list of people."""

    relationship: Relationship
    next: Session | None
    held: int
    pause: bool


def therapist_of(request: SignedIn) -> Person:
    if not request.user.is_therapist:
        raise Http404
    return request.user


@require_GET
def today(request: SignedIn) -> HttpResponse:
    """One sheet for today."""
    therapist = therapist_of(request)
    sheet = day_sheet(therapist)
    for hour in sheet.hours:
        if hour.card is not None:
            note_look(hour.session.relationship, by=therapist, at_what="the page of the day")
    goodbyes = Ending.objects.visible_to(therapist).filter(
        relationship__therapist=therapist, at__gt=clock.now() - GOODBYE_STANDS
    )
    live = Relationship.objects.visible_to(therapist).live().filter(therapist=therapist)
    booked = live.filter(pk__in=Session.objects.filter(relationship__in=live).upcoming().values("relationship"))
    quiet = live.exclude(pk__in=booked).exclude(pk__in=Pause.objects.running().values("relationship"))
    context = {
        "sheet": sheet,
        "now": clock.now(),
        "asked_to_meet": Introduction.objects.waiting_for(therapist).count() if is_on("first_meetings") else 0,
        "go_on": Continuation.objects.waiting_for(therapist),
        "no_word_is_on": is_on("go_quiet"),
        "no_word": undone_by(therapist).filter(starts_at__lt=clock.start_of(clock.today())),
        "come_back": DoorAnswer.objects.asking_for_a_time(therapist) if is_on("go_quiet") else [],
        "moves": moves_of(therapist),
        "cards": cards_for(therapist),
        "quiet": quiet.select_related("client"),
        "booked": booked.count(),
        "has_people": live.exists(),
        "to_take_up": Alert.objects.waiting_for(therapist).count(),
        "endings": endings_of(therapist),
        "closing_words": lately_given_to(therapist),
        "goodbyes": goodbyes.select_related("relationship__client"),
    }
    return render(request, "home/today.html", context)


@require_GET
def people(request: SignedIn) -> HttpResponse:
    """Everybody this therapist works with, by next session."""
    therapist = therapist_of(request)
    live = Relationship.objects.visible_to(therapist).live().filter(therapist=therapist).select_related("client")
    following: dict[UUID, Session] = {}
    for session in Session.objects.visible_to(therapist).filter(relationship__in=live).upcoming():
        following.setdefault(session.relationship_id, session)
    held = Counter(Session.objects.held().filter(relationship__in=live).values_list("relationship", flat=True))
    paused = set(Pause.objects.running().filter(relationship__in=live).values_list("relationship", flat=True))
    pairs = [
        Pair(relationship=one, next=following.get(one.pk), held=held[one.pk], pause=one.pk in paused) for one in live
    ]
    pairs.sort(key=lambda pair: (pair.next is None, pair.next.starts_at if pair.next else pair.relationship.began_at))
    return render(request, "home/people.html", {"pairs": pairs})


@require_GET
def pair(request: SignedIn, relationship_id: UUID) -> HttpResponse:
    """One pair, from the therapist's chair: the course, what is agreed, what is booked."""
    therapist = therapist_of(request)
    relationship = get_object_or_404(
        Relationship.objects.visible_to(therapist).filter(therapist=therapist).select_related("client"),
        pk=relationship_id,
    )
    note_look(relationship, by=therapist, at_what="your course")
    sessions = Session.objects.visible_to(therapist).filter(relationship=relationship).with_fate()
    task = Task.objects.visible_to(therapist).current(relationship)
    context = {
        "relationship": relationship,
        "client": relationship.client,
        "course": course.for_therapist(relationship, therapist),
        "story": story.of(relationship, therapist),
        "upcoming": sessions.upcoming()[:4],
        "correctable": [one for one in sessions.over().order_by("-starts_at")[:2] if one.may_be_corrected],
        "task": task,
        "not_now": NotThisWeek.objects.running().filter(task=task).exists() if task else False,
        "no_word_is_on": is_on("go_quiet"),
        "quiet": QuietWish.objects.visible_to(therapist).filter(relationship=relationship).first(),
        "pause": Pause.objects.visible_to(therapist).running().filter(relationship=relationship).first(),
    }
    return render(request, "home/pair.html", context)


@require_GET
def mirror(request: SignedIn) -> HttpResponse:
    """What my clients ask me for: the therapist's own page, nobody else's."""
    therapist = therapist_of(request)
    wishes = (
        Answer.objects.shared_by_clients_of(therapist)
        .filter(check_in__side=Side.CLIENT, item="more_of")
        .select_related("check_in__session__relationship")
    )
    for relationship in {answer.check_in.session.relationship for answer in wishes}:
        note_look(relationship, by=therapist, at_what="what you ask for, in the mirror")
    counted = Counter(label for answer in wishes for label in more_of_labels(answer.value))
    return render(request, "home/mirror.html", {"wishes": counted.most_common(), "forms": len(wishes)})
