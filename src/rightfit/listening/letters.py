"""The letters about a client who would rather tell a listener: neutral, like every letter."""

from django.urls import reverse

from rightfit.checkin.models import Tap
from rightfit.keeping.models import Letter
from rightfit.listening.concern_letters import lay_concern_letters
from rightfit.listening.waiting import late, open_taps
from rightfit.practice.models import Duty, Person
from rightfit.relationship.responsible import holders


def lay_listeners_letters() -> int:
    """Lay one letter for each client who waits for a listener; return how many were laid.

    It goes to the listener who was asked, or to who may take it today. After the promised days it also
    goes to a second listener; where there is none, a stand-in is asked to remind the first.
    """
    laid = 0
    for tap in open_taps().select_related("relationship", "listener"):
        listeners = holders(Duty.Kind.LISTENER, in_a_matter_of=tap.relationship)
        if listeners:
            laid += _lay(tap, _first(tap, listeners), reverse("home:waiting"))
    for tap in late().select_related("relationship", "listener"):
        listeners = holders(Duty.Kind.LISTENER, in_a_matter_of=tap.relationship)
        others = [one for one in listeners if one != _first(tap, listeners)]
        stand_ins = [
            one for one in holders(Duty.Kind.STAND_IN, in_a_matter_of=tap.relationship) if one not in listeners
        ]
        if others:
            laid += _lay(tap, others[0], reverse("home:waiting"))
        elif stand_ins:
            laid += _lay(tap, stand_ins[0], reverse("listening:overdue"))
    return laid + lay_concern_letters()


def _first(tap: Tap, listeners: list[Person]) -> Person:
    """Return the listener who was asked; where that one may no longer take it, the next."""
    return tap.listener if tap.listener in listeners and tap.listener is not None else listeners[0]


def _lay(tap: Tap, to: Person, path: str) -> int:
    """Lay it once for each asking and each reader: who asks again after taking it back has asked anew."""
    once = f"listener:{tap.pk}:{tap.at:%Y%m%d%H%M%S}:{to.pk}"
    if Letter.objects.filter(once=once).exists():
        return 0
    Letter.objects.write(to=to.pk, path=path, once=once)
    return 1
