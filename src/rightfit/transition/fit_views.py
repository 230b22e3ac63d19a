"""The pages of the talk about whether we fit: offered, never a gate."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rightfit.conversation.models import Agreement, Conversation, Held
from rightfit.conversation.talks import NotTheDayError, meet_today
from rightfit.conversation.whose import of_pair, while_it_lasts
from rightfit.keeping.once import once
from rightfit.practice.http import SignedIn
from rightfit.relationship.looks import note_look
from rightfit.relationship.models import TooLateError
from rightfit.relationship.responsible import listener_for
from rightfit.transition.fitting import HeadsUp, Outcome
from rightfit.transition.forms import BetterForm


@require_GET
def fit(request: SignedIn, relationship_id: UUID) -> HttpResponse:
    """A guide for the talk, what each brought to it, and what comes of it."""
    relationship = of_pair(request, relationship_id)
    waiting = list(HeadsUp.objects.visible_to(request.user).waiting().filter(relationship=relationship).order_by("at"))
    talks = Conversation.objects.visible_to(request.user).filter(
        relationship=relationship, kind=Conversation.Kind.FIT, about__isnull=False
    )
    talk = talks.order_by("-at").first()
    outcomes = Outcome.objects.visible_to(request.user).filter(conversation=talk).select_related("by").order_by("at")
    mine = next((one for one in outcomes if one.by_id == request.user.pk), None)
    today = meet_today(relationship)
    note_look(relationship, by=request.user, at_what="your talks")
    context = {
        "relationship": relationship,
        "other": relationship.other(request.user),
        "is_client": request.user.pk == relationship.client_id,
        "listener": listener_for(relationship),
        "waiting": waiting,
        "mine_waits": next((one for one in waiting if one.by_id == request.user.pk), None),
        "brought": HeadsUp.objects.visible_to(request.user).filter(pk__in=[talk.about] if talk else []).first(),
        "talk": talk,
        "outcomes": outcomes,
        "mine": mine,
        "whats": Outcome.What.choices,
        "may_say": talk and not mine and (today or request.user.pk == relationship.client_id),
        "said": Held.objects.visible_to(request.user).filter(conversation=talk, by=request.user).exists(),
        "hows": Held.How.choices,
        "sit_together": relationship.sessions.under_way().exists(),
        "tried": Agreement.objects.visible_to(request.user).filter(relationship=relationship).standing().order_by("at"),
    }
    return render(request, "transition/fit.html", context)


@require_POST
@once
def bring_fit(request: SignedIn, relationship_id: UUID) -> HttpResponse:
    """Ask for the talk: one tap, no reason."""
    relationship = of_pair(request, relationship_id)
    with while_it_lasts():
        heads_up = HeadsUp.objects.raise_(relationship, by=request.user)
    messages.success(
        request,
        _("It waits for the day you meet."),
        extra_tags=reverse("transition:leave_fit", args=[heads_up.pk]),
    )
    return redirect("transition:fit", relationship.pk)


@require_http_methods(["GET", "POST"])
@once
def better(request: SignedIn, relationship_id: UUID) -> HttpResponse:
    """The therapist's own: someone else would serve better. Why, and who; read in the room."""
    relationship = of_pair(request, relationship_id)
    if request.user.pk != relationship.therapist_id:
        raise Http404
    form = BetterForm(request.POST or None)
    if form.is_bound and form.is_valid():
        with while_it_lasts():
            HeadsUp.objects.raise_(relationship, by=request.user, **form.cleaned_data)
        messages.success(request, _("It waits for the day you meet. Say it first, then open the page together."))
        return redirect("transition:fit", relationship.pk)
    context = {"relationship": relationship, "other": relationship.client, "form": form}
    return render(request, "transition/better.html", context, status=422 if form.errors else 200)


@require_POST
@once
def leave_fit(request: SignedIn, heads_up_id: UUID) -> HttpResponse:
    """Rather not, after all."""
    heads_up = get_object_or_404(HeadsUp.objects.visible_to(request.user).filter(by=request.user), pk=heads_up_id)
    try:
        heads_up.take_back(by=request.user)
    except TooLateError:
        messages.info(request, _("You have sat down about it already, so it stays with your talks."))
    else:
        messages.success(request, _("Taken back. It was never there."))
    return redirect("transition:fit", heads_up.relationship_id)


@require_POST
@once
def sit_down(request: SignedIn, heads_up_id: UUID) -> HttpResponse:
    """Begin the talk, while the two sit together."""
    heads_up = get_object_or_404(
        HeadsUp.objects.visible_to(request.user).filter(relationship__ending=None), pk=heads_up_id
    )
    try:
        with while_it_lasts():
            heads_up.sit_down(by=request.user)
    except NotTheDayError:
        messages.info(request, _("You begin this talk together, when you meet."))
    return redirect("transition:fit", heads_up.relationship_id)


@require_POST
@once
def outcome(request: SignedIn, conversation_id: UUID) -> HttpResponse:
    """Say what comes of it: stay, change something, or move on."""
    talk = get_object_or_404(
        Conversation.objects.visible_to(request.user).filter(
            relationship__ending=None, kind=Conversation.Kind.FIT, about__isnull=False
        ),
        pk=conversation_id,
    )
    what = request.POST.get("what", "")
    if what not in Outcome.What.values:
        messages.error(request, _("Pick one of the three, or leave it open."))
        return redirect("transition:fit", talk.relationship_id)
    try:
        with while_it_lasts():
            said = Outcome.objects.say(talk, by=request.user, what=what)
    except NotTheDayError:
        messages.info(request, _("You say this in the room, on a day you meet."))
        return redirect("transition:fit", talk.relationship_id)
    if said.what == Outcome.What.MOVE and request.user.pk == talk.relationship.client_id:
        return redirect("transition:moving")
    if said.what == Outcome.What.CHANGE:
        return redirect("conversation:agree", talk.relationship_id)
    return redirect("transition:fit", talk.relationship_id)
