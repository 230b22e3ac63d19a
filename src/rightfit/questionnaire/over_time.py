"""Several forms of one questionnaire: what each came to, and whether the change is more than chance."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rightfit.drawing import scores as picture
from rightfit.questionnaire.measures import Change
from rightfit.questionnaire.models import FormAnswer


@dataclass(frozen=True, kw_only=True)
class Course:
    """One scale of one questionnaire, two forms or more, oldest first."""

    name: str
    scale: str
    low: float
    high: float
    points: tuple[tuple[datetime, float], ...]
    change: Change | None

    @property
    def first(self) -> float:
        return self.points[0][1]

    @property
    def last(self) -> float:
        return self.points[-1][1]

    @property
    def difference(self) -> float:
        """By how much the newest is above the first."""
        return self.last - self.first

    @property
    def size(self) -> float:
        return abs(self.difference)

    @property
    def is_more_than_chance(self) -> bool | None:
        """Say whether it reaches the published number of points; None: nothing is published for it."""
        return None if self.change is None else self.size >= self.change.points

    def picture(self, title: str) -> str:
        return picture.draw([value for _at, value in self.points], low=self.low, high=self.high, title=title)


def courses(filled: Iterable[FormAnswer]) -> list[Course]:
    """Return the scales with two scorable forms or more. Forms of another version or wording do not mix."""
    found: dict[tuple[str, str, str], list[tuple[datetime, float]]] = defaultdict(list)
    known = {}
    for answer in sorted(filled, key=lambda one: one.at):
        measure = answer.measure
        if measure is None:
            continue
        for score in answer.scores():
            if score.value is not None:
                key = (measure.id, answer.form.version, score.scale)
                found[key].append((answer.at, score.value))
                known[key] = (measure, score)
    made = []
    for key, points in found.items():
        measure, score = known[key]
        scale = next(one for one in measure.scales if one.id == score.scale)
        if len(points) > 1:
            made.append(
                Course(
                    name=measure.name,
                    scale=scale.label if len([one for one in measure.scales if one.shown]) > 1 else "",
                    low=score.low,
                    high=score.high,
                    points=tuple(points),
                    change=scale.change,
                )
            )
    return made
