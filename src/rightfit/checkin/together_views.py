"""The page of "look together"."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from rightfit.checkin import course, giving, looking
from rightfit.checkin.looking import LookTogether
from rightfit.checkin.models import Answer, Tap
from rightfit.checkin.reading import more_of_labels
from rightfit.checkin.side import Side, side_of
from rightfit.keeping.once import once
from rightfit.practice.acts import act
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.looks import note_look
from rightfit.relationship.models import Relationship


@act("look_together")
@require_http_methods(["GET", "POST"])
@once
def together(request: SignedIn, session_id: UUID) -> HttpResponse:
    """Look together, in the session: it opens when both have tapped, and closes with the hour."""
    session = get_object_or_404(Session.objects.visible_to(request.user).with_fate(), pk=session_id)
    relationship = session.relationship
    other = relationship.other(request.user)
    looks = LookTogether.objects.visible_to(request.user).filter(session=session)
    if request.method == "POST":
        try:
            giving.tap_together(session, by=request.user)
        except giving.NotOpenError:
            raise Http404 from None
        return redirect("checkin:together", session_id=session.pk)
    is_open = looks.count() == len(Side) and looking.window_is_open(session)
    last = session.previous_held()
    context = {
        "session": session,
        "other": other,
        "side": side_of(request.user, relationship),
        "is_open": is_open,
        "window": looking.window_is_open(session),
        "tapped": looks.filter(person=request.user).exists(),
        "last": last,
    }
    if is_open and last is not None:
        note_look(relationship, by=request.user, at_what="what you both said")
        context |= _what_both_said(relationship, last, request.user)
    return render(request, "checkin/together.html", context)


def _what_both_said(relationship: Relationship, last: Session, person: Person) -> dict[str, object]:
    """Return the words first, then both views: the same for both, for they look at one page.

    It is drawn from what the therapist may read now, so nothing that the client kept to themselves can
    stand on the shared page.
    """
    shared = Answer.objects.shared_by_clients_of(relationship.therapist).filter(check_in__session=last)
    wishes = shared.filter(item="more_of").first()
    tap = Tap.objects.visible_to(relationship.therapist).filter(check_in__session=last, by_side=Side.CLIENT).first()
    return {
        "client_name": relationship.client.given_name,
        "more_of": more_of_labels(wishes.value) if wishes else [],
        "tap": tap,
        "course": course.in_the_session(relationship, person),
    }
