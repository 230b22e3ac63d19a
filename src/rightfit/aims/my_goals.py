"""The client's page of goals: own words, and how near one feels to them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rightfit.aims.forms import GoalForm, NearForm
from rightfit.aims.goals import Goal
from rightfit.keeping.once import once
from rightfit.practice.acts import act
from rightfit.practice.http import SignedIn
from rightfit.relationship.models import EndedError, Relationship


@act("goals")
@require_http_methods(["GET", "POST"])
@once
def goals(request: SignedIn) -> HttpResponse:
    """The goals of the client, and a line to write another."""
    relationship = Relationship.objects.visible_to(request.user).of_client(request.user)
    if relationship is None:
        raise Http404
    form = GoalForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            Goal.objects.set_down(relationship, by=request.user, words=form.cleaned_data["words"])
        except EndedError as ended:  # in the moment between the two
            raise Http404 from ended
        messages.success(request, _("Kept, in your words."))
        return redirect("aims:goals")
    context = {
        "form": form,
        "relationship": relationship,
        "other": relationship.therapist,
        "goals": Goal.objects.visible_to(request.user).filter(relationship=relationship),
    }
    return render(request, "aims/goals.html", context, status=422 if form.is_bound else 200)


@act("goals")
@require_POST
@once
def rate(request: SignedIn, goal_id: UUID) -> HttpResponse:
    """Say how near one feels to it today."""
    goal = _of_client(request, goal_id)
    form = NearForm(request.POST)
    if form.is_valid():
        goal.rate(by=request.user, mark=form.cleaned_data["near"])
        messages.success(request, _("Noted. It is one look on one day."))
    return redirect("aims:goals")


@act("goals")
@require_POST
@once
def let_go(request: SignedIn, goal_id: UUID) -> HttpResponse:
    """Let a goal go, and erase it."""
    _of_client(request, goal_id).let_go(by=request.user)
    messages.success(request, _("Let go. Goals may change."))
    return redirect("aims:goals")


def _of_client(request: SignedIn, goal_id: UUID) -> Goal:
    return get_object_or_404(
        Goal.objects.visible_to(request.user).filter(relationship__client=request.user, relationship__ending=None),
        pk=goal_id,
    )
