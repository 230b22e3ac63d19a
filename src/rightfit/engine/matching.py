"""Which therapists to suggest to somebody who looks for one, and why.

Stated wishes match weakly: in randomised work, choosing by wishes moved outcomes little, so nothing here is a
score of fit. A wish that must be met is a hard limit. All else is a reason for, a practical reason against, or
not known; the order follows how many reasons speak for and against, and no number leaves this module.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

SUGGESTED = 3
LIMITS = ("times", "language", "way", "fee", "at_home")


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What somebody said they would like; what is empty was not said."""

    topics: frozenset[str] = frozenset()
    style: Mapping[str, int] = field(default_factory=dict)
    at_home: frozenset[str] = frozenset()
    days: frozenset[int] = frozenset()
    parts: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    ways: frozenset[str] = frozenset()
    fee_up_to: int | None = None
    musts: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What a therapist says of themselves, and how many seats are free."""

    therapist: str
    free_seats: int
    topics: frozenset[str] = frozenset()
    style: Mapping[str, int] = field(default_factory=dict)
    at_home: frozenset[str] = frozenset()
    times: frozenset[tuple[int, str]] = frozenset()
    languages: frozenset[str] = frozenset()
    ways: frozenset[str] = frozenset()
    fee: int | None = None


@dataclass(frozen=True)
class Reason:
    """A label: what it is about, and which one."""

    about: str
    which: str = ""


@dataclass(frozen=True)
class Suggestion:
    """One therapist, what speaks for and against, and what nobody knows."""

    therapist: str
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]
    unknown: tuple[Reason, ...]


def suggest(wishes: Wishes, offers: Iterable[Offer], *, how_many: int = SUGGESTED) -> list[Suggestion]:
    """Return at most `how_many` therapists with a free seat who break no must, the most fitting first.

    Among equals who has more free seats comes first, then the order in which they were given.
    """
    weighed = [(offer, _weigh(wishes, offer)) for offer in offers if offer.free_seats > 0]
    possible = [(offer, one) for offer, one in weighed if _keeps_the_musts(wishes, one)]
    possible.sort(key=lambda pair: (len(pair[1].against) - len(pair[1].reasons), -pair[0].free_seats))
    return [one for _offer, one in possible[:how_many]]


def _keeps_the_musts(wishes: Wishes, suggestion: Suggestion) -> bool:
    """A must that is not known to be met is not met."""
    missed = {reason.about for reason in (*suggestion.against, *suggestion.unknown)}
    return not missed & wishes.musts & set(LIMITS)


def _weigh(wishes: Wishes, offer: Offer) -> Suggestion:
    found: dict[str, list[Reason]] = {"for": [], "against": [], "unknown": []}
    for topic in sorted(wishes.topics):
        found["for" if topic in offer.topics else "unknown"].append(Reason("topic", topic))
    for side, wished in sorted(wishes.style.items()):
        said = offer.style.get(side, 0)
        kind = "unknown" if said == 0 else "for" if said == wished else "against"
        found[kind].append(Reason(f"style_{side}", str(wished)))
    for about, wished_for, stated in (
        ("at_home", wishes.at_home, offer.at_home),
        ("language", wishes.languages, offer.languages),
        ("way", wishes.ways, offer.ways),
    ):
        _one_of(about, wished_for, stated, found)
    _times(wishes, offer, found)
    if wishes.fee_up_to is not None:
        kind = "unknown" if offer.fee is None else "for" if offer.fee <= wishes.fee_up_to else "against"
        found[kind].append(Reason("fee", "" if offer.fee is None else str(offer.fee)))
    return Suggestion(offer.therapist, tuple(found["for"]), tuple(found["against"]), tuple(found["unknown"]))


def _one_of(about: str, wished: frozenset[str], stated: frozenset[str], found: Mapping[str, list[Reason]]) -> None:
    if not wished:
        return
    met: Sequence[str] = sorted(wished & stated)
    # Whom somebody feels at home with is stated or not known, never inferred; nothing stated speaks against nobody.
    kind = "for" if met else "unknown" if not stated or about == "at_home" else "against"
    found[kind].extend(Reason(about, which) for which in (met or sorted(wished)))


def _times(wishes: Wishes, offer: Offer, found: Mapping[str, list[Reason]]) -> None:
    if not wishes.days and not wishes.parts:
        return
    meets = any(
        (not wishes.days or day in wishes.days) and (not wishes.parts or part in wishes.parts)
        for day, part in offer.times
    )
    found["unknown" if not offer.times else "for" if meets else "against"].append(Reason("times"))
