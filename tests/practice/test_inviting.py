"""Therapists come in by an invitation of the lead's."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.practice.arriving import Invitation
from rightfit.practice.models import Person
from tests.cast import NOW, Cast, signed_in
from tests.practice.test_setup import send

pytestmark = pytest.mark.django_db
LENA = {"given_name": "Lena", "family_name": "Marsh", "email": "lena@fernlea.example"}


def invited(cast: Cast) -> str:
    assert send(signed_in(cast.rosa), "practice:setup_therapists", LENA).status_code == 303
    return str(re.findall(r"key=(\S+)", str(mail.outbox[-1].body))[0])


def test_it_sends_a_letter_that_says_nothing(cast: Cast) -> None:
    invited(cast)
    assert mail.outbox[-1].to == ["lena@fernlea.example"]
    for word in ("Fernlea", "therap", "Rosa"):
        assert word not in f"{mail.outbox[-1].subject} {mail.outbox[-1].body}".replace("fernlea.example", "")


def test_it_makes_a_therapist_of_who_says_yes(cast: Cast) -> None:
    key = invited(cast)
    browser = Client()
    assert "Rosa Tamsin" in browser.get(f"{reverse('practice:invited')}?key={key}").content.decode()
    answer = send(browser, "practice:invited", {"key": key, "given_name": "Lena", "family_name": "M"})
    assert answer.url == reverse("account_login")
    lena = Person.objects.get(email="lena@fernlea.example")
    assert lena.is_therapist
    assert "_auth_user_id" not in browser.session


def test_it_opens_once_and_two_weeks_and_not_when_taken_back(cast: Cast) -> None:
    with clock.at(NOW):
        key = invited(cast)
    with clock.at(NOW + timedelta(days=15)):
        assert Client().get(f"{reverse('practice:invited')}?key={key}").status_code == 404
    with clock.at(NOW):
        again = invited(cast)
        assert Client().get(f"{reverse('practice:invited')}?key={key}").status_code == 404
        assert send(Client(), "practice:invited", {"key": again, "given_name": "Lena"}).status_code == 303
        assert send(Client(), "practice:invited", {"key": again, "given_name": "Lena"}).status_code == 404
        third = invited(cast)
        send(signed_in(cast.rosa), "practice:withdraw", args=[Invitation.objects.open().get().pk])
        assert Client().get(f"{reverse('practice:invited')}?key={third}").status_code == 404


def test_it_lets_nobody_but_the_lead_invite(cast: Cast) -> None:
    for other in (cast.ida, cast.noor, cast.mira, cast.tom):
        assert send(signed_in(other), "practice:setup_therapists", LENA).status_code == 404
    assert not Invitation.objects.exists()
    assert not mail.outbox
