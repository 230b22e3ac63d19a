"""An ending under way: a last day that both agreed on, and closing words that are not given yet."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial

from rightfit.demo import standing
from rightfit.demo.people import HOUSE
from rightfit.keeping import clock
from rightfit.relationship.closing import ClosingWords, PlannedEnding
from rightfit.relationship.models import Relationship

WHO, WITH = "Farid", "Jonas"
EMAIL = f"{WHO.lower()}@{HOUSE}"
WORDS = "I came in with a knot in my stomach, and I can breathe now. Thank you for your patience."
EVENING = time(19, 40)


def acts(moment: datetime, names: set[str]) -> list[tuple[datetime, Callable[[], object]]]:
    """Return the steps of the ending, each at its time; nothing where who ends is not there."""
    if WHO not in names:
        return []
    on = partial(standing.on_the_day, moment)
    return [
        (on(-9, EVENING), _suggests_a_day),
        (on(-2, EVENING), _says_yes),
        (on(-1, EVENING), _keeps_closing_words),
    ]


def _pair() -> Relationship:
    return Relationship.objects.get(client__email=EMAIL, therapist__given_name=WITH)


def _suggests_a_day() -> None:
    pair = _pair()
    PlannedEnding.objects.plan(pair, by=pair.client, last_on=clock.today() + timedelta(weeks=5))


def _says_yes() -> None:
    pair = _pair()
    PlannedEnding.objects.visible_to(pair.therapist).get(relationship=pair).say_yes(by=pair.therapist)


def _keeps_closing_words() -> None:
    pair = _pair()
    ClosingWords.objects.keep(pair, by=pair.client, words=WORDS)
