"""Inviting therapists, and coming in by an invitation."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rightfit.keeping.models import Event
from rightfit.keeping.once import once
from rightfit.practice import links
from rightfit.practice.arriving import GoneError, Invitation
from rightfit.practice.http import SignedIn
from rightfit.practice.leading import for_lead
from rightfit.practice.models import Practice, Therapist
from rightfit.practice.setup_forms import InviteForm, WhoForm
from rightfit.practice.views import TYPED


@for_lead
@require_http_methods(["GET", "POST"])
@once
def therapists(request: SignedIn) -> HttpResponse:
    """Who works here, and who is invited."""
    form = InviteForm(request.POST or None)
    if form.is_bound and form.is_valid():
        _send(request, *Invitation.objects.invite(by=request.user, **form.cleaned_data))
        return redirect("practice:setup_therapists")
    context = {
        "form": form,
        "therapists": Therapist.objects.visible_to(request.user).select_related("person"),
        "invitations": Invitation.objects.visible_to(request.user).open().order_by("at"),
        "is_therapist": request.user.is_therapist,
    }
    return render(request, "practice/setup_therapists.html", context, status=422 if form.is_bound else 200)


def _send(request: SignedIn, invitation: Invitation, key: str) -> None:
    if links.send(invitation.email, f"{reverse('practice:invited')}?key={key}"):
        messages.success(request, _("{name} is invited. The letter has left.").format(name=invitation))
    else:
        messages.error(request, _("The letter could not leave. Try it again when mail works."))


@for_lead
@require_POST
@once
def me_too(request: SignedIn) -> HttpResponse:
    """The lead sees clients too."""
    therapist, new = Therapist.objects.get_or_create(person=request.user)
    if new:
        Event.objects.record("works as a therapist too", by=request.user.pk, about=therapist)
    messages.success(request, _("Noted. You change between your pages on the page Mine."))
    return redirect("practice:setup_therapists")


@for_lead
@require_POST
@once
def again(request: SignedIn, invitation_id: UUID) -> HttpResponse:
    """Send an invitation once more, with a new link; the old one opens nothing any more."""
    found = get_object_or_404(Invitation.objects.visible_to(request.user).open(), pk=invitation_id)
    who = {"given_name": found.given_name, "family_name": found.family_name, "email": found.email}
    _send(request, *Invitation.objects.invite(by=request.user, **who))
    return redirect("practice:setup_therapists")


@for_lead
@require_POST
@once
def withdraw(request: SignedIn, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    found = get_object_or_404(Invitation.objects.visible_to(request.user).open(), pk=invitation_id)
    try:
        found.withdraw(by=request.user)
    except GoneError as gone:  # accepted in this moment
        raise Http404 from gone
    messages.success(request, _("Taken back. The link opens nothing any more."))
    return redirect("practice:setup_therapists")


@login_not_required
@require_http_methods(["GET", "POST"])
@once
def invited(request: HttpRequest) -> HttpResponse:
    """The page behind the link of an invitation. A used, an old and a made-up link look the same."""
    key = request.POST.get("key") or request.GET.get("key", "")
    invitation = Invitation.objects.good(key).select_related("by").first()
    if invitation is None:
        raise Http404
    names = {"given_name": invitation.given_name, "family_name": invitation.family_name}
    form = WhoForm(request.POST or None, initial=names)
    if form.is_bound and form.is_valid():
        try:
            invitation.accept(**form.cleaned_data)
        except (GoneError, IntegrityError) as gone:  # in the moment between the two
            raise Http404 from gone
        request.session[TYPED] = invitation.email
        messages.success(request, _("Good to have you. Now sign in with a code from your mail."))
        return redirect("account_login")
    context = {"form": form, "key": key, "invitation": invitation, "practice": Practice.objects.the()}
    return render(request, "practice/invited.html", context, status=422 if form.is_bound else 200)
