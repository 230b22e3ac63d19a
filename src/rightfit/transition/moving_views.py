"""The client's pages of a move: where it stands, and what they may do now."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rightfit.finding.labels import MISSING
from rightfit.finding.models import Introduction
from rightfit.keeping.once import once
from rightfit.practice.http import SignedIn
from rightfit.relationship.models import AlreadyTogetherError, Relationship, TooLateError
from rightfit.relationship.responsible import coordinator_for, responsible_for
from rightfit.transition.forms import MissingForm, PostcardForm
from rightfit.transition.handover import CalledOff, Handover, OverError
from rightfit.transition.outside_answer import outside_of
from rightfit.transition.postcard import Postcard
from rightfit.transition.standing import standing_of
from rightfit.transition.telling import Telling


@require_GET
def moving(request: SignedIn) -> HttpResponse:
    """Where my move stands, and what comes next; or how to begin one."""
    own = Handover.objects.visible_to(request.user).filter(leaving__client=request.user)
    handover = own.of(request.user)
    pair = Relationship.objects.visible_to(request.user).of_client(request.user)
    arrived = own.exclude(pk__in=Handover.objects.under_way()).filter(called_off=None).in_full().order_by("-at").first()
    if handover is None and pair is None and arrived is None:
        raise Http404
    context: dict[str, Any] = {
        "pair": pair,
        "arrived": arrived,
        "missing": MISSING,
        "responsible": responsible_for(request.user),
    }
    if handover is None:
        context["coordinator"] = coordinator_for(pair) if pair else None
        return render(request, "transition/not_moving.html", context)
    search = handover.search
    met = Introduction.objects.visible_to(request.user).under_way().filter(search=search)
    context |= {
        "handover": handover,
        "coordinator": handover.coordinator,
        "standing": standing_of(handover),
        "hows": Telling.How.choices,
        "was_missing": (search.missing or []) if search else [],
        "meetings": met.select_related("therapist").order_by("at"),
        "outside": outside_of(handover),
    }
    return render(request, "transition/moving.html", context)


@require_POST
@once
def open_move(request: SignedIn) -> HttpResponse:
    """The client's own move: one tap, no reason. What was missing may be ticked."""
    relationship = Relationship.objects.visible_to(request.user).of_client(request.user)
    if relationship is None:
        raise Http404
    form = MissingForm(request.POST)
    try:
        Handover.objects.open(relationship, by=request.user, missing=form.labels() if form.is_valid() else ())
    except AlreadyTogetherError as elsewhere:
        raise Http404 from elsewhere
    messages.success(request, _("Your move is open. Nobody new is told before you choose."))
    return redirect("transition:moving")


@require_POST
@once
def missing(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """Tick what was missing, for the search."""
    handover = _mine_or_404(request, handover_id)
    form = MissingForm(request.POST)
    if form.is_valid():
        handover.say_what_was_missing(form.labels(), by=request.user)
        messages.success(request, _("Kept. The search knows it."))
    return redirect("transition:moving")


@require_POST
@once
def tell(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """Choose how the present therapist is told."""
    handover = _mine_or_404(request, handover_id)
    how = request.POST.get("how", "")
    if how in Telling.How.values:
        try:
            Telling.objects.choose(handover, how, by=request.user)
        except TooLateError:
            messages.info(request, _("They know already, so it stays as it was."))
        else:
            messages.success(request, _("Kept. You can change it until it has happened."))
    else:
        messages.error(request, _("Pick one of the three, or leave it for now."))
    return redirect("transition:moving")


@require_POST
@once
def look_further(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """Not this one either."""
    _mine_or_404(request, handover_id).look_further(by=request.user)
    messages.success(request, _("That is all right. The search is open again."))
    return redirect("transition:moving")


@require_POST
@once
def leave_now(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """End the old work at once; the move goes on."""
    _mine_or_404(request, handover_id).leave_now(by=request.user)
    messages.success(request, _("It has ended. Your move goes on."))
    return redirect("transition:moving")


@require_POST
@once
def call_off(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """I don't want this any more: stay, or stop."""
    handover = _mine_or_404(request, handover_id)
    then = request.POST.get("then", "")
    if then not in CalledOff.Then.values:
        messages.error(request, _("Pick one of the two, or leave it."))
        return redirect("transition:moving")
    try:
        handover.call_off(by=request.user, then=then)
    except OverError:
        messages.info(request, _("Your move is over already."))
    return redirect("home:you")


@require_http_methods(["GET", "POST"])
@once
def postcard(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """One card to the therapist from before, on wish."""
    handover = get_object_or_404(
        Handover.objects.visible_to(request.user).filter(leaving__client=request.user, called_off=None), pk=handover_id
    )
    if handover.is_under_way:
        raise Http404
    form = PostcardForm(request.POST or None)
    if form.is_bound and form.is_valid():
        Postcard.objects.send(handover, by=request.user, words=form.cleaned_data["words"])
        messages.success(request, _("Sent. It is read once."))
        return redirect("transition:moving")
    context = {
        "handover": handover,
        "former": handover.leaving.therapist,
        "form": form,
        "sent": Postcard.objects.visible_to(request.user).filter(handover=handover).first(),
    }
    return render(request, "transition/postcard.html", context, status=422 if form.errors else 200)


def _mine_or_404(request: SignedIn, handover_id: UUID) -> Handover:
    own = Handover.objects.visible_to(request.user).under_way().filter(leaving__client=request.user)
    return get_object_or_404(own, pk=handover_id)
