"""Twelve weeks of Noor and Ida, by clicks alone, and at each step what everybody sees and does not see.

The server runs through all of it; its clock is moved, and the worker ticks, between the clicks. Sessions are
on Mondays at 17:00, the first on 13 April. What Noor kept to herself is noted as a secret, and from then on
no page of anybody else may hold it.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.acting import House, button, does_not_see, goes, house, link, option, place, sees, table
from tests.browser.conftest import DESKTOP, PHONE

NOT_RIGHT = "Something isn’t right for me. Can we start with that?"
LAST_TIME = "Last time felt different for me. Can we look at it?"
WALK = "One walk by the river"
SAFE_PLACE = "my own mobile, after six"
QUIET_TAPS = 6


class They:
    """Everybody with a page open, and the clock."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.noor = house.open_page("client", **PHONE)
        self.ida = house.open_page("therapist", **DESKTOP)
        self.samira = house.open_page("other_therapist", **DESKTOP)
        self.rosa = house.open_page("lead", **DESKTOP)
        self.mira = house.open_page("listener", **DESKTOP)
        self.secrets: list[str] = []
        self.words_of_the_practice = 0
        self.wait_until(0, "Mon", "10:00")
        for page in (self.noor, self.ida, self.samira, self.rosa, self.mira):
            page.goto("/")

    def wait_until(self, week: int, day: str, time: str) -> None:
        self.house.wait_until(week, day, time)

    # ---- Noor's acts

    def letter(self) -> str | None:
        """Return where the letter leads that came to Noor since the last one."""
        links = self.house.links_to("Noor", "Ida")
        about_sessions = [one for one in links if not one.endswith("/you/")]
        self.words_of_the_practice += len(links) - len(about_sessions)
        assert len(about_sessions) <= 1, f"one letter a session: {about_sessions}"
        return about_sessions[0] if about_sessions else None

    def says(
        self,
        *,
        tap: str = "No, all good",
        more_of: tuple[str, ...] = (),
        ratings: tuple[int, ...] = (),
        keep: tuple[str, ...] = (),
        keep_all: bool = False,
        asked: bool = True,
    ) -> int:
        """Open the letter's link and say how it was, up to the page of thanks; return the taps it took.

        `asked` says whether the ratings should stand there without a tap that opens them.
        """
        where = self.letter()
        assert where is not None, "no letter came"
        page = self.noor
        page.goto(where)
        sees(page, "How was it with Ida?", "as if you had not filled it in")
        assert page.locator("#understood").is_visible() is asked
        taps = [option(page, tap)]
        taps += [option(page, wish) for wish in more_of]
        keys = ("understood", "matters", "useful", "free")
        taps += [page.locator(f"#{key} label:has([value='{mark}'])") for key, mark in zip(keys, ratings, strict=False)]
        taps += [page.locator(f"#{key} label.keep") for key in keep]
        for one in taps:
            one.tap()
        goes(page, button(page, "Keep all of it to myself" if keep_all else "Send to Ida"))
        sees(page, "Thank you")
        return len(taps) + 1

    def done(self) -> None:
        goes(self.noor, link(self.noor, "Done"))
        sees(self.noor, "You have said how it was")

    # ---- Ida's acts

    def ida_says(self, mark: int) -> None:
        """Say it from Ida's side: one link, one mark, one tap, done."""
        place(self.ida, "Today")
        sees(self.ida, "How was it?")
        goes(self.ida, self.ida.get_by_role("link", name="Answer Noor"))
        does_not_see(self.ida, "Keep this one to myself", *self.secrets)
        option(self.ida, "No, all good").click()
        self.ida.locator(f"#understood label:has([value='{mark}'])").click()
        goes(self.ida, button(self.ida, "Done"))
        sees(self.ida, "Kept. You can change it for ten minutes.", "Done. Go home.")

    def ida_opens_the_pair(self) -> None:
        place(self.ida, "People")
        goes(self.ida, link(self.ida, "Noor"))
        sees(self.ida, "Noor and you", "Both lines")

    # ---- who sees what

    def looks_through_all_pages_of_ida(self, *never: str) -> dict[str, tuple[str, ...]]:
        """Assert that no page of Ida's holds a secret; return the table of the course."""
        place(self.ida, "Today")
        does_not_see(self.ida, *self.secrets, *never)
        place(self.ida, "My mirror")
        sees(self.ida, "What my clients ask me for")
        does_not_see(self.ida, *self.secrets, *never)
        self.ida_opens_the_pair()
        does_not_see(self.ida, *self.secrets, *never)
        return table(self.ida)

    def nobody_else_learns(self, *words: str) -> None:
        """Once a week: another therapist, the lead and the listener see nothing of the two."""
        never = ("Noor", "Ida", WALK, SAFE_PLACE, NOT_RIGHT, LAST_TIME, *self.secrets, *words)
        place(self.samira, "Today")
        does_not_see(self.samira, *never)
        place(self.samira, "People")
        sees(self.samira, "Evren")
        does_not_see(self.samira, *never)
        place(self.samira, "My mirror")
        sees(self.samira, "Nothing shared yet")
        place(self.rosa, "Today")
        sees(self.rosa, "Who does what", "2 of 36 seats are taken")
        does_not_see(self.rosa, *never)
        place(self.mira, "Asked of me")
        sees(self.mira, "Nobody waits.")
        does_not_see(self.mira, *never)

    def look_together(self) -> None:
        """Both tap, in the session: Noor on her phone first, then Ida."""
        place(self.noor, "Home")
        sees(self.noor, "You are with Ida now")
        goes(self.noor, link(self.noor, "Look together"))
        goes(self.noor, button(self.noor, "Look together"))
        sees(self.noor, "Waiting for Ida", "Nobody sees anything before.")
        does_not_see(self.noor, "Both views", "The words")
        place(self.ida, "Today")
        goes(self.ida, link(self.ida, "Look together"))
        does_not_see(self.ida, "Both views", "The words")
        goes(self.ida, button(self.ida, "Look together"))
        sees(self.ida, "The words", "Both views", "What do we keep, what do we try?")
        # Her phone asks again every few seconds, and opens by itself.
        sees(self.noor, "The words", "Both views", "What do we keep, what do we try?")


