"""What a practice begins with: the acts in a plain sentence each, on or off on day one; who has to be named."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rightfit.keeping.models import Event
from rightfit.practice.acts import ACTS, Act
from rightfit.practice.arriving import Invitation
from rightfit.practice.models import Duty, Person, Practice, Therapist

SENTENCES: dict[str, str | Promise] = {
    "search": _("People who look for a therapist answer a few taps and see three names, with reasons."),
    "first_meetings": _("They meet up to three of you once, before anybody decides."),
    "compare": _("They see their own notes on these meetings side by side, and choose."),
    "go_on": _("After the first session and the third, both say whether to go on. Neither sees the other first."),
    "go_quiet": _("A client says now what you should do if they miss a session without word."),
    "opening": _("A guide for the first talk: what each of you needs, and what you understand alike."),
    "middle": _("The same for two who have worked together for a while."),
    "goals": _("The client writes what should be different, in their own words."),
    "between_sessions": _("One line about one thing to try until the next session."),
    "check_in": _("After a session both say how it was: one tap, and now and then four marks."),
    "look_together": _("In the session the two open what they both said, when both want to."),
    "hints_to_client": _("A careful question to the client when something may have changed. It may be wrong."),
    "hints_to_therapist": _("The same to the therapist, from what the therapist may know."),
    "two_doors": _("On each page of a client: Something isn’t right, and I’m thinking of stopping."),
    "find_the_words": _("Cards and own words for what a client would like to be different."),
    "what_we_try": _("The two write down one small change, and say later whether it helped."),
    "course_at_home": _("A client sees their own line at home, alone. Some are helped by it, some are not."),
}
OFF_FOR_ONE = frozenset({"search", "first_meetings", "compare"})

FOR_ONE = (Duty.Kind.LISTENER, Duty.Kind.STAND_IN)
FOR_SEVERAL = (
    Duty.Kind.LISTENER,
    Duty.Kind.COORDINATOR,
    Duty.Kind.SAFETY_CONTACT,
    Duty.Kind.PRIVACY_OFFICER,
    Duty.Kind.INTRODUCER,
    Duty.Kind.STAND_IN,
)
WHAT_FOR: dict[str, str | Promise] = {
    Duty.Kind.LISTENER: _(
        "Whom a client can rather tell. Best somebody from outside; never the therapist it is about."
    ),
    Duty.Kind.STAND_IN: _("Who rings the clients when a therapist falls ill."),
    Duty.Kind.COORDINATOR: _("Who helps a client move to another therapist."),
    Duty.Kind.SAFETY_CONTACT: _("Whom a therapist asks when somebody may be in danger."),
    Duty.Kind.PRIVACY_OFFICER: _("Whom people ask about their record."),
    Duty.Kind.INTRODUCER: _("Who answers people who are new and ask for help."),
    Duty.Kind.CUSTODIAN: _("Who looks after the records when the practice closes."),
    Duty.Kind.LEAD: _("Who decides here, and sees this page."),
}


@dataclass(frozen=True)
class Switch:
    """One act as the lead's page shows it."""

    key: str
    name: str | Promise
    sentence: str | Promise
    on: bool


def on_day_one(act: Act, *, several: bool) -> bool:
    """Say whether an act is on when a practice of this size begins."""
    return act.on and (several or act.key not in OFF_FOR_ONE)


def switches(practice: Practice, *, chosen: Iterable[str] | None = None) -> list[Switch]:
    """Return every act as it stands, or as it was just ticked."""
    ticked = None if chosen is None else set(chosen)
    return [
        Switch(
            act.key,
            act.name,
            SENTENCES.get(act.key, ""),
            practice.switches.get(act.key, act.on) if ticked is None else act.key in ticked,
        )
        for act in ACTS
    ]


@transaction.atomic
def set_switches(on: Iterable[str], *, by: Person) -> None:
    """Switch each act on or off, as ticked."""
    practice = Practice.objects.select_for_update().get(pk=Practice.objects.the().pk)
    ticked = set(on)
    practice.switches = practice.switches | {act.key: act.key in ticked for act in ACTS}
    practice.save(update_fields=["switches"])
    Event.objects.record("switched acts", by=by.pk, about=practice)


def is_one_therapist() -> bool:
    """Say whether this is a solo practice: at most one therapist, and no other invited."""
    return Therapist.objects.count() + Invitation.objects.open().count() <= 1


def needed() -> tuple[Duty.Kind, ...]:
    """Return the duties somebody has to have before the first client comes."""
    return FOR_ONE if is_one_therapist() else FOR_SEVERAL
