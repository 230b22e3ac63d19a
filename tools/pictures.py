"""Take the pictures of the README out of a fresh demo; with a folder, every page as well.

python tools/pictures.py            docs/pictures/check-in.png and docs/pictures/course.png
python tools/pictures.py FOLDER     and a picture of each page, 390 and 1280 wide, as the right person
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "docs" / "pictures"
WIDTHS = {390: 844, 1280: 800}
LAST_LINE = "Ctrl-C ends it"


@dataclass(frozen=True)
class Shot:
    """One picture: who looks, where they begin, and the links they follow from there."""

    name: str
    who: str
    path: str
    follow: tuple[str, ...] = ()


SHOTS = (
    Shot("front-door", "", "/"),
    Shot("sign-in", "", "/sign-in/"),
    Shot("help", "", "/help/"),
    Shot("demo", "Maya", "/demo/"),
    Shot("home-client", "Maya", "/you/"),
    Shot("home-client-hint", "Noor", "/you/"),
    Shot("home-client-note", "Obi", "/you/"),
    Shot("check-in-client", "Maya", "/you/", ("/how-was-it/",)),
    Shot("check-in-late", "Noor", "/you/", ("/how-was-it/",)),
    Shot("course-client", "Noor", "/course/"),
    Shot("course-client-tens", "Evren", "/course/"),
    Shot("course-client-new", "Pilar", "/course/"),
    Shot("talk", "Obi", "/talk/"),
    Shot("mine-client", "Maya", "/mine/"),
    Shot("if-i-go-quiet", "Maya", "/mine/", ("/if-i-go-quiet/",)),
    Shot("cancel", "Maya", "/you/", ("/cancel/",)),
    Shot("who-has-read", "Noor", "/who-has-read/"),
    Shot("something-not-right", "Noor", "/something-isnt-right/"),
    Shot("stopping", "Noor", "/stopping/"),
    Shot("stop-now", "Noor", "/stopping/now/"),
    Shot("rather-tell", "Noor", "/rather-tell/"),
    Shot("someone-else", "Noor", "/someone-else/"),
    Shot("today", "Ida", "/today/"),
    Shot("today-quiet", "Jonas", "/today/"),
    Shot("people", "Ida", "/people/"),
    Shot("pair-drift", "Ida", "/people/", ("Noor",)),
    Shot("pair-tens", "Ida", "/people/", ("Evren",)),
    Shot("pair-private", "Ida", "/people/", ("Lior",)),
    Shot("pair-new", "Ida", "/people/", ("Pilar",)),
    Shot("pair-adrift", "Ida", "/people/", ("Malou",)),
    Shot("agree", "Ida", "/people/", ("Noor", "/one-thing/")),
    Shot("book-series", "Ida", "/people/", ("Malou", "/usual-time/")),
    Shot("check-in-therapist", "Ida", "/today/", ("/how-was-it/",)),
    Shot("mirror", "Ida", "/mirror/"),
    Shot("mine-therapist", "Ida", "/mine/"),
    Shot("practice", "Rosa", "/practice/"),
    Shot("asked-listener", "Mira", "/asked-of-me/"),
    Shot("asked-coordinator", "Tom", "/asked-of-me/"),
    Shot("find", "", "/find/"),
    Shot("therapists", "", "/therapists/"),
    Shot("my-search", "Wren", "/my-search/"),
    Shot("compare", "Wren", "/my-search/compare/"),
    Shot("first-meeting-times", "Wren", "/my-search/", ("Ida",)),
    Shot("first-meetings-asked", "Ida", "/first-meetings/"),
    Shot("find-the-words", "Maya", "/find-the-words/"),
    Shot("talks-client", "Amara", "/talks/"),
    Shot("talks-therapist", "Samira", "/talks/"),
    Shot("goals", "Pilar", "/goals/"),
    Shot("moving", "Ronja", "/moving/"),
    Shot("moving-therapist", "Samira", "/today/"),
    Shot("moves", "Tom", "/moving/asked/"),
    Shot("in-writing", "Maya", "/in-writing/"),
    Shot("passkeys", "Ida", "/sign-in/passkeys/"),
    Shot("where-signed-in", "Ida", "/sign-in/where/"),
    Shot("not-here", "Maya", "/nowhere/"),
)


def main(arguments: list[str]) -> int:
    if len(arguments) > 1:
        print(__doc__, file=sys.stderr)
        return 2
    chromium = subprocess.check_output([sys.executable, str(ROOT / "tools" / "browser.py")], text=True).strip()
    with demo() as doors, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        missed = every_page(browser, doors, Path(arguments[0])) if arguments else []
        for_the_readme(browser, doors)
        browser.close()
    for one in missed:
        print(f"no picture of {one}", file=sys.stderr)
    return 1 if missed else 0


@contextmanager
def demo() -> Iterator[dict[str, str]]:
    """Start a fresh demo; yield for each of its people the address that signs in."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="rightfit-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "rightfit", "demo", "--port", str(port)],
            env=os.environ | {"RIGHTFIT_HOME": f"{folder}/demo", "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            doors = {"": f"http://127.0.0.1:{port}/"}
            for line in process.stdout or ():
                print(line, end="", flush=True)
                if found := re.match(r"[a-z]+ +(\w+).* (http\S+/demo/in/\S+)", line):
                    doors[found[1]] = found[2]
                if line.startswith(LAST_LINE):
                    break
            else:
                raise SystemExit("the demo did not start")
            yield doors
        finally:
            process.terminate()
            process.wait()


def opened(browser: Browser, doors: dict[str, str], who: str, width: int, *, scale: float = 1) -> Page:
    context: BrowserContext = browser.new_context(
        base_url=doors[""],
        viewport={"width": width, "height": WIDTHS[width]},
        device_scale_factor=scale,
        locale="en-GB",
        timezone_id="Europe/Dublin",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(doors[who])
    return page


def every_page(browser: Browser, doors: dict[str, str], folder: Path) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    missed = []
    for width in WIDTHS:
        for shot in SHOTS:
            page = opened(browser, doors, shot.who, width)
            broken = broken_on(page)
            page.goto(shot.path)
            if all(followed(page, link) for link in shot.follow) and not broken:
                whole(page, folder / f"{shot.name}-{width}.png")
            else:
                missed.append(f"{shot.name}, {width} wide")
            page.context.close()
    for width in WIDTHS:
        together(browser, doors, folder, width)
    answered(browser, doors, folder)
    return missed


def broken_on(page: Page) -> list[str]:
    """Return a list that fills with what the server could not answer."""
    broken: list[str] = []

    def look(answer: Response) -> None:
        if answer.status >= 500:
            broken.append(answer.url)

    page.on("response", look)
    return broken


def whole(page: Page, path: Path) -> None:
    """Take the page in a window as high as it is: in a picture of more than the window a fixed bar lies across."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": height})
    page.screenshot(path=path)


def followed(page: Page, link: str) -> bool:
    """Follow a link by a part of its address, or by its words."""
    found = page.locator(f'main a[href*="{link}"]') if link.startswith("/") else page.locator("main a", has_text=link)
    if not found.count():
        return False
    page.goto(found.first.get_attribute("href") or "")
    return True


def together(browser: Browser, doors: dict[str, str], folder: Path, width: int) -> None:
    """Look together, before and after both have tapped."""
    pages = [opened(browser, doors, who, width) for who in ("Noor", "Ida")]
    followed(pages[0], "/together/")
    address = pages[0].url
    for page, name in zip(pages, ("client", "therapist"), strict=True):
        page.goto(address)
        whole(page, folder / f"together-before-{name}-{width}.png")
        if (button := page.locator("main form button").first).count():
            button.click()
    for page, name in zip(pages, ("client", "therapist"), strict=True):
        page.goto(address)
        whole(page, folder / f"together-{name}-{width}.png")
        page.context.close()


def answered(browser: Browser, doors: dict[str, str], folder: Path) -> None:
    """What the client reads after the form, and what the bar looks like open."""
    page = opened(browser, doors, "Maya", 390)
    if followed(page, "/how-was-it/"):
        page.locator('main input[name="tap"]').first.check(force=True)
        page.locator("main form button[type=submit], main form button:not([type])").last.click()
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        whole(page, folder / f"thanks-{width}.png")
    page.goto("/you/")
    page.locator("aside.demo summary").click()
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=folder / f"demo-bar-{width}.png")
    page.context.close()


def for_the_readme(browser: Browser, doors: dict[str, str]) -> None:
    """The check-in on a phone and the course at a desk, as a visitor of the demo sees them."""
    README.mkdir(parents=True, exist_ok=True)
    page = opened(browser, doors, "Pilar", 390, scale=2)
    page.goto("/you/")
    if not followed(page, "/how-was-it/"):
        raise SystemExit("Pilar has no open form")
    page.locator("aside.demo").evaluate("bar => bar.remove()")
    page.screenshot(path=README / "check-in.png")
    page.context.close()
    page = opened(browser, doors, "Ida", 1280)
    page.goto("/people/")
    if not followed(page, "Noor"):
        raise SystemExit("Ida has no Noor")
    page.locator("aside.demo").evaluate("bar => bar.remove()")
    page.locator("main .card", has=page.locator(".chart")).first.screenshot(path=README / "course.png")
    page.context.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
