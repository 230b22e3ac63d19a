"""A practice of one's own: the first visitor with the printed link becomes the lead, and is led through."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.practice import day_one, naming
from rightfit.practice.acts import is_on
from rightfit.practice.arriving import FirstLink, GoneError
from rightfit.practice.models import Duty, Person, Practice, Therapist
from rightfit.practice.setup import next_step, steps
from tests.cast import NOW, Cast, signed_in

pytestmark = pytest.mark.django_db
ROSA = {"practice": "Fernlea", "given_name": "Rosa", "family_name": "Tamsin", "email": "rosa@fernlea.example"}

HOUSE = {
    "name": "Fernlea",
    "phone": "5",
    "country": "ie",
    "out_of_hours": "Ring.",
    "cancel_hours": 24,
    "keep_years": 10,
}


def send(browser: Client, route: str, data: dict[str, Any] | None = None, args: list[Any] | None = None) -> Any:
    return browser.post(reverse(route, args=args), {"form_key": uuid4()} | (data or {}))


def begun() -> Client:
    key = FirstLink.objects.lay()
    assert key
    browser = Client()
    assert send(browser, "practice:begin", ROSA | {"key": key}).status_code == 303
    return browser


def test_it_makes_the_first_visitor_the_lead() -> None:
    browser = begun()
    rosa = Person.objects.get()
    assert rosa.has_duty(Duty.Kind.LEAD)
    assert Practice.objects.the().name == "Fernlea"
    assert browser.get(reverse("practice:setup")).status_code == 200


def test_it_opens_once() -> None:
    key = FirstLink.objects.lay()
    address = f"{reverse('practice:begin')}?key={key}"
    assert Client().get(address).status_code == 200
    assert send(Client(), "practice:begin", ROSA | {"key": key}).status_code == 303
    assert Client().get(address).status_code == 404
    other = ROSA | {"key": key, "email": "else@fernlea.example"}
    assert send(Client(), "practice:begin", other).status_code == 404
    assert Person.objects.count() == 1


def test_it_opens_for_a_day() -> None:
    with clock.at(NOW):
        key = FirstLink.objects.lay()
    address = f"{reverse('practice:begin')}?key={key}"
    with clock.at(NOW + timedelta(hours=23)):
        assert Client().get(address).status_code == 200
    with clock.at(NOW + timedelta(hours=25)):
        assert Client().get(address).status_code == 404
        with pytest.raises(GoneError):
            FirstLink.objects.use(key or "", **ROSA)


def test_it_opens_by_the_newest_link_alone() -> None:
    old, new = FirstLink.objects.lay(), FirstLink.objects.lay()
    assert Client().get(f"{reverse('practice:begin')}?key={old}").status_code == 404
    assert Client().get(f"{reverse('practice:begin')}?key={new}").status_code == 200


def test_it_keeps_no_key() -> None:
    key = FirstLink.objects.lay()
    assert key
    assert key not in str(FirstLink.objects.values())


def test_it_gives_no_link_where_somebody_leads(cast: Cast) -> None:
    assert FirstLink.objects.lay() is None


def test_it_signs_nobody_in_as_somebody_who_is_here() -> None:
    Practice.objects.create(name="Fernlea")
    Person.objects.create(given_name="Noor", email=ROSA["email"])
    browser = begun()
    assert "_auth_user_id" not in browser.session


def test_it_keeps_what_was_typed() -> None:
    key = FirstLink.objects.lay() or ""
    answer = send(Client(), "practice:begin", ROSA | {"key": key, "email": "rosa@"})
    assert answer.status_code == 422
    assert "Tamsin" in answer.content.decode()
    assert not Person.objects.exists()


def test_it_says_what_is_missing_next() -> None:
    browser = begun()
    rosa = Person.objects.get()
    done = []
    for route, data in (
        ("practice:setup_house", HOUSE),
        ("practice:test_mail", {}),
        ("practice:me_too", {}),
    ):  # fmt: skip
        step = next_step(rosa)
        assert step
        done.append(step.key)
        assert send(browser, route, data).status_code == 303
    for kind in day_one.needed():
        assert next_step(rosa).key == "people"  # type: ignore[union-attr]
        new = {"kind": kind, "given_name": "Mira", "email": "mira@outside.example"}
        assert send(browser, "practice:setup_people", new).status_code == 303
    assert send(browser, "practice:setup_acts", {"day_one": "one"}).status_code == 303
    assert done == ["house", "mail", "therapists"]
    assert [step.key for step in steps(rosa) if not step.done] == ["second_step", "clients"]
    assert Practice.objects.the().country == "IE"


def test_it_asks_more_names_of_several_than_of_one() -> None:
    browser = begun()
    send(browser, "practice:me_too")
    assert set(day_one.needed()) == {Duty.Kind.LISTENER, Duty.Kind.STAND_IN}
    send(browser, "practice:setup_therapists", {"given_name": "Ida", "email": "ida@fernlea.example"})
    assert {Duty.Kind.COORDINATOR, Duty.Kind.SAFETY_CONTACT} < set(day_one.needed())


def test_it_refuses_the_only_therapist_as_the_listener() -> None:
    browser = begun()
    rosa = Person.objects.get()
    Therapist.objects.create(person=rosa)
    answer = send(browser, "practice:setup_people", {"kind": Duty.Kind.LISTENER, "person": rosa.pk})
    assert answer.status_code == 422
    assert "from outside" in answer.content.decode()
    assert not Duty.objects.filter(kind=Duty.Kind.LISTENER).exists()


def test_it_takes_a_duty_from_somebody_but_not_the_leads_own(cast: Cast) -> None:
    rosa = signed_in(cast.rosa)
    mira = Duty.objects.get(person=cast.mira)
    lead = Duty.objects.get(kind=Duty.Kind.LEAD)
    assert send(rosa, "practice:end_duty", args=[mira.pk]).status_code == 303
    assert Duty.objects.holder(Duty.Kind.LISTENER) is None
    assert send(rosa, "practice:end_duty", args=[lead.pk]).status_code == 404
    assert Duty.objects.holder(Duty.Kind.LEAD) == cast.rosa


def test_it_names_a_known_address_once(cast: Cast) -> None:
    many = Person.objects.count()
    who = {"given_name": "M", "family_name": "", "email": "Mira@fernlea.example", "phone": ""}
    duty = naming.name_new(Duty.Kind.LISTENER, by=cast.rosa, **who)
    assert duty.person == cast.mira
    assert Duty.objects.filter(person=cast.mira, kind=Duty.Kind.LISTENER).count() == 1
    assert Person.objects.count() == many


def test_it_switches_acts_as_ticked(cast: Cast) -> None:
    send(signed_in(cast.rosa), "practice:setup_acts", {"on": ["check_in", "two_doors"]})
    assert is_on("check_in")
    assert is_on("two_doors")
    assert not is_on("look_together")
    assert Event.objects.filter(verb="switched acts", by=cast.rosa.pk).exists()


def test_it_sends_a_test_mail_and_says_when_it_cannot(cast: Cast, settings: Any) -> None:
    rosa = signed_in(cast.rosa)
    send(rosa, "practice:test_mail")
    assert mail.outbox[0].to == [cast.rosa.email]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert send(rosa, "practice:test_mail").status_code == 303
    assert "could not leave" in rosa.get(reverse("practice:setup")).content.decode()
