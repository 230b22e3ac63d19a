"""Somebody looks for a therapist."""

from collections.abc import Sequence
from typing import Any, Self
from uuid import uuid4

from django.db import models, transaction

from rightfit.finding.labels import MISSING, MISSING_AS_STYLE
from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Person
from rightfit.relationship.models import Relationship


class SearchQuerySet(models.QuerySet["Search"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(person=person)

    def under_way(self) -> Self:
        """Those that have not led to somebody."""
        return self.exclude(introductions__choice__confirmation__isnull=False)

    def of(self, person: Person) -> "Search | None":
        """Return the newest search of this person that is under way."""
        return self.under_way().filter(person=person).order_by("-at").first()

    @transaction.atomic
    def begin(self, person: Person, *, wishes: dict[str, Any] | None = None) -> "Search":
        """Return the search under way, with these wishes; else begin one.

        A client who only looks leaves nobody: whom they leave is said by opening a move, before they choose.
        """
        Person.objects.select_for_update().get(pk=person.pk)
        search = self.of(person)
        if search is None:
            search = self.create(person=person, wishes=wishes or {})
            search.track("began to look for a therapist", by=person)
        elif wishes:
            search.wish(wishes)
        return search

    @transaction.atomic
    def reopen(self, client: Person, *, leaving: Relationship, missing: Sequence[str] = ()) -> "Search":
        """Begin again when a client moves on, knowing what was missing."""
        search = self.begin(client)
        search.leaving, search.missing = leaving, list(missing)
        search.save(update_fields=["leaving", "missing"])
        return search


class Search(models.Model):
    """That somebody looks for a therapist: what they wish for, what was missing, whom they leave."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="searches")
    at = models.DateTimeField(default=clock.now)
    wishes = SealedField()
    missing = SealedField(null=True)
    leaving = models.ForeignKey(Relationship, models.SET_NULL, null=True, blank=True, related_name="reopened_searches")

    objects = SearchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "searches"

    def __str__(self) -> str:
        return f"{self.person}: search"

    def track(self, verb: str, *, by: Person | None, about: models.Model | None = None) -> Event:
        """Write a line into the trail of who looks."""
        return Event.objects.record(verb, by=by.pk if by else None, about=about or self, chain=self.person_id)

    def locked(self) -> "Search":
        """Return it afresh and locked: asking, declining and choosing in one search wait for each other."""
        return Search.objects.select_for_update().get(pk=self.pk)

    def style_that_was_missing(self) -> dict[str, int]:
        """Return what was missing as sides of a style, where it says one; two that disagree say none."""
        words = set(self.missing or ())
        sides: dict[str, set[int]] = {}
        for key, label in MISSING:
            if str(label) in words and key in MISSING_AS_STYLE:
                side, way = MISSING_AS_STYLE[key]
                sides.setdefault(side, set()).add(way)
        return {side: ways.pop() for side, ways in sides.items() if len(ways) == 1}

    @transaction.atomic
    def wish(self, wishes: dict[str, Any]) -> None:
        """Put other wishes in place of those until now; what was learnt stays."""
        now = self.locked()
        self.wishes = wishes | {"learned": now.wishes.get("learned", [])}
        self.save(update_fields=["wishes"])
        self.track("changed what you look for", by=self.person)

    @transaction.atomic
    def learn(self, words: str) -> None:
        """Add "I learned that I need ..." to the wishes."""
        now = self.locked()
        self.wishes = now.wishes | {"learned": [*now.wishes.get("learned", []), words]}
        self.save(update_fields=["wishes"])
        self.track("changed what you look for", by=self.person)
