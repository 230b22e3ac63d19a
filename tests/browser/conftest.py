"""A real browser against the real server. Nothing here shares memory, or a database, with the pages."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from tests.cast import NOW

ROOT = Path(__file__).parents[2]
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PATIENCE = 30
LAST_WORDS = 3000

# Playwright keeps an event loop in this thread, and Django takes that for an asynchronous view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@dataclass(frozen=True)
class Server:
    url: str
    sessions: dict[str, str]
    log: Path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server as an operator starts it, with its clock at the cast's NOW."""
    folder = tmp_path_factory.mktemp("practice")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "RIGHTFIT_DEMO")}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "rightfit.settings",
        "RIGHTFIT_HOME": str(folder / "home"),
        "RIGHTFIT_URL": url,
        "RIGHTFIT_CLOCK_SHIFT": str((NOW - datetime.now(UTC)) // timedelta(seconds=1)),
    }
    built = subprocess.run(
        [sys.executable, "-m", "tests.browser.practice"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode != 0:
        pytest.fail(f"the practice could not be made:\n{built.stderr}")
    log = folder / "log"
    serve = "granian --interface wsgi --workers 1 --blocking-threads 2 --host 127.0.0.1 rightfit.wsgi:application"
    with log.open("wb") as stream:
        command = [sys.executable, "-m", *serve.split(), "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=stream, stderr=stream)
    try:
        give_up = time.monotonic() + PATIENCE
        while not answers(port):
            if process.poll() is not None or time.monotonic() > give_up:
                pytest.fail(f"the server did not start:\n{log.read_text()}")
            time.sleep(0.1)
        yield Server(url, json.loads(built.stdout), log)
    finally:
        process.terminate()
        process.wait(PATIENCE)


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
    return browser_context_args | {"locale": "en-GB", "timezone_id": "Europe/Dublin"}


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


@pytest.fixture
def open_page(new_context: Callable[..., BrowserContext], server: Server) -> Iterator[OpenPage]:
    """Open a page of somebody's own browser: `open_page("client")`, `open_page("therapist", **DESKTOP)`."""
    watches = []

    def opened(role: str | None = None, **look: Any) -> Page:
        context = new_context(**(look or PHONE))
        if role:
            cookie = {"name": "rightfit_session", "value": server.sessions[role], "url": server.url}
            context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        watches.append(Watch(page, host=urlsplit(server.url).netloc))
        return page

    yield opened
    faults = [fault for watch in watches for fault in watch.faults]
    assert not faults, "\n".join([*faults, "the server said last:", server.log.read_text()[-LAST_WORDS:]])


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
