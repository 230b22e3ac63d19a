"""Signing in: with a code from one's mail or a passkey, and what a remembered phone may open."""

import re
import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from rightfit.checkin.models import CheckIn
from rightfit.keeping import clock
from rightfit.keeping.matrix import matrix
from rightfit.practice.devices import COOKIE
from rightfit.practice.models import Device, Practice
from tests.cast import NOW, Cast, well

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_tried_yet() -> None:
    """The limits on guessing count in the cache, which outlives a test."""
    cache.clear()


Browser = Any  # Django's test client: its stubs do not know where a redirect leads
SIGN_IN, CODE = "/sign-in/", "/sign-in/code/"
SIX_ADDRESSES = ("/you/", "/course/", "/talk/", "/mine/", "/who-has-read/", "/stopping/")


def ask(client: Browser, address: str, **more: str) -> Any:
    return client.post(SIGN_IN, {"email": address, **more})


def code_in_the_mail() -> str:
    return re.search(r"\d{4}-\d{4}", str(mail.outbox[-1].body))[0]  # type: ignore[index]


def spare_codes() -> dict[str, Any]:
    return {"seed": get_adapter().encrypt("00"), "used_mask": 0}


def wrong(code: str) -> str:
    return f"{(int(code[0]) + 1) % 10}{code[1:]}"


def is_in(client: Browser) -> bool:
    return bool(client.get(reverse("home:mine")).status_code == 200)


# A code by mail


def test_it_lets_a_client_in_with_the_code_from_the_mail(cast: Cast, client: Browser) -> None:
    assert ask(client, "noor@fernlea.example").url == CODE
    answer = client.post(CODE, {"code": code_in_the_mail()})
    assert (answer.status_code, answer.url) == (302, "/")
    assert is_in(client)


def test_it_writes_a_neutral_letter(cast: Cast, client: Browser) -> None:
    ask(client, "noor@fernlea.example")
    letter = mail.outbox[0]
    assert letter.to == ["noor@fernlea.example"]
    assert letter.subject == "Your sign-in code"
    body = str(letter.body)
    assert "15 minutes" in body
    assert "do nothing" in body
    said = f"{letter.subject} {letter.from_email} {body}".lower()
    for word in ("noor", "ida", "fernlea practice", "therap", "session", "client", "health", "http"):
        assert word not in said


@pytest.mark.parametrize("typed", ["plain", "spaced"])
def test_it_takes_the_code_as_people_type_it(typed: str, cast: Cast, client: Browser) -> None:
    ask(client, "Noor@Fernlea.example")
    code = code_in_the_mail()
    client.post(CODE, {"code": code.replace("-", "" if typed == "plain" else " ")})
    assert is_in(client)


def test_it_lands_where_one_wanted(cast: Cast, client: Browser) -> None:
    wanted = reverse("checkin:how_was_it", args=[cast.last.pk])
    with clock.at(NOW):
        sent_away = client.get(wanted)
        assert sent_away.url == f"{SIGN_IN}?next={wanted}"
        assert f'name="next" value="{wanted}"' in client.get(sent_away.url).content.decode()
        assert ask(client, "noor@fernlea.example", next=wanted).url == f"{CODE}?next={wanted.replace('/', '%2F')}"
        assert client.post(CODE, {"code": code_in_the_mail(), "next": wanted}).url == wanted
        assert client.get(wanted).status_code == 200


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "http:///evil.example"]
)
def test_it_goes_to_no_other_site(elsewhere: str, cast: Cast, client: Browser) -> None:
    assert ask(client, "noor@fernlea.example", next=elsewhere).url == CODE
    assert client.post(CODE, {"code": code_in_the_mail(), "next": elsewhere}).url == "/"


def test_it_ends_by_itself_after_twelve_hours(cast: Cast, client: Browser) -> None:
    ask(client, "noor@fernlea.example")
    client.post(CODE, {"code": code_in_the_mail()})
    first = client.session.get_expiry_date()
    session = client.session
    session["something"] = "else"
    session.save()
    assert client.session.get_expiry_date() == first
    assert client.session.get_expiry_age() <= 12 * 60 * 60


