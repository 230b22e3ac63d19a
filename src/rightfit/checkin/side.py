"""The two sides of a relationship."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from rightfit.practice.models import Person
    from rightfit.relationship.models import Relationship


class Side(models.TextChoices):
    CLIENT = "client"
    THERAPIST = "therapist"


def side_of(person: "Person", relationship: "Relationship") -> Side:
    """Say on which side of this relationship the person stands."""
    return Side.CLIENT if person.pk == relationship.client_id else Side.THERAPIST
