from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rightfit.keeping.once import once
from rightfit.practice.acts import act
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Practice
from rightfit.relationship.calendar import Session
from rightfit.relationship.forms import QuietWishForm, SeriesForm
from rightfit.relationship.models import (
    AlreadyTogetherError,
    EndedError,
    Ending,
    Pause,
    QuietWish,
    Relationship,
    TooLateError,
)
from rightfit.relationship.series import Series


@require_http_methods(["GET", "POST"])
@once
def cancel(request: SignedIn, session_id: UUID) -> HttpResponse:
    """Take a session off the calendar; either of the two may."""
    session = get_object_or_404(Session.objects.visible_to(request.user).with_fate(), pk=session_id)
    if session.has_begun or session.is_cancelled:
        return render(request, "relationship/cancel.html", {"session": session, "too_late": True})
    if request.method == "POST":
        try:
            cancellation = session.cancel(by=request.user)
        except Session.DoesNotExist as gone:  # another usual time took its place in this moment
            raise Http404 from gone
        if cancellation.in_time:
            messages.success(request, _("That session is off the calendar."))
        else:
            messages.success(request, _("That session is off the calendar. It was late, so it may cost its fee."))
        return redirect("home:home")
    context = {
        "session": session,
        "other": session.relationship.other(request.user),
        "cancel_hours": Practice.objects.the().cancel_hours,
    }
    return render(request, "relationship/cancel.html", context)


@require_POST
@once
def missed(request: SignedIn, session_id: UUID) -> HttpResponse:
    """Say that a session did not take place."""
    session = _correctable(request, session_id)
    session.say_missed(by=request.user)
    messages.success(request, _("Noted: that session did not take place."), extra_tags=f"/sessions/{session.pk}/held/")
    return redirect("home:home")


@require_POST
@once
def held(request: SignedIn, session_id: UUID) -> HttpResponse:
    """Say that it did take place after all."""
    _correctable(request, session_id).say_held(by=request.user)
    messages.success(request, _("Noted: that session took place."))
    return redirect("home:home")


def _correctable(request: SignedIn, session_id: UUID) -> Session:
    session = get_object_or_404(Session.objects.visible_to(request.user).with_fate(), pk=session_id)
    if not session.may_be_corrected or session.is_cancelled:
        raise Http404
    return session


@act("go_quiet")
@require_http_methods(["GET", "POST"])
@once
def if_i_go_quiet(request: SignedIn, relationship_id: UUID) -> HttpResponse:
    """The client says what should happen if they go quiet. Changeable at any time."""
    relationship = get_object_or_404(
        Relationship.objects.visible_to(request.user).live().filter(client=request.user), pk=relationship_id
    )
    wish = QuietWish.objects.visible_to(request.user).filter(relationship=relationship).first()
    initial = {"wish": wish.wish, "safe_contact": wish.safe_contact} if wish else None
    form = QuietWishForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        relationship.wish_if_quiet(**form.cleaned_data)
        messages.success(request, _("Kept. You can change it at any time."))
        return redirect("home:mine")
    context = {"form": form, "relationship": relationship, "other": relationship.therapist, "wish": wish}
    return render(request, "relationship/if_i_go_quiet.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@once
def book_series(request: SignedIn, relationship_id: UUID) -> HttpResponse:
    """The therapist types the usual time once."""
    relationship = get_object_or_404(
        Relationship.objects.visible_to(request.user).live().filter(therapist=request.user), pk=relationship_id
    )
    form = SeriesForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            relationship.book_series(by=request.user, **form.cleaned_data)
        except EndedError as ended:  # in the moment between the two
            raise Http404 from ended
        if relationship.is_paused:
            messages.success(request, _("Booked. The weeks are laid out when you two go on."))
        else:
            messages.success(request, _("Booked. The next weeks are laid out."))
        return redirect("home:pair", relationship_id=relationship.pk)
    until_now = Series.objects.visible_to(request.user).running().filter(relationship=relationship)
    context = {
        "form": form,
        "relationship": relationship,
        "until_now": until_now.order_by("-first_at").first(),
        "paused": relationship.is_paused,
    }
    return render(request, "relationship/book_series.html", context, status=422 if form.is_bound else 200)


@require_POST
@once
def take_back_ending(request: SignedIn, relationship_id: UUID) -> HttpResponse:
    """Undo an ending, within a day, by the one who ended it."""
    ending = get_object_or_404(Ending.objects.visible_to(request.user).filter(by=request.user), pk=relationship_id)
    try:
        ending.take_back()
    except TooLateError:
        messages.error(request, _("That was more than a day ago. Ring the practice, and they begin again with you."))
    except AlreadyTogetherError:
        messages.error(request, _("You work with someone new by now, so it stays ended. Ring the practice to talk."))
    else:
        messages.success(request, _("Good. Everything is as it was."))
    return redirect("home:home")


@require_POST
@once
def go_on(request: SignedIn, pause_id: UUID) -> HttpResponse:
    """Go on after a pause: who stopped may, while the work lasts."""
    pause = get_object_or_404(
        Pause.objects.visible_to(request.user).running().filter(by=request.user, relationship__ending=None), pk=pause_id
    )
    try:
        pause.relationship.resume(by=request.user)
    except EndedError as ended:  # in the moment between the two
        raise Http404 from ended
    messages.success(request, _("Good. Your usual times are back."))
    return redirect("home:home")
