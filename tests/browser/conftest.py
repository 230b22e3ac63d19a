"""A real browser against the real server. Nothing here shares memory, or a database, with the pages."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from tests.cast import NOW

ROOT = Path(__file__).parents[2]
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
# Without motion: a colour caught halfway through its change is not the colour of the page.
PLACE: dict[str, Any] = {"locale": "en-GB", "timezone_id": "Europe/Dublin", "reduced_motion": "reduce"}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 30
WALKS = ("test_twelve_weeks.py",)
LAST_WORDS = 3000

# Playwright keeps an event loop in this thread, and Django takes that for an asynchronous view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder, and let the longest walk begin first: two processes share them out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")
    items.sort(key=lambda item: item.path.name not in WALKS if here in item.path.parents else False)


@dataclass(frozen=True)
class Server:
    """A server that runs, with a practice of its own."""

    url: str
    sessions: dict[str, str]
    """By person, the key of a session in which that person is signed in."""
    things: dict[str, Any]
    """What else the practice's maker told: keys of things that addresses name."""
    log: Path

    @property
    def home(self) -> Path:
        return self.log.parent / "home"

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to be one of this practice's own."""
        return environment_of(self.log.parent, self.url)

    def stand_at(self, moment: datetime) -> None:
        """Move the clock of a server that was started with a movable one; the next request has the new time."""
        file = self.log.parent / "moment"
        fresh = file.with_suffix(".new")
        fresh.write_text(moment.isoformat())
        fresh.replace(file)


def environment_of(folder: Path, url: str) -> dict[str, str]:
    foreign = ("DATABASE_URL", "RIGHTFIT_DEMO", "RIGHTFIT_CLOCK_SHIFT")
    inherited = {name: value for name, value in os.environ.items() if name not in foreign}
    return inherited | {
        "DJANGO_SETTINGS_MODULE": "rightfit.settings",
        "RIGHTFIT_HOME": str(folder / "home"),
        "RIGHTFIT_URL": url,
        "MOMENT_FILE": str(folder / "moment"),
    }


def make(what: str, folder: Path, url: str = "http://127.0.0.1:8000") -> Any:
    """Let tests/browser/practice.py make something in this folder, and return what it told."""
    built = subprocess.run(
        [sys.executable, "-m", "tests.browser.practice", what],
        cwd=ROOT,
        env=environment_of(folder, url),
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode != 0:
        pytest.fail(f"the practice could not be made:\n{built.stderr}")
    return json.loads(built.stdout)


@pytest.fixture(scope="session")
def empty_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice's folder with tables, keys and static files, and nobody in it: made once, copied for each."""
    folder = tmp_path_factory.mktemp("empty")
    make("an_empty_house", folder)
    return folder / "home"


@contextmanager
def serving(what: str, empty_house: Path, folder: Path, *, application: str, **environment: str) -> Iterator[Server]:
    """Make a practice and run the server on it, as an operator starts it."""
    shutil.copytree(empty_house, folder / "home")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    told = make(what, folder, url)
    server = Server(url, told["sessions"], told["things"], folder / "log")
    serve = f"granian --interface wsgi --workers 1 --blocking-threads 2 --host 127.0.0.1 {application}:application"
    with server.log.open("wb") as stream:
        command = [sys.executable, "-m", *serve.split(), "--port", str(port)]
        process = subprocess.Popen(
            command, cwd=ROOT, env=server.environment | environment, stdout=stream, stderr=stream
        )
    try:
        give_up = time.monotonic() + PATIENCE
        while not answers(port):
            if process.poll() is not None or time.monotonic() > give_up:
                pytest.fail(f"the server did not start:\n{server.log.read_text()}")
            time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture(scope="session")
def server(empty_house: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server with its clock at the cast's NOW."""
    shift = str((NOW - datetime.now(UTC)) // timedelta(seconds=1))
    folder = tmp_path_factory.mktemp("practice")
    with serving(
        "with_a_history", empty_house, folder, application="rightfit.wsgi", RIGHTFIT_CLOCK_SHIFT=shift
    ) as running:
        yield running


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="session")
def base_url(server: Server) -> str:
    return server.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "browser.py")], capture_output=True, text=True, check=False
    )
    if found.returncode != 0:
        pytest.fail(found.stderr)
    return browser_type_launch_args | {"executable_path": found.stdout.strip()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    # Without a locale a headless browser has one that no person has.
    return browser_context_args | PLACE


class Watch:
    """What went wrong on a page without anybody looking at it."""

    def __init__(self, page: Page, *, host: str) -> None:
        self.faults: list[str] = []
        self.host = host
        page.on("request", self.on_request)
        page.on("response", self.on_response)
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.faults.append(f"error on the page: {error}"))

    def on_request(self, request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme not in ("about", "blob", "data") and where.netloc != self.host:
            self.faults.append(f"a request left for {where.netloc or request.url}")

    def on_response(self, response: Response) -> None:
        # A page may well say "no" or "not found", and a test looks at that; what a page is made of may not.
        is_page = response.request.resource_type in ("document", "fetch", "xhr")
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.faults.append(f"{response.status} {response.url}")

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):  # see on_response
            self.faults.append(f"console: {message.text}")


OpenPage = Callable[..., Page]


@contextmanager
def browsing(new_context: Callable[..., BrowserContext], server: Server) -> Iterator[OpenPage]:
    """Let somebody open pages of this server, each in a browser of their own; afterwards, ask what went wrong."""
    watches = []
    contexts = []

    def opened(role: str | None = None, **look: Any) -> Page:
        context = new_context(**(look or PHONE))
        contexts.append(context)
        if role:
            cookie = {"name": "rightfit_session", "value": server.sessions[role], "url": server.url}
            context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        watches.append(Watch(page, host=urlsplit(server.url).netloc))
        return page

    yield opened
    for context in contexts:
        context.close()
    faults = [fault for watch in watches for fault in watch.faults]
    assert not faults, "\n".join([*faults, "the server said last:", server.log.read_text()[-LAST_WORDS:]])


def browsers_at(browser: Browser, server: Server) -> Callable[..., BrowserContext]:
    """Return what opens a browser of one's own at another server than the first."""
    return partial(browser.new_context, **PLACE, base_url=server.url)


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext], server: Server) -> Iterator[OpenPage]:
    """Open a page of somebody's own browser: `open_page("client")`, `open_page("therapist", **DESKTOP)`."""
    with browsing(new_context, server) as opened:
        yield opened


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A phone that nobody has signed in on."""
    return open_page()


@pytest.fixture
def desktop(open_page: OpenPage) -> Page:
    return open_page(**DESKTOP)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Assert that the page, as it is now, shuts nobody out in a way that a machine can see."""

    def look(page: Page) -> None:
        found = Axe().run(page, options={"runOnly": STANDARDS, "resultTypes": ["violations"]})
        assert found.violations_count == 0, found.generate_report()

    return look
