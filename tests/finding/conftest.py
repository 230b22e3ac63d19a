"""Wren looks for a therapist. Ida and Jonas have written their pages; Samira has too, without a free seat."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from rightfit.finding.models import Impression, Introduction, OfferedTime, Profile, Search, StoryPart, StoryTick
from rightfit.keeping import clock
from rightfit.practice.models import Person
from tests.cast import NOW, Cast, person

MET_AT = NOW + timedelta(days=1)
AFTER = MET_AT + timedelta(hours=1)


@dataclass(frozen=True)
class Looking:
    """Wren, her search, and the house around her."""

    wren: Person
    search: Search
    cast: Cast

    def asks(self, therapist: Person) -> Introduction:
        return Introduction.objects.ask(self.search, therapist=therapist, by=self.wren)

    def will_meet(self, therapist: Person, at: datetime = MET_AT) -> Introduction:
        """A first meeting with a time that both know."""
        introduction = self.asks(therapist)
        introduction.offer([at], by=therapist, where="room 2")
        introduction.pick(OfferedTime.objects.get(introduction=introduction), by=self.wren)
        return introduction

    def tells(self, introduction: Introduction, *kinds: str) -> list[StoryPart]:
        """Write these parts, and tick them for this therapist."""
        parts = [
            StoryPart.objects.write(introduction, kind=kind, words=f"about {kind}", by=self.wren) for kind in kinds
        ]
        written = [part for part in parts if part]
        StoryTick.objects.tick(introduction, parts=[part.pk for part in written], by=self.wren)
        return written

    def both_felt(self, introduction: Introduction) -> None:
        Impression.objects.say(introduction, by=self.wren, marks={"understood": 7}, words="she waited")
        Impression.objects.say(introduction, by=introduction.therapist, marks={"right": 4}, words="not sure of me")


@pytest.fixture
def looking(cast: Cast) -> Looking:
    with clock.at(NOW):
        page = {"own_line": "I take my time.", "not_right_if": "you want a plan at once.", "fee": 60}
        Profile.objects.write(cast.ida, times=[(0, "evening")], topics=["worry"], languages=["English"], **page)
        Profile.objects.write(cast.jonas, times=[(1, "morning")], topics=["loss"], ways=["video"], **page)
        Profile.objects.write(cast.samira, times=[], **page)
        cast.samira.therapist.seats = 1
        cast.samira.therapist.save()
        wren = person("Wren")
        return Looking(wren, Search.objects.begin(wren, wishes={"topics": ["worry"]}), cast)
