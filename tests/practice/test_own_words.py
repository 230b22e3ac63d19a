"""The practice's own words: written by the lead, read by everybody before they ask."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.practice.models import Practice
from tests.cast import NOW, Cast, signed_in

pytestmark = pytest.mark.django_db
WORDS = "We are three people by the canal.\n\nMost who come are tired & <tender>."


def writes(cast: Cast, role: str, about: str = WORDS) -> int:
    says = {
        "name": "Fernlea",
        "country": "IE",
        "cancel_hours": "24",
        "keep_years": "8",
        "about": about,
        "form_key": str(uuid4()),
    }
    with clock.at(NOW):
        return signed_in(cast.of_role(role)).post(reverse("practice:setup_house"), says).status_code


def test_it_stands_on_the_front_page_and_above_the_enquiry(cast: Cast) -> None:
    assert writes(cast, "lead") == 303
    for page in ("home:home", "intake:enquire"):
        seen = Client().get(reverse(page)).content.decode()
        assert "<p>We are three people by the canal.</p>" in seen
        assert "tired &amp; &lt;tender&gt;" in seen


def test_it_is_the_leads_alone_to_write(cast: Cast) -> None:
    for role in ("therapist", "client", "coordinator"):
        assert writes(cast, role) == 404
    assert Practice.objects.the().about == ""


def test_it_keeps_what_was_typed_where_it_is_too_long(cast: Cast) -> None:
    assert writes(cast, "lead", about="a" * 1501) == 422
    assert Practice.objects.the().about == ""
