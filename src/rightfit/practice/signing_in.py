"""Who may sign in, with what, and for how long. The steps themselves are allauth's."""

import base64
import logging
import time
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rightfit.keeping.sealed import seal, unseal
from rightfit.practice.devices import label_of
from rightfit.practice.models import Person, Practice

log = logging.getLogger(__name__)

# Who signed in less than this ago is not asked again before a passkey is changed.
FRESH_SECONDS = 15 * 60
WITHOUT_THEM_NOBODY_GETS_IN = ("account/email/login_code", "account/email/unknown_account")


def works_here(person: Person) -> bool:
    """Say whether somebody sees other people's records here: a therapist, or someone with a duty."""
    return person.is_therapist or bool(person.duties_today)


class InvitedOnly(DefaultAccountAdapter):
    """Nobody signs themselves up: a practice invites its people."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _("This is not the code. Take the newest mail, or send a new one."),
        "too_many_login_attempts": _("That was a lot of tries. Take a few minutes, then try again."),
        "rate_limited": _("That was a lot of tries. Take a few minutes, then try again."),
        "account_inactive": _("This sign-in is closed. Call the practice if that is a mistake."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        return False

    def get_login_stages(self) -> list[str]:
        return ["allauth.account.stages.LoginByCodeStage", "rightfit.practice.second_step.SecondStepForStaff"]

    def login(self, request: HttpRequest, user: Person) -> None:
        """Sign in until a fixed time: pages opened in between do not push the end away."""
        super().login(request, user)
        request.session.set_expiry(timedelta(seconds=settings.SESSION_COOKIE_AGE))

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:  # noqa: ARG002 - allauth's signature
        """Before a passkey is changed: the passkey once more, unless this sign-in is fresh or there is none yet."""
        person = self.request.user
        if not self.get_reauthentication_methods(person):
            return False
        signed_in = [record["at"] for record in get_authentication_records(self.request, person)]
        return not signed_in or time.time() - max(signed_in) > FRESH_SECONDS

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The passkey first, then for staff a code of their app or a spare one. There are no passwords."""
        kinds = set(user.authenticator_set.values_list("type", flat=True)) if user.is_authenticated else set()
        ways = []
        if "webauthn" in kinds:
            url = reverse("mfa_reauthenticate_webauthn")
            ways.append({"id": "mfa_reauthenticate:webauthn", "description": gettext("Use my passkey"), "url": url})
        if {"totp", "recovery_codes"} & kinds and works_here(user):
            url = reverse("mfa_reauthenticate")
            ways.append({"id": "mfa_reauthenticate", "description": gettext("Use a code"), "url": url})
        return ways

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter about signing in; where none can leave, say so instead of letting somebody wait."""
        minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60
        try:
            super().send_mail(template_prefix, email, context | {"minutes": minutes})
        except (OSError, SMTPException) as failed:
            log.error("A letter about signing in could not leave: %s", type(failed).__name__)  # noqa: TRY400 - a trace would hold the address
            if template_prefix in WITHOUT_THEM_NOBODY_GETS_IN:
                page = render(self.request, "account/no_mail.html", {"practice": Practice.objects.first()}, status=503)
                raise ImmediateHttpResponse(page) from failed


# Where a secret of a second step lies, for its seal: allauth has one column for all of them.
PLACE = "mfa.authenticator.secret"


class SecondSteps(DefaultMFAAdapter):
    """Passkeys, codes of an app and spare codes, in plain words; their secrets lie sealed."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That did not work. Try again, or sign in another way."),
        "cannot_delete_authenticator": _("This cannot be removed."),
        "cannot_generate_recovery_codes": _("Spare codes go with a second step. Add one first."),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(text.encode(), place=PLACE)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(base64.b64decode(encrypted_text), place=PLACE).decode()

    def get_totp_label(self, user: Person) -> str:
        """An app shows this on a phone that others may see: the address alone, without the practice."""
        return user.email or ""

    def get_totp_issuer(self) -> str:
        return "rightfit"

    def generate_authenticator_name(self, user: Person, type: Any) -> str:  # noqa: A002, ARG002 - allauth's signature
        return label_of(context.request)
