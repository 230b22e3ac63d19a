"""A client's acts where nothing may be taken for granted: no script, no mouse, no patience, an old link."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, OpenPage, Server

NO_SCRIPT = PHONE | {"java_script_enabled": False}
SAID, CHANGED, KEPT = "said how a session was", "changed what was said about a session", "kept an answer private"
IS_SEEN = """element => {
    const around = [element, ...(element.closest("label")?.querySelectorAll("*") ?? []), element.closest("label")]
    const ringed = around.filter(Boolean).some(one => {
        const style = getComputedStyle(one)
        return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
    })
    const box = element.getBoundingClientRect()
    return ringed && box.bottom > 0 && box.top < innerHeight
}"""


@dataclass(frozen=True)
class Client:
    """A client of Ida's whom no other test has met, in a browser of their own."""

    page: Page
    last: str
    first: str
    pair: str

    @property
    def form(self) -> str:
        """Where the letter leads."""
        return f"/how-was-it/{self.last}/"

    def trail(self) -> list[str]:
        self.page.goto("/who-has-read/")
        return self.page.locator("tbody td:last-child").all_text_contents()


@pytest.fixture(scope="session")
def names(server: Server) -> Iterator[str]:
    return iter(server.things)


@pytest.fixture
def somebody(open_page: OpenPage, server: Server, names: Iterator[str]) -> Callable[..., Client]:
    def new(**look: object) -> Client:
        name = next(names)
        return Client(open_page(name, **(look or NO_SCRIPT)), **server.things[name])

    return new


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def pick(page: Page, words: str) -> None:
    page.locator("label").filter(has=page.get_by_text(words, exact=True)).click()


def sees(page: Page, *words: str) -> None:
    for some in words:
        expect(page.locator("body")).to_contain_text(some, use_inner_text=True)


# ---- no script ----------------------------------------------------------------------------------------------


def test_it_takes_how_it_was_without_script_and_gives_it_back(somebody: Callable[..., Client]) -> None:
    client = somebody()
    page = client.page
    page.goto(client.form)
    pick(page, "No, all good")
    pick(page, "calm")
    page.locator("#useful label:has([value='6'])").click()
    page.locator("#useful label.keep").click()
    press(page, "Send to Ida")
    sees(page, "Thank you", "It waits for you and Ida")

    page.get_by_role("link", name="Change it").click()
    expect(page.get_by_label("No, all good")).to_be_checked()
    expect(page.get_by_label("calm")).to_be_checked()
    expect(page.locator("#useful [value='6']")).to_be_checked()
    expect(page.locator("#useful .keep input")).to_be_checked()
    press(page, "Keep the change")
    press(page, "Keep it to myself after all")
    sees(page, "It stays with you", "To Ida it looks as if you had not filled it in.")
    trail = client.trail()
    assert [trail.count(did) for did in (SAID, CHANGED, KEPT)] == [1, 1, 1]


def test_it_keeps_all_of_it_private_without_script(somebody: Callable[..., Client]) -> None:
    client = somebody()
    client.page.goto(client.form)
    pick(client.page, "Yes, help me say it")
    press(client.page, "Keep all of it to myself")
    sees(client.page, "It stays with you", "A way to begin")


def test_it_opens_the_doors_without_script(somebody: Callable[..., Client]) -> None:
    page = somebody().page
    page.goto("/you/")
    page.get_by_role("link", name="Something isn’t right").click()
    press(page, "Put it there")
    sees(page, "Nobody reads it before that day.")
    press(page, "Take it back")
    sees(page, "Taken back. Nobody has read it.")

    page.get_by_role("link", name="I’m thinking of stopping").click()
    sees(page, "Tell Ida first", "Meet someone else", "Stop for now", "I don’t know yet", "What is booked")
    page.get_by_role("link", name="Stop for now").click()
    press(page, "Stop")
    sees(page, "Pick one of the two, or go back: nothing has changed.")
    page.locator("label").filter(has_text="For a while").click()
    press(page, "Stop")
    sees(page, "You have stopped for now. You can come back whenever you like.", "Nothing is booked.")
    press(page, "I’d like to go on")
    sees(page, "Next: Monday 11 May, 17:00")


def test_it_takes_not_this_week_and_a_cancelled_session_without_script(somebody: Callable[..., Client]) -> None:
    page = somebody().page
    page.goto("/you/")
    press(page, "Not this week")
    sees(page, "Not this week. That’s fine.")
    press(page, "I’ll take it up after all")
    expect(page.get_by_role("button", name="Not this week")).to_be_visible()
    page.get_by_role("link", name="I can’t come").click()
    press(page, "Cancel the session")
    sees(page, "That session is off the calendar.", "Next: Monday 18 May, 17:00")


# ---- no mouse -----------------------------------------------------------------------------------------------


