"""The client's pages."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from rightfit.aims.models import NotThisWeek, Task
from rightfit.checkin import course, giving, looking, rang_true, rhythm
from rightfit.checkin.looking import LookTogether
from rightfit.checkin.models import CheckIn, Rhythm
from rightfit.checkin.side import Side
from rightfit.checkin.worth_asking import Ring, Signal
from rightfit.conversation.models import Note
from rightfit.exchange.letting_go import is_kept
from rightfit.home import story, trail
from rightfit.home.endings import goodbye_to, own_ending
from rightfit.home.moves import own_move
from rightfit.keeping.models import Event
from rightfit.keeping.once import once
from rightfit.listening.waiting import answers_for, word_on_the_page_of
from rightfit.practice.acts import act, is_on
from rightfit.practice.devices import device_of
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Device, Practice
from rightfit.questionnaire.models import Form
from rightfit.relationship.calendar import Session
from rightfit.relationship.going_on import Continuation
from rightfit.relationship.models import Pause, QuietWish, Relationship
from rightfit.relationship.open_door import OpenDoor
from rightfit.relationship.responsible import coordinator_for, listener_for
from rightfit.transition.models import Request

GOODBYES = {
    "thanks": gettext_lazy("Thank you for the time we had."),
    "enough": gettext_lazy("I have what I needed. Thank you."),
    "not_for_me": gettext_lazy("It was not right for me, and that is all right."),
}
TRAIL_LINES = 100


def relationship_of(request: SignedIn) -> Relationship:
    """Return the client's live relationship, or answer "not here, or not for you"."""
    relationship = Relationship.objects.visible_to(request.user).of_client(request.user)
    if relationship is None:
        raise Http404
    return relationship


@require_GET
def you(request: SignedIn) -> HttpResponse:
    """The client's home: what is next, and at most one question."""
    past = Relationship.objects.visible_to(request.user).filter(client=request.user)
    if not past.exists():
        raise Http404
    relationship = past.of_client(request.user)
    if relationship is None:
        newest = past.latest("began_at")
        around = {
            "past": newest,
            "coordinator": coordinator_for(newest),
            "goodbye": goodbye_to(request.user, newest),
            "ending": own_ending(request.user, None),
            "move": own_move(request.user, None),
            "answers": answers_for(request.user),
        }
        return render(request, "home/between.html", around)
    sessions = Session.objects.visible_to(request.user).filter(relationship=relationship)
    last = sessions.held().with_fate().order_by("-starts_at").first()
    given = CheckIn.objects.visible_to(request.user).filter(session=last, side=Side.CLIENT).first() if last else None
    task = Task.objects.visible_to(request.user).current(relationship) if is_on("between_sessions") else None
    following = sessions.upcoming().with_fate().first()
    now = looking.in_its_window(sessions.with_fate())
    ask = last if last and not given and _asks_now(request, last) else None
    hint = _hint(request, relationship)
    door = OpenDoor.objects.waiting_for(request.user, relationship) if is_on("go_quiet") else None
    # One question at a time: the open door, how it was, then a hint, then whether to go on.
    asks_already = door is not None or ask is not None or (hint is not None and hint["ring"] is None)
    forms = Form.objects.visible_to(request.user).waiting().filter(relationship=relationship)
    context = {
        "relationship": relationship,
        "other": relationship.therapist,
        "next": following,
        "now": now if is_on("look_together") else None,
        "door": door,
        "ask": ask,
        "given": given if last and given and giving.is_open(last, request.user) else None,
        "word": word_on_the_page_of(request.user),
        "answers": answers_for(request.user),
        "signal": hint,
        "notes": Note.objects.visible_to(request.user).waiting().filter(relationship=relationship, by=request.user),
        "task": task,
        "not_now": NotThisWeek.objects.running().filter(task=task).exists() if task else False,
        "pause": Pause.objects.visible_to(request.user).running().filter(relationship=relationship).first(),
        "request_waiting": Request.objects.visible_to(request.user).waiting().filter(relationship=relationship).first(),
        "go_on": not asks_already and Continuation.objects.waits_for(request.user, relationship),
        "move": own_move(request.user, relationship),
        "ending": own_ending(request.user, relationship),
        "forms": [one for one in forms.order_by("at") if one.definition],
        "course": course.at_home(relationship, request.user) if is_on("course_at_home") else None,
        "story": story.of(relationship, request.user),
    }
    return render(request, "home/you.html", context)


def _asks_now(request: SignedIn, last: Session) -> bool:
    return is_on("check_in") and giving.is_open(last, request.user) and rhythm.is_asked(request.user, last)


def _hint(request: SignedIn, relationship: Relationship) -> dict[str, object] | None:
    """At most one question is open on a page: the newest, until it is answered or too old."""
    if not is_on("hints_to_client"):
        return None
    signal = (
        Signal.objects.visible_to(request.user)
        .filter(session__relationship=relationship, shown_to=Side.CLIENT)
        .select_related("ring", "session")
        .order_by("-given_at")
        .first()
    )
    if signal is None or signal.session.pk != _last_held_pk(relationship):
        return None
    ring = getattr(signal, "ring", None)
    return {"signal": signal, "answers": Ring.Answer.choices, "ring": ring, "nothing": rang_true.for_nothing()}


