"""Staff who have a passkey are asked for it also after a code: their mail alone opens nothing."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpResponse

from rightfit.keeping import clock
from rightfit.practice.models import Duty, Person


def works_here(person: Person) -> bool:
    """Say whether somebody sees other people's records here: a therapist, or someone with a duty."""
    return person.is_therapist or Duty.objects.held_on(clock.today()).filter(person=person).exists()


class PasskeyForStaff(AuthenticateStage):
    """A client chooses each time between code and passkey; staff with a passkey cannot go round it."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if self.login.user is None or not works_here(self.login.user):
            return None, True
        answer: tuple[HttpResponse | None, bool] = super().handle()
        return answer
