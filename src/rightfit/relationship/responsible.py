"""Who looks after a client, by derivation: exactly one person at every moment, stored nowhere."""

from rightfit.practice.models import Duty, Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship


def responsible_for(client: Person) -> Person | None:
    """Return the one named person of this client.

    The therapist of the newest live relationship with a held session; else of the newest live one;
    else, for somebody who never worked with anyone here, the introducer; else the coordinator. None
    only where the practice has not named that duty, which stands on the lead's list.
    """
    live = Relationship.objects.live().filter(client=client).select_related("therapist").order_by("-began_at")
    met = live.filter(pk__in=Session.objects.held().filter(relationship__client=client).values("relationship"))
    newest = met.first() or live.first()
    if newest is not None:
        return newest.therapist
    ever = Relationship.objects.filter(client=client).exists()
    return Duty.objects.holder(Duty.Kind.COORDINATOR if ever else Duty.Kind.INTRODUCER, but_not=client.pk)


def listener_for(relationship: Relationship) -> Person | None:
    """Return who listens to this client: never the therapist it may be about."""
    return Duty.objects.holder(Duty.Kind.LISTENER, but_not=relationship.therapist_id)
