"""The pages of what we'll try: write it, say yes to it, and say later whether it was done and whether it helped."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rightfit.conversation.agreements import (
    Agreement,
    AlreadyStandsError,
    FollowUp,
    Handshake,
    NotAskedError,
)
from rightfit.conversation.forms import AgreementForm, FollowUpForm
from rightfit.conversation.helping import Since, since
from rightfit.conversation.talks import Conversation
from rightfit.conversation.whose import of_pair, while_it_lasts
from rightfit.keeping import clock
from rightfit.keeping.once import once
from rightfit.practice.acts import act
from rightfit.practice.http import SignedIn
from rightfit.relationship.looks import note_look

USUAL = timedelta(weeks=3)


@act("what_we_try")
@require_http_methods(["GET", "POST"])
@once
def agree(request: SignedIn, relationship_id: UUID) -> HttpResponse:
    """Write down what the two will try. It stands once the other says yes too."""
    relationship = of_pair(request, relationship_id)
    agreements = Agreement.objects.visible_to(request.user).filter(relationship=relationship)
    # One at a time: what is written now takes the place of what stands.
    current = agreements.standing().select_related("watch").order_by("-at").first()
    form = AgreementForm(request.POST or None, initial={"until": clock.today() + USUAL})
    if form.is_bound and form.is_valid():
        talk = Conversation.objects.visible_to(request.user).filter(relationship=relationship).last_begun()
        with while_it_lasts():
            agreement = Agreement.objects.offer(
                relationship, by=request.user, after=talk, replaces=current, **form.cleaned_data
            )
        messages.success(
            request,
            _("Kept. It stands once {name} says yes too.").format(name=relationship.other(request.user).given_name),
        )
        return redirect("conversation:agreement", agreement_id=agreement.pk)
    context = {
        "form": form,
        "relationship": relationship,
        "other": relationship.other(request.user),
        "current": current,
    }
    return render(request, "conversation/agree.html", context, status=422 if form.is_bound else 200)


def _found(request: SignedIn, agreement_id: UUID) -> Agreement:
    return get_object_or_404(
        Agreement.objects.visible_to(request.user)
        .filter(relationship__ending=None)
        .select_related("relationship__client", "relationship__therapist", "watch", "by"),
        pk=agreement_id,
    )


@act("what_we_try")
@require_GET
def agreement(request: SignedIn, agreement_id: UUID) -> HttpResponse:
    """What the two will try: who said yes, what both said later, and the ways on."""
    found = _found(request, agreement_id)
    note_look(found.relationship, by=request.user, at_what="your talks")
    return render(request, "conversation/agreement.html", _around(found, request))


def _around(found: Agreement, request: SignedIn) -> dict[str, object]:
    relationship = found.relationship
    answers = FollowUp.objects.visible_to(request.user).filter(agreement=found).select_related("by").order_by("round")
    rounds: dict[int, list[FollowUp]] = {}
    for answer in answers:
        rounds.setdefault(answer.round, []).append(answer)
    return {
        "agreement": found,
        "relationship": relationship,
        "other": relationship.other(request.user),
        "stands": found.stands_since() is not None,
        "said_yes": Handshake.objects.filter(agreement=found, by=request.user).exists(),
        "asked": found.is_asked_of(request.user),
        "rounds": list(rounds.values()),
        "reading": _reading(found, request),
    }


def _reading(found: Agreement, request: SignedIn) -> Since | None:
    """For the therapist alone, and only beside what they have said themselves: read before, it would lead them."""
    stands = found.stands_since()
    if stands is None or request.user.pk != found.relationship.therapist_id:
        return None
    said = FollowUp.objects.filter(agreement=found, by=request.user).exists()
    return since(found.relationship, stands) if said and not found.is_asked_of(request.user) else None


@act("what_we_try")
@require_POST
@once
def say_yes(request: SignedIn, agreement_id: UUID) -> HttpResponse:
    """Say yes to it: the second of the two taps."""
    found = _found(request, agreement_id)
    with while_it_lasts():
        found.say_yes(by=request.user)
    messages.success(request, _("Agreed. You look at it again after your next session."))
    return redirect("conversation:agreement", agreement_id=found.pk)


@act("what_we_try")
@require_POST
@once
def take_away(request: SignedIn, agreement_id: UUID) -> HttpResponse:
    """Take it away while not both have said yes."""
    found = _found(request, agreement_id)
    try:
        found.take_away(by=request.user)
    except AlreadyStandsError:
        messages.error(request, _("You both said yes. Agree on something else, and it takes its place."))
        return redirect("conversation:agreement", agreement_id=found.pk)
    messages.success(request, _("Taken away."))
    return redirect("conversation:talks")


@act("what_we_try")
@require_http_methods(["GET", "POST"])
@once
def follow_up(request: SignedIn, agreement_id: UUID) -> HttpResponse:
    """Did we do it, did it help? Each says it without seeing the other's answer."""
    found = _found(request, agreement_id)
    form = FollowUpForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            with while_it_lasts():
                found.follow_up(by=request.user, **form.cleaned_data)
        except NotAskedError:
            messages.error(request, _("There is nothing to say about it right now."))
        else:
            messages.success(request, _("Noted. You both see it once you have both said it."))
        return redirect("conversation:agreement", agreement_id=found.pk)
    context = _around(found, request) | {"form": form, "dids": FollowUp.Did.choices, "helps": FollowUp.Helped.choices}
    return render(request, "conversation/follow_up.html", context, status=422 if form.is_bound else 200)
