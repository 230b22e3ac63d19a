"""Signing in as people do it: on a phone with the code from the mail, and with a passkey."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage, Server, Watch
from tests.practice.test_second_step import code_of

Look = Callable[[Page], None]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def letters(server: Server) -> Path:
    return server.log.parent / "home" / "letters"


def code_for(address: str, server: Server) -> str:
    newest_first = sorted(letters(server).iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for text in (path.read_text() for path in newest_first):
        found = re.search(r"Your code: (\d{4}-\d{4})", text)
        if f"To: {address}" in text and found:
            return found[1]
    pytest.fail(f"no code was sent to {address}")


def with_a_code(page: Page, address: str, server: Server) -> None:
    page.get_by_label("Your e-mail address").fill(address)
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Code", exact=True).fill(code_for(address, server))
    page.get_by_role("button", name="Sign in").click()


def sign_out(page: Page) -> None:
    page.goto("/sign-in/out/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def own_device(
    request: pytest.FixtureRequest, browser: Browser, browser_context_args: dict[str, Any], server: Server
) -> Iterator[Page]:
    """A device with a passkey's hardware. Passkeys know houses by name, so here the same server is `localhost`."""
    host = urlsplit(server.url).netloc.replace("127.0.0.1", "localhost")
    context = browser.new_context(**browser_context_args | request.param | {"base_url": f"http://{host}"})
    page = context.new_page()
    watch = Watch(page, host=host)
    hardware = context.new_cdp_session(page)
    hardware.send("WebAuthn.enable")
    hardware.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    context.close()
    assert not watch.faults, "\n".join(watch.faults)


def test_it_lets_a_client_in_on_a_phone_with_a_code(page: Page, axe: Look, server: Server) -> None:
    page.goto("/mine/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    axe(page)

    page.get_by_label("Your e-mail address").fill("noor@")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_label("Your e-mail address")).to_be_focused()
    expect(page.get_by_label("Your e-mail address")).to_have_value("noor@")
    axe(page)

    page.get_by_label("Your e-mail address").fill("noor@fernlea.example")
    page.get_by_role("button", name="Send me a code").click()
    axe(page)
    page.get_by_label("Code", exact=True).fill("0000-0000")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("This is not the code.")).to_be_visible()
    expect(page.get_by_label("Code", exact=True)).to_have_value("0000-0000")
    axe(page)

    page.get_by_label("Code", exact=True).fill(code_for("noor@fernlea.example", server))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mine")


def test_it_lets_a_client_in_without_javascript(new_context: Callable[..., BrowserContext], server: Server) -> None:
    page = new_context(**PHONE, java_script_enabled=False).new_page()
    page.goto("/sign-in/?next=/mine/")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    with_a_code(page, "evren@fernlea.example", server)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mine")


def test_it_lets_one_go_back_to_another_address(page: Page) -> None:
    page.goto("/sign-in/?next=/mine/")
    page.get_by_label("Your e-mail address").fill("nobody@fernlea.example")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_role("link", name="Use another address").click()
    expect(page.get_by_label("Your e-mail address")).to_have_value("")
    assert page.url.endswith("/sign-in/?next=%2Fmine%2F")


def test_it_adds_a_passkey_and_lets_in_with_it(own_device: Page, axe: Look, server: Server) -> None:
    page = own_device
    therapist = "lena" if page.viewport_size == PHONE["viewport"] else "piet"
    page.goto("/sign-in/?next=/sign-in/passkeys/")
    with_a_code(page, f"{therapist}@fernlea.example", server)
    expect(page.get_by_role("heading", name="None yet")).to_be_visible()
    axe(page)

    page.get_by_role("link", name="Add a passkey").click()
    axe(page)
    page.get_by_label("What do you call it?").fill("My blue phone")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your spare codes")
    axe(page)
    told = [path.read_text() for path in letters(server).iterdir() if "A new way to sign in" in path.read_text()]
    assert any(f"To: {therapist}@fernlea.example" in letter for letter in told)
    page.get_by_role("link", name="I have them").click()
    expect(page.get_by_text("My blue phone").first).to_be_visible()
    axe(page)

    page.get_by_role("link", name="Name My blue phone").click()
    axe(page)
    page.get_by_label("Name", exact=True).fill("Old phone")
    page.get_by_role("button", name="Keep this name").click()
    expect(page.get_by_text("Old phone").first).to_be_visible()

    sign_out(page)
    page.goto("/sign-in/?next=/mine/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mine")

    # Somebody who works here and has a passkey is asked for it also after a code.
    sign_out(page)
    page.goto("/sign-in/?next=/mine/")
    with_a_code(page, f"{therapist}@fernlea.example", server)
    expect(page.get_by_role("heading", level=1)).to_have_text("And now the second step")
    axe(page)
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mine")

    page.goto("/sign-in/passkeys/")
    page.get_by_role("link", name="Remove Old phone").click()
    axe(page)
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("heading", name="None yet")).to_be_visible()


def test_it_sets_up_an_app_with_codes_before_anything_opens(page: Page, axe: Look, server: Server) -> None:
    """Who works here and has only their mail is led to a second step; then it is asked for."""
    page.goto("/sign-in/?next=/people/")
    with_a_code(page, "otto@fernlea.example", server)
    expect(page.get_by_role("heading", level=1)).to_have_text("Passkeys")
    expect(page.get_by_text("your mail alone is not enough")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Set up an app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("An app that makes codes")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
    secret = page.locator("b.key").inner_text()
    page.get_by_label("Code").fill("000")
    page.get_by_role("button", name="Use this app").click()
    expect(page.locator("b.key")).to_have_text(secret)
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your spare codes")
    page.goto("/people/")
    expect(page.get_by_role("heading", level=1)).to_have_text("People you work with")

    sign_out(page)
    page.goto("/sign-in/?next=/people/")
    with_a_code(page, "otto@fernlea.example", server)
    expect(page.get_by_role("heading", level=1)).to_have_text("And now the second step")
    axe(page)


def test_it_says_so_when_a_passkey_comes_to_nothing(own_device: Page, axe: Look) -> None:
    own_device.goto("/sign-in/")
    own_device.evaluate(
        "() => { navigator.credentials.get = async () => { throw new DOMException('no', 'NotAllowedError') } }"
    )
    own_device.get_by_role("button", name="Use a passkey").click()
    expect(own_device.get_by_text("Nothing came of it.")).to_be_visible()
    axe(own_device)


@pytest.mark.parametrize(
    "address", ["/sign-in/where/", "/sign-in/passkeys/", "/sign-in/passkeys/add/", "/sign-in/out/"]
)
@pytest.mark.parametrize("look", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_it_shuts_nobody_out(address: str, look: dict[str, object], open_page: OpenPage, axe: Look) -> None:
    page = open_page("client", **look)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)


def test_it_hides_passkeys_where_they_cannot_work(open_page: OpenPage) -> None:
    """An address of figures has no name that a passkey could know."""
    page = open_page("client")
    page.goto("/sign-in/passkeys/add/")
    expect(page.get_by_text("cannot use passkeys")).to_be_visible()
    expect(page.get_by_role("button", name="Add it")).to_be_hidden()
