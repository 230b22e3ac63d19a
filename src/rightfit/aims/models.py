from typing import Self
from uuid import uuid4

from django.db import models, transaction

from rightfit.aims.goals import Goal, GoalRating
from rightfit.keeping import clock
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship

__all__ = ["Drop", "Goal", "GoalRating", "NotThisWeek", "Task"]


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(relationship__in=Relationship.objects.visible_to(person))

    def current(self, relationship: Relationship) -> "Task | None":
        """Return the one thing of this week, if there is one: the newest that was not dropped."""
        return self.filter(relationship=relationship, drop=None).order_by("-at").first()

    @transaction.atomic
    def agree(self, relationship: Relationship, *, by: Person, words: str) -> "Task":
        """Put one thing for the time between sessions in the place of the one before."""
        relationship.locked_while_it_lasts()
        for task in self.filter(relationship=relationship, drop=None):
            Drop.objects.create(task=task, by=by)
        task = self.create(relationship=relationship, by=by, words=words)
        relationship.track("agreed one thing", by=by, about=task)
        return task


class Task(models.Model):
    """The one thing between sessions: at most one, one line. The default is nothing."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="tasks")
    by = models.ForeignKey(Person, models.PROTECT)
    words = SealedField()
    at = models.DateTimeField(default=clock.now)

    objects = TaskQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.relationship}: one thing"

    @transaction.atomic
    def not_this_week(self, *, by: Person) -> "NotThisWeek":
        """Take it off for this week. No reason, no count, no reminder."""
        self.relationship.locked()
        week = NotThisWeek.objects.running().filter(task=self).first()
        if week is None:
            week, _fresh = NotThisWeek.objects.update_or_create(task=self, defaults={"at": clock.now()})
            self.relationship.track("said not this week", by=by, about=self)
        return week

    @transaction.atomic
    def this_week_after_all(self, *, by: Person) -> None:
        if NotThisWeek.objects.filter(task=self).delete()[0]:
            self.relationship.track("took it up again", by=by, about=self)

    @transaction.atomic
    def drop_it(self, *, by: Person) -> None:
        """Take it away for good: the two go on with nothing between sessions."""
        _drop, fresh = Drop.objects.get_or_create(task=self, defaults={"by": by})
        if fresh:
            self.relationship.track("dropped the one thing", by=by, about=self)


class NotThisWeekQuerySet(models.QuerySet["NotThisWeek"]):
    def running(self) -> Self:
        """Those whose week still runs: it is over with the next session that was not cancelled."""
        next_is_over = Session.objects.over().filter(
            relationship=models.OuterRef("task__relationship"), starts_at__gt=models.OuterRef("at"), cancellation=None
        )
        return self.exclude(models.Exists(next_is_over))


class NotThisWeek(models.Model):
    """That there was no room for it this week."""

    task = models.OneToOneField(Task, models.CASCADE, primary_key=True, related_name="not_now")
    at = models.DateTimeField(default=clock.now)

    objects = NotThisWeekQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.task}: not this week"


class Drop(models.Model):
    """That the one thing was taken away."""

    task = models.OneToOneField(Task, models.CASCADE, primary_key=True, related_name="drop")
    by = models.ForeignKey(Person, models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.task}: dropped"
