"""The pages of what waits for the next session: put it there, take it back, open it together, answer it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rightfit.conversation.cards import chosen
from rightfit.conversation.forms import OwnWordsForm, ReplyForm
from rightfit.conversation.helping import Card
from rightfit.conversation.notes import (
    OWN,
    SENTENCES,
    AlreadyOpenedError,
    Note,
    NotInTheRoomError,
    Reply,
)
from rightfit.conversation.talks import Conversation, Held
from rightfit.conversation.whose import of_client, of_pair, while_it_lasts
from rightfit.keeping import clock
from rightfit.keeping.once import once
from rightfit.practice.acts import act, is_on
from rightfit.practice.http import SignedIn
from rightfit.relationship.calendar import Session
from rightfit.relationship.looks import note_look

FIRST_DOOR = ("not_right", "stopping", "hint")


@act("two_doors")
@require_http_methods(["GET", "POST"])
@once
def something_not_right(request: SignedIn) -> HttpResponse:
    """The first door: one sentence on the next session's page, no reason asked."""
    relationship = of_client(request)
    if request.method == "POST":
        sentence = request.POST.get("sentence", "not_right")
        if sentence not in FIRST_DOOR:
            raise Http404
        with while_it_lasts():
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
        "waiting": Note.objects.visible_to(request.user).waiting().filter(relationship=relationship, by=request.user),
        "next": Session.objects.visible_to(request.user).filter(relationship=relationship).upcoming().first(),
    }
    return render(request, "conversation/something_not_right.html", context)


@act("find_the_words")
@require_http_methods(["GET", "POST"])
@once
def bring(request: SignedIn, relationship_id: UUID) -> HttpResponse:
    """The therapist brings something up: own words, seen first as the client will read them."""
    relationship = of_pair(request, relationship_id)
    if relationship.therapist_id != request.user.pk:
        raise Http404
    form = OwnWordsForm(request.POST or None)
    shown = None
    if form.is_bound and form.is_valid():
        words = form.cleaned_data["words"]
        if "put" in request.POST:
            with while_it_lasts():
                note = Note.objects.put(relationship, by=request.user, sentence=OWN, words=words)
            messages.success(
                request,
                _("It waits for your session. {name} reads it there, with you.").format(
                    name=relationship.client.given_name
                ),
                extra_tags=reverse("conversation:take_back", args=[note.pk]),
            )
            return redirect("conversation:talks")
        shown = Note(relationship=relationship, by=request.user, kind=OWN, words=words)
    context = {"form": form, "relationship": relationship, "other": relationship.client, "shown": shown}
    return render(request, "conversation/bring.html", context, status=422 if form.errors else 200)


@require_POST
@once
def take_back(request: SignedIn, note_id: UUID) -> HttpResponse:
    note = get_object_or_404(Note.objects.visible_to(request.user).filter(by=request.user), pk=note_id)
    try:
        with while_it_lasts():
            note.take_back()
    except AlreadyOpenedError:
        messages.error(request, _("It was opened already, so it stays. You can say more when you meet."))
    else:
        messages.success(request, _("Taken back. Nobody has read it."))
    return redirect("home:home")


@require_POST
@once
def open_note(request: SignedIn, note_id: UUID) -> HttpResponse:
    """Open it together, at the start of the session."""
    note = get_object_or_404(Note.objects.visible_to(request.user).brought_to(request.user), pk=note_id)
    try:
        with while_it_lasts():
            note.open(by=request.user)
    except NotInTheRoomError:
        messages.info(request, _("You open it together, when you sit together."))
    return redirect("conversation:guide", note_id=note.pk)


@require_GET
def guide(request: SignedIn, note_id: UUID) -> HttpResponse:
    """What was brought, and how to answer it: understand, ask, offer one small change."""
    note = get_object_or_404(
        Note.objects.visible_to(request.user).brought_to(request.user).select_related("relationship", "by", "opened"),
        pk=note_id,
    )
    note_look(note.relationship, by=request.user, at_what="your talks")
    opened = getattr(note, "opened", None)
    talk = Conversation.objects.visible_to(request.user).filter(about=note.pk).first()
    context = {
        "note": note,
        "relationship": note.relationship,
        "other": note.by,
        "opened": opened,
        "sit_together": opened is None and note.relationship.sessions.under_way().exists(),
        "may_answer": opened is not None and clock.day_of(opened.at) == clock.today(),
        "reply": Reply.objects.visible_to(request.user).filter(note=note).first(),
        # The question of the card, never the card: what else was picked stays with who picked it.
        "ask": next((card.ask for card in _card_said_in(note)), ""),
        "talk": talk,
        "said": Held.objects.visible_to(request.user).filter(conversation=talk, by=request.user).exists(),
        "hows": Held.How.choices,
        "form": ReplyForm(),
        "may_try": is_on("what_we_try"),
    }
    return render(request, "conversation/guide.html", context)


def _card_said_in(note: Note) -> list[Card]:
    """The card whose very sentence stands in the note, where there is one."""
    need = note.need
    return [card for card in chosen(need.cards) if card.text in note.words] if need else []


@require_POST
@once
def reply(request: SignedIn, note_id: UUID) -> HttpResponse:
    """Show the other what one heard, or say that it was said in the room."""
    note = get_object_or_404(Note.objects.visible_to(request.user).brought_to(request.user), pk=note_id)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That is too long to show. Say it in the room."))
        return redirect("conversation:guide", note_id=note.pk)
    words = "" if "in_the_room" in request.POST else form.cleaned_data["words"]
    try:
        with while_it_lasts():
            note.answer(by=request.user, words=words)
    except NotInTheRoomError:
        messages.error(request, _("You answer it on the day you open it together. Say it when you next meet."))
    else:
        said = _("{name} can read it now.") if words else _("Noted: you said it in the room.")
        messages.success(request, said.format(name=note.by.given_name))
    return redirect("conversation:guide", note_id=note.pk)
