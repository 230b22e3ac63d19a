"""The letters about what a client wrote to a listener: neutral, to the two of them, and to a stand-in who reminds."""

from django.urls import reverse

from rightfit.keeping.models import Letter
from rightfit.listening.concerns import Concern, Entry
from rightfit.listening.hearing import may_not_hear
from rightfit.listening.waiting import late_concerns, open_concerns
from rightfit.practice.models import Duty, Person
from rightfit.relationship.responsible import holders


def lay_concern_letters() -> int:
    """Lay what is due, each once; return how many were laid."""
    told = open_concerns().select_related("relationship", "listener", "by", "sent")
    entries = Entry.objects.filter(concern__closed=None).select_related("by", "concern__by", "concern__listener")
    return (
        sum(_tell(concern) for concern in told)
        + sum(_remind(concern) for concern in late_concerns().select_related("relationship", "listener", "sent"))
        + sum(_answered(entry) for entry in entries)
    )


def _tell(concern: Concern) -> int:
    """To the listener; where that one may not read it any more, to the client, who can tell somebody else."""
    if concern.listener is not None and concern.is_with_somebody:
        return _lay(concern, concern.listener, reverse("listening:concerns"))
    return _lay(concern, concern.by, reverse("listening:concern"))


def _remind(concern: Concern) -> int:
    """Ask a stand-in to remind the listener. Who wrote, and about whom, they are not told."""
    for person in holders(Duty.Kind.STAND_IN, in_a_matter_of=concern.relationship):
        if person != concern.listener and not may_not_hear(person).filter(pk=concern.relationship_id).exists():
            return _lay(concern, person, reverse("listening:overdue"))
    return 0


def _answered(entry: Entry) -> int:
    concern = entry.concern
    if entry.by_id != concern.by_id:
        return _write(entry.concern.by, reverse("listening:concern"), once=f"entry:{entry.pk}")
    if concern.listener is not None and concern.is_with_somebody:
        return _write(concern.listener, reverse("listening:concerns"), once=f"entry:{entry.pk}")
    return 0


def _lay(concern: Concern, to: Person, path: str) -> int:
    return _write(to, path, once=f"told:{concern.pk}:{concern.sent.at:%Y%m%d%H%M%S}:{to.pk}")


def _write(to: Person, path: str, *, once: str) -> int:
    if Letter.objects.filter(once=once).exists():
        return 0
    Letter.objects.write(to=to.pk, path=path, once=once)
    return 1
