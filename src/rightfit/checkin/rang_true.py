"""How often "does this ring true?" was answered with yes and with no here: two counts, and nobody's name.

The bridge to `engine.confirming`. An answer is counted when its hint is three sessions old or the work has ended: until
then it may change. A hint that rang false is erased at that moment and one that rang true stays, so that counting the
rows that are left would say that nearly every hint is real.
"""

from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import F

from rightfit.checkin.worth_asking import Ring
from rightfit.engine import confirming


class RingCounted(models.Model):
    """That an answer was counted, so that it is counted once."""

    ring = models.OneToOneField(Ring, models.CASCADE, primary_key=True, related_name="counted")

    objects: models.Manager["RingCounted"] = models.Manager()

    class Meta:
        verbose_name_plural = "rings counted"

    def __str__(self) -> str:
        return str(self.ring)


class RingTally(models.Model):
    """How many clients of the practice have said yes, how many no. It names nobody and no session."""

    answer = models.CharField(max_length=8, choices=Ring.Answer.choices, primary_key=True)
    count = models.PositiveIntegerField(default=0)

    objects: models.Manager["RingTally"] = models.Manager()

    class Meta:
        verbose_name_plural = "ring tallies"

    def __str__(self) -> str:
        return f"{self.answer}: {self.count}"


@dataclass(frozen=True, kw_only=True)
class Nothing:
    """Of ten such questions, about how many were for nothing, and between how many it may be."""

    of_ten: int
    least: int
    most: int
    from_here: bool
    """Told by people here; else by made-up practices."""


@transaction.atomic
def count(ring: Ring) -> None:
    """Count an answer, once; "not sure" says nothing for either side."""
    if ring.answer not in {Ring.Answer.YES, Ring.Answer.NO}:
        return
    _counted, fresh = RingCounted.objects.get_or_create(ring=ring)
    if fresh:
        RingTally.objects.get_or_create(answer=ring.answer)
        RingTally.objects.filter(answer=ring.answer).update(count=F("count") + 1)


def for_nothing() -> Nothing:
    """Say how many of ten hints are for nothing; until thirty people have said yes or no, made-up practices tell."""
    counts = dict(RingTally.objects.values_list("answer", "count"))
    found = confirming.confirmed(yes=counts.get(Ring.Answer.YES, 0), no=counts.get(Ring.Answer.NO, 0))
    return Nothing(
        of_ten=found.nothing_in_ten,
        least=round(10 * (1 - found.high)),
        most=round(10 * (1 - found.low)),
        from_here=found.answers >= confirming.ENOUGH,
    )
