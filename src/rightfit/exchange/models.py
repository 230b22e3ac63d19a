"""What a file brought into the house, so that it can be told apart, refused a second time and taken out again."""

from typing import Any, Self
from uuid import uuid4

from django.db import models

from rightfit.keeping import clock
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, person: Any) -> Self:  # noqa: ARG002 - whoever runs the machine sees it, on no page
        return self.none()


class Import(models.Model):
    """One file that was brought in: a batch."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    file_name = models.CharField(max_length=255)
    at = models.DateTimeField(default=clock.now)

    objects = ImportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.file_name}, {self.at:%Y-%m-%d %H:%M}"


class NewcomerQuerySet(models.QuerySet["Newcomer"]):
    def visible_to(self, person: Any) -> Self:  # noqa: ARG002 - as the import
        return self.none()

    def clients(self) -> Self:
        return self.filter(person__therapist=None)


class Newcomer(models.Model):
    """A person who came into the house by an import: a client under the file's own id, or a therapist."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="came_by")
    brought_by = models.ForeignKey(Import, models.CASCADE, related_name="newcomers")
    as_in_file = models.CharField(max_length=80)

    objects = NewcomerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.as_in_file}: {self.person}"


class ImportedSessionQuerySet(models.QuerySet["ImportedSession"]):
    def visible_to(self, person: Any) -> Self:  # noqa: ARG002 - as the import
        return self.none()


class ImportedSession(models.Model):
    """That a session came from a file, and its number there: a second import knows it again."""

    session = models.OneToOneField(Session, models.CASCADE, primary_key=True, related_name="came_by")
    brought_by = models.ForeignKey(Import, models.CASCADE, related_name="sessions")
    number = models.PositiveIntegerField()

    objects = ImportedSessionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.session}, number {self.number} in the file"
