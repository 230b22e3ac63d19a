"""Who works here needs a second step beside the mail; what they can do without; and when both are lost."""

import time
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.conf import LazySettings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

import rightfit.settings
from rightfit.cli import main
from rightfit.keeping.matrix import matrix
from rightfit.keeping.models import Event, Letter
from rightfit.practice.beginning_anew import VERB, NotForThemError, begin_anew
from rightfit.practice.models import Duty, Person
from rightfit.practice.second_step import MEANWHILE
from tests.cast import Cast, signed_in
from tests.house.test_doors import OURS
from tests.practice.test_setup import begun
from tests.practice.test_signing_in import CODE, ask, code_in_the_mail, is_in

pytestmark = pytest.mark.django_db
STAFF = ("therapist", "lead", "listener", "coordinator")
SECOND = "/sign-in/second-step/"


@pytest.fixture(autouse=True)
def as_in_a_practice(settings: LazySettings) -> None:
    settings.SECOND_STEP_FOR_STAFF = True


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def with_an_app(person: Person) -> str:
    secret: str = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def test_a_practice_asks_for_it_and_only_the_made_up_one_does_not() -> None:
    assert rightfit.settings.SECOND_STEP_FOR_STAFF is not rightfit.settings.DEMO


@pytest.mark.parametrize("role", STAFF)
def test_no_page_opens_to_staff_without_one(cast: Cast, role: str) -> None:
    browser = signed_in(cast.of_role(role))
    opened = []
    for route in OURS:
        rule = matrix()["route"][route]
        if "of" in rule or route in MEANWHILE:
            continue
        for ask_for in (browser.get, lambda address: browser.post(address, {"form_key": uuid4()})):
            answer: Any = ask_for(reverse(route))
            if answer.status_code != 302 or answer.url != reverse("mfa_index"):
                opened.append((route, answer.status_code))
    assert opened == []
    assert browser.get(reverse("mfa_index")).status_code == 200
    assert browser.get(reverse("crisis:help")).status_code == 200


def test_with_an_app_the_pages_open(cast: Cast) -> None:
    with_an_app(cast.ida)
    assert signed_in(cast.ida).get(reverse("home:today")).status_code == 200


def test_a_client_needs_none(cast: Cast) -> None:
    assert signed_in(cast.noor).get(reverse("home:you")).status_code == 200
    assert signed_in(cast.noor).get(reverse("mfa_activate_totp")).status_code == 404


def test_the_lead_of_an_empty_house_may_first_look_around() -> None:
    lead = begun()
    assert lead.get(reverse("practice:setup")).status_code == 200
    Person.objects.create(given_name="Noor", email="noor@fernlea.example")
    assert lead.get(reverse("practice:setup")).status_code == 302


def test_it_is_asked_for_after_the_code_from_the_mail(cast: Cast, client: Any) -> None:
    secret = with_an_app(cast.ida)
    ask(client, "ida@fernlea.example")
    assert client.post(CODE, {"code": code_in_the_mail()}).url == SECOND
    assert not is_in(client)
    wrong = client.post(SECOND, {"code": "000000" if code_of(secret) != "000000" else "111111"})
    assert wrong.status_code == 422
    assert not is_in(client)
    client.post(SECOND, {"code": code_of(secret)})
    assert is_in(client)


def test_its_codes_cannot_be_tried_without_end(cast: Cast, client: Any) -> None:
    cache.clear()
    secret = with_an_app(cast.ida)
    ask(client, "ida@fernlea.example")
    client.post(CODE, {"code": code_in_the_mail()})
    tries = [client.post(SECOND, {"code": "no"}).status_code for _time in range(6)]
    assert tries == [422] * 5 + [429]
    assert client.post(SECOND, {"code": code_of(secret)}).status_code == 429
    assert not is_in(client)
    cache.clear()


def test_an_app_is_set_up_on_a_page_and_its_key_lies_sealed(cast: Cast) -> None:
    browser = signed_in(cast.ida)
    page = browser.get(reverse("mfa_activate_totp")).content.decode()
    assert "<svg" in page
    assert "style=" not in page
    secret = browser.session["mfa.totp.secret"]
    assert secret in page
    assert browser.post(reverse("mfa_activate_totp"), {"code": "12"}).status_code == 422
    assert browser.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).status_code == 302
    kept = Authenticator.objects.get(user=cast.ida, type="totp").data
    assert secret not in str(kept)
    assert browser.get(reverse("home:today")).status_code == 200


