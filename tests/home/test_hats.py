"""A person with two hats wears one at a time, and only their own."""

from uuid import uuid4

import pytest
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.practice.models import Duty
from tests.cast import NOW, Cast, signed_in

pytestmark = pytest.mark.django_db


def test_it_changes_between_ones_own_hats(cast: Cast) -> None:
    with clock.at(NOW):
        Duty.objects.create(person=cast.ida, kind=Duty.Kind.LEAD)
        ida = signed_in(cast.ida)
        assert "My hats" in ida.get(reverse("home:mine")).content.decode()
        answer = ida.post(reverse("home:wear", args=["h"]), {"form_key": str(uuid4())})
        assert answer["Location"] == reverse("home:practice")
        assert ida.get(reverse("home:home"))["Location"] == reverse("home:practice")


def test_it_refuses_a_hat_of_somebody_else(cast: Cast) -> None:
    with clock.at(NOW):
        for hat in ("t", "h", "x"):
            answer = signed_in(cast.noor).post(reverse("home:wear", args=[hat]), {"form_key": str(uuid4())})
            assert answer.status_code == 404


def test_it_takes_the_listeners_hat_off_in_a_matter_of_their_own(cast: Cast) -> None:
    Duty.objects.filter(kind=Duty.Kind.LISTENER).delete()
    Duty.objects.create(person=cast.ida, kind=Duty.Kind.LISTENER)
    with clock.at(NOW):
        page = signed_in(cast.noor).get(reverse("listening:rather_tell")).content.decode()
    assert "has not named anyone yet" in page
