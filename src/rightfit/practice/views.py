"""Signing in, signing out, passkeys. The steps are allauth's; the words and the ways back are ours."""

from http import HTTPStatus
from typing import Any

from allauth.account.utils import passthrough_next_redirect_url
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    EditWebAuthnView,
    ListWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
)
from allauth.usersessions.views import ListUserSessionsView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rightfit.practice.devices import kind_of, label_of
from rightfit.practice.forms import AskForCodeForm
from rightfit.practice.models import Person, Practice
from rightfit.practice.signing_in import works_here

# The address somebody typed, kept for the one page to which a wrong or old code leads back.
TYPED = "address_typed"


class AskForCode(RequestLoginCodeView):
    """One page, two ways in: a code by mail, or a passkey."""

    form_class = AskForCodeForm
    template_name = "account/login.html"

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Let people come back to this page: allauth would hold them at the code of a mistyped address."""

    def get_initial(self) -> dict[str, Any]:
        return {"email": self.request.session.pop(TYPED, "")} if TYPED in self.request.session else {}

    def form_invalid(self, form: AskForCodeForm) -> HttpResponse:
        too_often = form.has_error("email", code="too_many_login_attempts")
        return self.render_to_response(self.get_context_data(form=form), status=429 if too_often else 422)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(**more) | {
            "practice": Practice.objects.first(),
            "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60,
        }


class TypeCode(ConfirmLoginCodeView):
    """The code from the letter. A wrong one stays in the field; an old one leads back with the address kept."""

    used_up = False

    @method_decorator(login_not_required)
    def dispatch(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        answer: HttpResponse = super().dispatch(request, *args, **more)
        if getattr(answer, "url", None) != reverse("account_request_login_code"):
            return answer
        if not self.used_up:
            messages.info(request, _("That code is too old, or was used. Send a new one: it comes at once."))
        if request.POST.get("email"):
            request.session[TYPED] = request.POST["email"]
        return redirect(self.passthrough_next_url(reverse("account_login")))

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)
        if answer.status_code == HTTPStatus.OK:
            answer.status_code = 422
        else:
            self.used_up = True
        return answer

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(**more) | {"minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60}


class UsePasskey(LoginWebAuthnView):
    def form_invalid(self, form: Any) -> HttpResponse:
        super().form_invalid(form)
        return redirect(_with_next(self.request, "account_login"))


class SecondStep(AuthenticateView):
    """After the code from the mail, for staff: passkey, app or spare code, and only so many tries."""

    def form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)
        answer.status_code = 429 if form.has_error("code", code="too_many_login_attempts") else 422
        return answer


class PasskeyOnceMore(ReauthenticateWebAuthnView):
    """Before a passkey is changed, the passkey once more."""

    def form_invalid(self, form: Any) -> HttpResponse:
        super().form_invalid(form)
        return redirect(self.passthrough_next_url(reverse("mfa_reauthenticate_webauthn")))


class MyPasskeys(ListWebAuthnView):
    template_name = "mfa/index.html"

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        codes = Authenticator.objects.filter(user=self.request.user, type=Authenticator.Type.RECOVERY_CODES).first()
        return super().get_context_data(**more) | {
            "spare_codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
            "works_here": works_here(self.request.user),
            "app": Authenticator.objects.filter(user=self.request.user, type=Authenticator.Type.TOTP).first(),
        }


class AddPasskey(AddWebAuthnView):
    def get_initial(self) -> dict[str, Any]:
        return {"name": label_of(self.request)}

    def get_success_url(self) -> str:
        """Show the spare codes to those who need them; a client without passkey takes a code from the mail."""
        if works_here(self.request.user):
            return str(super().get_success_url())
        return reverse("mfa_index")

    def form_invalid(self, form: Any) -> HttpResponse:  # noqa: ARG002 - Django's signature
        # The page is drawn without the form's errors: asking for them would spend the new challenge.
        messages.error(self.request, _("That did not work. Nothing was kept; try again."))
        return self.render_to_response(self.get_context_data(), status=422)


class AddApp(ActivateTOTPView):
    """An app that makes codes, for who works here and cannot use a passkey."""

    def dispatch(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if not isinstance(request.user, Person) or not works_here(request.user):
            raise Http404
        answer: HttpResponse = super().dispatch(request, *args, **more)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class RemoveApp(DeactivateTOTPView):
    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(**more) | {"is_the_last": not _has_passkey(self.request.user)}


class NamePasskey(EditWebAuthnView):
    template_name = "mfa/webauthn/edit_form.html"


class WhereSignedIn(ListUserSessionsView):
    """Where one is signed in, in words one can tell apart; no addresses of machines."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)
        context["places"] = [
            {"kind": kind_of(session.user_agent), "since": session.created_at, "here": session.is_current()}
            for session in reversed(context["sessions"])
        ]
        return context


@login_not_required
@require_GET
def by_invitation(request: HttpRequest) -> HttpResponse:
    """Nobody signs themselves up; the page says how one comes in."""
    return render(request, "account/signup_closed.html", {"practice": Practice.objects.first()})


def _has_passkey(person: Any) -> bool:
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).exists())


def _with_next(request: HttpRequest, name: str) -> str:
    return str(passthrough_next_redirect_url(request, reverse(name), "next"))
