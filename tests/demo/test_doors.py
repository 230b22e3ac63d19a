"""The demo signs people in by a link: only in the demo, only on this machine."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as real
from django.test import Client
from django.urls import reverse

from rightfit.demo import doors, walks
from rightfit.practice.models import Person

pytestmark = pytest.mark.usefixtures("there")
HERE = "127.0.0.1:8000"
PAGES = ("/demo/", "/demo/in/noor:x/", "/demo/become/00000000-0000-0000-0000-000000000000/", "/demo/leave/")


@pytest.fixture
def demo(settings: Any) -> None:
    """The settings as RIGHTFIT_DEMO=yes makes them."""
    engine: dict[str, Any] = {**real.TEMPLATES[0]}
    options: dict[str, Any] = engine["OPTIONS"]
    templates = Path(doors.__file__).parent / "templates"
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.demo.urls"
    settings.TEMPLATES = [
        engine
        | {
            "DIRS": [*engine["DIRS"], templates],
            "OPTIONS": options | {"context_processors": [*options["context_processors"], "rightfit.demo.bar.bar"]},
        }
    ]


def visitor(**more: Any) -> Client:
    return Client(headers={"host": HERE}, **more)


def named(given: str) -> Person:
    person: Person = Person.objects.get(given_name=given)
    return person


def who_is(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize("page", PAGES)
def test_it_is_not_there_without_the_demo(page: str) -> None:
    assert visitor().get(page).status_code == 404
    assert visitor().post(page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_it_is_closed_when_only_the_switch_is_off(page: str, demo: None, settings: Any) -> None:
    settings.DEMO = False
    assert visitor().get(page).status_code in (404, 405)
    assert visitor().post(page).status_code in (404, 405)


def test_it_signs_in_by_the_printed_address(demo: None) -> None:
    noor = named("Noor")
    client = visitor()
    answer = client.get(doors.path_for(noor))
    assert (answer.status_code, answer["location"]) == (302, "/")
    assert who_is(client) == str(noor.pk)


@pytest.mark.parametrize("token", ["noor:wrong", "noor", "ida:"])
def test_it_refuses_an_address_that_was_made_up(demo: None, token: str) -> None:
    client = visitor()
    assert client.get(f"/demo/in/{token}/").status_code == 404
    assert who_is(client) is None


def test_it_refuses_other_hosts_and_other_machines(demo: None) -> None:
    path = doors.path_for(named("Noor"))
    for client in (Client(headers={"host": "localhost:8000"}), visitor(REMOTE_ADDR="10.0.0.7")):
        for page in (path, "/demo/"):
            assert client.get(page).status_code == 404
        assert client.post(reverse("demo:become", args=[named("Ida").pk])).status_code == 404
        assert who_is(client) is None
    assert Client(headers={"host": "elsewhere.example"}).get(path).status_code == 400


def test_it_becomes_another_only_by_a_form_of_its_own(demo: None) -> None:
    page = reverse("demo:become", args=[named("Ida").pk])
    assert visitor().get(page).status_code == 405
    strict = visitor(enforce_csrf_checks=True)
    assert strict.post(page).status_code == 403
    assert who_is(strict) is None
    client = visitor()
    client.get(doors.path_for(named("Noor")))
    assert client.post(page, {"next": "/people/"})["location"] == "/people/"
    assert who_is(client) == str(named("Ida").pk)


@pytest.mark.parametrize("following", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:0", ""])
def test_it_leads_nowhere_else(demo: None, following: str) -> None:
    page = reverse("demo:become", args=[named("Ida").pk])
    assert visitor().post(page, {"next": following})["location"] == "/"


def test_it_lets_one_be_nobody(demo: None) -> None:
    client = visitor()
    client.get(doors.path_for(named("Noor")))
    client.post(reverse("demo:leave"))
    assert who_is(client) is None


def test_it_says_who_one_is_on_every_page(demo: None) -> None:
    client = visitor()
    assert "nobody yet" in client.get("/").content.decode()
    client.get(doors.path_for(named("Noor")))
    page = client.get("/you/").content.decode()
    assert "<b>Noor, client</b>" in page
    assert reverse("demo:become", args=[named("Ida").pk]) in page
    assert reverse("demo:become", args=[named("Noor").pk]) not in page


def test_it_lets_one_be_who_looks_and_she_comes_to_her_search(demo: None) -> None:
    client = visitor()
    answer = client.get(doors.path_for(named("Wren")), follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<b>Wren, looking</b>" in page
    assert answer.redirect_chain[-1][0] == reverse("finding:mine")
    assert client.get(reverse("home:you")).status_code in (403, 404)


def test_it_has_no_bar_without_the_demo() -> None:
    client = Client()
    client.force_login(named("Noor"))
    assert "demo" not in client.get("/you/").content.decode()


def test_it_tells_what_to_try_and_each_step_opens(demo: None) -> None:
    answer = visitor().get("/demo/")
    assert answer.status_code == 200
    told = walks.walks()
    assert len(told) == 11
    assert all(walk.title in answer.content.decode() for walk in told)
    for step in [step for walk in told for step in walk.steps] + walks.unseen():
        client = visitor()
        answer = client.post(reverse("demo:become", args=[step.person.pk]), {"next": step.page})
        assert client.get(answer["location"]).status_code == 200, (step.person.given_name, step.page)


def test_it_shows_a_letter_without_names(demo: None) -> None:
    found = walks.newest_letter()
    assert found is not None
    assert found.to == named("Maya")
    words = f"{found.letter.subject} {found.letter.body}"
    assert found.path in words
    assert not any(name in words for name in ("Maya", "Ida", "Fernlea"))
