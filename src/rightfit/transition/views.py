from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rightfit.keeping.once import once
from rightfit.practice.acts import act
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Duty
from rightfit.relationship.models import Relationship
from rightfit.relationship.responsible import coordinator_for, matters_of
from rightfit.transition.models import Handover, Request


@act("two_doors")
@require_http_methods(["GET", "POST"])
@once
def someone_else(request: SignedIn) -> HttpResponse:
    """Ask to meet another therapist: one step, no reason, no consent of the present one."""
    relationship = Relationship.objects.visible_to(request.user).of_client(request.user)
    if relationship is None:
        raise Http404
    if Handover.objects.visible_to(request.user).of(request.user) is not None:
        return redirect("transition:moving")
    coordinator = coordinator_for(relationship)
    if request.method == "POST" and coordinator is not None:
        asked = Request.objects.ask(relationship, by=request.user)
        messages.success(
            request,
            _("{name} knows, and will ring you within two working days.").format(name=coordinator.given_name),
            extra_tags=reverse("transition:take_back", args=[asked.pk]),
        )
        return redirect("home:you")
    context = {
        "coordinator": coordinator,
        "other": relationship.therapist,
        "waiting": Request.objects.visible_to(request.user).waiting().filter(relationship=relationship).first(),
    }
    return render(request, "transition/someone_else.html", context)


@require_POST
@once
def take_back(request: SignedIn, request_id: UUID) -> HttpResponse:
    asked = get_object_or_404(
        Request.objects.visible_to(request.user).waiting().filter(relationship__client=request.user), pk=request_id
    )
    asked.take_back()
    messages.success(request, _("Taken back."))
    return redirect("home:you")


@require_POST
@once
def take_up(request: SignedIn, request_id: UUID) -> HttpResponse:
    """The coordinator has spoken with the client."""
    asked = get_object_or_404(
        Request.objects.visible_to(request.user).exclude(relationship__client=request.user), pk=request_id
    )
    asked.take_up(by=request.user)
    if Handover.objects.under_way().filter(leaving=asked.relationship).exists():
        messages.success(request, _("Their move is open. They are told where to look."))
    else:
        messages.success(request, _("Noted. They have begun with somebody by now, so there is no move to open."))
    return redirect("transition:asked")


@require_GET
def overdue(request: SignedIn) -> HttpResponse:
    """What a stand-in is told when a coordinator is late: whom to remind, and never who asked."""
    if not request.user.has_duty(Duty.Kind.STAND_IN):
        raise Http404
    waiting = Request.objects.late().exclude(relationship__in=matters_of(request.user)).select_related("relationship")
    reminded = {coordinator_for(one.relationship) for one in waiting}
    return render(request, "transition/overdue.html", {"coordinators": [one for one in reminded if one]})
