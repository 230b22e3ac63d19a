"""What waits for a person: the lead's one list. Dates and counts, never a client's words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rightfit.practice.models import Duty
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Pause, Relationship
from rightfit.relationship.responsible import responsible_for


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing that needs a person, and why it matters."""

    what: str
    why: str
    icon: str


NEEDED = (
    (
        Duty.Kind.LISTENER,
        gettext_lazy("Nobody is named as listener"),
        gettext_lazy("Clients see no one they could rather tell."),
    ),
    (
        Duty.Kind.COORDINATOR,
        gettext_lazy("Nobody is named as coordinator"),
        gettext_lazy("Who asks for someone else reaches nobody."),
    ),
    (
        Duty.Kind.STAND_IN,
        gettext_lazy("Nobody is named as stand-in"),
        gettext_lazy("If a therapist falls ill, nobody knows whom to ring."),
    ),
    (
        Duty.Kind.PRIVACY_OFFICER,
        gettext_lazy("Nobody is named as privacy officer"),
        gettext_lazy("Clients need a name to ask about their record."),
    ),
    (
        Duty.Kind.SAFETY_CONTACT,
        gettext_lazy("Nobody is named as safety contact"),
        gettext_lazy("Questions about danger stay off."),
    ),
)


def waiting_for_a_person() -> list[Waiting]:
    found = [
        Waiting(what=str(what), why=str(why), icon="people")
        for kind, what, why in NEEDED
        if not Duty.objects.now(kind).exists()
    ]
    live = Relationship.objects.live().select_related("client")
    unnamed = sum(1 for one in live if responsible_for(one.client) is None)
    if unnamed:
        what = ngettext("{count} client has no named person", "{count} clients have no named person", unnamed)
        found.append(Waiting(what=what.format(count=unnamed), why=_("Everybody here has one person."), icon="care"))
    paused = Pause.objects.running().values("relationship")
    booked = Session.objects.upcoming().values("relationship")
    adrift = live.exclude(pk__in=paused).exclude(pk__in=booked).count()
    if adrift:
        what = ngettext("{count} person has no next date", "{count} people have no next date", adrift)
        found.append(Waiting(what=what.format(count=adrift), why=_("Their therapists see who."), icon="cal"))
    return found
