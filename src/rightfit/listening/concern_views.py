"""The pages on which a client writes to a listener, and the listener reads and answers."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rightfit.keeping.once import once
from rightfit.listening.concerns import Concern, Entry, NotFreeError, NotNowError
from rightfit.listening.forms import CodeForm, ConcernForm, EntryForm, initial_of
from rightfit.listening.hearing import free_to_hear
from rightfit.practice.floods import too_often
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Duty, Practice
from rightfit.practice.outside import OutsideBody
from rightfit.relationship.looks import note_look
from rightfit.relationship.models import Relationship

NO_LONGER = _("That is not possible any more. Nothing was changed.")


def _pairs_of(client: SignedIn) -> list[Relationship]:
    """Return with whom this client works or worked, the newest first."""
    mine = Relationship.objects.visible_to(client.user).filter(client=client.user)
    return list(mine.select_related("therapist").order_by("-began_at"))


@require_http_methods(["GET", "POST"])
@once
def concern(request: SignedIn) -> HttpResponse:
    """Write to a listener about a therapist; keep it, or send it."""
    pairs = _pairs_of(request)
    if not pairs:
        raise Http404
    form = ConcernForm(request.POST or None, pairs=pairs, to_send="send" in request.POST)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        kept = Concern.objects.keep(
            given["about"], by=request.user, words=given["words"], wish=given["wish"], listener=given["listener"]
        )
        _say(request, kept, send=form.to_send)
        return redirect("listening:one", kept.pk)
    mine = Concern.objects.visible_to(request.user).filter(by=request.user)
    context = _around_the_form(form) | {"mine": mine.select_related("sent", "closed").order_by("-at")}
    return render(request, "listening/concern.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@once
def one(request: SignedIn, concern_id: UUID) -> HttpResponse:
    """One of them: a draft to change, or the thread of the two."""
    found = _concern(request, concern_id)
    return _draft(request, found) if not found.is_sent else _thread(request, found)


def _draft(request: SignedIn, draft: Concern) -> HttpResponse:
    pairs = [draft.relationship]
    form = ConcernForm(request.POST or None, pairs=pairs, to_send="send" in request.POST, initial=initial_of(draft))
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            draft.change(words=given["words"], wish=given["wish"], listener=given["listener"])
        except NotNowError:
            messages.error(request, NO_LONGER)
            return redirect("listening:one", draft.pk)
        _say(request, draft, send=form.to_send)
        return redirect("listening:one", draft.pk)
    context = _around_the_form(form) | {"concern": draft}
    return render(request, "listening/draft.html", context, status=422 if form.is_bound else 200)


def _thread(request: SignedIn, found: Concern) -> HttpResponse:
    form = EntryForm(request.POST or None, auto_id="%s")
    if form.is_bound and form.is_valid():
        try:
            found.add(by=request.user, words=form.cleaned_data["words"])
        except NotNowError:
            messages.error(request, NO_LONGER)
        return redirect("listening:one", found.pk)
    note_look(found.relationship, by=request.user, at_what="what you told a listener")
    context = _around_the_thread(found) | {
        "form": form,
        "is_mine": found.by_id == request.user.pk,
        "entries": Entry.objects.visible_to(request.user).filter(concern=found).select_related("by").order_by("at"),
        "bodies": OutsideBody.objects.to_show(),
    }
    return render(request, "listening/one.html", context, status=422 if form.is_bound else 200)


@require_GET
def concerns(request: SignedIn) -> HttpResponse:
    """What clients told this listener, those not answered yet first."""
    if not request.user.has_duty(Duty.Kind.LISTENER):
        raise Http404
    told = Concern.objects.told_to(request.user).select_related("by", "relationship", "sent", "received", "closed")
    told = told.order_by("sent__at")
    for found in told:
        note_look(found.relationship, by=request.user, at_what="what you told a listener")
    waiting = [found for found in told if not (hasattr(found, "received") or hasattr(found, "closed"))]
    context = {"waiting": waiting, "others": [found for found in told if found not in waiting]}
    return render(request, "listening/concerns.html", context)


@require_POST
@once
def received(request: SignedIn, concern_id: UUID) -> HttpResponse:
    """The listener has read it."""
    told = get_object_or_404(Concern.objects.told_to(request.user), pk=concern_id)
    _try(request, lambda: told.receive(by=request.user))
    return redirect("listening:one", told.pk)


@require_POST
@once
def close(request: SignedIn, concern_id: UUID) -> HttpResponse:
    """The client says that it is done."""
    found = _mine(request, concern_id)
    _try(request, found.close)
    return redirect("listening:one", found.pk)


@require_POST
@once
def erase(request: SignedIn, concern_id: UUID) -> HttpResponse:
    """Erase what was not sent."""
    found = _mine(request, concern_id)
    if _try(request, found.erase):
        messages.success(request, _("Erased. Nobody has read it."))
        return redirect("listening:concern")
    return redirect("listening:one", found.pk)


@require_POST
@once
def turn_to(request: SignedIn, concern_id: UUID) -> HttpResponse:
    """Tell another listener instead."""
    found = _mine(request, concern_id)
    free = {str(person.pk): person for person in free_to_hear(found.relationship)}
    listener = free.get(request.POST.get("listener", ""))
    if listener is not None and _try(request, lambda: found.turn_to(listener)):
        messages.success(request, _("{name} has it now.").format(name=listener.given_name))
    return redirect("listening:one", found.pk)


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
@once
def by_code(request: HttpRequest) -> HttpResponse:
    """Come back with the receipt code, also without an account. The code stands in no address."""
    form = CodeForm(request.POST or None, auto_id="%s")
    if form.is_bound and (wait := too_often(request, "come_back_by_code")):
        return wait
    found = Concern.objects.by_code(form.cleaned_data["code"]) if form.is_bound and form.is_valid() else None
    if form.is_bound and form.is_valid() and found is None:
        form.add_error("code", _("There is nothing under this code. Look whether each sign is right."))
    context: dict[str, object] = {"form": form, "practice": Practice.objects.first()}
    if found is not None:
        entries = found.entries.select_related("by").order_by("at")
        context |= _around_the_thread(found) | {"entries": entries, "is_mine": True}
    status = 422 if form.is_bound and found is None else 200
    return render(request, "listening/by_code.html", context, status=status)


def _concern(request: SignedIn, concern_id: UUID) -> Concern:
    visible = Concern.objects.visible_to(request.user).select_related("relationship__therapist", "listener", "by")
    return get_object_or_404(visible, pk=concern_id)


def _mine(request: SignedIn, concern_id: UUID) -> Concern:
    return get_object_or_404(Concern.objects.visible_to(request.user).filter(by=request.user), pk=concern_id)


def _try(request: SignedIn, verb: Callable[[], object]) -> bool:
    """Do it; where it was sent, closed or taken from the listener meanwhile, say so."""
    try:
        verb()
    except (NotNowError, NotFreeError):
        messages.error(request, NO_LONGER)
        return False
    return True


def _say(request: SignedIn, kept: Concern, *, send: bool) -> None:
    if send and _try(request, kept.send):
        name = kept.listener.given_name if kept.listener else ""
        messages.success(request, _("{name} has it.").format(name=name))
    elif not send:
        messages.success(request, _("Kept. Nobody reads it until you send it."))


def _around_the_form(form: ConcernForm) -> dict[str, object]:
    pairs = list(form.pairs.values())
    return {
        "form": form,
        "pairs": pairs,
        "other": pairs[0].therapist,
        "people": form.people,
        "wishes": Concern.Wish.choices,
        "bodies": OutsideBody.objects.to_show(),
    }


def _around_the_thread(found: Concern) -> dict[str, object]:
    others = [person for person in free_to_hear(found.relationship) if person != found.listener]
    return {
        "concern": found,
        "other": found.relationship.therapist,
        "others": others,
        "is_sent": found.is_sent,
        "is_received": found.is_received,
        "is_closed": found.is_closed,
        "is_with_somebody": found.is_with_somebody,
    }
