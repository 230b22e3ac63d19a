"""A client comes in by an invitation; the work begins when they say yes."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.practice.models import Person
from rightfit.relationship.inviting import ClientInvitation
from rightfit.relationship.models import Relationship
from tests.cast import NOW, Cast, signed_in

pytestmark = pytest.mark.django_db


def send(browser: Client, route: str, data: dict[str, Any], args: list[Any] | None = None) -> Any:
    return browser.post(reverse(route, args=args), {"form_key": uuid4()} | data)


def invited(by: Person, therapist: Person, email: str = "ben@home.example") -> str:
    data = {"given_name": "Ben", "email": email, "therapist": therapist.pk}
    assert send(signed_in(by), "relationship:invite", data).status_code == 303
    return str(re.findall(r"key=(\S+)", str(mail.outbox[-1].body))[0])


def test_it_begins_when_the_client_says_yes(cast: Cast) -> None:
    key = invited(cast.ida, cast.ida)
    assert not Person.objects.filter(email="ben@home.example").exists()
    assert "Ida" in Client().get(f"{reverse('relationship:welcome')}?key={key}").content.decode()
    answer = send(Client(), "relationship:welcome", {"key": key, "given_name": "Benno", "family_name": ""})
    assert answer.url == reverse("account_login")
    pair = Relationship.objects.get(client__email="ben@home.example")
    assert (pair.therapist, pair.client.given_name) == (cast.ida, "Benno")
    assert Client().get(f"{reverse('relationship:welcome')}?key={key}").status_code == 404


@pytest.mark.parametrize("role", ["lead", "coordinator"])
def test_it_lets_lead_and_coordinator_invite_to_any_therapist(cast: Cast, role: str) -> None:
    key = invited(cast.of_role(role), cast.samira)
    assert ClientInvitation.objects.good(key).get().therapist == cast.samira


def test_it_lets_a_therapist_invite_to_themselves_alone(cast: Cast) -> None:
    data = {"given_name": "Ben", "email": "ben@home.example", "therapist": cast.samira.pk}
    assert send(signed_in(cast.ida), "relationship:invite", data).status_code == 422
    for nobody in (cast.noor, cast.mira):
        assert send(signed_in(nobody), "relationship:invite", data).status_code == 404
    assert not ClientInvitation.objects.exists()


def test_it_answers_alike_for_a_known_address(cast: Cast) -> None:
    ida = signed_in(cast.ida)
    pages = []
    for email in ("noor@fernlea.example", "new@fernlea.example"):
        data = {"given_name": "Somebody", "email": email, "therapist": cast.ida.pk}
        answer = send(ida, "relationship:invite", data)
        pages.append((answer.status_code, answer.url))
    assert pages[0] == pages[1]


def test_it_begins_no_second_work_beside_the_first(cast: Cast) -> None:
    key = invited(cast.samira, cast.samira, email="noor@fernlea.example")
    answer = send(Client(), "relationship:welcome", {"key": key, "given_name": "Noor"})
    assert answer.status_code == 422
    assert Relationship.objects.live().filter(client=cast.noor).count() == 1
    assert ClientInvitation.objects.open().count() == 1


def test_it_opens_two_weeks_and_not_when_taken_back(cast: Cast) -> None:
    with clock.at(NOW):
        key = invited(cast.ida, cast.ida)
    address = f"{reverse('relationship:welcome')}?key={key}"
    with clock.at(NOW + timedelta(days=15)):
        assert Client().get(address).status_code == 404
    with clock.at(NOW):
        assert Client().get(address).status_code == 200
        pk = ClientInvitation.objects.get().pk
        assert send(signed_in(cast.samira), "relationship:not_invited", {}, [pk]).status_code == 404
        assert send(signed_in(cast.ida), "relationship:not_invited", {}, [pk]).status_code == 303
        assert Client().get(address).status_code == 404
