"""Every page of everybody, on a phone and on a desk: whole, quiet, wide enough, and open to all hands and eyes.

The pages are those of keeping/matrix.toml, so a page that is added is looked at without anybody thinking of it.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from rightfit.keeping.matrix import matrix
from tests.browser.conftest import Server, browsers_at, browsing, serving
from tests.cast import ALL_ROLES, FIRST_SESSION, NOW

ROUTES = matrix()["route"]
IN_THE_HOUR = FIRST_SESSION + timedelta(weeks=4, minutes=5)
# What lies on a page differs most in the hour itself.
OF_THE_HOUR = ("home:you", "home:talk", "home:today", "checkin:together")
MAIN_PAGES = ("home:you", "home:today", "checkin:how_was_it")
# A passkey's own pages need the hardware of one: test_signing_in.py looks at them.
WITH_HARDWARE = ("mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_reauthenticate_webauthn")
# These open by a one-time key alone (tests/practice and tests/relationship look at them), and a file is no page.
NO_PAGE_WITHOUT_MORE = (
    "practice:begin",
    "practice:invited",
    "relationship:welcome",
    "finding:calendar",
    "exchange:copy",
    "transition:letter_file",
)
# Of what somebody does not have there is no page.
MAY_BE_NOTHING = ("mfa_reauthenticate", "mfa_view_recovery_codes", "mfa_deactivate_totp")
# Whoever is signed in needs no way in, and whoever is not is asked in first; a search is begun before it suggests
# (test_whole_chain.py walks it); who moves already is led to where the move stands.
LEADS_ON = {
    "home:home",
    "checkin:how_was_it",
    "checkin:thanks",
    "finding:suggestions",
    "finding:ask",
    "transition:handover",
    "transition:someone_else",
}
WAYS_IN = ("account_", "mfa_")
PHONE, DESK, NARROWEST = 390, 1280, 320
TOO_SMALL = """() => {
    const seen = one => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".vh, .jump")
    // What may be pressed is the label, where an input has one; and a link inside of a sentence is as high as its line.
    const pressed = [...document.querySelectorAll("a, button, summary, select, textarea, input:not([type=hidden])")]
        .map(one => one.closest("label") ?? one)
        .filter(one => seen(one) && getComputedStyle(one).display !== "inline")
    return pressed.filter(one => {
        const { width, height } = one.getBoundingClientRect()
        return width < 24 || height < 24
    }).map(one => one.outerHTML.slice(0, 120))
}"""

Look = Callable[[Page], None]
# At the end of the page, is the last thing of it still behind the places at the foot of a phone?
UNDER_THE_BAR = """() => {
    scrollTo(0, document.documentElement.scrollHeight);
    const bar = document.querySelector("nav.bar");
    const last = [...document.querySelectorAll("main *, footer *")].filter((one) => one.checkVisibility());
    const under = bar && getComputedStyle(bar).position === "fixed"
        && last.some((one) => one.getBoundingClientRect().bottom > bar.getBoundingClientRect().top + 1);
    scrollTo(0, 0);
    return Boolean(under);
}"""


@pytest.fixture(scope="module")
def house(empty_house: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("every-page")
    with serving("with_one_of_each", empty_house, folder, application="tests.browser.wsgi") as server:
        yield server


@pytest.fixture(scope="module")
def looked_at() -> set[tuple[str, ...]]:
    """What was looked through already: each page once for each hat."""
    return set()


def pages_of(role: str | None, things: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield route and address of every page that this role may open."""
    for route, rule in ROUTES.items():
        opens = role in rule["own"] or (rule.get("open") and (role is None or not rule["own"]))
        if not opens or rule.get("methods") == ["POST"] or rule.get("of") == "hat":
            continue
        if route in WITH_HARDWARE or route in NO_PAGE_WITHOUT_MORE:
            continue
        yield route, reverse(route, args=[things[rule["of"]]] if "of" in rule else [])


