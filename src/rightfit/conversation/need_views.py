"""The pages on which a client finds words: pick or write, prepare, see what the other will read, put it there."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rightfit.conversation.cards import OFF, SIX, cards, chosen
from rightfit.conversation.forms import NeedForm, PreparationForm
from rightfit.conversation.helping import suggest
from rightfit.conversation.needs import AlreadyBroughtError, Need, Preparation
from rightfit.conversation.notes import SENTENCES, Note
from rightfit.conversation.whose import of_client, while_it_lasts
from rightfit.keeping.once import once
from rightfit.practice.acts import act
from rightfit.practice.http import SignedIn
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship
from rightfit.relationship.responsible import listener_for


@act("find_the_words")
@require_http_methods(["GET", "POST"])
@once
def needs(request: SignedIn) -> HttpResponse:
    """Step 1: what is it, roughly? Cards, six at a time, or own words. Nothing is kept before "next"."""
    relationship = of_client(request)
    form = NeedForm(request.POST or None)
    asks_to_keep = form.is_bound and "next" in request.POST
    if asks_to_keep and form.is_valid():
        given = form.cleaned_data
        with while_it_lasts():
            need = Need.objects.raise_(
                relationship, by=request.user, cards=given["card"], words=given["words"], since=given["since"]
            )
        return redirect("conversation:prepare", need_id=need.pk)
    picked = request.POST.getlist("card")
    words = request.POST.get("words", "")
    likely = suggest(words, list(cards().values())) if "suggest" in request.POST else []
    shown = _number(request.POST.get("show") or request.POST.get("shown"))
    everything = list(cards().values())
    ahead = chosen(dict.fromkeys([*likely, *(key for key in picked if key not in likely)]))
    rest = [card for card in everything[:shown] if card not in ahead]
    context = {
        "relationship": relationship,
        "other": relationship.therapist,
        "off": SENTENCES[OFF],
        "likely": chosen(likely),
        "asked": "suggest" in request.POST,
        "cards": [card for card in ahead if card.key not in likely] + rest,
        "picked": picked,
        "shown": shown,
        "more": min(shown + SIX, len(everything)) if shown < len(everything) else 0,
        "form": form if asks_to_keep else NeedForm(),
        "words": words,
        "since": request.POST.get("since", ""),
        "sinces": Need.Since.choices,
        "mine": Need.objects.visible_to(request.user).of(relationship)[:3],
        "may_move": relationship,
    }
    return render(request, "conversation/needs.html", context, status=422 if asks_to_keep else 200)


def _number(said: str | None) -> int:
    """How many cards lie open: six, or more by sixes, whatever was sent."""
    return max(SIX, min(int(said), len(cards()))) if said and said.isdecimal() else SIX


@act("find_the_words")
@require_POST
@once
def off(request: SignedIn) -> HttpResponse:
    """Something is off: one tap puts the sentence there, and lays ten cards for both to sort."""
    relationship = of_client(request)
    with while_it_lasts():
        note = Note.objects.put(relationship, by=request.user, sentence=OFF)
    messages.success(
        request,
        _("It is on your next page. You can sort ten cards now, or there with {name}.").format(
            name=relationship.therapist.given_name
        ),
        extra_tags=reverse("conversation:take_back", args=[note.pk]),
    )
    return redirect("conversation:sort", note_id=note.pk)


def _mine(request: SignedIn, need_id: UUID) -> Need:
    return get_object_or_404(
        Need.objects.visible_to(request.user).select_related("relationship__therapist", "relationship__client"),
        pk=need_id,
    )


def _around(relationship: Relationship, request: SignedIn) -> dict[str, object]:
    sessions = Session.objects.visible_to(request.user).filter(relationship=relationship)
    return {
        "relationship": relationship,
        "other": relationship.therapist,
        "listener": listener_for(relationship),
        "next": sessions.upcoming().first(),
    }


@act("find_the_words")
@require_http_methods(["GET"])
def need(request: SignedIn, need_id: UUID) -> HttpResponse:
    """One's own need: what was picked, how it is to be brought, and where it stands."""
    found = _mine(request, need_id)
    context = _around(found.relationship, request) | {
        "need": found,
        "cards": chosen(found.cards),
        "preparation": Preparation.objects.visible_to(request.user).filter(need=found).first(),
        "notes": Note.objects.visible_to(request.user).filter(need=found).select_related("opened", "reply"),
    }
    return render(request, "conversation/need.html", context)


@act("find_the_words")
@require_http_methods(["GET", "POST"])
@once
def prepare(request: SignedIn, need_id: UUID) -> HttpResponse:
    """Step 2: how would you like to bring it? The words stay a draft until they are put there."""
    found = _mine(request, need_id)
    kept = Preparation.objects.visible_to(request.user).filter(need=found).first()
    picked = chosen(found.cards)
    first_words = found.words or " ".join(card.text for card in picked)
    initial = {"how": kept.how if kept else "", "words": (kept.words if kept else None) or first_words}
    form = PreparationForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        found.prepare(**form.cleaned_data)
        if "draft" in request.POST:
            messages.success(request, _("Kept as a draft. Only you see it."))
            return redirect("conversation:need", need_id=found.pk)
        return redirect("conversation:preview", need_id=found.pk)
    context = _around(found.relationship, request) | {
        "need": found,
        "form": form,
        "hows": Preparation.How,
        "goes_too_far": any(card.first for card in picked),
    }
    return render(request, "conversation/prepare.html", context, status=422 if form.is_bound else 200)


@act("find_the_words")
@require_http_methods(["GET", "POST"])
@once
def preview(request: SignedIn, need_id: UUID) -> HttpResponse:
    """Step 3: exactly what the other will read, in the other's own rendering; then put it there, or not."""
    found = _mine(request, need_id)
    preparation = Preparation.objects.visible_to(request.user).filter(need=found).first()
    if preparation is None:
        return redirect("conversation:prepare", need_id=found.pk)
    around = _around(found.relationship, request)
    if request.method == "POST":
        with while_it_lasts():
            note = Note.objects.put_prepared(preparation)
        if note is not None:
            messages.success(
                request,
                _("It is on your next page with {name}. Nobody reads it before that day.").format(
                    name=found.relationship.therapist.given_name
                ),
                extra_tags=reverse("conversation:take_back", args=[note.pk]),
            )
        return redirect("conversation:need", need_id=found.pk)
    context = around | {
        "need": found,
        "preparation": preparation,
        "note": Note.objects.prepared(preparation),
        "not_seen": [card for card in chosen(found.cards) if card.text not in (preparation.words or "")],
    }
    return render(request, "conversation/preview.html", context)


@act("find_the_words")
@require_POST
@once
def let_go(request: SignedIn, need_id: UUID) -> HttpResponse:
    """Let it go and erase it."""
    found = _mine(request, need_id)
    try:
        found.let_go()
    except AlreadyBroughtError:
        messages.error(request, _("You have opened it together already, so it stays with what you talked about."))
        return redirect("conversation:need", need_id=found.pk)
    messages.success(request, _("Gone. Nothing of it is kept."))
    return redirect("conversation:needs")
