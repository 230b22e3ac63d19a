"""The therapist's own “someone else would serve better”, by clicks alone.

Ida writes why, and who; Noor reads it in the room, not before. Noor decides: she opens a move, lets Tom tell
Ida, and stays after all. At each step the test looks what each of them sees and does not see.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.acting import House, button, does_not_see, goes, house, link, option, place, sees
from tests.browser.conftest import DESKTOP, PHONE

WHY = "You need somebody who knows grief well, and I know it less."
WHO = "Somebody who has worked with loss for years"


def nobody_else_learns(*pages: Page) -> None:
    for page in pages:
        page.goto("/")
        does_not_see(page, "Noor", WHY, WHO)


def test_a_therapist_says_that_someone_else_would_serve_better(
    empty_house: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> None:
    folder = tmp_path_factory.mktemp("better")
    with house("where_people_look", empty_house, folder, browser) as fernlea:
        fernlea.wait_until(2, "Tue", "09:00")
        noor, ida = fernlea.open_page("client", **PHONE), fernlea.open_page("therapist", **DESKTOP)
        samira, rosa = fernlea.open_page("other_therapist", **DESKTOP), fernlea.open_page("lead", **DESKTOP)
        tom = fernlea.open_page("coordinator", **DESKTOP)
        for page in (noor, ida):
            page.goto("/")
        ida_writes_why_and_who(noor, ida)
        nobody_else_learns(samira, rosa)
        fernlea.wait_until(3, "Mon", "17:05")
        they_sit_down_together(noor, ida)
        nobody_else_learns(samira, rosa)
        noor_wants_tom_to_tell_how_it_goes_on(fernlea, noor, ida, tom)
        nobody_else_learns(samira, rosa)
        she_stays_after_all(noor, ida, tom)


def ida_writes_why_and_who(noor: Page, ida: Page) -> None:
    """Never a bare no; and not a word of it reaches Noor before the day they meet."""
    place(ida, "People")
    goes(ida, link(ida, "Noor"))
    goes(ida, link(ida, "Whether we fit"))
    goes(ida, link(ida, "Someone else would serve better"))
    ida.get_by_label("Why, in plain words").fill(WHY)
    goes(ida, button(ida, "Put it in for the next session"))
    sees(ida, "A bare no helps nobody.")
    assert ida.get_by_label("Why, in plain words").input_value() == WHY
    ida.get_by_label("Who, or what kind of person, would serve better").fill(WHO)
    goes(ida, button(ida, "Put it in for the next session"))
    sees(ida, "You asked for this talk", WHY, WHO)
    for where in ("Home", "Talk", "Mine"):
        place(noor, where)
        does_not_see(noor, WHY, WHO, "would like this talk")
    place(noor, "Talk")
    goes(noor, link(noor, "Whether we fit"))
    does_not_see(noor, WHY, WHO, "would like this talk")
    place(noor, "Mine")
    goes(noor, link(noor, "See who, and when"))
    does_not_see(noor, "talk about fit", "whether you fit")


def they_sit_down_together(noor: Page, ida: Page) -> None:
    """Ida says it first, in the room; then both read the same page."""
    place(ida, "Today")
    sees(ida, "You wanted to talk with Noor about whether you fit.")
    goes(ida, link(ida, "The talk about whether you fit"))
    goes(ida, button(ida, "Begin the talk together"))
    place(noor, "Talk")
    goes(noor, link(noor, "Whether we fit"))
    sees(noor, WHY, "Who would serve better:", WHO, "Nobody has failed.")
    goes(ida, button(ida, "Move on to someone new"))
    noor.reload()
    assert noor.locator("ul.list li").count() == 0  # what Ida said she sees once she has said it herself
    place(ida, "Today")
    does_not_see(ida, "moves to someone new")  # only the client's word opens a move


def noor_wants_tom_to_tell_how_it_goes_on(fernlea: House, noor: Page, ida: Page, tom: Page) -> None:
    """Her word opens the move; Tom sees where it stands, and none of the words."""
    goes(noor, button(noor, "Move on to someone new"))
    sees(noor, "Your person here today is Ida Fenwright.", "Tom Hale helps you move.", "Until you have arrived.")
    option(noor, "The person who helps me move tells them").tap()
    goes(noor, button(noor, "Do it this way"))
    place(ida, "Today")
    does_not_see(ida, "moves to someone new")
    fernlea.wait_until(3, "Tue", "09:00")
    letters = fernlea.links_to("Tom", "Noor", "Ida")
    assert len(letters) == 2  # a move was opened, and he is asked to tell: each once
    tom.goto("/")
    place(tom, "Moves")
    goes(tom, link(tom, "Noor"))
    does_not_see(tom, WHY, WHO)
    goes(tom, button(tom, "I have told Ida"))
    place(ida, "Today")
    sees(ida, "moves to someone new")


def she_stays_after_all(noor: Page, ida: Page, tom: Page) -> None:
    """A move can be called off at any time, without a reason; everything is as it was."""
    noor.goto("/")
    sees(noor, "You and Ida", "You move to someone new")
    goes(noor, link(noor, "Where my move stands"))
    goes(noor, button(noor, "I don’t want to move: I stay with Ida"))
    place(noor, "Home")
    sees(noor, "You and Ida", "Next: Monday 4 May, 17:00")
    does_not_see(noor, "You move to someone new")
    place(ida, "Today")
    does_not_see(ida, "moves to someone new")
    place(tom, "Moves")
    sees(tom, "Nobody moves.")
    does_not_see(tom, "Noor")
