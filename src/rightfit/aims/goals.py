"""Goals, in the client's own words, and how near the client feels to them."""

from typing import Self
from uuid import uuid4

from django.db import models, transaction

from rightfit.keeping import clock
from rightfit.keeping.erasing import erase
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person
from rightfit.relationship.models import Relationship


class GoalQuerySet(models.QuerySet["Goal"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(relationship__in=Relationship.objects.visible_to(person))

    @transaction.atomic
    def set_down(self, relationship: Relationship, *, by: Person, words: str) -> "Goal":
        """Write a goal down. The client's words alone: nobody words it for them."""
        relationship.locked_while_it_lasts()
        goal = self.create(relationship=relationship, words=words)
        relationship.track("wrote down a goal", by=by, about=goal)
        return goal


class Goal(models.Model):
    """What the client would like to be different, in their own words."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="goals")
    words = SealedField()
    at = models.DateTimeField(default=clock.now)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return f"{self.relationship}: a goal"

    @property
    def last_rating(self) -> "GoalRating | None":
        return self.ratings.order_by("-at").first()

    @transaction.atomic
    def rate(self, *, by: Person, mark: int) -> "GoalRating":
        """Say how near one feels to it now, from 0 to 10. Once a day: the newest of a day counts."""
        self.relationship.locked_while_it_lasts()
        rating = self.ratings.filter(at__gte=clock.start_of(clock.today())).first()
        if rating is None:
            rating = GoalRating.objects.create(goal=self, mark=mark)
            self.relationship.track("said how near a goal is", by=by, about=self)
        else:
            rating.mark, rating.at = mark, clock.now()
            rating.save()
        return rating

    @transaction.atomic
    def let_go(self, *, by: Person) -> None:
        """Let it go, and erase it with its marks."""
        self.relationship.locked()
        self.relationship.track("let a goal go", by=by, about=self)
        erase(self)


class GoalRatingQuerySet(models.QuerySet["GoalRating"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(goal__in=Goal.objects.visible_to(person))


class GoalRating(models.Model):
    """How near the client felt to a goal on a day: one look on one day, never a grade."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="ratings")
    mark = SealedField()
    at = models.DateTimeField(default=clock.now)

    objects = GoalRatingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.goal}: how near"
