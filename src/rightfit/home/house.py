"""The practice's pages: the door, the lead's list of exceptions, what somebody with a duty is asked."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from rightfit.home.frame import HAT, hats_of
from rightfit.home.lead_list import waiting_for_a_person
from rightfit.keeping import clock
from rightfit.keeping.once import once
from rightfit.listening.waiting import concerns_for, taps_for_listener
from rightfit.practice.acts import is_on
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Duty, Person, Practice, Therapist
from rightfit.practice.setup import next_step
from rightfit.relationship.looks import note_look
from rightfit.relationship.models import Relationship
from rightfit.relationship.open_door_waiting import fallen_to
from rightfit.transition.models import Handover, Request


@login_not_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The front door: signed out, the practice's page; signed in, one's own first page."""
    if not isinstance(request.user, Person):
        return render(
            request, "home/front_door.html", {"practice": Practice.objects.first(), "search_is_on": _search_is_on()}
        )
    hats = hats_of(request.user)
    if not hats:
        return render(request, "home/nothing_yet.html", {"practice": Practice.objects.first()})
    worn = next((hat for hat in hats if hat.key == request.session.get(HAT)), hats[0])
    return redirect(worn.first_page)


def _search_is_on() -> bool:
    return Practice.objects.exists() and is_on("search")


@require_POST
@once
def wear(request: SignedIn, hat: str) -> HttpResponse:
    """Change the hat: somebody may be a therapist and the listener."""
    found = next((own for own in hats_of(request.user) if own.key == hat), None)
    if found is None:
        raise Http404
    request.session[HAT] = found.key
    return redirect(found.first_page)


@require_GET
def practice(request: SignedIn) -> HttpResponse:
    """The lead's home: one list of exceptions, seats, duties by name. No client's words, no therapist's number."""
    if not request.user.has_duty(Duty.Kind.LEAD):
        raise Http404
    live = Relationship.objects.live()
    seats = sum(Therapist.objects.values_list("seats", flat=True))
    return render(
        request,
        "home/practice.html",
        {
            "practice": Practice.objects.the(),
            "exceptions": waiting_for_a_person(),
            "next_step": next_step(request.user),
            "seats": seats,
            "taken": live.count(),
            "therapists": Therapist.objects.count(),
            "duties": _duties_by_name(),
        },
    )


def _duties_by_name() -> list[tuple[str, list[Duty]]]:
    held = Duty.objects.held_on(clock.today()).select_related("person").order_by("since", "pk")
    return [(str(kind.label), [duty for duty in held if duty.kind == kind]) for kind in Duty.Kind]


@require_GET
def waiting(request: SignedIn) -> HttpResponse:
    """What a listener or coordinator is asked: by name, with the way to reach the person."""
    listens = request.user.has_duty(Duty.Kind.LISTENER)
    coordinates = request.user.has_duty(Duty.Kind.COORDINATOR)
    if not (listens or coordinates):
        raise Http404
    taps = taps_for_listener(request.user).select_related("by", "relationship", "acknowledgement")
    requests = Request.objects.visible_to(request.user).exclude(relationship__client=request.user)
    taps = taps.filter(acknowledgement=None).order_by("at")
    waiting = requests.waiting().select_related("relationship__client").order_by("at") if coordinates else []
    for relationship in {tap.relationship for tap in taps} | {one.relationship for one in waiting}:
        note_look(relationship, by=request.user, at_what="what you asked of the practice")
    context = {
        "listens": listens,
        "coordinates": coordinates,
        "taps": taps,
        "concerns": concerns_for(request.user).count() if listens else 0,
        "requests": waiting,
        "move_already": list(Handover.objects.coordinated_by(request.user).values_list("leaving", flat=True)),
        "went_quiet": len(fallen_to(request.user)),
    }
    return render(request, "home/waiting.html", context)
