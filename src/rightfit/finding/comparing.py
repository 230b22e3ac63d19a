"""First meetings side by side, and whether one more is likely worth it: a rule of thumb, said in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from rightfit.finding.impression import SEEKERS, Impression
from rightfit.finding.introduction import AT_ONCE, Introduction
from rightfit.practice.models import Person

# Marks run from 0 to 10. After one meeting each, two people who differ by less than this differ by chance as
# well as not. A rule of thumb of this project, not a measured one; the page says so.
TOO_CLOSE = 1.5
ALREADY_GOOD = 8.0


class Advice(Enum):
    """What the page says about one more meeting."""

    NOBODY_YET = "nobody_yet"
    ONE_CAN_DO = "one_can_do"
    ONE_MORE = "one_more"
    TOO_CLOSE = "too_close"
    CLEAR = "clear"


@dataclass(frozen=True)
class Side:
    """One first meeting as who looks sees it."""

    introduction: Introduction
    impression: Impression | None

    @property
    def felt(self) -> float | None:
        marks = list(self.impression.marks.values()) if self.impression else []
        return sum(marks) / len(marks) if marks else None


@dataclass(frozen=True)
class Asked:
    """One question, with who stands where, and of whom nothing is known."""

    text: str
    stand: list[tuple[Person, int]]
    not_said: list[Person]


@dataclass(frozen=True)
class Comparison:
    """All of them, what to do next, and who is too close to whom."""

    sides: list[Side]
    advice: Advice
    close: list[Person]
    nearest: Person | None

    @property
    def rows(self) -> list[tuple[str, list[int | None]]]:
        """Each question with the mark of each first meeting; none where nothing was said."""
        return [
            (str(text), [side.impression.marks.get(key) if side.impression else None for side in self.sides])
            for key, text in SEEKERS
        ]

    @property
    def in_words(self) -> list[tuple[Person, str]]:
        """What the person wrote down after each; a first meeting without words is left out."""
        said = [(side.introduction.therapist, side.impression.words) for side in self.sides if side.impression]
        return [(who, words) for who, words in said if words]

    @property
    def asked(self) -> list[Asked]:
        """Each question, to be drawn; a question that nobody's mark answers is left out."""
        people = [side.introduction.therapist for side in self.sides]
        found = []
        for text, marks in self.rows:
            stand = [(who, mark) for who, mark in zip(people, marks, strict=True) if mark is not None]
            if stand:
                known = [who for who, _mark in stand]
                found.append(Asked(text, stand, [who for who in people if who not in known]))
        return found


def compare(person: Person, introductions: Sequence[Introduction]) -> Comparison:
    """Lay the first meetings of this person side by side."""
    own = {one.introduction_id: one for one in Impression.objects.visible_to(person)}
    sides = [Side(introduction, own.get(introduction.pk)) for introduction in introductions]
    met = [(side.felt, side.introduction.therapist) for side in sides if side.felt is not None]
    met.sort(key=lambda one: -one[0])
    advice, close = advise([felt for felt, _therapist in met])
    return Comparison(sides, advice, [therapist for _felt, therapist in met[:close]], met[0][1] if met else None)


def advise(felt: Sequence[float]) -> tuple[Advice, int]:
    """Say what to do next, from how it felt, best first; and how many at the top are too close to call."""
    if not felt:
        return Advice.NOBODY_YET, 0
    close = sum(felt[0] - one < TOO_CLOSE for one in felt)
    if len(felt) >= AT_ONCE:
        return (Advice.TOO_CLOSE if close > 1 else Advice.CLEAR), close
    if len(felt) == 1:
        return (Advice.ONE_CAN_DO if felt[0] >= ALREADY_GOOD else Advice.ONE_MORE), 1
    if close > 1:
        return Advice.TOO_CLOSE, close
    return (Advice.CLEAR if felt[0] >= ALREADY_GOOD else Advice.ONE_MORE), close