def test_the_lead_lets_somebody_begin_anew(cast: Cast, client: Any) -> None:
    with_an_app(cast.rosa)
    with_an_app(cast.ida)
    theirs = signed_in(cast.ida)
    on_no_list: Any = signed_in(cast.ida)
    UserSession.objects.create(user=cast.ida, ip="127.0.0.1", session_key=theirs.session.session_key)
    lead = signed_in(cast.rosa)
    address = reverse("practice:second_step_anew", args=[cast.ida.pk])
    assert "First speak with Ida" in lead.get(address).content.decode()
    assert lead.post(address, {"form_key": uuid4()}).status_code == 303
    assert not Authenticator.objects.filter(user=cast.ida).exists()
    assert theirs.get(reverse("home:mine")).status_code == 302
    assert on_no_list.get(reverse("home:mine")).url.startswith("/sign-in/?next")
    assert Letter.objects.filter(to=cast.ida.pk).exists()
    assert Event.objects.filter(verb="took a second step away", by=cast.rosa.pk, about_id=cast.ida.pk).exists()
    # The mail alone opens the choice of a new one, and nothing else.
    ask(client, "ida@fernlea.example")
    client.post(CODE, {"code": code_in_the_mail()})
    assert client.get(reverse("home:today")).url == reverse("mfa_index")


def test_nobody_else_does_and_to_no_client(cast: Cast) -> None:
    for one in (cast.ida, cast.mira, cast.noor):
        with pytest.raises(NotForThemError):
            begin_anew(cast.samira.pk, by=one)
    for one in (cast.noor, cast.rosa):
        with pytest.raises(NotForThemError):
            begin_anew(one.pk, by=cast.rosa)
    with_an_app(cast.rosa)
    assert signed_in(cast.rosa).get(reverse("practice:second_step_anew", args=[cast.noor.pk])).status_code == 404


def test_whoever_runs_the_machine_lets_a_lead_begin_anew_and_every_lead_is_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("rightfit.cli.serving.see_that_a_practice_is_there", lambda: None)
    Duty.objects.create(kind=Duty.Kind.LEAD, person=cast.tom)
    with_an_app(cast.rosa)
    assert main(["anew", "ROSA@fernlea.example"]) == 0
    assert f"{cast.rosa.full_name} would lose every passkey" in capsys.readouterr().out
    assert Authenticator.objects.filter(user=cast.rosa).exists()
    assert main(["anew", "rosa@fernlea.example", "--yes"]) == 0
    assert not Authenticator.objects.filter(user=cast.rosa).exists()
    line = Event.objects.get(verb=VERB)
    assert (line.by, line.about_id) == (None, cast.rosa.pk)
    assert {letter.to for letter in Letter.objects.all()} == {cast.rosa.pk, cast.tom.pk}
    with_an_app(cast.tom)
    read = signed_in(cast.tom).get(reverse("practice:setup_people")).content.decode()
    assert f"{cast.rosa.full_name} was let choose a second step anew" in read


@pytest.mark.parametrize("mail_address", ["noor@fernlea.example", "nobody@fernlea.example"])
def test_the_machine_lets_no_client_and_no_stranger_begin_anew(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], mail_address: str
) -> None:
    monkeypatch.setattr("rightfit.cli.serving.see_that_a_practice_is_there", lambda: None)
    assert main(["anew", mail_address, "--yes"]) == 1
    assert "nobody who works here" in capsys.readouterr().err
    with pytest.raises(NotForThemError):
        begin_anew(cast.noor.pk, by=None)
    assert not Event.objects.filter(verb=VERB).exists()


def test_an_unknown_address_is_answered_as_a_known_one(cast: Cast) -> None:
    """S14: neither the page nor the number of letters tells who is here."""
    said = []
    for address in ("ida@fernlea.example", "nobody@fernlea.example", "noor@fernlea.example"):
        browser = Client()
        answer: Any = ask(browser, address)
        page = browser.get(CODE).content.decode()
        said.append((answer.status_code, answer.url, page.count("<input"), len(mail.outbox)))
        mail.outbox.clear()
    assert len(set(said)) == 1


def test_a_screen_left_alone_is_signed_out_for_staff_not_for_a_client(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_an_app(cast.ida)
    staff, client = signed_in(cast.ida), signed_in(cast.noor)
    now = time.time()
    for browser, page in ((staff, "home:today"), (client, "home:you")):
        assert browser.get(reverse(page)).status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 29 * 60)
    assert staff.get(reverse("home:today")).status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 58 * 60)
    assert staff.get(reverse("home:today")).status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 89 * 60)
    assert staff.get(reverse("home:today")).status_code == 302
    assert client.get(reverse("home:you")).status_code == 200


def test_words_that_come_too_late_come_back(cast: Cast) -> None:
    """R12: who was signed out meanwhile gets the text back, to copy."""
    browser = Client()
    words = "I would like to say that it was too much"
    answer = browser.post(reverse("home:stop_now"), {"form_key": uuid4(), "words": words})
    assert answer.status_code == 403
    assert words in answer.content.decode()
    assert "Please sign in once more" in answer.content.decode()
    assert browser.get(reverse("home:stop_now")).status_code == 302
