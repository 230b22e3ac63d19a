"""Staff who have a passkey are asked for it also after a code: their mail alone opens nothing."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpResponse

from rightfit.practice.signing_in import works_here


class PasskeyForStaff(AuthenticateStage):
    """A client chooses each time between code and passkey; staff with a passkey cannot go round it."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if self.login.user is None or not works_here(self.login.user):
            return None, True
        answer: tuple[HttpResponse | None, bool] = super().handle()
        return answer
