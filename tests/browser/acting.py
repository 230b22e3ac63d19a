"""What people do and see on a page, the server whose clock is moved, and the letters that come."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import ROOT, OpenPage, Server, browsers_at, browsing, serving
from tests.cast import DUBLIN, FIRST_SESSION

BETWEEN_LETTERS = "-" * 79
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def sees(page: Page, *words: str) -> None:
    """Assert that the words stand on the page, where eyes can read them."""
    for some in words:
        expect(page.locator("body")).to_contain_text(some, use_inner_text=True)


def does_not_see(page: Page, *words: str) -> None:
    """Assert that the words are nowhere in the page, not even folded away or in its source."""
    source = unescape(page.content())
    text = page.locator("html").text_content() or ""
    for some in words:
        # Drawings are full of numbers; a mark would be read as text.
        found = re.search(rf"(?<![\d.,]){re.escape(some)}(?![\d])", text) if some[0].isdigit() else some in source
        assert not found, f"“{some}” stands on {page.url}"


def goes(page: Page, where: Locator) -> None:
    """Click, and wait for the page to which it leads, even where that is the same one."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        where.click()


def place(page: Page, name: str) -> None:
    goes(page, page.get_by_role("navigation", name="Places").get_by_role("link", name=name))


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def link(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True)


def option(page: Page, words: str) -> Locator:
    return page.locator("label").filter(has=page.get_by_text(words, exact=True))


def table(page: Page) -> dict[str, tuple[str, ...]]:
    """Return the rows of the course's table, by day, and its heads as the row of "Day"."""
    rows = page.locator("details table").first.locator("tr").all()
    cells = [[(cell or "").strip() for cell in row.locator("th, td").all_text_contents()] for row in rows]
    return {row[1]: (row[0], *row[2:]) for row in cells}


class House:
    """A practice that runs, its worker, and a clock that a test moves."""

    def __init__(self, server: Server, worker: "subprocess.Popen[str]", open_page: OpenPage) -> None:
        self.server, self.worker, self.open_page = server, worker, open_page
        self.read_letters: set[tuple[str, int]] = set()

    def wait_until(self, week: int, day: str, time: str) -> datetime:
        """Let it become this time, and the worker tick: `week` 1 begins with Monday, 13 April."""
        clock = datetime.strptime(time, "%H:%M").replace(tzinfo=DUBLIN)
        moment = FIRST_SESSION.replace(hour=clock.hour, minute=clock.minute)
        moment += timedelta(weeks=week - 1, days=DAYS.index(day))
        self.server.stand_at(moment)
        assert self.worker.stdin is not None
        assert self.worker.stdout is not None
        self.worker.stdin.write(f"{moment.isoformat()}\n")
        self.worker.stdin.flush()
        assert self.worker.stdout.readline().strip() == "well"
        return moment

    def letters_to(self, given: str) -> list[str]:
        """Return the letters that came to somebody since the last look."""
        folder = self.server.home / "letters"
        found = []
        for path in sorted(folder.iterdir()) if folder.exists() else []:
            # Letters of one second may lie in one file, and not all of them are for the same person.
            for number, text in enumerate(path.read_text(encoding="utf-8").split(BETWEEN_LETTERS)):
                if f"To: {given.lower()}@" in text and (path.name, number) not in self.read_letters:
                    self.read_letters.add((path.name, number))
                    found.append(text)
        return found

    def links_to(self, given: str, *never: str) -> list[str]:
        """Return where the neutral letters lead that came to somebody, after a look what else they say."""
        found = []
        for text in self.letters_to(given):
            if "There is something for you" in text:
                words = text.split("To: ")[1].split("\n", 1)[1]
                assert not [word for word in (given, *never, "session", "therap") if word in words]
                found += re.findall(r"http://\S+", words)
        return found


@contextmanager
def house(what: str, empty_house: Path, folder: Path, browser: Browser) -> Iterator[House]:
    """Make a practice, and run its pages and its worker with a clock that is moved."""
    with (
        serving(what, empty_house, folder, application="tests.browser.wsgi") as server,
        browsing(browsers_at(browser, server), server) as open_page,
        subprocess.Popen(
            [sys.executable, "-m", "tests.browser.worker"],
            cwd=ROOT,
            env=server.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as worker,
    ):
        yield House(server, worker, open_page)