# What it refuses


def test_it_answers_an_unknown_address_like_a_known_one(cast: Cast) -> None:
    def walk(address: str) -> list[tuple[int, str | None, str]]:
        visitor: Browser = Client()
        seen = []
        for answer in (
            ask(visitor, address),
            visitor.get(CODE),
            visitor.post(CODE, {"code": "0000-0000", "email": address}),
            visitor.get(SIGN_IN),
        ):
            page = re.sub(r'name="(csrfmiddlewaretoken|form_key)" value="[^"]*"', "", answer.content.decode())
            seen.append((answer.status_code, answer.get("Location"), page.replace(address, "ADDRESS")))
        return seen

    assert walk("noor@fernlea.example") == walk("nobody@fernlea.example")
    _known, unknown = mail.outbox
    assert unknown.to == ["nobody@fernlea.example"]
    assert not re.search(r"\d{4}", str(unknown.body))


def test_it_refuses_somebody_who_was_closed_out_as_if_unknown(cast: Cast, client: Browser) -> None:
    cast.noor.is_active = False
    cast.noor.save()
    assert ask(client, "noor@fernlea.example").url == CODE
    assert "not known here" in str(mail.outbox[0].body)


@pytest.mark.parametrize(("typed", "said"), [("", "Write your e-mail address."), ("noor@", "not a whole address")])
def test_it_keeps_the_address_that_was_typed(typed: str, said: str, cast: Cast, client: Browser) -> None:
    answer = ask(client, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'value="{typed}"' in page
    assert mail.outbox == []


def test_it_keeps_a_wrong_code_and_says_what_to_do(cast: Cast, client: Browser) -> None:
    ask(client, "noor@fernlea.example")
    bad = wrong(code_in_the_mail())
    answer = client.post(CODE, {"code": bad})
    assert answer.status_code == 422
    assert f'value="{bad}"' in answer.content.decode()
    assert "Take the newest mail" in answer.content.decode()
    assert not is_in(client)


def test_it_closes_a_code_after_five_wrong_ones(cast: Cast, client: Browser) -> None:
    ask(client, "noor@fernlea.example", next="/mine/")
    code = code_in_the_mail()
    tries = [
        client.post(CODE, {"code": wrong(code), "email": "noor@fernlea.example", "next": "/mine/"}) for _ in range(5)
    ]
    assert [answer.status_code for answer in tries] == [422, 422, 422, 422, 302]
    fifth = tries[-1]
    assert fifth.url == f"{SIGN_IN}?next=%2Fmine%2F"
    page = client.get(fifth.url).content.decode()
    assert "That was a lot of tries" in page
    assert 'value="noor@fernlea.example"' in page
    client.post(CODE, {"code": code})
    assert not is_in(client)


def test_it_refuses_a_code_that_was_used(cast: Cast, client: Browser) -> None:
    ask(client, "noor@fernlea.example")
    code = code_in_the_mail()
    client.post(CODE, {"code": code})
    client.post(reverse("account_logout"))
    assert not is_in(client)
    answer = client.post(CODE, {"code": code}, follow=True)
    assert "too old, or was used" in answer.content.decode()
    assert not is_in(client)


def test_it_refuses_a_code_in_another_window(cast: Cast, client: Browser) -> None:
    ask(client, "noor@fernlea.example")
    elsewhere: Browser = Client()
    assert elsewhere.post(CODE, {"code": code_in_the_mail()}).url == SIGN_IN
    assert not is_in(elsewhere)


def test_it_refuses_the_older_of_two_codes(cast: Cast, client: Browser) -> None:
    ask(client, "noor@fernlea.example")
    older = code_in_the_mail()
    ask(client, "noor@fernlea.example")
    assert client.post(CODE, {"code": older}).status_code == 422
    client.post(CODE, {"code": code_in_the_mail()})
    assert is_in(client)


def test_it_refuses_an_old_code_kindly(cast: Cast, client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(client, "noor@fernlea.example")
    code = code_in_the_mail()
    later = time.time() + 16 * 60
    monkeypatch.setattr(time, "time", lambda: later)
    answer = client.post(CODE, {"code": code, "email": "noor@fernlea.example"}, follow=True)
    page = answer.content.decode()
    assert "too old, or was used" in page
    assert 'value="noor@fernlea.example"' in page
    monkeypatch.undo()
    assert not is_in(client)


def test_it_sends_no_fourth_code_within_a_minute(cast: Cast, client: Browser) -> None:
    answers = [ask(client, address) for address in ["noor@fernlea.example"] * 4 + ["nobody@fernlea.example"] * 4]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429] * 2
    assert "Take a few minutes" in answers[3].content.decode()
    assert 'value="noor@fernlea.example"' in answers[3].content.decode()
    assert len(mail.outbox) == 6


def test_it_says_so_when_no_mail_can_leave(cast: Cast, client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", broken)
    for address in ("noor@fernlea.example", "nobody@fernlea.example"):
        answer = ask(client, address)
        assert answer.status_code == 503
        assert "Our mail is not working" in answer.content.decode()


def test_it_lets_nobody_sign_up(cast: Cast, client: Browser) -> None:
    page = client.get(reverse("account_signup"))
    assert "The practice invites you" in page.content.decode()
    assert client.post(reverse("account_signup"), {"email": "new@fernlea.example"}).status_code == 405
    assert "/sign-up" not in client.get(SIGN_IN).content.decode()


@pytest.mark.parametrize(
    "closed", ["login/", "signup/", "password/reset/", "password/change/", "email/", "2fa/totp/activate/"]
)
def test_it_has_no_pages_for_passwords(closed: str, cast: Cast, client: Browser) -> None:
    assert client.get(f"{SIGN_IN}{closed}").status_code in (302, 404)
    client.force_login(cast.noor)
    assert client.get(f"{SIGN_IN}{closed}").status_code == 404


def test_it_takes_no_password(cast: Cast, client: Browser) -> None:
    cast.noor.set_password("a long and good password")
    cast.noor.save()
    client.post(
        SIGN_IN,
        {"login": "noor@fernlea.example", "email": "noor@fernlea.example", "password": "a long and good password"},
    )
    assert not is_in(client)


@pytest.mark.parametrize("route", [name for name, rule in matrix()["route"].items() if rule["record"] == "sign_in"])
def test_it_shows_strangers_none_of_the_inner_pages(route: str, cast: Cast, client: Browser) -> None:
    rule = matrix()["route"][route]
    thing = cast.mira.pk if rule.get("of") == "colleague" else 1
    answer = client.get(reverse(route, args=[thing] if "of" in rule else []))
    if rule.get("open"):
        assert answer.status_code == 200 or answer.url == SIGN_IN
    else:
        assert answer.status_code == 302
        assert answer.url.startswith(SIGN_IN) or answer.url == "/"


# Signing out, and elsewhere


def test_it_signs_out_by_a_press_not_by_a_link(cast: Cast, client: Browser) -> None:
    client.force_login(cast.noor)
    assert "Sign out?" in client.get(reverse("account_logout")).content.decode()
    assert is_in(client)
    client.post(reverse("account_logout"))
    assert not is_in(client)


def test_it_lists_where_one_is_signed_in_and_ends_the_others(cast: Cast, client: Browser) -> None:
    phone: Browser = Client(headers={"user-agent": "Mozilla/5.0 (iPhone)"})
    for device in (phone, client):
        ask(device, "noor@fernlea.example")
        device.post(CODE, {"code": code_in_the_mail()})
    page = client.get(reverse("usersessions_list")).content.decode()
    assert "iPhone" in page
    assert "Mozilla" not in page
    assert "127.0.0.1" not in page
    client.post(reverse("usersessions_list"))
    assert is_in(client)
    assert not is_in(phone)


# Passkeys: the browser test adds and uses one


def test_it_finds_nobody_elses_passkey(cast: Cast, client: Browser) -> None:
    hers = Authenticator.objects.create(user=cast.noor, type="webauthn", data={"name": "iPhone", "credential": {}})
    client.force_login(cast.evren)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        for method in (client.get, client.post):
            assert method(reverse(name, args=[hers.pk])).status_code == 404
    assert "iPhone" not in client.get(reverse("mfa_index")).content.decode()
    assert Authenticator.objects.filter(pk=hers.pk).exists()


def test_it_refuses_a_made_up_passkey(cast: Cast, client: Browser) -> None:
    for credential in ("", "{}", '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}'):
        answer = client.post(reverse("mfa_login_webauthn"), {"credential": credential, "next": "/mine/"})
        assert answer.url == f"{SIGN_IN}?next=%2Fmine%2F"
        assert not is_in(client)


def test_it_asks_staff_with_a_passkey_for_it_after_a_code(cast: Cast, client: Browser) -> None:
    for person in (cast.ida, cast.noor):
        Authenticator.objects.create(user=person, type="webauthn", data={"name": "a key", "credential": {}})
    ask(client, "ida@fernlea.example")
    assert client.post(CODE, {"code": code_in_the_mail()}).url == reverse("mfa_authenticate")
    assert not is_in(client)
    phone: Browser = Client()
    ask(phone, "noor@fernlea.example")
    assert phone.post(CODE, {"code": code_in_the_mail()}).url == "/"
    assert is_in(phone)


def test_it_asks_for_the_passkey_once_more_before_one_is_changed(cast: Cast, client: Browser) -> None:
    key = Authenticator.objects.create(user=cast.noor, type="webauthn", data={"name": "a key", "credential": {}})
    Authenticator.objects.create(
        user=cast.noor, type="recovery_codes", data={"seed": get_adapter().encrypt("00"), "used_mask": 0}
    )
    rename, once_more = reverse("mfa_edit_webauthn", args=[key.pk]), reverse("mfa_reauthenticate_webauthn")
    ask(client, "noor@fernlea.example")
    client.post(CODE, {"code": code_in_the_mail()})
    assert client.get(rename).status_code == 200
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time() - 16 * 60}]
    session.save()
    assert client.get(rename).url.startswith(once_more)
    assert client.post(rename, {"name": "mine now"}).url.startswith(once_more)
    assert client.get(reverse("mfa_reauthenticate")).url == once_more
    key.refresh_from_db()
    assert key.wrap().name == "a key"