@pytest.fixture
def they(empty_house: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[They]:
    with house("before_the_first_session", empty_house, tmp_path_factory.mktemp("twelve-weeks"), browser) as they_live:
        yield They(they_live)


def test_it_walks_twelve_weeks_of_one_pair(they: They) -> None:
    before_the_first_session(they)
    week_1_all_is_shared(they)
    week_2_they_look_together(they)
    week_3_all_is_kept_private(they)
    week_4_single_items_are_kept(they)
    week_5_is_quiet(they)
    week_6_she_puts_a_sentence_there_and_says_no_more(they)
    week_7_is_low(they)
    week_8_ida_asks_and_she_tells_somebody_else(they)
    week_9_is_cancelled(they)
    week_10_is_missed(they)
    week_11_is_quiet_again(they)
    week_12_is_well(they)
    how_it_reads_in_the_end(they)


def before_the_first_session(they: They) -> None:
    """If I go quiet: Noor says it, Ida reads it, nobody else does."""
    they.wait_until(0, "Thu", "12:00")
    noor = they.noor
    place(noor, "Home")
    sees(noor, "Next: Monday 13 April, 17:00", "After your first session, the lines begin here.")
    does_not_see(noor, "How was it with Ida?", "Look together")
    place(noor, "Mine")
    sees(noor, "You have not said yet what Ida should do.")
    goes(noor, link(noor, "Say it"))
    sees(noor, "You and Ida.")
    option(noor, "Call me once").tap()
    noor.get_by_label("Where is it safe to reach you?").fill(SAFE_PLACE)
    goes(noor, button(noor, "Keep this"))
    sees(noor, "Call me once. Safe to reach: my own mobile, after six")

    they.ida_opens_the_pair()
    sees(they.ida, "If Noor goes quiet", "Call me once.", SAFE_PLACE)
    sees(they.ida, "After your first session, the lines begin here.")
    they.nobody_else_learns("Call me once")


def week_1_all_is_shared(they: They) -> None:
    noor, ida = they.noor, they.ida
    they.wait_until(1, "Mon", "09:00")
    place(ida, "Today")
    sees(ida, "A breath, then Noor", "session 1", "Nothing to know before. Begin as you like.")
    they.wait_until(1, "Mon", "17:10")
    place(noor, "Home")
    does_not_see(noor, "Look together", "How was it with Ida?")  # not in a first session
    place(ida, "Today")
    does_not_see(ida, "Look together")
    assert they.letter() is None

    they.wait_until(1, "Mon", "18:30")
    they.says(tap="No, all good", more_of=("being listened to",), ratings=(8, 8, 8, 9))
    sees(noor, "It waits for you and Ida", "You meet on Monday 20 April.")
    they.done()
    sees(noor, "Your own line")
    assert table(noor)["Day"] == ("Session", "You", "What happened")
    assert table(noor)["13 Apr"] == ("1", "8.2", "")
    they.ida_says(7)
    rows = they.looks_through_all_pages_of_ida("8.2", "being listened to", "All good between us")
    assert rows["13 Apr"] == ("1", "–", "7", "")
    they.wait_until(1, "Wed", "10:00")
    place(noor, "Course")
    does_not_see(noor, "7")
    they.nobody_else_learns()


def week_2_they_look_together(they: They) -> None:
    noor, ida = they.noor, they.ida
    they.wait_until(2, "Mon", "08:00")
    place(ida, "Today")
    sees(ida, "Nothing to know before.", "Last time, for next time: being listened to.")
    rows = they.looks_through_all_pages_of_ida("8.2")
    assert rows["13 Apr"][1] == "–"  # the marks wait longer than the words

    they.wait_until(2, "Mon", "17:05")
    they.look_together()
    for page, heads in ((ida, ("Noor", "You")), (noor, ("You", "Ida"))):
        sees(page, "Next time, a bit more of: being listened to.", "All good between us.")
        assert table(page)["Day"][1:3] == heads
        assert table(page)["13 Apr"] == ("1", "8.2", "7", "")
    they.wait_until(2, "Mon", "17:55")
    noor.reload()
    sees(noor, "This opens in the session")
    does_not_see(noor, "8.2", "Both views")

    they.wait_until(2, "Mon", "18:30")
    they.says(tap="No, all good", more_of=("calm",), ratings=(9, 9, 9, 8))
    they.done()
    sees(noor, "You looked together.")
    assert table(noor)["20 Apr"] == ("2", "8.8", "looked together")
    does_not_see(noor, "7")  # Ida's marks stay in the session
    they.ida_says(7)
    rows = they.looks_through_all_pages_of_ida("8.8", "Calm", "calm")
    assert rows["13 Apr"] == ("1", "8.2", "7", "")
    assert rows["20 Apr"] == ("2", "–", "7", "looked together")
    goes(ida, link(ida, "Agree one thing"))
    ida.get_by_label("What you agreed").fill(WALK)
    goes(ida, button(ida, "Keep this"))
    sees(ida, WALK)

    they.wait_until(2, "Thu", "20:00")
    place(noor, "Home")
    sees(noor, WALK)
    goes(noor, button(noor, "Not this week"))
    sees(noor, "Not this week. That’s fine.")
    they.nobody_else_learns("8.2", "8.8")


def week_3_all_is_kept_private(they: They) -> None:
    noor, ida = they.noor, they.ida
    they.wait_until(3, "Mon", "08:00")
    place(ida, "Today")
    sees(ida, f"No room this week for “{WALK}”. Make it smaller before adding.", "What would be small enough?")
    sees(ida, "A good moment to talk about whether you fit.", "Last time, for next time: calm.")

    # One alone taps: nothing opens, for neither.
    they.wait_until(3, "Mon", "17:05")
    place(noor, "Home")
    goes(noor, link(noor, "Look together"))
    goes(noor, button(noor, "Look together"))
    sees(noor, "Waiting for Ida")
    does_not_see(noor, "Both views", "All good between us")
    they.looks_through_all_pages_of_ida("8.8", "All good between us", "Both views")
    they.wait_until(3, "Mon", "17:55")
    noor.reload()
    sees(noor, "This opens in the session")

    they.wait_until(3, "Mon", "18:30")
    they.says(tap="Yes, I’ll bring it up", more_of=("a push",), ratings=(3, 4, 3, 4), keep_all=True)
    they.secrets += ["3.5", "a push", "A push", "will bring it up", "something to sort out"]
    sees(noor, "It stays with you", "To Ida it looks as if you had not filled it in.")
    they.done()
    assert table(noor)["27 Apr"] == ("3", "3.5", "")
    does_not_see(noor, "Worth asking")  # she has just said so herself
    they.ida_says(7)
    rows = they.looks_through_all_pages_of_ida()
    assert rows["20 Apr"] == ("2", "8.8", "7", "looked together")  # they did not look, and the next hour is over
    assert rows["27 Apr"] == ("3", "–", "7", "")
    they.nobody_else_learns()


def week_4_single_items_are_kept(they: They) -> None:
    noor, ida = they.noor, they.ida
    they.wait_until(4, "Mon", "08:00")
    place(ida, "Today")
    sees(ida, "A breath, then Noor", "Nothing to know before.")
    does_not_see(ida, "No room this week", "Last time, for next time", *they.secrets)
    place(noor, "Home")
    sees(noor, WALK)
    expect(button(noor, "Not this week")).to_be_visible()

    they.wait_until(4, "Mon", "18:30")
    they.says(more_of=("ideas",), ratings=(10, 7, 7, 7), keep=("more_of", "understood"))
    they.secrets += ["7.8", "ideas", "Ideas"]
    sees(noor, "It waits for you and Ida")
    they.done()
    assert table(noor)["4 May"] == ("4", "7.8", "")
    they.ida_says(7)
    assert they.looks_through_all_pages_of_ida("All good between us")["4 May"] == ("4", "–", "7", "")
    they.nobody_else_learns()


def week_5_is_quiet(they: They) -> None:
    noor, ida = they.noor, they.ida
    they.wait_until(5, "Mon", "08:00")
    place(ida, "Today")
    sees(ida, "Nothing to know before.")
    does_not_see(ida, "Last time, for next time", *they.secrets)
    they.wait_until(5, "Mon", "17:05")
    they.look_together()
    for page in (ida, noor):
        sees(page, "All good between us.")
        does_not_see(page, "a bit more of", *they.secrets)  # also on her phone: he may look over her shoulder
        assert table(page)["4 May"] == ("4", "7", "7", "")
        assert "–" in table(page)["27 Apr"]

    they.wait_until(5, "Mon", "18:30")
    taps = they.says(more_of=("just like today",), asked=False)
    they.done()
    assert taps + 1 <= QUIET_TAPS
    assert table(noor)["11 May"] == ("5", "–", "looked together")
    they.ida_says(7)
    assert they.looks_through_all_pages_of_ida("just like today")["11 May"] == ("5", "–", "7", "looked together")
    they.nobody_else_learns()


def week_6_she_puts_a_sentence_there_and_says_no_more(they: They) -> None:
    noor, ida = they.noor, they.ida
    they.wait_until(5, "Sat", "22:00")
    place(noor, "Home")
    for _time in ("she takes it back", "she leaves it"):
        goes(noor, link(noor, "Something isn’t right"))  # the first tap
        goes(noor, button(noor, "Put it there"))  # the second
        sees(noor, "It is on your next page with Ida. Nobody reads it before that day.", NOT_RIGHT)
        if _time == "she takes it back":
            goes(noor, button(noor, "Take it back"))
            sees(noor, "Taken back. Nobody has read it.")
            does_not_see(noor, NOT_RIGHT)
    they.wait_until(5, "Sun", "20:00")
    they.looks_through_all_pages_of_ida(NOT_RIGHT, "has put a sentence")
    they.nobody_else_learns()

    they.wait_until(6, "Mon", "08:00")
    place(ida, "Today")
    sees(ida, "Noor has put a sentence on today’s page. Open it together, at the start.", "just like today")
    does_not_see(ida, NOT_RIGHT)
    they.wait_until(6, "Mon", "17:02")
    place(ida, "Today")
    goes(ida, button(ida, "Open it together"))
    sees(ida, NOT_RIGHT, "Thank you for saying it. What has it been like?")
    place(noor, "Talk")
    does_not_see(noor, "Take it back")

    # This week she says nothing: it looks as it did when she kept all to herself.
    they.wait_until(6, "Mon", "18:30")
    assert they.letter() is not None
    place(noor, "Home")
    sees(noor, "How was it with Ida?", "Two taps are enough.")
    they.ida_says(7)
    rows = they.looks_through_all_pages_of_ida()
    assert rows["18 May"][1:] == rows["27 Apr"][1:] == ("–", "7", "")
    they.wait_until(6, "Tue", "09:00")
    they.looks_through_all_pages_of_ida(NOT_RIGHT)
    they.nobody_else_learns()


def week_7_is_low(they: They) -> None:
    noor, ida = they.noor, they.ida
    they.wait_until(7, "Mon", "08:00")
    place(ida, "Today")
    sees(ida, "Nothing to know before.")
    does_not_see(ida, "Last time, for next time", *they.secrets)

    they.wait_until(7, "Mon", "18:30")
    they.says(ratings=(2, 2, 2, 1))
    they.done()
    assert table(noor)["25 May"] == ("7", "1.8", "")
    they.ida_says(1)
    they.wait_until(7, "Mon", "19:00")
    place(noor, "Home")
    sees(noor, "Has something changed between you and Ida?", "Your last marks were lower than your own usual.")
    sees(noor, "Ida is not told what you answer here, or whether you did.")
    they.looks_through_all_pages_of_ida("Worth asking", "worth asking", "1.8")
    goes(noor, button(noor, "Yes"))
    sees(noor, "Thank you. You know best.", "If you like, tell Ida: one sentence on your next page, nothing more.")
    assert they.looks_through_all_pages_of_ida("Worth asking", "worth asking", "1.8")["25 May"] == ("7", "–", "1", "")
    they.nobody_else_learns("Worth asking", "worth asking")


def week_8_ida_asks_and_she_tells_somebody_else(they: They) -> None:
    noor, ida = they.noor, they.ida
    they.wait_until(8, "Mon", "08:00")
    place(ida, "Today")
    sees(ida, "Worth asking", "of 10 such hints mean nothing.", "You could ask:")
    does_not_see(ida, "1.8", "Noor’s last marks", LAST_TIME, "rings true", *they.secrets)
    they.nobody_else_learns("Worth asking", "worth asking")
    they.wait_until(8, "Mon", "17:05")
    they.look_together()
    for page in (ida, noor):
        sees(page, "All good between us.")
        does_not_see(page, "Worth asking", "worth asking", *they.secrets)
        assert set(table(page)["25 May"][1:3]) == {"1.8", "1"}

    they.wait_until(8, "Mon", "18:30")
    they.says(tap="I’d rather tell someone else", more_of=("a plan",), asked=False)
    they.secrets += ["a plan", "A plan"]
    sees(noor, "Mira will get in touch", "To Ida it looks as if you had not filled this in.")
    they.done()
    does_not_see(noor, "such hints mean nothing")
    they.ida_says(7)
    rows = they.looks_through_all_pages_of_ida("rather tell", "Mira")
    assert rows["25 May"] == ("7", "1.8", "1", "worth asking")
    assert rows["1 Jun"] == ("8", "–", "7", "looked together")
    they.wait_until(8, "Tue", "09:00")
    place(they.mira, "Asked of me")
    sees(they.mira, "Would rather tell you", "Noor", "The therapist is not told, and neither is the lead.")
    does_not_see(they.mira, NOT_RIGHT, "Ida", *they.secrets)
    goes(they.mira, button(they.mira, "We are in touch"))
    they.looks_through_all_pages_of_ida("rather tell", "Mira")
    they.nobody_else_learns("1.8")


def week_9_is_cancelled(they: They) -> None:
    noor, ida = they.noor, they.ida
    they.wait_until(8, "Fri", "12:00")
    place(noor, "Home")
    sees(noor, "Next: Monday 8 June, 17:00")
    goes(noor, link(noor, "I can’t come"))
    sees(noor, "Up to 24 hours before, it costs nothing.")
    goes(noor, button(noor, "Cancel the session"))
    sees(noor, "That session is off the calendar.", "Next: Monday 15 June, 17:00")
    they.ida_opens_the_pair()
    sees(ida, "Monday 15 June, 17:00")
    does_not_see(ida, "Monday 8 June")

    they.wait_until(9, "Mon", "08:00")
    place(ida, "Today")
    does_not_see(ida, "A breath, then Noor", "session 9", "Answer", *they.secrets)
    they.wait_until(9, "Mon", "18:30")
    assert they.letter() is None
    place(noor, "Home")
    sees(noor, "A session did not happen", "It was cancelled.")
    they.ida_opens_the_pair()
    assert table(ida)["8 Jun"] == ("", "–", "–", "did not take place")
    they.nobody_else_learns("It was cancelled")


def week_10_is_missed(they: They) -> None:
    noor, ida = they.noor, they.ida
    they.wait_until(10, "Mon", "08:00")
    place(ida, "Today")
    sees(ida, "A breath, then Noor", "session 9")  # only those that took place count
    they.wait_until(10, "Mon", "17:55")
    place(ida, "Today")
    goes(ida, button(ida, "It did not take place"))
    sees(ida, "Noted: that session did not take place.", "Done. Go home.")
    they.ida_opens_the_pair()
    sees(ida, "If Noor goes quiet", "Call me once.", SAFE_PLACE)
    assert table(ida)["15 Jun"] == table(ida)["8 Jun"]
    where = they.letter()  # it left when the hour was over
    assert where is not None
    noor.goto(where)
    sees(noor, "That session did not take place", "So there is nothing to say about it.")
    place(noor, "Home")
    sees(noor, "It was missed.")
    does_not_see(noor, "How was it with Ida?")
    they.nobody_else_learns("Call me once")


def week_11_is_quiet_again(they: They) -> None:
    noor, ida = they.noor, they.ida
    they.wait_until(11, "Mon", "18:30")
    taps = they.says(more_of=("just like today",), asked=False)
    they.done()
    assert taps + 1 <= QUIET_TAPS
    they.ida_says(7)
    # The second door, looked at and left again.
    they.wait_until(11, "Thu", "23:00")
    goes(noor, link(noor, "I’m thinking of stopping"))
    sees(noor, "Tell Ida first", "Meet someone else", "Stop for now", "Nothing is kept of having been here.")
    goes(noor, link(noor, "I don’t know yet"))
    they.looks_through_all_pages_of_ida("stopping")
    place(ida, "Today")
    they.nobody_else_learns("stopping")


def week_12_is_well(they: They) -> None:
    they.wait_until(12, "Mon", "08:00")
    place(they.ida, "Today")
    sees(they.ida, "Nothing to know before.", "Last time, for next time: just like today.")
    does_not_see(they.ida, "stopping", *they.secrets)
    they.wait_until(12, "Mon", "18:30")
    they.says(more_of=("being listened to",), ratings=(8, 8, 8, 8))
    they.done()
    they.ida_says(8)
    they.nobody_else_learns()


def how_it_reads_in_the_end(they: They) -> None:
    """Noor reads her own line, whole; Ida what was shared and whose day has come; and the hint is gone."""
    noor, ida = they.noor, they.ida
    they.wait_until(12, "Wed", "10:00")
    assert they.words_of_the_practice == 1  # after the fifth session, and never again
    place(noor, "Our course")
    rows = table(noor)
    assert rows.pop("Day") == ("Session", "You", "What happened")
    mine = ["8.2", "8.8", "3.5", "7.8", "–", "–", "1.8", "–", "–", "–", "–", "8"]
    assert [row[1] for row in rows.values()] == mine
    assert noor.locator(".chart .dt").count() == 0
    rows = they.looks_through_all_pages_of_ida("worth asking", "Worth asking")
    assert rows.pop("Day") == ("Session", "Noor", "You", "What happened")
    hers = ["8.2", "8.8", "–", "7", "–", "–", "1.8", "–", "–", "–", "–", "–"]
    assert [row[1] for row in rows.values()] == hers
    own = ["7", "7", "7", "7", "7", "7", "1", "7", "–", "–", "7", "8"]
    assert [row[2] for row in rows.values()] == own
    place(ida, "My mirror")
    sees(ida, "Being listened to", "Calm", "Just like today", "From 4 answers.")

    place(noor, "Mine")
    goes(noor, link(noor, "See who, and when"))
    sees(noor, "Ida Fenwright", "looked at your course", "You", "said how a session was")
    does_not_see(noor, "Samira", "Rosa", "Jonas looked")
    they.nobody_else_learns()
