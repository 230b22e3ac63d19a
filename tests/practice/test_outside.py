"""Places outside the practice: written down by the lead, shown while somebody has checked them lately."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.practice.models import Duty
from rightfit.practice.outside import GOOD_FOR, OutsideBody
from tests.cast import NOW, Cast, signed_in

pytestmark = pytest.mark.django_db
BOARD = {"name": "Ombud Hilltop", "reach": "555 0100"}


def test_it_is_written_down_by_the_lead_and_by_nobody_else(cast: Cast) -> None:
    page = reverse("practice:setup_outside")
    with clock.at(NOW):
        assert signed_in(cast.ida).post(page, {"form_key": str(uuid4()), **BOARD}).status_code == 404
        assert signed_in(cast.rosa).post(page, {"form_key": str(uuid4()), **BOARD}).status_code == 303
    assert OutsideBody.objects.get().checked_by == cast.rosa


def test_it_is_shown_for_180_days_after_a_check(cast: Cast) -> None:
    with clock.at(NOW):
        body = OutsideBody.objects.write_down(**BOARD, by=cast.rosa)
    with clock.at(NOW + GOOD_FOR):
        assert "Ombud Hilltop" in signed_in(cast.noor).get(reverse("listening:concern")).content.decode()
    with clock.at(NOW + GOOD_FOR + timedelta(days=1)):
        assert "Ombud Hilltop" not in signed_in(cast.noor).get(reverse("listening:concern")).content.decode()
        signed_in(cast.rosa).post(reverse("practice:check_outside", args=[body.pk]), {"form_key": str(uuid4())})
        assert OutsideBody.objects.to_show().exists()


def test_it_is_shown_when_nobody_inside_is_free(cast: Cast) -> None:
    Duty.objects.filter(kind=Duty.Kind.LISTENER).delete()
    with clock.at(NOW):
        OutsideBody.objects.write_down(**BOARD, by=cast.rosa)
        page = signed_in(cast.noor).get(reverse("listening:concern")).content.decode()
    assert "Nobody here is free" in page
    assert "Ombud Hilltop" in page
    assert 'name="send"' not in page


def test_it_is_taken_away(cast: Cast) -> None:
    with clock.at(NOW):
        body = OutsideBody.objects.write_down(**BOARD, by=cast.rosa)
        away = reverse("practice:take_outside_away", args=[body.pk])
        assert signed_in(cast.tom).post(away, {"form_key": str(uuid4())}).status_code == 404
        signed_in(cast.rosa).post(away, {"form_key": str(uuid4())})
    assert not OutsideBody.objects.exists()