def test_it_gives_spare_codes_to_staff_alone(cast: Cast, client: Browser) -> None:
    for person in (cast.ida, cast.noor):
        Authenticator.objects.create(
            user=person, type="recovery_codes", data={"seed": get_adapter().encrypt("00"), "used_mask": 0}
        )
        Authenticator.objects.create(user=person, type="webauthn", data={"name": "a key", "credential": {}})
        client.force_login(person)
        assert ("Spare codes" in client.get(reverse("mfa_index")).content.decode()) == (person == cast.ida)


# A remembered phone


@pytest.fixture
def phone(cast: Cast) -> Browser:
    """Noor's phone: marked as hers while signed in, and signed out since."""
    phone: Browser = Client(headers={"user-agent": "Mozilla/5.0 (iPhone)"})
    with clock.at(NOW):
        phone.force_login(cast.noor)
        phone.post(reverse("checkin:this_phone_is_mine"), {"form_key": uuid4()})
        phone.post(reverse("account_logout"))
    return phone


def the_form(cast: Cast) -> str:
    return reverse("checkin:how_was_it", args=[cast.last.pk])


def send(phone: Browser, cast: Cast) -> Any:
    return phone.post(the_form(cast), {"form_key": uuid4(), **well()})


def test_it_opens_the_one_form_empty_and_takes_one_answer(cast: Cast, phone: Browser) -> None:
    with clock.at(NOW):
        page = phone.get(the_form(cast))
        assert page.status_code == 200
        assert " checked" not in re.sub(r'value=""[^>]* checked', "", page.content.decode())
        assert send(phone, cast).status_code == 303
        again = send(phone, cast)
        assert again.status_code == 200
        assert phone.get(the_form(cast)).content.count(b"<form") <= again.content.count(b"<form")
    assert CheckIn.objects.filter(session=cast.last, by=cast.noor).count() == 1


