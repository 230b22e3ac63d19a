from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rightfit.checkin.models import Tap
from rightfit.keeping.once import once
from rightfit.listening.hearing import may_not_hear
from rightfit.listening.models import acknowledge, ask_to_listen
from rightfit.listening.waiting import late, late_concerns, taps_for_listener
from rightfit.practice.acts import act
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Duty
from rightfit.relationship.models import Relationship
from rightfit.relationship.responsible import listener_for, matters_of


@act("two_doors")
@require_http_methods(["GET", "POST"])
@once
def rather_tell(request: SignedIn) -> HttpResponse:
    """Tell someone who is not the therapist. It never passes through the therapist."""
    relationship = Relationship.objects.visible_to(request.user).of_client(request.user)
    if relationship is None:
        raise Http404
    listener = listener_for(relationship)
    if request.method == "POST" and listener is not None:
        ask_to_listen(relationship, by=request.user)
        messages.success(request, _("{name} knows, and will get in touch with you.").format(name=listener.given_name))
        return redirect("home:you")
    waiting = Tap.objects.visible_to(request.user).filter(by=request.user, listener__isnull=False, acknowledgement=None)
    context = {"listener": listener, "other": relationship.therapist, "waiting": waiting.exists()}
    return render(request, "listening/rather_tell.html", context)


@require_POST
@once
def in_touch(request: SignedIn, tap_id: UUID) -> HttpResponse:
    """The listener says that they got in touch."""
    tap = get_object_or_404(taps_for_listener(request.user), pk=tap_id)
    acknowledge(tap, by=request.user)
    return redirect("home:waiting")


@require_GET
def overdue(request: SignedIn) -> HttpResponse:
    """What a stand-in is told when a listener is late: whom to remind, and never who asked or why."""
    if not request.user.has_duty(Duty.Kind.STAND_IN):
        raise Http404
    waiting = late().exclude(relationship__in=matters_of(request.user)).select_related("relationship")
    reminded = {listener_for(tap.relationship) for tap in waiting}
    told = late_concerns().exclude(relationship__in=may_not_hear(request.user)).select_related("listener")
    reminded |= {concern.listener for concern in told if concern.listener != request.user}
    return render(request, "listening/overdue.html", {"listeners": [one for one in reminded if one]})
