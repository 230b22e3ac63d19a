from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rightfit.aims.forms import TaskForm
from rightfit.aims.models import Task
from rightfit.keeping.once import once
from rightfit.practice.acts import act
from rightfit.practice.http import SignedIn
from rightfit.relationship.models import EndedError, Relationship


@act("between_sessions")
@require_http_methods(["GET", "POST"])
@once
def agree(request: SignedIn, relationship_id: UUID) -> HttpResponse:
    """Write down the one thing the two agreed for the time between: one line, or nothing."""
    relationship = get_object_or_404(
        Relationship.objects.visible_to(request.user).live().filter(therapist=request.user), pk=relationship_id
    )
    form = TaskForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            Task.objects.agree(relationship, by=request.user, words=form.cleaned_data["words"])
        except EndedError as ended:  # in the moment between the two
            raise Http404 from ended
        messages.success(request, _("Kept. {name} sees it too.").format(name=relationship.client.given_name))
        return redirect("home:pair", relationship_id=relationship.pk)
    context = {"form": form, "relationship": relationship, "task": Task.objects.current(relationship)}
    return render(request, "aims/agree.html", context, status=422 if form.is_bound else 200)


@act("between_sessions")
@require_POST
@once
def not_this_week(request: SignedIn, task_id: UUID) -> HttpResponse:
    """The client takes it off for this week: no reason, no count."""
    task = _of_client(request, task_id)
    task.not_this_week(by=request.user)
    messages.success(request, _("That’s fine."), extra_tags=reverse("aims:after_all", args=[task.pk]))
    return redirect("home:you")


@act("between_sessions")
@require_POST
@once
def after_all(request: SignedIn, task_id: UUID) -> HttpResponse:
    _of_client(request, task_id).this_week_after_all(by=request.user)
    return redirect("home:you")


@act("between_sessions")
@require_POST
@once
def drop(request: SignedIn, task_id: UUID) -> HttpResponse:
    """The therapist takes it away: they go on with nothing between sessions."""
    task = get_object_or_404(
        Task.objects.visible_to(request.user).filter(relationship__therapist=request.user, drop=None), pk=task_id
    )
    task.drop_it(by=request.user)
    return redirect("home:pair", relationship_id=task.relationship_id)


def _of_client(request: SignedIn, task_id: UUID) -> Task:
    return get_object_or_404(
        Task.objects.visible_to(request.user).filter(relationship__client=request.user, drop=None), pk=task_id
    )
