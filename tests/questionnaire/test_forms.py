"""Questionnaires on pages: switched on by the lead, given by a therapist, filled in, scored as published."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from rightfit.engine.packs import skeleton
from rightfit.keeping import clock
from rightfit.practice.models import Duty, Person
from rightfit.questionnaire import measures
from rightfit.questionnaire.models import Form, FormAnswer, NoSafetyContactError, NotOnError, SwitchedOn
from rightfit.relationship.models import NotYoursError
from tests.cast import NOW, Cast, signed_in

pytestmark = pytest.mark.django_db
GAD7 = {f"gad7_{place}": "2" for place in range(1, 8)}
OWN = """
id = "calm2"
name = "Two questions about calm"
version = "1"
language = "en"
respondent = "client"
recall = "today"
stem = "Today:"
owner = "The practice"
licence = "own"
licence_text = "Ours."
source = "written here"

[[items]]
key = "calm2_1"
text = "I feel calm"
kind = "rating"
low = 0
high = 4
low_label = "not at all"
high_label = "very"

[[items]]
key = "calm2_2"
text = "I can rest"
kind = "rating"
low = 0
high = 4
low_label = "not at all"
high_label = "very"

[[scales]]
id = "calm2"
label = "Calm"
items = ["calm2_1", "calm2_2"]
rule = "sum"
"""


@pytest.fixture(autouse=True)
def packs_of_this_test(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "folder", lambda: tmp_path / "measures")


def press(person: Person, route: str, *args: Any, **fields: Any) -> Any:
    return signed_in(person).post(reverse(route, args=args), {"form_key": str(uuid4()), **fields})


def page(person: Person, route: str, *args: Any) -> str:
    return signed_in(person).get(reverse(route, args=args)).content.decode()


def given(cast: Cast, measure: str = "gad7") -> Form:
    SwitchedOn.objects.switch_on(measure, by=cast.rosa)
    return Form.objects.give(cast.pair, measure_id=measure, by=cast.ida)


def test_it_goes_from_the_switch_to_the_score(cast: Cast) -> None:
    with clock.at(NOW):
        press(cast.rosa, "questionnaire:switch", "gad7")
        press(cast.ida, "questionnaire:forms", cast.pair.pk, measure="gad7")
        assert "A form for you" in page(cast.noor, "home:you")
        form = Form.objects.get()
        assert press(cast.noor, "questionnaire:fill", form.pk, **GAD7).status_code == 303
        for person in (cast.noor, cast.ida):
            text = page(person, "questionnaire:forms", cast.pair.pk)
            assert "<b>14</b> of 0 to 21" in text
            assert "moderate" in text
        assert "A form for you" not in page(cast.noor, "home:you")


def test_it_says_why_a_form_cannot_be_scored_and_never_zero(cast: Cast) -> None:
    with clock.at(NOW):
        form = given(cast)
        press(cast.noor, "questionnaire:fill", form.pk)
        [score] = FormAnswer.objects.get().scores()
        assert score.value is None
        text = page(cast.ida, "questionnaire:forms", cast.pair.pk)
        assert "Not scorable, because" in text
        assert "<b>0</b>" not in text


def test_it_refuses_an_answer_that_is_not_allowed_and_loses_nothing(cast: Cast) -> None:
    with clock.at(NOW):
        form = given(cast)
        answer = press(cast.noor, "questionnaire:fill", form.pk, **GAD7 | {"gad7_3": "9"})
        assert answer.status_code == 422
        text = answer.content.decode()
        assert "gad7_3" in text
        assert text.count(" checked") >= 6
        assert not FormAnswer.objects.exists()


def test_it_lets_nobody_switch_give_or_fill_in_anothers_place(cast: Cast) -> None:
    with clock.at(NOW):
        with pytest.raises(NotYoursError):
            SwitchedOn.objects.switch_on("gad7", by=cast.ida)
        with pytest.raises(NotOnError):
            Form.objects.give(cast.pair, measure_id="gad7", by=cast.ida)
        form = given(cast)
        with pytest.raises(NotYoursError):
            Form.objects.give(cast.pair, measure_id="gad7", by=cast.samira)
        with pytest.raises(NotYoursError):
            form.answer(GAD7, by=cast.ida)
        for stranger in (cast.evren, cast.samira, cast.rosa, cast.mira, cast.tom, cast.jonas):
            assert not Form.objects.visible_to(stranger).exists()
            assert signed_in(stranger).get(reverse("questionnaire:forms", args=[cast.pair.pk])).status_code == 404


def test_it_ends_for_the_therapist_with_the_work_and_stays_with_the_client(cast: Cast) -> None:
    with clock.at(NOW):
        given(cast).answer(GAD7, by=cast.noor)
        cast.pair.end(by=cast.noor)
        assert not FormAnswer.objects.visible_to(cast.ida).exists()
        assert FormAnswer.objects.visible_to(cast.noor).exists()


def test_it_switches_on_nothing_with_a_risk_before_somebody_is_named_for_it(cast: Cast) -> None:
    with clock.at(NOW):
        Duty.objects.filter(kind=Duty.Kind.SAFETY_CONTACT).delete()
        with pytest.raises(NoSafetyContactError):
            SwitchedOn.objects.switch_on("phq9", by=cast.rosa)
        rosa = signed_in(cast.rosa)
        answer = rosa.post(reverse("questionnaire:switch", args=["phq9"]), {"form_key": str(uuid4())}, follow=True)
        assert not SwitchedOn.objects.exists()
        assert "First name a safety contact" in answer.content.decode()
        press(cast.rosa, "questionnaire:switch", "phq2")
        assert SwitchedOn.objects.get().measure == "phq2"


def test_it_takes_a_pack_that_somebody_attests_and_counts_its_uses(cast: Cast) -> None:
    told = {"text": OWN, "licence": "our own", "uses": "1", "attested": "yes"}
    with clock.at(NOW):
        assert press(cast.rosa, "questionnaire:measures", **told | {"attested": ""}).status_code == 422
        refused = press(cast.rosa, "questionnaire:measures", **told | {"text": "id = "})
        assert refused.status_code == 422
        assert "not TOML" in refused.content.decode()
        assert press(cast.rosa, "questionnaire:measures", **told).status_code == 303
        assert "Two questions about calm" in page(cast.rosa, "questionnaire:measures")
        form = given(cast, "calm2")
        press(cast.noor, "questionnaire:fill", form.pk, calm2_1="3", calm2_2="4")
        assert "<b>7</b> of 0 to 8" in page(cast.ida, "questionnaire:forms", cast.pair.pk)
        with pytest.raises(NotOnError):
            Form.objects.give(cast.pair, measure_id="calm2", by=cast.ida)
        assert FormAnswer.objects.count() == 1


def test_it_knows_the_keys_of_those_whose_text_may_not_ship() -> None:
    assert "phq" not in skeleton("ors")
