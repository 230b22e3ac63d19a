from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rightfit.conversation.models import SENTENCES, AlreadyOpenedError, Note
from rightfit.keeping.once import once
from rightfit.practice.acts import act
from rightfit.practice.http import SignedIn
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship


@act("two_doors")
@require_http_methods(["GET", "POST"])
@once
def something_not_right(request: SignedIn) -> HttpResponse:
    """The first door: one sentence on the next session's page, no reason asked."""
    relationship = _of_client(request)
    if request.method == "POST":
        sentence = request.POST.get("sentence", "not_right")
        if sentence not in SENTENCES:
            raise Http404
        note = Note.objects.put(relationship, by=request.user, sentence=sentence)
        messages.success(
            request,
            _("It is on your next page with {name}. Nobody reads it before that day.").format(
                name=relationship.therapist.given_name
            ),
            extra_tags=reverse("conversation:take_back", args=[note.pk]),
        )
        return redirect("home:you")
    context = {
        "relationship": relationship,
        "other": relationship.therapist,
        "sentence": SENTENCES["not_right"],
        "waiting": Note.objects.visible_to(request.user).waiting().filter(relationship=relationship),
        "next": Session.objects.visible_to(request.user).filter(relationship=relationship).upcoming().first(),
    }
    return render(request, "conversation/something_not_right.html", context)


@require_POST
@once
def take_back(request: SignedIn, note_id: UUID) -> HttpResponse:
    note = get_object_or_404(Note.objects.visible_to(request.user).filter(by=request.user), pk=note_id)
    try:
        note.take_back()
    except AlreadyOpenedError:
        messages.error(request, _("It was opened already, so it stays. You can say more when you meet."))
    else:
        messages.success(request, _("Taken back. Nobody has read it."))
    return redirect("home:you")


@require_POST
@once
def open_note(request: SignedIn, note_id: UUID) -> HttpResponse:
    """Open it together, at the start of the session."""
    note = get_object_or_404(
        Note.objects.visible_to(request.user).filter(relationship__therapist=request.user), pk=note_id
    )
    note.open(by=request.user)
    return redirect(f"{reverse('home:today')}#note-{note.pk}")


def _of_client(request: SignedIn) -> Relationship:
    relationship = Relationship.objects.visible_to(request.user).of_client(request.user)
    if relationship is None:
        raise Http404
    return relationship
