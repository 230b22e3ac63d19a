"""Own words to cards: which of the ready sentences somebody may mean who wrote a few words of their own.

A simple and open method, for nobody has labelled such sentences: words are brought to their stems, each
stem weighs the more the fewer cards use it, and a card scores by the share of what was written that it
also says. That suggests; it never decides, and where nothing is alike nothing is suggested.

One kind of worry must not be lost among the others: that something went too far. Cards may therefore carry
cues, patterns that speak for them alone. A card marked `first` stands first or second where one of its cues
is found, and only there does its rank depend on more than likeness.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

MOST = 3
_CUE = 2.0
_LIKE_ENOUGH = 0.12
_SHORTEST = 4
_CLOSEST_SHARE = 0.35

_SAY_LITTLE = """
a about after again all also am an and any are as at be because been but by can cannot come could did do does doesn
don done even every feel feeling feels felt for from get gets getting go goes going got had has have having he her
here him his how i if in into is isn it its just kind know last let like ll lot many may me more most much my myself
never no not now of often on one only or other our out over own people quite re really right said say saying says
session sessions she should so some something still such than that the their them then therapist therapy there these
they thing things think this time to too up us ve very want was we were what when where whether which who why will
with would you your
"""
_SILENT = frozenset(_SAY_LITTLE.split())
_ENDINGS = ("ingly", "ness", "ment", "ings", "edly", "ing", "ies", "ied", "est", "ers", "ed", "es", "ly", "er", "s")


@dataclass(frozen=True, kw_only=True)
class Card:
    """One ready sentence, with other ways to say it."""

    key: str
    text: str
    says: Sequence[str] = ()
    cues: Sequence[str] = ()
    first: bool = False
    laid: bool = False
    picture: str = ""
    ask: str = ""


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """How like one card is to what was written."""

    key: str
    score: float
    cued: bool = field(default=False)


def suggest(words: str, cards: Sequence[Card], *, most: int = MOST) -> list[str]:
    """Return the keys of the cards most like these words, the likest first; fewer or none where little is alike.

    Args:
        words: What somebody wrote, in any length.
        cards: The cards to choose from.
        most: How many keys to return at most.

    """
    ranked = sorted(likeness(words, cards), key=lambda one: -one.score)
    firsts = {card.key for card in cards if card.first}
    ahead = [one.key for one in ranked if one.cued and one.key in firsts]
    others = [one.key for one in ranked if one.key not in ahead and one.key not in firsts and one.score >= _LIKE_ENOUGH]
    # By likeness alone a `first` card comes third at best: named without a cause it would be a fright.
    late = [one.key for one in ranked if one.key in firsts and one.key not in ahead and one.score >= _CLOSEST_SHARE]
    return [*ahead, *others[: most - len(ahead) - len(late[:1])], *late[:1]][:most]


def likeness(words: str, cards: Sequence[Card]) -> list[Likeness]:
    """Return for each card, in the cards' order, how like it is to these words, from 0 up."""
    written = set(stems(words))
    told = {card.key: [set(stems(said)) for said in (card.text, *card.says)] for card in cards}
    used_by = Counter(stem for said in told.values() for stem in set().union(*said))
    weight = {stem: math.log(1 + len(cards) / used_by[stem]) for stem in used_by}
    plain = words.lower().replace("’", "'")
    found = []
    for card in cards:
        cued = any(re.search(cue.replace("’", "'"), plain) for cue in card.cues)
        whole = set().union(*told[card.key])
        near = max((_share(written, said, weight) for said in told[card.key]), default=0.0)
        score = 0.6 * _share(written, whole, weight) + 0.4 * near + (_CUE if cued else 0.0)
        found.append(Likeness(key=card.key, score=score, cued=cued))
    return found


def _share(written: set[str], said: set[str], weight: dict[str, float]) -> float:
    """Return how much of what was written, by weight, is said here too. A word that no card knows weighs little."""
    unknown = 1.0
    all_of_it = sum(weight.get(stem, unknown) for stem in written)
    return sum(weight[stem] for stem in written & said) / all_of_it if all_of_it else 0.0


def stems(words: str) -> list[str]:
    """Return the telling words, each cut to its stem, in order."""
    plain = words.lower().replace("’", "'")
    return [
        _stem(word)
        for word in re.findall(r"[a-z]+", re.sub(r"'(s|t|m|d|re|ve|ll)\b", "", plain))
        if word not in _SILENT
    ]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST - 1:
            word = word.removesuffix(ending)
            break
    if len(word) >= _SHORTEST and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > _SHORTEST else word
