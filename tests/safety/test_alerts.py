"""An answer that may mean danger: taken up by a named person, or it goes on to the next; never lost, never doubled."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.practice.models import Duty, Person
from rightfit.questionnaire.models import Form, FormAnswer, SwitchedOn
from rightfit.relationship.models import NotYoursError
from rightfit.safety.models import HOURS, Acknowledgement, Alert, Escalation, answer_with_care, escalate
from tests.cast import NOW, Cast, person, signed_in

pytestmark = pytest.mark.django_db
WELL = {f"phq9_{place}": "1" for place in range(1, 9)} | {"phq9_9": "0"}
RISK = WELL | {"phq9_9": "1"}


def press(one: Person, route: str, *args: Any, **fields: Any) -> Any:
    return signed_in(one).post(reverse(route, args=args), {"form_key": str(uuid4()), **fields})


def page(one: Person, route: str, *args: Any) -> str:
    return signed_in(one).get(reverse(route, args=args), follow=True).content.decode()


@pytest.fixture
def form(cast: Cast) -> Form:
    """Somebody else than the lead is the safety contact."""
    Duty.objects.filter(kind=Duty.Kind.SAFETY_CONTACT).delete()
    with clock.at(NOW):
        Duty.objects.create(person=person("Vera", "Quill"), kind=Duty.Kind.SAFETY_CONTACT)
        SwitchedOn.objects.switch_on("phq9", by=cast.rosa)
        return Form.objects.give(cast.pair, measure_id="phq9", by=cast.ida)


def vera() -> Person:
    one: Person = Person.objects.get(given_name="Vera")
    return one


def test_it_tells_who_reads_it_and_by_when_before_and_after(cast: Cast, form: Form) -> None:
    with clock.at(NOW):
        before = page(cast.noor, "questionnaire:fill", form.pk)
        assert "within 24 hours, and Vera Quill if Ida does not" in before
        press(cast.noor, "safety:fill", form.pk, **RISK)
        after = page(cast.noor, "safety:fill", form.pk)
        assert "Ida is asked to look by Thursday, 10:00 at the latest." in after
        assert "Vera Quill is called" in after
        assert reverse("crisis:help") in after


def test_it_calls_for_nobody_where_the_answer_is_no(cast: Cast, form: Form) -> None:
    with clock.at(NOW):
        press(cast.noor, "safety:fill", form.pk, **WELL)
        assert FormAnswer.objects.exists()
        assert not Alert.objects.exists()
        assert not Letter.objects.exists()


def test_it_is_kept_alerted_and_written_in_one_transaction(
    cast: Cast, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object, **_more: object) -> None:
        raise RuntimeError

    with clock.at(NOW):
        monkeypatch.setattr("rightfit.safety.models._nudge", fails)
        with pytest.raises(RuntimeError):
            answer_with_care(form, RISK, by=cast.noor)
        assert not FormAnswer.objects.exists()
        assert not Alert.objects.exists()


def test_it_is_taken_up_by_the_therapist_and_goes_no_further(cast: Cast, form: Form) -> None:
    with clock.at(NOW):
        answer_with_care(form, RISK, by=cast.noor)
        alert = Alert.objects.get()
        assert "Look at this first" in page(cast.ida, "home:today")
        text = page(cast.ida, "safety:alert", alert.pk)
        assert "better off dead" in text
        assert press(cast.ida, "safety:alert", alert.pk, did="").status_code == 422
        press(cast.ida, "safety:alert", alert.pk, did="Rang her, we meet tomorrow.")
        assert "Ida Fenwright has read it" in page(cast.noor, "safety:fill", form.pk)
    with clock.at(NOW + timedelta(hours=HOURS + 1)):
        assert escalate() == 0
        assert "Look at this first" not in page(cast.ida, "home:today")


def test_it_goes_to_the_contact_at_half_time_and_to_the_lead_at_its_end(cast: Cast, form: Form) -> None:
    with clock.at(NOW):
        answer_with_care(form, RISK, by=cast.noor)
        alert = Alert.objects.get()
        assert escalate() == 0
        for nobody in (vera(), cast.rosa, cast.samira, cast.mira, cast.tom):
            assert not Alert.objects.visible_to(nobody).exists()
    with clock.at(NOW + timedelta(hours=HOURS / 2)):
        assert (escalate(), escalate()) == (1, 0)
        assert "better off dead" in page(vera(), "safety:alert", alert.pk)
        assert not FormAnswer.objects.visible_to(vera()).exists()
    with clock.at(NOW + timedelta(hours=HOURS)):
        assert (escalate(), escalate()) == (1, 0)
        assert "may mean danger" in page(cast.rosa, "home:practice")
        assert signed_in(cast.rosa).get(reverse("safety:alert", args=[alert.pk])).status_code == 404
        assert "Noor" not in page(cast.rosa, "safety:alerts")
        assert set(Letter.objects.values_list("to", flat=True)) == {cast.ida.pk, vera().pk, cast.rosa.pk}
        alert.take_up(by=vera(), did="Spoke with her.")
        assert "may mean danger" not in page(cast.rosa, "home:practice")


def test_the_contact_reads_it_only_until_somebody_took_it_up(cast: Cast, form: Form) -> None:
    with clock.at(NOW):
        answer_with_care(form, RISK, by=cast.noor)
        alert = Alert.objects.get()
    with clock.at(NOW + timedelta(hours=HOURS / 2)):
        escalate()
        assert Alert.objects.visible_to(vera()).exists()
        alert.take_up(by=cast.ida, did="Rang her.")
        assert not Alert.objects.visible_to(vera()).exists()
        assert signed_in(vera()).get(reverse("safety:alert", args=[alert.pk])).status_code == 404


def test_it_goes_on_at_once_where_the_therapist_is_gone(cast: Cast, form: Form) -> None:
    with clock.at(NOW):
        answer_with_care(form, RISK, by=cast.noor)
        cast.pair.end(by=cast.noor)
        assert not Alert.objects.visible_to(cast.ida).exists()
        assert escalate() == 1
        assert Alert.objects.waiting_for(vera()).exists()


def test_it_counts_nights_and_weekends(cast: Cast, form: Form) -> None:
    friday = NOW + timedelta(days=2, hours=10)
    with clock.at(friday):
        answer_with_care(form, RISK, by=cast.noor)
    with clock.at(friday + timedelta(hours=HOURS / 2)):
        assert escalate() == 1


def test_it_is_taken_up_by_nobody_whom_it_does_not_concern(cast: Cast, form: Form) -> None:
    with clock.at(NOW):
        answer_with_care(form, RISK, by=cast.noor)
        alert = Alert.objects.get()
        for stranger in (cast.noor, vera(), cast.rosa, cast.samira, cast.evren):
            with pytest.raises(NotYoursError):
                alert.take_up(by=stranger, did="I was not asked.")
        assert not Acknowledgement.objects.exists()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.floats(0.1, 15), st.sampled_from(["tick", "ida", "vera", "end"])), max_size=8))
def test_it_is_never_lost_in_any_history(steps: list[tuple[float, str]], cast: Cast, form: Form) -> None:
    """After its time, each has one who took it up, or it went to the contact and to the lead."""
    from django.db import transaction  # noqa: PLC0415

    with transaction.atomic():
        now = NOW
        with clock.at(now):
            answer_with_care(form, RISK, by=cast.noor)
        alert = Alert.objects.get()
        for hours, what in steps:
            now += timedelta(hours=hours)
            with clock.at(now):
                if what == "tick":
                    escalate()
                elif what == "end":
                    cast.pair.end(by=cast.noor)
                elif Alert.objects.waiting_for(who := cast.ida if what == "ida" else vera()).exists():
                    alert.take_up(by=who, did="At it.")
        with clock.at(max(now, NOW + timedelta(hours=HOURS))):
            escalate()
            taken = Acknowledgement.objects.filter(alert=alert).count()
            called = set(Escalation.objects.filter(alert=alert).values_list("why", flat=True))
            assert taken == 1 or (taken == 0 and called == {"contact", "lead"})
        transaction.set_rollback(True)
