"""Outside the house: what the client reads and answers, and where the one who helps writes names down."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rightfit.keeping.once import once
from rightfit.practice.http import SignedIn
from rightfit.relationship.looks import note_look
from rightfit.transition.forms import OutsideNameForm
from rightfit.transition.handover import Handover, OverError
from rightfit.transition.outside import AT_MOST, OutsideName, OutsideWish, TwoAreThereError, helped_by
from rightfit.transition.outside_answer import OutsideAnswer, outside_of


@require_http_methods(["GET", "POST"])
@once
def outside(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """The names outside: the client reads them, the one coordinator writes them down."""
    found = get_object_or_404(Handover.objects.visible_to(request.user).in_full(), pk=handover_id)
    if found.client.pk == request.user.pk and request.method == "GET":
        context = {
            "handover": found,
            "coordinator": found.coordinator,
            "outside": outside_of(found),
            "new": found.new,
            "under_way": found.is_under_way,
        }
        return render(request, "transition/outside.html", context)
    helped = get_object_or_404(helped_by(request.user), pk=found.pk)
    return _names_of_coordinator(request, helped)


def _names_of_coordinator(request: SignedIn, found: Handover) -> HttpResponse:
    note_look(found.leaving, by=request.user, at_what="names outside")
    form = OutsideNameForm(request.POST or None, auto_id="%s")
    if form.is_bound and form.is_valid():
        try:
            OutsideName.objects.write_down(found, by=request.user, **form.cleaned_data)
        except TwoAreThereError:
            messages.info(request, _("Two names are enough. Take one away first, or leave it."))
        except OverError:
            messages.info(request, _("Not kept: they have found somebody here by now."))
        else:
            messages.success(request, _("Kept. They can read it now."))
        return redirect("transition:outside", found.pk)
    context = {
        "handover": found,
        "outside": outside_of(found),
        "form": form,
        "rooms": OutsideName.Room.choices,
        "may_write": found.new is None and OutsideName.objects.filter(handover=found).count() < AT_MOST,
    }
    return render(request, "transition/outside_names.html", context, status=422 if form.errors else 200)


@require_POST
@once
def wish_outside(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """Ask for names outside the house: one tap."""
    handover = _mine_or_404(request, handover_id)
    OutsideWish.objects.wish(handover, by=request.user)
    messages.success(
        request,
        _("Asked. We write to you when there are names."),
        extra_tags=reverse("transition:unwish_outside", args=[handover.pk]),
    )
    return redirect("transition:outside", handover.pk)


@require_POST
@once
def unwish_outside(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """Rather not, after all."""
    mine = OutsideWish.objects.visible_to(request.user).filter(handover__leaving__client=request.user)
    get_object_or_404(mine, pk=handover_id).take_back()
    messages.success(request, _("Taken back."))
    return redirect("transition:outside", handover_id)


@require_POST
@once
def take_name_away(request: SignedIn, outside_name_id: UUID) -> HttpResponse:
    """Take a name away again."""
    theirs = OutsideName.objects.visible_to(request.user).filter(handover__in=helped_by(request.user))
    name = get_object_or_404(theirs, pk=outside_name_id)
    name.take_away(by=request.user)
    messages.success(request, _("Taken away."))
    return redirect("transition:outside", name.handover_id)


@require_http_methods(["GET", "POST"])
@once
def did_you_arrive(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """One question, four answers, one tap."""
    own = Handover.objects.visible_to(request.user).filter(leaving__client=request.user).in_full()
    handover = get_object_or_404(own, pk=handover_id)
    if request.method == "POST":
        return _answered(request, handover)
    context = {
        "handover": handover,
        "coordinator": handover.coordinator,
        "outside": outside_of(handover),
        "whats": OutsideAnswer.What.choices,
        "under_way": handover.is_under_way,
        "old_goes_on": handover.leaving.is_live,
    }
    return render(request, "transition/did_you_arrive.html", context)


def _answered(request: SignedIn, handover: Handover) -> HttpResponse:
    what = request.POST.get("what", "")
    if what not in OutsideAnswer.What.values:
        messages.error(request, _("Pick one of the four, or leave it."))
        return redirect("transition:did_you_arrive", handover.pk)
    ended_by_it = handover.leaving.is_live and what == OutsideAnswer.What.ARRIVED
    try:
        OutsideAnswer.objects.say(handover, by=request.user, what=what)
    except OverError:
        messages.info(request, _("Your move is over already."))
        return redirect("home:you")
    undo = reverse("relationship:take_back_ending", args=[handover.leaving_id]) if ended_by_it else ""
    messages.success(request, _("Thank you for telling us."), extra_tags=undo)
    return redirect("transition:did_you_arrive", handover.pk)


def _mine_or_404(request: SignedIn, handover_id: UUID) -> Handover:
    own = Handover.objects.visible_to(request.user).under_way().filter(leaving__client=request.user)
    handover = get_object_or_404(own, pk=handover_id)
    if handover.coordinator is None:
        raise Http404
    return handover
