"""What has become of a concern, as records: sent, read by the listener, done for the client."""

from django.db import models

from rightfit.keeping import clock
from rightfit.practice.models import Person


class Sent(models.Model):
    """That a concern was sent, or sent anew to another listener, and when the promised days began."""

    concern = models.OneToOneField("Concern", models.CASCADE, primary_key=True, related_name="sent")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return "sent"


class Received(models.Model):
    """That the listener said they have read it."""

    concern = models.OneToOneField("Concern", models.CASCADE, primary_key=True, related_name="received")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return "read"


class Closed(models.Model):
    """That the client said it is done."""

    concern = models.OneToOneField("Concern", models.CASCADE, primary_key=True, related_name="closed")
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return "closed"
