"""Look together: in the session, when both have tapped."""

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Count, OuterRef, Subquery

from rightfit.checkin.side import Side
from rightfit.keeping import clock
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session, SessionQuerySet


class LookTogetherQuerySet(models.QuerySet["LookTogether"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(session__in=Session.objects.visible_to(person))

    def opened(self) -> Self:
        """Taps of sessions in which both tapped."""
        both = (
            LookTogether.objects.filter(session=OuterRef("session"))
            .values("session")
            .annotate(taps=Count("pk"))
            .values("taps")
        )
        return self.annotate(taps=Subquery(both)).filter(taps=len(Side))

    def open_now(self) -> Self:
        return self.opened().filter(session__ends_at__gt=clock.now())


class LookTogether(models.Model):
    """That one of the two tapped "look together" in a session; it opens when both did."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="looks")
    person = models.ForeignKey(Person, models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    objects = LookTogetherQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["session", "person"], name="one_look_each"),)

    def __str__(self) -> str:
        return f"{self.session}, {self.person}"


def window_is_open(session: Session) -> bool:
    """Say whether the two may open it: in the session, from the second one on."""
    return session.is_under_way and session.number > 1


def in_its_window(sessions: SessionQuerySet) -> Session | None:
    """Return the one of these sessions in which the two may look together now."""
    return next((session for session in sessions.under_way() if window_is_open(session)), None)
