"""How far a practice has come, and what is next: derived from what is there, each step a page of its own."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.practice import day_one
from rightfit.practice.models import Duty, Person, Practice, Therapist
from rightfit.practice.second_step import has_second_step


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to see to before the first client."""

    key: str
    title: str | Promise
    why: str | Promise
    url: str
    done: bool


def steps(lead: Person) -> list[Step]:
    """Return the steps in the order in which they help."""
    practice = Practice.objects.the()
    named = set(Duty.objects.held_on(clock.today()).values_list("kind", flat=True))
    clients = Person.objects.filter(therapist=None, duties=None)
    return [
        Step(
            key="house",
            title=_("The practice"),
            why=_("Its name, how to ring you, and what a person can do at night."),
            url=reverse("practice:setup_house"),
            done=bool(practice.phone and practice.out_of_hours),
        ),
        Step(
            key="mail",
            title=_("Does mail leave?"),
            why=_("People sign in with a code from their mail. Send yourself a test mail."),
            url=f"{reverse('practice:setup')}#mail",
            done=Event.objects.filter(verb="sent a test mail").exists(),
        ),
        Step(
            key="therapists",
            title=_("Therapists"),
            why=_("Invite them, or say that you see clients yourself."),
            url=reverse("practice:setup_therapists"),
            done=Therapist.objects.exists(),
        ),
        Step(
            key="people",
            title=_("Who does what"),
            why=_("The people whom clients see by name: whom they can rather tell, who stands in."),
            url=reverse("practice:setup_people"),
            done=set(day_one.needed()) <= named,
        ),
        Step(
            key="acts",
            title=_("What you use"),
            why=_("Each part can be on or off. Begin with what fits your size."),
            url=reverse("practice:setup_acts"),
            done=bool(practice.switches),
        ),
        Step(
            key="second_step",
            title=_("A second step for you"),
            why=_(
                "You can see who comes here, so your mail alone is not enough: a passkey, or an app that makes codes."
            ),
            url=reverse("mfa_index"),
            done=has_second_step(lead),
        ),
        Step(
            key="clients",
            title=_("The first client"),
            why=_("Invite a client to one of your therapists. It begins when they say yes."),
            url=reverse("relationship:invite"),
            done=clients.exists(),
        ),
    ]


def next_step(lead: Person) -> Step | None:
    """Return what is still missing first; none when a practice is ready."""
    return next((step for step in steps(lead) if not step.done), None)


def mail_leaves() -> bool:
    """Say whether a mail server is named; else letters lie as files in the data folder."""
    return bool(settings.EMAIL_HOST)