def test_it_shows_nothing_of_what_was_answered(cast: Cast, phone: Browser) -> None:
    with clock.at(NOW):
        send(phone, cast)
        for address in (the_form(cast), reverse("checkin:thanks", args=[cast.last.pk])):
            assert " checked" not in phone.get(address).content.decode()


@pytest.mark.parametrize("address", SIX_ADDRESSES)
def test_it_opens_no_other_page(address: str, cast: Cast, phone: Browser) -> None:
    with clock.at(NOW):
        assert phone.get(address).url.startswith(SIGN_IN)
        assert phone.get(reverse("checkin:together", args=[cast.last.pk])).url.startswith(SIGN_IN)


def test_it_opens_nobody_elses_form(cast: Cast, phone: Browser) -> None:
    others = cast.other_pair.sessions.order_by("starts_at")[3]
    with clock.at(NOW):
        assert phone.get(reverse("checkin:how_was_it", args=[others.pk])).status_code == 404


def test_it_lists_the_phone_and_forgets_it(cast: Cast, phone: Browser, client: Browser) -> None:
    client.force_login(cast.noor)
    device = Device.objects.get(person=cast.noor)
    with clock.at(NOW):
        assert "iPhone" in client.get(reverse("home:mine")).content.decode()
        client.post(reverse("home:forget_phone", args=[device.pk]), {"form_key": uuid4()})
        assert phone.get(the_form(cast)).url.startswith(SIGN_IN)
        assert send(phone, cast).url.startswith(SIGN_IN)
    assert not CheckIn.objects.filter(session=cast.last, by=cast.noor).exists()


