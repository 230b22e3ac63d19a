"""“I can’t put my finger on it”: sorted together, one thing tried, and both say that it helped, by clicks alone.

Noor and Ida have met twice. At each step the test looks what each of them sees and does not see, and that
another therapist, the lead, the listener and the coordinator learn nothing of it.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.acting import House, button, does_not_see, goes, house, link, option, place, sees
from tests.browser.conftest import DESKTOP, PHONE

SENTENCE = "Something is off"
TOO_MUCH = "What we plan for the week is too much for me right now. I have work and classes and no strength left."
KINDER = "I’d like a bit more kindness and a bit less advice."
ONE_THING = "Ten quiet minutes first, before any plan"
WATCH = "whether I leave lighter than I came"


def sorts(page: Page, card: str, pile: str) -> None:
    page.get_by_role("group", name=card).locator("label").filter(has=page.get_by_text(pile, exact=True)).click()


def says(page: Page, *, did: str, helped: str) -> None:
    for question, answer in (("#did", did), ("#helped", helped)):
        page.locator(question).locator("label").filter(has=page.get_by_text(answer, exact=True)).click()


class Others:
    """Those who must never learn of it, each with a page open."""

    def __init__(self, fernlea: House) -> None:
        roles = (("other_therapist", "People"), ("lead", "Today"), ("listener", "Asked of me"), ("coordinator", ""))
        self.pages = [(fernlea.open_page(role, **DESKTOP), where) for role, where in roles]

    def learn_nothing(self) -> None:
        for page, where in self.pages:
            page.goto("/")
            if where:
                place(page, where)
            does_not_see(page, "Noor", SENTENCE, ONE_THING, WATCH, TOO_MUCH)


def test_it_is_found_together_and_what_is_tried_helps(
    empty_house: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> None:
    folder = tmp_path_factory.mktemp("looking-for-it")
    with house("before_the_first_session", empty_house, folder, browser) as fernlea:
        fernlea.wait_until(2, "Tue", "20:00")
        noor, ida = fernlea.open_page("client", **PHONE), fernlea.open_page("therapist", **DESKTOP)
        others = Others(fernlea)
        for page in (noor, ida):
            page.goto("/")
        she_puts_it_there(fernlea, noor, ida)
        others.learn_nothing()
        they_open_it_and_sort(fernlea, noor, ida)
        they_agree_what_to_try(noor, ida)
        others.learn_nothing()
        both_say_that_it_helped(fernlea, noor, ida)
        others.learn_nothing()


def she_puts_it_there(fernlea: House, noor: Page, ida: Page) -> None:
    """One tap, no words of her own; nobody reads it before the day they meet."""
    place(noor, "Talk")
    goes(noor, link(noor, "Find the words"))
    sees(noor, "No idea yet?", SENTENCE, "In the session, you and Ida both sort ten cards.")
    goes(noor, button(noor, "Look for it together"))
    sees(noor, "Is this it? Yes, a bit, no.")
    goes(noor, link(noor, "Later"))
    sees(noor, SENTENCE, "Ida has it for your session")
    for where in ("Today", "People"):
        place(ida, where)
        does_not_see(ida, SENTENCE, "has put a sentence")
    goes(ida, link(ida, "Noor"))
    does_not_see(ida, SENTENCE, "has put a sentence")
    fernlea.wait_until(3, "Mon", "08:00")
    place(ida, "Today")
    sees(ida, "Noor has put a sentence on today’s page. Open it together, at the start.")
    does_not_see(ida, SENTENCE)


def they_open_it_and_sort(fernlea: House, noor: Page, ida: Page) -> None:
    """In the hour: she first, and nothing of hers shows until he has sorted too."""
    fernlea.wait_until(3, "Mon", "17:04")
    place(ida, "Today")
    goes(ida, button(ida, "Open it together"))
    sees(ida, SENTENCE, "Ten cards are laid for you both")
    place(noor, "Talk")
    goes(noor, link(noor, "Talks"))
    goes(noor, link(noor, "The cards"))
    sees(noor, "Is this it? Yes, a bit, no.")
    sorts(noor, TOO_MUCH, "yes")
    sorts(noor, KINDER, "no")
    goes(noor, button(noor, "Lay my cards"))
    sees(noor, "It is laid open when Ida has sorted too.")
    does_not_see(noor, "What you both sorted")

    goes(ida, link(ida, "Sort the cards"))
    does_not_see(ida, "What you both sorted")
    assert ida.locator("input[type=radio]:checked:not([value=''])").count() == 0
    sorts(ida, TOO_MUCH, "no")
    sorts(ida, KINDER, "a bit")
    goes(ida, button(ida, "Lay my cards"))
    noor.reload()
    for page in (noor, ida):
        sees(page, "What you both sorted", "Two people see two things; both are true.")
        rows = [row.locator("th, td").all_inner_texts() for row in page.locator("tbody tr").all()]
        assert rows[0] == [TOO_MUCH, "yes", "no"]
        assert [KINDER, "no", "a bit"] in rows
        assert all(row[1:] == ["–", "–"] for row in rows if row[0] not in (TOO_MUCH, KINDER))


def they_agree_what_to_try(noor: Page, ida: Page) -> None:
    """One thing, and it stands only once both have said yes."""
    goes(ida, link(ida, "Write down what we’ll try"))
    ida.get_by_label("What changes").fill(ONE_THING)
    option(ida, "Ida").click()
    ida.get_by_label("The one thing you both watch").fill(WATCH)
    goes(ida, button(ida, "Yes, let’s try this"))
    sees(ida, "It stands once Noor says yes too.")
    does_not_see(ida, "You have both said yes.")

    place(noor, "Talk")
    goes(noor, link(noor, "Talks"))
    sees(noor, ONE_THING, "Ida wrote this down. Would you like to try it?")
    does_not_see(noor, "Did it help?")
    goes(noor, link(noor, "Look at it"))
    goes(noor, button(noor, "Yes, let’s try this"))
    sees(noor, "You have both said yes.", WATCH)


def both_say_that_it_helped(fernlea: House, noor: Page, ida: Page) -> None:
    """After the next session, each without the other's answer; then both see both."""
    fernlea.wait_until(4, "Mon", "18:30")
    place(noor, "Talk")
    goes(noor, link(noor, "Talks"))
    goes(noor, link(noor, "Say whether it helped"))
    says(noor, did="a bit", helped="yes")
    goes(noor, button(noor, "Say it"))
    sees(noor, "You see Ida’s answer once you have both said it.")

    ida.goto("/talks/")
    goes(ida, link(ida, "Say whether it helped"))
    does_not_see(ida, "What you said about it")
    says(ida, did="yes", helped="a bit")
    goes(ida, button(ida, "Say it"))
    noor.reload()
    for page, own, other in ((noor, "You", "Ida"), (ida, "Noor", "You")):
        sees(page, "What you said about it", "And now?", "Keep it", own, other)
    said = [(one or "").split() for one in noor.locator("ul.list li").all_text_contents()]
    assert [" ".join(one) for one in said][-2:] == [
        "YouDid we do it? a bit. Did it help? yes.",
        "IdaDid we do it? yes. Did it help? a bit.",
    ]
    goes(noor, link(noor, "Keep it"))
    sees(noor, ONE_THING)