@pytest.mark.parametrize("role", [None, *ALL_ROLES])
def test_it_is_whole_on_every_screen(
    role: str | None, house: Server, browser: Browser, looked_at: set[tuple[str, ...]], axe: Look
) -> None:
    house.stand_at(NOW)
    with browsing(browsers_at(browser, house), house) as open_page:
        page = open_page(role, viewport={"width": PHONE, "height": 844})
        everywhere = list(pages_of(role, house.things))
        assert everywhere
        if role == "client":
            old = reverse("checkin:how_was_it", args=[house.things["session_long_over"]])
            everywhere.append(("an old link", old))
        wrong = [fault for route, address in everywhere for fault in faults_of(page, route, address, looked_at, axe)]
        house.stand_at(IN_THE_HOUR)
        for route, address in everywhere:
            if route in OF_THE_HOUR:
                wrong += faults_of(page, route, address, looked_at, axe, "in the hour")
    assert not wrong, "\n".join(wrong)


def test_it_is_whole_where_there_is_nothing(house: Server, browser: Browser, axe: Look) -> None:
    house.stand_at(NOW)
    with browsing(browsers_at(browser, house), house) as open_page:
        for role in (None, "client", "therapist", "lead"):
            page = open_page(role, viewport={"width": PHONE, "height": 844})
            answer = page.goto("/nowhere/")
            assert answer is not None
            assert answer.status == 404
            assert faults_at_every_width(page) == []
            axe(page)


def faults_of(
    page: Page, route: str, address: str, looked_at: set[tuple[str, ...]], axe: Look, when: str = ""
) -> list[str]:
    """Return what is wrong with a page; what is wrong for hands and eyes raises."""
    answer = page.goto(address)
    assert answer is not None
    faults = []
    if answer.status != 200 and not (answer.status in (403, 404) and route in MAY_BE_NOTHING):
        faults.append(f"answers {answer.status}")
    if page.locator("h1").count() != 1:
        faults.append(f"has {page.locator('h1').count()} first headings")
    landed = urlsplit(page.url).path
    if landed != urlsplit(address).path and route not in LEADS_ON and not route.startswith(WAYS_IN):
        faults.append(f"leads to {landed}")
    where = re.sub(r"[0-9a-f-]{36}", "…", landed)
    known = (where, page.locator("body").get_attribute("class") or "", when)
    if known not in looked_at:
        looked_at.add(known)
        faults += faults_at_every_width(page)
        axe(page)
        if route in MAIN_PAGES and not when:
            page.emulate_media(color_scheme="dark")
            axe(page)
            page.emulate_media(color_scheme="light")
            page.set_viewport_size({"width": DESK, "height": 800})
            axe(page)
            page.set_viewport_size({"width": PHONE, "height": 844})
    return [f"{route} {when}: {fault}" for fault in faults]


def faults_at_every_width(page: Page) -> list[str]:
    """Return where one must scroll sideways, hit something too small, or reach under the bar at the foot.

    The page is left as wide as a phone.
    """
    faults = []
    for width, height in ((NARROWEST, 640), (DESK, 800), (PHONE, 844)):
        page.set_viewport_size({"width": width, "height": height})
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            faults.append(f"scrolls sideways at {width}")
        faults += [f"at {width} too small: {one}" for one in page.evaluate(TOO_SMALL)]
        if page.evaluate(UNDER_THE_BAR):
            faults.append(f"at {width} the last thing stays under the bar")
    return faults


def test_it_knows_a_page_that_is_too_wide_and_a_target_that_is_too_small(desktop: Page) -> None:
    """The looking itself is looked at."""
    page = desktop
    page.set_content('<h1>Wide</h1><p><a href="/">a link in a sentence</a></p><div><button>x</button></div>')
    page.add_style_tag(content="button { width: 20px; height: 20px; padding: 0 } div { width: 400px }")
    faults = faults_at_every_width(page)
    assert any(fault.startswith("scrolls sideways at 320") for fault in faults)
    assert len([fault for fault in faults if "too small: <button>" in fault]) == 3
    assert not any("<a" in fault for fault in faults)


def test_it_knows_a_page_whose_end_stays_under_the_bar(desktop: Page) -> None:
    page = desktop
    page.set_content(
        '<main><h1>Long</h1><p style="height: 3000px"></p><button>last</button></main><nav class="bar">bar</nav>'
    )
    page.add_style_tag(
        content="nav { position: fixed; inset: auto 0 0; height: 60px } button { height: 48px; width: 48px }"
    )
    assert any("stays under the bar" in fault for fault in faults_at_every_width(page))
    page.add_style_tag(content="body { padding-bottom: 70px }")
    assert faults_at_every_width(page) == []
