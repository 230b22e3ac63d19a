"""Inviting a client, and coming in by the link."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from rightfit.keeping.once import once
from rightfit.practice import links
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Person, Practice
from rightfit.practice.setup_forms import InviteForm, WhoForm
from rightfit.practice.views import TYPED
from rightfit.relationship.inviting import ClientInvitation, NoLongerError, gives_seats
from rightfit.relationship.models import AlreadyTogetherError


class ClientForm(InviteForm):
    """Whom to invite, and to whom; a therapist invites to themselves."""

    therapist = forms.ModelChoiceField(
        label=gettext_lazy("To which therapist?"),
        queryset=Person.objects.none(),
        error_messages={"required": gettext_lazy("Pick a therapist.")},
    )
    field_order = ("given_name", "email", "therapist")

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["family_name"]
        here = Person.objects.filter(therapist__isnull=False, is_active=True).order_by("given_name")
        self.fields["therapist"].queryset = here if gives_seats(by) else here.filter(pk=by.pk)  # type: ignore[attr-defined]
        if by.is_therapist:
            self.initial["therapist"] = by.pk


@require_http_methods(["GET", "POST"])
@once
def invite(request: SignedIn) -> HttpResponse:
    """Invite a client. The answer is the same whether the address is known here or not."""
    if not (request.user.is_therapist or gives_seats(request.user)):
        raise Http404
    form = ClientForm(request.POST or None, by=request.user)
    if form.is_bound and form.is_valid():
        invitation, key = ClientInvitation.objects.invite(by=request.user, **form.cleaned_data)
        if links.send(invitation.email, f"{reverse('relationship:welcome')}?key={key}"):
            messages.success(request, _("{name} is invited. The letter has left.").format(name=invitation))
        else:
            messages.error(request, _("The letter could not leave. Try it again when mail works."))
        return redirect("relationship:invite")
    waiting = ClientInvitation.objects.visible_to(request.user).open().select_related("therapist").order_by("at")
    context = {"form": form, "waiting": waiting}
    return render(request, "relationship/invite.html", context, status=422 if form.is_bound else 200)


@require_POST
@once
def not_invited(request: SignedIn, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    found = get_object_or_404(ClientInvitation.objects.visible_to(request.user).open(), pk=invitation_id)
    try:
        found.withdraw(by=request.user)
    except NoLongerError as gone:  # accepted in this moment
        raise Http404 from gone
    messages.success(request, _("Taken back. The link opens nothing any more."))
    return redirect("relationship:invite")


@login_not_required
@require_http_methods(["GET", "POST"])
@once
def welcome(request: HttpRequest) -> HttpResponse:
    """The page behind a client's link. A used, an old and a made-up link look the same."""
    key = request.POST.get("key") or request.GET.get("key", "")
    invitation = ClientInvitation.objects.good(key).select_related("therapist").first()
    if invitation is None:
        raise Http404
    form = WhoForm(request.POST or None, initial={"given_name": invitation.given_name})
    if form.is_bound and form.is_valid():
        try:
            invitation.accept(**form.cleaned_data)
        except AlreadyTogetherError:
            words = _("You work with somebody here already. Sign in, and use “I’d like to meet someone else” there.")
            form.add_error(None, words)
        except (NoLongerError, IntegrityError) as gone:  # in the moment between the two
            raise Http404 from gone
        else:
            request.session[TYPED] = invitation.email
            messages.success(request, _("Good. Now sign in with a code from your mail."))
            return redirect("account_login")
    context = {"form": form, "key": key, "invitation": invitation, "practice": Practice.objects.the()}
    return render(request, "relationship/welcome.html", context, status=422 if form.is_bound else 200)
