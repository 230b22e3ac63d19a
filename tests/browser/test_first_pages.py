"""The page on which each person arrives: whole, and open to everybody."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.cast import ALL_ROLES


@pytest.mark.parametrize("look", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("role", [None, *ALL_ROLES])
def test_it_opens_the_first_page(
    open_page: OpenPage, axe: Callable[[Page], None], role: str | None, look: dict[str, object]
) -> None:
    page = open_page(role, **look)

    response = page.goto("/")

    assert response is not None
    assert response.status == 200
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    axe(page)
