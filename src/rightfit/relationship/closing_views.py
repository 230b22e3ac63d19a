"""The pages of an ending: planned by both, said by the therapist, and the words that close it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rightfit.keeping.once import once
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Person
from rightfit.relationship.closing import (
    ClosingWords,
    GivenError,
    NobodyLooksAfterError,
    PlannedEnding,
    end_by_therapist,
    may_close,
)
from rightfit.relationship.forms import ClosingWordsForm, EndWorkForm, LastDayForm
from rightfit.relationship.looks import note_look
from rightfit.relationship.models import EndedError, Relationship
from rightfit.relationship.responsible import coordinator_for


def _pair_or_404(request: SignedIn, relationship_id: UUID) -> Relationship:
    live = Relationship.objects.visible_to(request.user).live().select_related("client", "therapist")
    return get_object_or_404(live, pk=relationship_id)


@require_http_methods(["GET", "POST"])
@once
def plan_ending(request: SignedIn, relationship_id: UUID) -> HttpResponse:
    """Suggest a last day, see what the other suggested, and look back together."""
    pair = _pair_or_404(request, relationship_id)
    form = LastDayForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            planned = PlannedEnding.objects.plan(pair, by=request.user, last_on=form.cleaned_data["last_on"])
        except EndedError as ended:
            raise Http404 from ended
        messages.success(
            request,
            _("It waits for the day you meet."),
            extra_tags=reverse("relationship:not_ending", args=[planned.pk]),
        )
        return redirect("relationship:plan_ending", pair.pk)
    plans = list(PlannedEnding.objects.visible_to(request.user).filter(relationship=pair).select_related("yes"))
    context = {
        "relationship": pair,
        "other": pair.other(request.user),
        "is_client": request.user.pk == pair.client_id,
        "agreed": next((one for one in plans if one.is_agreed), None),
        "mine": next((one for one in plans if one.by_id == request.user.pk), None),
        "theirs": next((one for one in plans if one.by_id != request.user.pk), None),
        "form": form,
    }
    return render(request, "relationship/plan_ending.html", context, status=422 if form.errors else 200)


@require_POST
@once
def say_yes_to_ending(request: SignedIn, planned_id: UUID) -> HttpResponse:
    """Agree to the day the other suggested."""
    planned = get_object_or_404(PlannedEnding.objects.visible_to(request.user).exclude(by=request.user), pk=planned_id)
    planned.say_yes(by=request.user)
    messages.success(
        request,
        _("Agreed. You can both still say: not yet."),
        extra_tags=reverse("relationship:not_ending", args=[planned_id]),
    )
    return redirect("relationship:plan_ending", planned.relationship_id)


@require_POST
@once
def not_ending(request: SignedIn, planned_id: UUID) -> HttpResponse:
    """Not yet, after all."""
    planned = get_object_or_404(PlannedEnding.objects.visible_to(request.user), pk=planned_id)
    if planned.by_id != request.user.pk and not planned.is_agreed:
        raise Http404
    planned.take_back(by=request.user)
    messages.success(request, _("Taken back. Your work goes on."))
    return redirect("relationship:plan_ending", planned.relationship_id)


@require_http_methods(["GET", "POST"])
@once
def end_work(request: SignedIn, relationship_id: UUID) -> HttpResponse:
    """The therapist ends the work: with words for the client, and with somebody who looks after them then."""
    pair = _pair_or_404(request, relationship_id)
    if request.user.pk != pair.therapist_id:
        raise Http404
    coordinator = coordinator_for(pair)
    form = EndWorkForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            end_by_therapist(pair, by=request.user, words=form.cleaned_data["words"])
        except NobodyLooksAfterError:
            form.add_error(None, _("Nobody would look after them. Ask your practice to name somebody for it."))
        except EndedError as ended:
            raise Http404 from ended
        else:
            messages.success(
                request,
                _("Your work with {name} has ended.").format(name=pair.client.given_name),
                extra_tags=reverse("relationship:take_back_ending", args=[pair.pk]),
            )
            return redirect("home:home")
    context = {"relationship": pair, "other": pair.client, "coordinator": coordinator, "form": form}
    return render(request, "relationship/end_work.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@once
def closing_words(request: SignedIn, relationship_id: UUID) -> HttpResponse:
    """What one would like to have said; and what the other gave."""
    pair = _closing_or_404(request.user, relationship_id)
    mine = ClosingWords.objects.visible_to(request.user).filter(relationship=pair, by=request.user).first()
    form = ClosingWordsForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            kept = ClosingWords.objects.keep(pair, by=request.user, words=form.cleaned_data["words"])
            if "give" in request.POST:
                kept.give()
        except GivenError:
            messages.info(request, _("You gave them already, so they stay as they are."))
        except EndedError as over:
            raise Http404 from over
        else:
            messages.success(request, _("Given.") if "give" in request.POST else _("Kept for you alone."))
        return redirect("relationship:closing_words", pair.pk)
    theirs = ClosingWords.objects.given_to(request.user).filter(relationship=pair).first()
    if theirs is not None:
        note_look(pair, by=request.user, at_what="closing words")
    context: dict[str, Any] = {
        "relationship": pair,
        "other": pair.other(request.user),
        "mine": mine,
        "theirs": theirs,
        "may_write": may_close(request.user).filter(pk=pair.pk).exists(),
        "form": form,
    }
    return render(request, "relationship/closing_words.html", context, status=422 if form.errors else 200)


@require_POST
@once
def erase_closing_words(request: SignedIn, closing_id: UUID) -> HttpResponse:
    """Rather not: they were never there."""
    mine = get_object_or_404(ClosingWords.objects.visible_to(request.user).filter(by=request.user), pk=closing_id)
    try:
        mine.erase()
    except GivenError:
        messages.info(request, _("You gave them already, so they stay as they are."))
    else:
        messages.success(request, _("Erased. Nobody has read it."))
    return redirect("relationship:closing_words", mine.relationship_id)


def _closing_or_404(person: Person, relationship_id: UUID) -> Relationship:
    """Return work that this person may close, or in which they were given words."""
    given = ClosingWords.objects.given_to(person).values("relationship")
    found = may_close(person) | Relationship.objects.filter(pk__in=given)
    return get_object_or_404(found.select_related("client", "therapist").distinct(), pk=relationship_id)
