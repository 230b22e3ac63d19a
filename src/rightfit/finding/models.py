"""The nouns of finding, by life cycle: the profile; the search; a first meeting; the story; how it felt; choosing."""

from rightfit.finding.choice import Choice, Confirmation, Thanks
from rightfit.finding.impression import Impression
from rightfit.finding.introduction import Decline, Introduction, OfferedTime, Pick, Withdrawal
from rightfit.finding.profile import Availability, Profile
from rightfit.finding.search import Search
from rightfit.finding.story import StoryPart, StoryTick

__all__ = [
    "Availability",
    "Choice",
    "Confirmation",
    "Decline",
    "Impression",
    "Introduction",
    "OfferedTime",
    "Pick",
    "Profile",
    "Search",
    "StoryPart",
    "StoryTick",
    "Thanks",
    "Withdrawal",
]