def test_it_opens_nothing_to_a_stolen_cookie_of_a_forgotten_phone(cast: Cast, phone: Browser) -> None:
    stolen = phone.cookies[COOKIE].value
    Device.objects.get(person=cast.noor).forget()
    thief: Browser = Client()
    thief.cookies[COOKIE] = stolen
    with clock.at(NOW):
        assert thief.get(the_form(cast)).url.startswith(SIGN_IN)


def test_it_opens_nothing_to_a_forged_cookie(cast: Cast, phone: Browser) -> None:
    forged: Browser = Client()
    forged.cookies[COOKIE] = f"{Device.objects.get().pk}:1abc:forged"
    with clock.at(NOW):
        assert forged.get(the_form(cast)).url.startswith(SIGN_IN)


def test_it_forgets_a_phone_after_half_a_year(cast: Cast, phone: Browser) -> None:
    Device.objects.update(remembered_at=NOW - timedelta(days=181))
    with clock.at(NOW):
        assert phone.get(the_form(cast)).url.startswith(SIGN_IN)


def test_it_asks_for_sign_in_once_the_account_is_closed(cast: Cast, phone: Browser) -> None:
    with clock.at(NOW):
        assert phone.get(the_form(cast)).status_code == 200
        cast.noor.is_active = False
        cast.noor.save()
        sent_away = phone.get(the_form(cast))
        assert sent_away.url == f"{SIGN_IN}?next={the_form(cast)}"
        assert send(phone, cast).url.startswith(SIGN_IN)
        assert phone.get(reverse("checkin:thanks", args=[cast.last.pk])).url.startswith(SIGN_IN)
    assert not CheckIn.objects.filter(session=cast.last, by=cast.noor).exists()


def test_it_stands_without_a_practice(client: Browser) -> None:
    assert not Practice.objects.exists()
    assert client.get(SIGN_IN).status_code == 200


def test_it_answers_many_tries_with_a_page_of_their_own(cast: Cast, client: Browser) -> None:
    answers = [client.post(reverse("mfa_login_webauthn"), {"credential": "{}"}) for _ in range(40)]
    assert answers[-1].status_code == 429
    assert "Please wait a little" in answers[-1].content.decode()
