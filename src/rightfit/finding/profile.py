"""What a therapist says of themselves to everybody, and when there is room."""

from typing import Any, Self
from uuid import uuid4

from django.db import models, transaction
from django.db.models.functions import Coalesce

from rightfit.finding import labels
from rightfit.keeping.models import Event
from rightfit.practice.models import Person
from rightfit.relationship.models import Relationship


class ProfileQuerySet(models.QuerySet["Profile"]):
    def visible_to(self, person: Any) -> Self:  # noqa: ARG002 - row 18: a therapist's profile is public
        return self.filter(person__is_active=True, person__therapist__isnull=False)

    def with_free_seats(self) -> Self:
        """Bring `free_seats` along, and keep those who have one."""
        taken = (
            Relationship.objects.live()
            .filter(therapist=models.OuterRef("person"))
            .order_by()
            .values("therapist")
            .annotate(how_many=models.Count("pk"))
            .values("how_many")
        )
        free = models.F("person__therapist__seats") - Coalesce(models.Subquery(taken), 0)
        return self.annotate(free_seats=free).filter(free_seats__gt=0)

    @transaction.atomic
    def write(self, therapist: Person, *, times: list[tuple[int, str]], **says: Any) -> "Profile":
        """Write or rewrite a therapist's own page, with the times that are free."""
        profile, _fresh = self.update_or_create(person=therapist, defaults=says)
        profile.free_times.all().delete()
        Availability.objects.bulk_create(Availability(profile=profile, weekday=day, part=part) for day, part in times)
        Event.objects.record("wrote a profile", by=therapist.pk, about=profile)
        return profile


class Profile(models.Model):
    """A therapist's public page: in their own words, with whom they may not be right."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="profile")
    own_line = models.CharField(max_length=300)
    not_right_if = models.CharField(max_length=300)
    topics = models.JSONField(default=list, blank=True)
    style = models.JSONField(default=dict, blank=True)
    at_home = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    ways = models.JSONField(default=list, blank=True)
    fee = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = ProfileQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.person}: profile"

    @property
    def helper(self) -> Person | None:
        """Who helps this therapist, if this is somebody still learning."""
        return self.person.therapist.helped_by

    def next_free(self) -> list[str]:
        days, parts = dict(labels.DAYS), dict(labels.PARTS)
        return [f"{days[time.weekday]} {parts[time.part]}" for time in self.free_times.all()]


class AvailabilityQuerySet(models.QuerySet["Availability"]):
    def visible_to(self, person: Any) -> Self:  # noqa: ARG002 - public, with the profile
        return self


class Availability(models.Model):
    """A weekday and a part of the day in which a therapist has a free seat."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="free_times")
    weekday = models.PositiveSmallIntegerField(choices=labels.DAYS)
    part = models.CharField(max_length=9, choices=labels.PARTS)

    objects = AvailabilityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "availabilities"
        ordering = ("weekday", "part")
        constraints = (models.UniqueConstraint(fields=["profile", "weekday", "part"], name="one_free_time_once"),)

    def __str__(self) -> str:
        return f"{self.profile}: {self.get_weekday_display()} {self.get_part_display()}"
