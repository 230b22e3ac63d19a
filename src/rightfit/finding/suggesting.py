"""From profiles and wishes to three suggestions in words. The rules themselves are in `engine/matching.py`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rightfit.engine.matching import Offer, Reason, Wishes, suggest
from rightfit.finding import labels
from rightfit.finding.profile import Profile
from rightfit.practice.models import Person


@dataclass(frozen=True)
class Suggested:
    """A therapist, with everything said in sentences."""

    profile: Profile
    reasons: list[str]
    against: list[str]
    unknown: list[str]


def suggestions(wishes: Mapping[str, Any], *, but_not: Iterable[Person] = ()) -> list[Suggested]:
    """Return up to three therapists with a free seat, in the order in which to show them."""
    left_out = [person.pk for person in but_not]
    profiles = {
        str(profile.pk): profile
        for profile in Profile.objects.visible_to(None)
        .with_free_seats()
        .exclude(pk__in=left_out)
        .select_related("person__therapist__helped_by")
        .prefetch_related("free_times")
        .order_by("pk")
    }
    found = suggest(_wishes(wishes), [_offer(profile) for profile in profiles.values()])
    return [
        Suggested(profiles[one.therapist], _said(one.reasons), _said(one.against), _said(one.unknown)) for one in found
    ]


def _wishes(said: Mapping[str, Any]) -> Wishes:
    return Wishes(
        topics=frozenset(said.get("topics", ())),
        style={side: int(value) for side, value in said.get("style", {}).items() if int(value)},
        at_home=frozenset(said.get("at_home", ())),
        days=frozenset(int(day) for day in said.get("days", ())),
        parts=frozenset(said.get("parts", ())),
        languages=frozenset(said.get("languages", ())),
        ways=frozenset(said.get("ways", ())),
        fee_up_to=said.get("fee_up_to"),
        musts=frozenset(said.get("musts", ())),
    )


def _offer(profile: Profile) -> Offer:
    return Offer(
        therapist=str(profile.pk),
        free_seats=int(getattr(profile, "free_seats", 0)),
        topics=frozenset(profile.topics),
        style={side: int(value) for side, value in profile.style.items()},
        at_home=frozenset(profile.at_home),
        times=frozenset((time.weekday, time.part) for time in profile.free_times.all()),
        languages=frozenset(profile.languages),
        ways=frozenset(profile.ways),
        fee=profile.fee,
    )


def _said(reasons: Iterable[Reason]) -> list[str]:
    return [_in_words(reason) for reason in reasons]


def _in_words(reason: Reason) -> str:
    """A reason as it stands after the name of its list: for, against, or not known."""
    if reason.about.startswith("style_"):
        side = reason.about.removeprefix("style_")
        for key, opening, left, right in labels.STYLES:
            if key == side:
                return f"{opening}: {left if reason.which == '-1' else right}"
    words: dict[str, tuple[str, Mapping[str, Any]]] = {
        "topic": (_("{which}"), dict(labels.TOPICS)),
        "at_home": (_("you feel at home with: {which}"), dict(labels.AT_HOME)),
        "way": (_("meeting {which}"), dict(labels.WAYS)),
        "language": (_("speaks {which}"), {}),
        "fee": (_("the fee: {which}") if reason.which else _("the fee"), {}),
        "times": (_("the times you can"), {}),
    }
    sentence, names = words[reason.about]
    return str(sentence).format(which=names.get(reason.which, reason.which))