def test_it_is_filled_in_by_keyboard_alone(somebody: Callable[..., Client]) -> None:
    """Tab, arrows, Space and Enter reach everything, and wherever the focus is, it can be seen."""
    client = somebody(**PHONE)
    page = client.page
    page.goto(client.form)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Go to what is on this page")).to_be_focused()
    page.keyboard.press("Enter")

    def tab_to(where: Locator) -> None:
        for _stop in range(40):
            page.keyboard.press("Tab")
            assert page.locator(":focus").evaluate(IS_SEEN), page.locator(":focus").evaluate("it => it.outerHTML")
            if where.evaluate("it => it === document.activeElement"):
                return
        pytest.fail(f"the keyboard does not reach {where}")

    tab_to(page.locator("#tap input:checked"))
    page.keyboard.press("ArrowDown")  # from "no answer", the last, round to the first
    expect(page.get_by_label("No, all good")).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Yes, I’ll bring it up")).to_be_checked()
    assert page.locator(":focus").evaluate(IS_SEEN)
    tab_to(page.get_by_label("being listened to"))
    page.keyboard.press("Space")
    tab_to(page.locator("#understood input:checked"))
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#understood [value='10']")).to_be_checked()
    assert page.locator(":focus").evaluate(IS_SEEN)
    tab_to(page.locator("#understood .keep input"))
    page.keyboard.press("Space")
    tab_to(page.get_by_role("button", name="Send to Ida"))
    page.keyboard.press("Enter")
    sees(page, "Thank you", "You will bring it up")
    page.goto(client.form)
    expect(page.get_by_label("Yes, I’ll bring it up")).to_be_checked()
    expect(page.get_by_label("being listened to")).to_be_checked()
    expect(page.locator("#understood [value='10']")).to_be_checked()
    expect(page.locator("#understood .keep input")).to_be_checked()


# ---- no patience --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", [PHONE, NO_SCRIPT], ids=["script", "no-script"])
def test_it_makes_one_answer_of_a_double_click(somebody: Callable[..., Client], look: dict[str, object]) -> None:
    client = somebody(**look)
    client.page.goto(client.form)
    pick(client.page, "No, all good")
    client.page.get_by_role("button", name="Send to Ida").dblclick()
    sees(client.page, "Thank you")
    trail = client.trail()
    assert trail.count(SAID) == 1
    assert CHANGED not in trail


def test_it_makes_one_answer_of_a_reload_and_the_back_button(somebody: Callable[..., Client]) -> None:
    client = somebody()
    page = client.page
    page.goto(client.form)
    pick(page, "No, all good")
    press(page, "Send to Ida")
    sees(page, "Thank you")
    page.reload()
    sees(page, "Thank you")
    page.go_back()
    # Nothing was stored: the form comes anew, and says that it changes what was sent.
    expect(page.get_by_label("No, all good")).to_be_checked()
    expect(page.get_by_role("button", name="Keep the change")).to_be_visible()
    page.go_forward()
    sees(page, "Thank you")
    trail = client.trail()
    assert trail.count(SAID) == 1
    assert CHANGED not in trail


def test_it_shows_typed_text_back_when_the_page_was_open_too_long(somebody: Callable[..., Client]) -> None:
    client = somebody()
    page = client.page
    page.goto(f"/if-i-go-quiet/{client.pair}/")
    pick(page, "Send me one note")
    page.get_by_label("Where is it safe to reach you?").fill("By letter to my sister’s, not at home.")
    page.context.clear_cookies(name="rightfit_csrf")
    press(page, "Keep this")
    sees(page, "Please send it once more", "What you typed is here", "We kept no copy.")
    assert "By letter to my sister’s, not at home." in [box.input_value() for box in page.locator("textarea").all()]
    page.goto("/mine/")
    sees(page, "You have not said yet what Ida should do.")


# ---- an old link, a wrong one, and a phone that is known ----------------------------------------------------


def test_it_says_kindly_what_an_old_or_wrong_link_is(somebody: Callable[..., Client]) -> None:
    client, other = somebody(), somebody()
    page = client.page
    page.goto(f"/how-was-it/{client.first}/")
    sees(page, "This one has closed", "There is a new one after each session, so nothing is lost.", "Go to my page")
    for wrong in (f"/how-was-it/{uuid4()}/", f"/how-was-it/{client.last[:20]}", f"/how-was-it/{other.last}/"):
        answer = page.goto(wrong)
        assert answer is not None
        assert answer.status == 404
        sees(page, "This is not here, or not for you.", "Perhaps the link is old", "Nothing is lost.")
        page.get_by_role("link", name="Go to my page").click()
        sees(page, "You and Ida")


def test_it_leads_from_the_link_to_signing_in_and_back(somebody: Callable[..., Client], open_page: OpenPage) -> None:
    client = somebody()
    page = open_page(**NO_SCRIPT)
    page.goto(client.form)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert page.url.endswith(f"/sign-in/?next={client.form}")


def test_it_opens_the_one_form_on_a_remembered_phone_and_nothing_else(somebody: Callable[..., Client]) -> None:
    client, other = somebody(), somebody()
    page = client.page
    page.goto("/mine/")
    press(page, "This phone is mine")
    sees(page, "This phone now opens the one form without sign-in.")
    press(page, "Sign out")
    for shut in ("/you/", "/talk/", "/course/", "/mine/", "/who-has-read/", f"/if-i-go-quiet/{client.pair}/"):
        page.goto(shut)
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    for wrong in (f"/how-was-it/{other.last}/", f"/how-was-it/{uuid4()}/"):
        page.goto(wrong)
        sees(page, "This is not here, or not for you.")

    page.goto(client.form)
    sees(page, "How was it with Ida?")
    pick(page, "Yes, I’ll bring it up")
    pick(page, "calm")
    press(page, "Send to Ida")
    sees(page, "Thank you", "It is kept. This phone shows nothing of it.")
    for again in (client.form, f"{client.form}thanks/"):
        page.goto(again)
        sees(page, "Thank you")
        assert "calm" not in page.content()
        assert "bring it up" not in page.content()
    page.goto(client.form)
    sees(page, "This phone takes one answer and shows nothing of it.", "To change it, sign in.")
