from uuid import uuid4

from django.db import models, transaction

from rightfit.checkin.models import Tap
from rightfit.checkin.side import Side
from rightfit.keeping import clock
from rightfit.listening import concerns, words  # noqa: F401 - Django finds the models of a room from here
from rightfit.practice.models import Person
from rightfit.relationship.models import Relationship
from rightfit.relationship.responsible import listener_for


class Acknowledgement(models.Model):
    """That the listener got in touch after a client would rather tell someone else."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    tap = models.OneToOneField(Tap, models.CASCADE, related_name="acknowledgement")
    by = models.ForeignKey(Person, models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.tap}: in touch"


@transaction.atomic
def ask_to_listen(relationship: Relationship, *, by: Person) -> Tap | None:
    """Let the listener know that this client would rather tell them. None where the practice has named nobody."""
    relationship.locked()
    listener = listener_for(relationship)
    if listener is None:
        return None
    waiting = Tap.objects.filter(relationship=relationship, by=by, listener__isnull=False, acknowledgement=None).first()
    if waiting is not None:
        return waiting
    tap = Tap.objects.create(
        relationship=relationship, by=by, by_side=Side.CLIENT, choice=Tap.Choice.LISTENER, listener=listener
    )
    relationship.track("asked the listener", by=by, about=tap)
    return tap


@transaction.atomic
def acknowledge(tap: Tap, *, by: Person) -> Acknowledgement | None:
    """Note that the listener got in touch. None where the client took it back at that moment."""
    tap.relationship.locked()
    if not Tap.objects.filter(pk=tap.pk, listener__isnull=False).exists():
        return None
    acknowledgement, fresh = Acknowledgement.objects.get_or_create(tap=tap, defaults={"by": by})
    if fresh:
        tap.relationship.track("the listener got in touch", by=by, about=tap)
    return acknowledgement
