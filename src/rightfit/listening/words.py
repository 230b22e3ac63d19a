"""The word from the practice: after some sessions, please say if something should be different, and how."""

from datetime import timedelta
from typing import Self
from uuid import uuid4

from django.db import models, transaction
from django.db.models import Count
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.practice.acts import is_on
from rightfit.practice.models import Duty, Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Pause, Relationship
from rightfit.relationship.responsible import holders, listener_for

AFTER_SESSIONS = 5
STANDS_FOR = timedelta(days=28)


class WordQuerySet(models.QuerySet["Word"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(relationship__client=person)

    def on_the_page_of(self, client: Person) -> "Word | None":
        """Return the word that stands on this client's page: for four weeks, while its listener may listen."""
        fresh = self.visible_to(client).filter(relationship__ending=None, at__gt=clock.now() - STANDS_FOR)
        word = fresh.select_related("relationship", "listener").order_by("-at").first()
        if word is None or not is_on("two_doors"):
            return None
        listening = holders(Duty.Kind.LISTENER, in_a_matter_of=word.relationship)
        return word if word.listener in listening else None


class Word(models.Model):
    """That the practice said once, in a listener's name: please say if something should be different."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.OneToOneField(Relationship, models.CASCADE, related_name="word_from_the_practice")
    listener = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = WordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.relationship}: a word"


def lay_words() -> int:
    """Say it once to every client after the fifth session, with one neutral letter; return how many were told.

    It goes to all alike, so it says nothing about anyone. Where nobody may listen it waits until somebody may.
    """
    if not is_on("two_doors"):
        return 0
    held = Session.objects.held().order_by().values("relationship").annotate(sessions=Count("pk"))
    enough = held.filter(sessions__gte=AFTER_SESSIONS).values("relationship")
    paused = Pause.objects.running().values("relationship")
    due = Relationship.objects.live().filter(pk__in=enough, word_from_the_practice=None).exclude(pk__in=paused)
    return sum(_lay(relationship) for relationship in due)


@transaction.atomic
def _lay(relationship: Relationship) -> int:
    pair = relationship.locked()
    listener = listener_for(pair)
    if listener is None or not pair.is_live or Word.objects.filter(relationship=pair).exists():
        return 0
    word = Word.objects.create(relationship=pair, listener=listener)
    Letter.objects.write(to=pair.client_id, path=reverse("home:you"), once=f"word:{pair.pk}")
    pair.track("left a word from the practice", by=None, about=word)
    return 1
