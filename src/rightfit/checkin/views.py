from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rightfit.checkin import giving, hints, its_day, rhythm
from rightfit.checkin.forms import CheckInForm
from rightfit.checkin.models import CheckIn, Rhythm, Tap
from rightfit.checkin.side import Side, side_of
from rightfit.checkin.worth_asking import Ring, Signal
from rightfit.keeping.once import once
from rightfit.practice.acts import act
from rightfit.practice.devices import device_of, remember
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship
from rightfit.relationship.responsible import listener_for


@dataclass(frozen=True)
class Sayer:
    """Who says how it was: somebody signed in, or the owner of a phone marked "this is mine"."""

    person: Person
    signed_in: bool


def sayer_of(request: HttpRequest) -> Sayer | None:
    if isinstance(request.user, Person):
        return Sayer(request.user, signed_in=True)
    device = device_of(request)
    return Sayer(device.person, signed_in=False) if device else None


@login_not_required
@act("check_in")
@require_http_methods(["GET", "POST"])
@once
def how_was_it(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The one form of one session. A remembered phone opens it empty and sends it once."""
    sayer = sayer_of(request)
    if sayer is None:
        return redirect_to_login(request.get_full_path())
    mine = Session.objects.visible_to(sayer.person)
    if not sayer.signed_in:
        mine = mine.filter(relationship__client=sayer.person)
    session = get_object_or_404(mine.with_fate(), pk=session_id)
    relationship = session.relationship
    side = side_of(sayer.person, relationship)
    given = CheckIn.objects.visible_to(sayer.person).filter(session=session, side=side).first()
    if not giving.is_open(session, sayer.person) or (given and not sayer.signed_in):
        return render(request, "checkin/not_open.html", _why_not_open(session, sayer, given))
    listener = listener_for(relationship)
    names = {
        "other": relationship.other(sayer.person).given_name,
        "listener": listener.given_name if listener else "",
    }
    form = CheckInForm(
        request.POST or None,
        initial=given.values() if given else None,
        kept=given.kept() if given else (),
        side=side,
        names=names,
    )
    if form.is_bound and form.is_valid():
        try:
            giving.give(
                session, by=sayer.person, answers=form.answers(), kept=form.kept(), keep_all="keep_all" in request.POST
            )
        except giving.NotOpenError:
            return render(request, "checkin/not_open.html", _why_not_open(session, sayer, given))
        except giving.NobodyListensError:
            form.nobody_listens()
        else:
            if side is Side.THERAPIST:
                messages.success(request, _("Kept. You can change it for ten minutes."), extra_tags=request.path)
                return redirect("home:today")
            return redirect("checkin:thanks", session_id=session.pk)
    return render(
        request,
        "checkin/how_was_it.html",
        {
            "session": session,
            "side": side,
            "other": relationship.other(sayer.person),
            "listener": listener,
            "form": form,
            "ratings_asked": side is Side.THERAPIST or rhythm.asks_ratings(sayer.person, session) or bool(given),
            "changing": given is not None,
            "stays_once_sent": side is Side.CLIENT and its_day.has_come_for(session),
            "signed_in": sayer.signed_in,
        },
        status=422 if form.is_bound else 200,
    )


def _why_not_open(session: Session, sayer: Sayer, given: CheckIn | None) -> dict[str, object]:
    """Say kindly why a form is not open, and what one can do."""
    if given is not None and not sayer.signed_in:
        why = "answered"
    elif not session.relationship.is_live:
        why = "ended"
    elif session.is_cancelled or session.was_missed:
        why = "not_held"
    elif not session.is_over:
        why = "too_early"
    elif given is None or its_day.is_closed(session):
        why = "closed"
    else:
        why = "final" if given.side == Side.THERAPIST else "its_day"
    return {
        "why": why,
        "session": session,
        "other": session.relationship.other(sayer.person),
        "signed_in": sayer.signed_in,
        "given": given if sayer.signed_in else None,
    }


@login_not_required
@act("check_in")
@require_GET
def thanks(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """After the client's answer: what happens with it, and the ways on."""
    sayer = sayer_of(request)
    if sayer is None:
        return redirect_to_login(request.get_full_path())
    session = get_object_or_404(
        Session.objects.visible_to(sayer.person).filter(relationship__client=sayer.person).with_fate(), pk=session_id
    )
    relationship = session.relationship
    given = CheckIn.objects.visible_to(sayer.person).filter(session=session, side=Side.CLIENT).first()
    if given is None:
        return redirect("checkin:how_was_it", session_id=session.pk)
    context: dict[str, object] = {"session": session, "other": relationship.therapist, "signed_in": sayer.signed_in}
    if sayer.signed_in:
        # A phone that opens the form without sign-in shows nothing of what was answered.
        tap = Tap.objects.visible_to(sayer.person).filter(check_in=given).first()
        context |= {
            "given": given,
            "tap": tap,
            "shared": given.is_shared(),
            "may_change": giving.is_open(session, sayer.person),
            "offer_less": rhythm.pace_of(sayer.person, relationship) is Rhythm.Pace.EACH
            and rhythm.is_steady(sayer.person, relationship),
            "offer_phone": device_of(request) is None,
            "next": session.next(),
            "relationship": relationship,
        }
    return render(request, "checkin/thanks.html", context)


@act("check_in")
@require_POST
@once
def keep_to_self(request: SignedIn, session_id: UUID) -> HttpResponse:
    given = get_object_or_404(
        CheckIn.objects.visible_to(request.user).select_related("session__relationship"),
        session=session_id,
        side=Side.CLIENT,
    )
    try:
        giving.keep_to_self(given)
    except giving.NotOpenError:
        sayer = Sayer(request.user, signed_in=True)
        return render(request, "checkin/not_open.html", _why_not_open(given.session, sayer, given))
    return redirect("checkin:thanks", session_id=session_id)


@require_POST
@once
def this_phone_is_mine(request: SignedIn) -> HttpResponse:
    """Mark this phone: from then on a letter's link opens the one form without sign-in."""
    response = redirect("home:mine")
    remember(request, response, person=request.user)
    messages.success(request, _("This phone now opens the one form without sign-in. Nothing old is shown on it."))
    return response


@act("hints_to_client")
@require_POST
@once
def ring(request: SignedIn, signal_id: UUID) -> HttpResponse:
    """Does this ring true? Yes, no, not sure; nobody else is told."""
    signal = get_object_or_404(Signal.objects.visible_to(request.user).filter(shown_to=Side.CLIENT), pk=signal_id)
    said = request.POST.get("answer", "")
    if said not in Ring.Answer.values:
        messages.error(request, _("Tap one of the three answers."))
        return redirect("home:you")
    hints.answer(signal, by=request.user, said=said)
    return redirect(f"{reverse('home:you')}#worth-asking")


@require_POST
@once
def set_rhythm(request: SignedIn, relationship_id: UUID) -> HttpResponse:
    # A therapist's rhythm is fixed: what is asked of one side must say nothing about the other.
    relationship = get_object_or_404(
        Relationship.objects.visible_to(request.user).live().filter(client=request.user), pk=relationship_id
    )
    pace = request.POST.get("pace", "")
    if pace in Rhythm.Pace.values:
        rhythm.set_pace(request.user, relationship, Rhythm.Pace(pace))
        messages.success(request, _("Kept. You can change it at any time."))
    return redirect("home:mine")
