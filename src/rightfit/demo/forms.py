"""A questionnaire in use: switched on by the lead, given three times, and what it came to as a line."""

from collections.abc import Callable
from datetime import datetime, time
from functools import partial

from rightfit.demo import standing
from rightfit.practice.models import Duty
from rightfit.questionnaire.models import Form, SwitchedOn
from rightfit.relationship.models import Relationship

WHO, MEASURE = "Amara", "gad7"
# What was answered to the seven questions, and how many days ago.
FILLED_IN = ((-35, (2, 3, 2, 2, 1, 2, 2)), (-21, (2, 2, 1, 2, 1, 1, 1)), (-7, (1, 1, 1, 1, 0, 1, 1)))


def acts(moment: datetime, names: set[str]) -> list[tuple[datetime, Callable[[], object]]]:
    """Return what happens with the forms, each at its time; nothing where who fills them in is not there."""
    if WHO not in names:
        return []
    on = partial(standing.on_the_day, moment)
    first, _answers = FILLED_IN[0]
    done = [(on(day, time(18, 20)), partial(_fills_in, answers)) for day, answers in FILLED_IN]
    return [(on(first - 1, time(9)), _switches_on), *done]


def _switches_on() -> None:
    lead = Duty.objects.holder(Duty.Kind.LEAD)
    if lead is not None:
        SwitchedOn.objects.switch_on(MEASURE, by=lead)


def _fills_in(answers: tuple[int, ...]) -> None:
    pair = Relationship.objects.live().select_related("client", "therapist").get(client__given_name=WHO)
    form = Form.objects.give(pair, measure_id=MEASURE, by=pair.therapist)
    form.answer({f"{MEASURE}_{place}": str(value) for place, value in enumerate(answers, start=1)}, by=pair.client)
