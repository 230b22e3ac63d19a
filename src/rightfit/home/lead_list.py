"""What waits for a person: the lead's one list. Dates and counts, never a client's words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rightfit.intake.models import Enquiry
from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.listening import waiting as listening
from rightfit.practice.models import Duty
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Pause, Relationship
from rightfit.safety.models import Alert
from rightfit.transition.models import Handover, Request


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
    named = set(Duty.objects.held_on(clock.today()).values_list("kind", flat=True))
    found = [Waiting(what=str(what), why=str(why), icon="people") for kind, what, why in NEEDED if kind not in named]
    live = Relationship.objects.live()
    paused = Pause.objects.running().values("relationship")
    booked = Session.objects.upcoming().values("relationship")
    adrift = live.exclude(pk__in=paused).exclude(pk__in=booked).count()
    if adrift:
        what = ngettext("{count} person has no next date", "{count} people have no next date", adrift)
        found.append(Waiting(what=what.format(count=adrift), why=_("Their therapists see who."), icon="cal"))
    found.extend(_too_long())
    found.extend(_stuck())
    return found


def _stuck() -> list[Waiting]:
    """Moves that find nobody, and people whom no mail reaches: counted, never by whom."""
    found = []
    moves = Handover.objects.ageing().count()
    if moves:
        what = ngettext(
            "{count} move has found nobody for three weeks", "{count} moves have found nobody for three weeks", moves
        )
        found.append(Waiting(what=what.format(count=moves), why=_("The coordinator sees who."), icon="shift"))
    unreached = Letter.objects.undeliverable().order_by().values("to").distinct().count()
    if unreached:
        what = ngettext("Mail does not reach {count} person", "Mail does not reach {count} people", unreached)
        why = _("It was tried for days. Ask the introducer and the therapists to check addresses when they meet.")
        found.append(Waiting(what=what.format(count=unreached), why=why, icon="note"))
    return found


def _too_long() -> list[Waiting]:
    """What the pages promised by a day that has passed, and what nobody may take: counted, never by whom."""
    nobody = listening.nobody_may_take() + Request.objects.nobody_may_take()
    overdue = Alert.objects.overdue().count()
    late = listening.late().count() + Request.objects.late().count() + Enquiry.objects.late().count()
    found = []
    if overdue:
        what = ngettext(
            "{count} answer may mean danger and nobody took it up",
            "{count} answers may mean danger and nobody took them up",
            overdue,
        )
        why = _("Ring the therapists and the safety contact now. What was answered stays with them.")
        found.append(Waiting(what=what.format(count=overdue), why=why, icon="bell"))
    if nobody:
        what = ngettext("{count} person waits and nobody may ring", "{count} people wait and nobody may ring", nobody)
        why = _("Everybody named for it is part of the matter, or nobody is named. Name somebody else.")
        found.append(Waiting(what=what.format(count=nobody), why=why, icon="people"))
    if late:
        what = ngettext("{count} person has waited too long", "{count} people have waited too long", late)
        why = _("Longer than we said. Ask the listener, the coordinator and the introducer to look at their lists.")
        found.append(Waiting(what=what.format(count=late), why=why, icon="bell"))
    return found
