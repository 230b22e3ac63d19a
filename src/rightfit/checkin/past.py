"""Ratings from before this house: what a practice's own file said about a session that lies behind."""

from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from django.db import models

from rightfit.checkin.side import Side
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session, of_a_pair_visible_to

if TYPE_CHECKING:
    from rightfit.relationship.models import Relationship

TEN = 10.0


class PastRatingQuerySet(models.QuerySet["PastRating"]):
    def visible_to(self, person: Person) -> Self:
        """The two whose session it was: it stood in the practice's file already. Nobody else, and in no count."""
        return self.filter(session__in=Session.objects.filter(of_a_pair_visible_to(person)))

    def on_ten(self, relationship: "Relationship", side: Side) -> dict[Any, float]:
        """Return the ratings of one side by session, on the scale from 0 to 10 on which the course is drawn."""
        mine = self.filter(session__relationship=relationship, side=side)
        return {rating.session_id: rating.on_ten for rating in mine}


class PastRating(models.Model):
    """One side's rating of one session, as a file brought it: the figure, and the scale it was given on."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="past_ratings")
    side = models.CharField(max_length=9, choices=Side.choices)
    value = SealedField()
    low = models.FloatField(help_text="The lowest mark of its scale.")
    high = models.FloatField(help_text="The highest mark of its scale.")

    objects = PastRatingQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["session", "side"], name="one_past_rating_each_side"),)

    def __str__(self) -> str:
        return f"{self.session}, {self.side}, from a file"

    @property
    def on_ten(self) -> float:
        return TEN * (float(self.value) - self.low) / (self.high - self.low)
