"""The practice's own words on the help page."""

import pytest
from django.test import Client
from django.urls import reverse

from rightfit.practice.models import Practice
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_it_says_what_the_practice_says(cast: Cast) -> None:
    Practice.objects.update(out_of_hours="Ring 555 0142 and press 2.")
    page = Client().get(reverse("crisis:help")).content.decode()
    assert "press 2" in page


def test_it_opens_without_a_practice() -> None:
    assert Client().get(reverse("crisis:help")).status_code == 200
