"""The pages of who helps with a move and who takes over; for client and new therapist, the packet and settling in."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rightfit.keeping.once import once
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Duty
from rightfit.relationship.looks import note_look
from rightfit.relationship.models import NotYoursError
from rightfit.transition.arriving import Arrival, NotMetYetError, ends_at_the_latest, first_held
from rightfit.transition.asking import Request, left_by_their_therapist
from rightfit.transition.forms import OwnLineForm
from rightfit.transition.handover import Handover
from rightfit.transition.outside import helped_by
from rightfit.transition.outside_answer import outside_for
from rightfit.transition.packet import AlreadyOpenedError, PacketItem, Unpacked, is_opened, to_pass_on
from rightfit.transition.postcard import Postcard
from rightfit.transition.standing import standing_of
from rightfit.transition.telling import Telling
from rightfit.transition.ticking import ticked_in


@require_GET
def asked(request: SignedIn) -> HttpResponse:
    """The coordinator's list: who would like to be rung, and which moves are under way."""
    if not request.user.has_duty(Duty.Kind.COORDINATOR):
        raise Http404
    requests = Request.objects.visible_to(request.user).exclude(relationship__client=request.user).waiting()
    mine = list(Handover.objects.coordinated_by(request.user).in_full().order_by("at"))
    waiting = list(requests.select_related("relationship__client").order_by("at"))
    left = list(left_by_their_therapist(request.user).order_by("ending__at"))
    outside = outside_for(request.user)
    theirs = {one.relationship for one in waiting} | {one.leaving for one in mine} | set(left)
    for relationship in theirs | {one.handover.leaving for one in outside}:
        note_look(relationship, by=request.user, at_what="what you asked of the practice")
    context = {
        "requests": waiting,
        "left": left,
        "moves": [standing_of(one) for one in mine],
        "move_already": [one.leaving_id for one in mine],
        "outside": outside,
        "helped": list(helped_by(request.user).values_list("pk", flat=True)),
    }
    return render(request, "transition/asked.html", context)


@require_GET
def handover(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """One move, as the coordinator, the new or the present therapist may know it."""
    found = get_object_or_404(Handover.objects.visible_to(request.user).in_full(), pk=handover_id)
    if found.client.pk == request.user.pk:
        return redirect("transition:moving")
    note_look(found.leaving, by=request.user, at_what="where your move stands")
    new = found.new
    context = {
        "handover": found,
        "is_new": new is not None and new.therapist_id == request.user.pk,
        "is_old": found.leaving.therapist_id == request.user.pk,
        "standing": standing_of(found),
        "coordinator": found.coordinator,
        "packed": PacketItem.objects.going_along().filter(handover=found).exists(),
        "helps": found.coordinator == request.user,
    }
    return render(request, "transition/handover.html", context)


@require_POST
@once
def told(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """Say that the present therapist knows."""
    telling = get_object_or_404(
        Telling.objects.visible_to(request.user).filter(handover__in=Handover.objects.under_way()), pk=handover_id
    )
    try:
        telling.say_told(by=request.user)
    except NotYoursError as not_asked:
        raise Http404 from not_asked
    messages.success(request, _("Noted."))
    return redirect("transition:handover", handover_id)


@require_http_methods(["GET", "POST"])
@once
def packet(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """What goes along: the client ticks it and sees it as it will be read; the new therapist reads it once opened."""
    found = get_object_or_404(Handover.objects.visible_to(request.user).in_full(), pk=handover_id)
    items = PacketItem.objects.visible_to(request.user).filter(handover=found).order_by("at")
    if found.client.pk != request.user.pk:
        return _packet_of_new_therapist(request, found, list(items))
    opened = is_opened(found)
    form = OwnLineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            PacketItem.objects.pack(
                found, by=request.user, ticked=ticked_in(request), own=str(form.cleaned_data["own"])
            )
        except AlreadyOpenedError:
            messages.info(request, _("It has been opened by now. You can say more when you meet."))
        else:
            messages.success(request, _("Kept. Below stands exactly what will be read."))
        return redirect("transition:packet", found.pk)
    own = next((item.words for item in items if item.kind == PacketItem.Kind.OWN), "")
    context = {
        "handover": found,
        "new": found.new,
        "offers": to_pass_on(found),
        "ticked": [item.source for item in items if item.source],
        "items": items,
        "own": own,
        "form": form,
        "closed": opened or not found.is_under_way,
        "opened": opened,
    }
    return render(request, "transition/packet.html", context, status=422 if form.errors else 200)


def _packet_of_new_therapist(request: SignedIn, found: Handover, items: list[PacketItem]) -> HttpResponse:
    new = found.new
    if request.method == "POST" or new is None or new.therapist_id != request.user.pk:
        raise Http404
    opened = is_opened(found)
    if opened:
        note_look(new, by=request.user, at_what="what you passed on")
    context = {
        "handover": found,
        "client": found.client,
        "items": items if opened else [],
        "opened": opened,
        "packed": PacketItem.objects.filter(handover=found).exists(),
    }
    return render(request, "transition/passed_on.html", context)


@require_POST
@once
def unpack(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """Open what the client passed on."""
    found = get_object_or_404(Handover.objects.visible_to(request.user), pk=handover_id)
    try:
        Unpacked.objects.unpack(found, by=request.user)
    except NotYoursError as not_theirs:
        raise Http404 from not_theirs
    return redirect("transition:packet", found.pk)


@require_http_methods(["GET", "POST"])
@once
def settled(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """Have you settled in? Asked of both, from the first session on."""
    found = get_object_or_404(Handover.objects.visible_to(request.user).in_full(), pk=handover_id)
    new = found.new
    if new is None or request.user.pk not in (new.client_id, new.therapist_id):
        raise Http404
    if request.method == "POST":
        try:
            Arrival.objects.say(found, by=request.user)
        except NotMetYetError:
            messages.info(request, _("First you meet once. Then we ask again."))
        else:
            messages.success(request, _("Good to know."))
        return redirect("transition:settled", found.pk)
    said = [one.by for one in Arrival.objects.visible_to(request.user).filter(relationship=new).select_related("by")]
    context = {
        "handover": found,
        "new": new,
        "is_client": request.user.pk == new.client_id,
        "other": new.other(request.user),
        "met": first_held(new),
        "said": said,
        "i_said": request.user in said,
        "both": not found.is_under_way,
        "ends_by": ends_at_the_latest(found) if found.leaving.is_live else None,
    }
    return render(request, "transition/settled.html", context)


@require_GET
def card(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """A card from somebody who was here before."""
    found = _card_or_404(request, handover_id)
    return render(request, "transition/card.html", {"card": found, "is_open": hasattr(found, "read")})


@require_POST
@once
def open_card(request: SignedIn, handover_id: UUID) -> HttpResponse:
    _card_or_404(request, handover_id).open(by=request.user)
    return redirect("transition:card", handover_id)


def _card_or_404(request: SignedIn, handover_id: UUID) -> Postcard:
    theirs = Postcard.objects.visible_to(request.user).filter(handover__leaving__therapist=request.user)
    return get_object_or_404(theirs.select_related("handover__leaving__client", "read"), pk=handover_id)
