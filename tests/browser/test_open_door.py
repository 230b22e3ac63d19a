"""Noor stays away, by clicks alone and without script: once Ida gives the sign, once Tom does in her place."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.acting import House, button, does_not_see, goes, house, link, option, place, sees
from tests.browser.conftest import DESKTOP, PHONE

NO_SCRIPT = {"java_script_enabled": False}
SAFE = "my own mobile, after six"
WORDS = "Ida leaves the door open for you."
Look = Callable[[Page], None]


def test_a_missed_session_is_answered_once_and_in_one_tap(
    empty_house: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser, axe: Look
) -> None:
    folder = tmp_path_factory.mktemp("open-door")
    with house("before_the_first_session", empty_house, folder, browser) as fernlea:
        noor = fernlea.open_page("client", **PHONE, **NO_SCRIPT)
        ida = fernlea.open_page("therapist", **DESKTOP, **NO_SCRIPT)
        tom = fernlea.open_page("coordinator", **DESKTOP, **NO_SCRIPT)
        looked_at = {who: fernlea.open_page(who, **PHONE) for who in ("client", "therapist", "coordinator")}

        def whole(who: str, page: Page) -> None:
            looked_at[who].goto(page.url)
            axe(looked_at[who])

        fernlea.wait_until(1, "Mon", "17:10")
        noor_has_not_come(ida)
        ida_sends_the_note(ida, whole)
        noor_comes_back(fernlea, noor, ida, whole)
        noor_says_what_to_do(noor)
        fernlea.wait_until(2, "Mon", "17:10")
        noor_has_not_come(ida)
        tom_calls_in_her_place(fernlea, ida, tom, whole)
        noor_would_like_someone_else(noor, ida, whole)


def noor_has_not_come(ida: Page) -> None:
    ida.goto("/")
    goes(ida, button(ida, "Noor has not come"))


def what_now(ida: Page) -> None:
    ida.goto("/")
    goes(ida, link(ida, "No word: what now? Noor"))


def ida_sends_the_note(ida: Page, whole: Callable[[str, Page], None]) -> None:
    what_now(ida)
    sees(ida, "No word from Noor", "has not said what you should do", WORDS)
    whole("therapist", ida)
    goes(ida, button(ida, "Send the note"))
    sees(ida, "One letter is on its way.", "There is nothing more to do.")
    assert not button(ida, "Send the note").count()
    whole("therapist", ida)


def noor_comes_back(fernlea: House, noor: Page, ida: Page, whole: Callable[[str, Page], None]) -> None:
    fernlea.wait_until(1, "Mon", "17:20")
    (leads,) = fernlea.links_to("Noor", "Ida", "door is open", "quiet", "missed")
    noor.goto("/")
    sees(noor, "The door is open", WORDS)
    noor.goto(leads)
    sees(noor, WORDS, "No reason is asked.", "Your next session stands: Monday 20 April")
    whole("client", noor)
    goes(noor, button(noor, "I’d like to come back"))
    sees(noor, "You said: I’d like to come back", "Your next session stands: Monday 20 April")
    whole("client", noor)
    place(noor, "Home")
    does_not_see(noor, "The door is open")
    what_now(ida)
    sees(ida, "Noor said: I’d like to come back", "Your next session stands: Monday 20 April")


def noor_says_what_to_do(noor: Page) -> None:
    place(noor, "Mine")
    goes(noor, link(noor, "Say it"))
    sees(noor, "somebody who stands in reads it and does it")
    option(noor, "Call me once").tap()
    noor.get_by_label("Where is it safe to reach you?").fill(SAFE)
    goes(noor, button(noor, "Keep this"))


def tom_calls_in_her_place(fernlea: House, ida: Page, tom: Page, whole: Callable[[str, Page], None]) -> None:
    """Monday's note was Ida's to do until Wednesday night; then Tom reads who it is and where, and no more."""
    fernlea.wait_until(2, "Wed", "20:00")
    assert fernlea.links_to("Tom") == []
    tom.goto("/in-their-place/")
    does_not_see(tom, "Noor", SAFE)
    ida.goto("/")
    sees(ida, "After a missed session", "Monday 20 April")
    fernlea.wait_until(2, "Thu", "09:00")
    (leads,) = fernlea.links_to("Tom", "Noor", "Ida", "quiet", "missed")
    tom.goto("/")
    sees(tom, "1 person missed a session without word")
    does_not_see(tom, "Noor", SAFE)
    tom.goto(leads)
    sees(tom, "Noor", "asked for one call", SAFE)
    does_not_see(tom, "Ida", "20 April")
    whole("coordinator", tom)
    goes(tom, button(tom, "I have called Noor"))
    sees(tom, "Noted: you have called.", "Nobody waits")
    does_not_see(tom, "Noor", SAFE)
    ida.goto("/")
    does_not_see(ida, "After a missed session")


def noor_would_like_someone_else(noor: Page, ida: Page, whole: Callable[[str, Page], None]) -> None:
    """To Ida it looks as if nothing had been answered."""
    noor.goto("/")
    goes(noor, link(noor, "Say which, in one tap"))
    goes(noor, button(noor, "I’d like to meet someone else"))
    sees(noor, "Ida is not told.")
    whole("client", noor)
    place(ida, "People")
    goes(ida, link(ida, "Noor"))
    goes(ida, link(ida, "No word: what now?"))
    sees(ida, "They were called once.", "There is nothing more to do.")
    does_not_see(ida, "Noor said", "someone else")
    goes(noor, link(noor, "Ask for someone else"))
    goes(noor, button(noor, "Ask Tom"))
    sees(noor, "You asked to meet someone else")
    noor.goto("/who-has-read/")
    sees(noor, "looked at where it is safe to reach you", "called you after a session without word")