def _last_held_pk(relationship: Relationship) -> UUID | None:
    last = Session.objects.held().filter(relationship=relationship).order_by("-starts_at").first()
    return last.pk if last else None


@act("course_at_home")
@require_GET
def our_course(request: SignedIn) -> HttpResponse:
    """The client's own line, as chart, sentence and table."""
    relationship = relationship_of(request)
    context = {
        "relationship": relationship,
        "other": relationship.therapist,
        "course": course.at_home(relationship, request.user),
        "story": story.of(relationship, request.user),
    }
    return render(request, "home/course.html", context)


@require_GET
def talk(request: SignedIn) -> HttpResponse:
    """What lies on the next session's page, and how to put something there."""
    relationship = relationship_of(request)
    sessions = Session.objects.visible_to(request.user).filter(relationship=relationship)
    context = {
        "relationship": relationship,
        "other": relationship.therapist,
        "next": sessions.upcoming().first(),
        "now": looking.in_its_window(sessions.with_fate()),
        "notes": Note.objects.visible_to(request.user).waiting().filter(relationship=relationship, by=request.user),
        "looked": LookTogether.objects.visible_to(request.user).opened().filter(session__relationship=relationship),
        "listener": listener_for(relationship),
        "words_are_on": is_on("find_the_words"),
        "goals_are_on": is_on("goals"),
    }
    return render(request, "home/talk.html", context)


@act("two_doors")
@require_GET
def stopping(request: SignedIn) -> HttpResponse:
    """The second door: four ways on, none of them pressed."""
    relationship = relationship_of(request)
    context = {"relationship": relationship, "other": relationship.therapist, **_what_is_booked(relationship)}
    return render(request, "home/stopping.html", context)


@act("two_doors")
@require_http_methods(["GET", "POST"])
@once
def stop_now(request: SignedIn) -> HttpResponse:
    """Stop for now, or for good, with one ready sentence as goodbye if wanted."""
    relationship = relationship_of(request)
    if request.method == "POST":
        goodbye = str(GOODBYES.get(request.POST.get("goodbye", ""), ""))
        match request.POST.get("how"):
            case "pause":
                pause = relationship.pause(by=request.user, goodbye=goodbye)
                messages.success(
                    request,
                    _("You have stopped for now. You can come back whenever you like."),
                    extra_tags=reverse("relationship:go_on", args=[pause.pk]),
                )
                return redirect("home:you")
            case "end":
                relationship.end(by=request.user, goodbye=goodbye)
                messages.success(
                    request,
                    _("Your work with {name} has ended.").format(name=relationship.therapist.given_name),
                    extra_tags=reverse("relationship:take_back_ending", args=[relationship.pk]),
                )
                return redirect("home:you")
            case _:
                messages.error(request, _("Pick one of the two, or go back: nothing has changed."))
                return redirect("home:stop_now")
    context = {
        "relationship": relationship,
        "other": relationship.therapist,
        "goodbyes": list(GOODBYES.items()),
        **_what_is_booked(relationship),
    }
    return render(request, "home/stop_now.html", context)


def _what_is_booked(relationship: Relationship) -> dict[str, object]:
    return {
        "booked": Session.objects.filter(relationship=relationship).upcoming(),
        "cancel_hours": Practice.objects.the().cancel_hours,
    }


@require_GET
def mine(request: SignedIn) -> HttpResponse:
    """What is a person's own here: how they are asked, where they may be reached, their phones, the trail."""
    relationship = Relationship.objects.visible_to(request.user).of_client(request.user)
    rhythms = Rhythm.objects.visible_to(request.user)
    context = {
        "relationship": relationship,
        "other": relationship.therapist if relationship else None,
        "paces": Rhythm.Pace.choices,
        "pace": rhythm.pace_of(request.user, relationship) if relationship else None,
        "rhythms": rhythms,
        "quiet": QuietWish.objects.visible_to(request.user).filter(relationship=relationship).first()
        if relationship
        else None,
        "devices": Device.objects.visible_to(request.user).good(),
        "this_device": device_of(request),
        "is_kept": is_kept(request.user),
    }
    return render(request, "home/mine.html", context)


@require_GET
def who_has_read(request: SignedIn) -> HttpResponse:
    """Every look at the client's record, and every act on it, newest first."""
    if not Relationship.objects.filter(client=request.user).exists():
        raise Http404
    events = Event.objects.visible_to(request.user).filter(chain=request.user.pk).order_by("-position")
    page = Paginator(events, TRAIL_LINES).get_page(request.GET.get("page"))
    return render(request, "home/trail.html", {"page": page, "lines": trail.sentences(page, reader=request.user)})
