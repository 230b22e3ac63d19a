"""The one button after a missed session, the client's one tap, and what falls to who stands in."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rightfit.keeping.once import once
from rightfit.practice.acts import act, is_on
from rightfit.practice.http import SignedIn
from rightfit.relationship.calendar import Session
from rightfit.relationship.looks import note_look
from rightfit.relationship.models import EndedError, NotYoursError, Pause, QuietWish
from rightfit.relationship.open_door import DoorAnswer, OpenDoor, StaysShutError
from rightfit.relationship.open_door_waiting import STANDS_IN, fallen_to, still_quiet, undone_by


class AnswerForm(forms.Form):
    choice = forms.ChoiceField(
        choices=DoorAnswer.Choice.choices, error_messages={"required": gettext_lazy("Pick one of the three.")}
    )


@act("go_quiet")
@require_http_methods(["GET", "POST"])
@once
def open_door(request: SignedIn, session_id: UUID) -> HttpResponse:
    """The therapist's one button: it does what the client asked for, once."""
    person = request.user
    missed = Session.objects.visible_to(person).filter(relationship__therapist=person, absence__isnull=False)
    without_word = missed.exclude(absence__by=F("relationship__client")).with_fate()
    session = get_object_or_404(without_word, pk=session_id)
    pair = session.relationship
    if request.method == "POST":
        _open(request, session)
        return redirect("relationship:open_door", session_id=session.pk)
    note_look(pair, by=person, at_what="where it is safe to reach you")
    door = OpenDoor.objects.visible_to(person).filter(session=session).first()
    context = {
        "session": session,
        "other": pair.client,
        "door": door,
        "said": DoorAnswer.objects.visible_to(person).filter(door=door).first() if door else None,
        "next": Session.objects.visible_to(person).filter(relationship=pair).upcoming().first(),
        "wish": QuietWish.objects.visible_to(person).filter(relationship=pair).first(),
        "quiet": still_quiet().filter(pk=session.pk).exists(),
        "may_open": undone_by(person).filter(pk=session.pk).exists(),
    }
    return render(request, "relationship/open_door.html", context)


@act("go_quiet")
@require_http_methods(["GET", "POST"])
@once
def answer_door(request: SignedIn, session_id: UUID) -> HttpResponse:
    """The client's one tap: come back, meet someone else, stop for now."""
    client = request.user
    own = OpenDoor.objects.visible_to(client).filter(session__relationship__client=client)
    door = get_object_or_404(own.select_related("session__relationship__therapist"), pk=session_id)
    pair = door.session.relationship
    form = AnswerForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            said = door.answer(form.cleaned_data["choice"], by=client)
        except (EndedError, StaysShutError) as shut:
            raise Http404 from shut
        pause = Pause.objects.visible_to(client).running().filter(relationship=pair, by=client).first()
        if said.choice == DoorAnswer.Choice.STOP and pause is not None:
            undo = reverse("relationship:go_on", args=[pause.pk])
            messages.success(request, _("You have stopped for now. You can come back whenever you like."), undo)
        return redirect("relationship:answer_door", session_id=door.pk)
    context = {
        "form": form,
        "other": pair.therapist,
        "may_answer": door.may_be_answered,
        "said": DoorAnswer.objects.visible_to(client).filter(door=door).first(),
        "next": Session.objects.visible_to(client).filter(relationship=pair).upcoming().first(),
        "lives": pair.is_live,
        "doors_are_on": is_on("two_doors"),
    }
    return render(request, "relationship/answer_door.html", context, status=422 if form.is_bound else 200)


@act("go_quiet")
@require_GET
def went_quiet(request: SignedIn) -> HttpResponse:
    """What falls to the stand-in, else the coordinator: who went quiet, and where it is safe to reach them."""
    if not any(request.user.has_duty(kind) for kind in STANDS_IN):
        raise Http404
    waiting = fallen_to(request.user)
    for one in waiting:
        note_look(one.relationship, by=request.user, at_what="where it is safe to reach you")
    return render(request, "relationship/went_quiet.html", {"waiting": waiting})


@act("go_quiet")
@require_POST
@once
def open_for(request: SignedIn, session_id: UUID) -> HttpResponse:
    """Who stands in does what the client asked for, in the therapist's place."""
    if session_id not in {one.session_id for one in fallen_to(request.user)}:
        raise Http404
    _open(request, Session.objects.get(pk=session_id))
    return redirect("relationship:went_quiet")


def _open(request: SignedIn, session: Session) -> None:
    try:
        door = OpenDoor.objects.open(session, by=request.user)
    except (StaysShutError, EndedError, NotYoursError) as shut:  # or in the moment between the two
        raise Http404 from shut
    messages.success(request, _("Noted: you have called.") if door.called else _("Done. One letter is on its way."))
