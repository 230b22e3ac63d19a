"""Staff need a second step beside the code from their mail: a passkey, or an app that makes codes.

Who works here sees other people's records, so an open mailbox must not be enough (safety S5).
"""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from rightfit.practice.models import Person
from rightfit.practice.signing_in import works_here

STEPS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)
# What somebody without a second step may do: set one up, get help, leave.
MEANWHILE = frozenset(
    {
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_activate_totp",
        "mfa_view_recovery_codes",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_logout",
        "crisis:help",
        "practice:begin",
        "practice:invited",
    }
)


def has_second_step(person: Person) -> bool:
    return Authenticator.objects.filter(user=person, type__in=STEPS).exists()


class SecondStepForStaff(AuthenticateStage):
    """A client chooses each time between code and passkey; staff with a second step cannot go round it."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if self.login.user is None or not works_here(self.login.user):
            return None, True
        answer: tuple[HttpResponse | None, bool] = super().handle()
        return answer


class SecondStepFirst:
    """Lead staff who have no second step to setting one up, before any page with somebody's record opens.

    Not while nobody else is in the house: there is nothing to read, and the lead is just making it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_STEP_FOR_STAFF and self._lacks_one(request):
            messages.info(request, _("You work here, so your mail alone is not enough. Choose a second step first."))
            return redirect("mfa_index")
        return self.get_response(request)

    def _lacks_one(self, request: HttpRequest) -> bool:
        person = request.user
        if not isinstance(person, Person) or not works_here(person) or _may_meanwhile(request.path_info):
            return False
        return not has_second_step(person) and Person.objects.exclude(pk=person.pk).exists()


def _may_meanwhile(path: str) -> bool:
    try:
        return resolve(path).view_name in MEANWHILE
    except Resolver404:
        return True
