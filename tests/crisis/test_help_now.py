"""Help now: for everybody, without sign-in, session, script or database, and never with a stale number."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from rightfit.crisis import lines, views
from rightfit.crisis.names import NAMES

TODAY = date(2026, 6, 1)
CHECKED: dict[str, Any] = {
    "IE": {
        "emergency": [{"number": "112"}, {"number": "999"}],
        "lines": [
            {
                "name": "A line that listens",
                "call": ["01 234 5678"],
                "hours": "24/7",
                "source": "their own page",
                "verified_on": TODAY,
                "verified_by": "Rosa Tamsin",
            }
        ],
    }
}


def a_line(**changes: object) -> lines.Line:
    entry = {**CHECKED["IE"]["lines"][0], **changes}
    return lines.read({"IE": {"emergency": [], "lines": [entry]}})["IE"].lines[0]


def practice_words() -> dict[str, str]:
    return {"name": "Fernlea Practice", "out_of_hours": "Ring 555 0142 and press 2."}


def practice_without_database() -> dict[str, str]:
    raise DatabaseError


# Without the `db` fixture, any touch of the database fails these tests: that is meant.


def test_it_opens_without_sign_in_and_without_the_database(client: Client) -> None:
    page = client.get("/help/")
    assert page.status_code == 200
    assert not page.cookies


def test_it_asks_where_somebody_is_and_names_emergency_numbers_first(client: Client) -> None:
    page = client.get("/help/").content.decode()
    assert "Where are you today?" in page
    assert page.index('href="tel:112"') < page.index("Where are you today?")


def test_it_shows_the_emergency_number_of_the_country_that_was_chosen(client: Client) -> None:
    page = client.get("/help/?country=NO").content.decode()
    assert 'href="tel:113"' in page
    assert "ambulance" in page
    assert 'href="tel:911"' not in page


def test_it_shows_no_line_that_nobody_checked(client: Client) -> None:
    for code, country in lines.countries().items():
        page = client.get(f"/help/?country={code}").content.decode()
        assert "findahelpline.com" in page
        for line in country.lines:
            assert line.name not in page


def test_it_shows_a_checked_line_with_its_day_and_name(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.localdate()
    checked = lines.read({"IE": {**CHECKED["IE"], "lines": [{**CHECKED["IE"]["lines"][0], "verified_on": today}]}})
    monkeypatch.setattr(views, "countries", lambda: checked)
    page = client.get("/help/?country=IE").content.decode()
    assert 'href="tel:012345678"' in page
    assert "by Rosa Tamsin" in page


def test_it_answers_an_unknown_country_with_the_first_page(client: Client) -> None:
    assert "emergency in the EU" in client.get("/help/?country=<script>").content.decode()


def test_it_weighs_little_and_runs_nothing(client: Client) -> None:
    page = client.get("/help/?country=US&from=/you/")
    assert len(page.content) < 14_000
    assert b"<script" not in page.content


@pytest.mark.parametrize("path", ["/you/", "/check-in/1/"])
def test_it_leads_back_to_where_somebody_was(client: Client, path: str) -> None:
    assert f'<a class="btn two" href="{path}">' in client.get("/help/", {"from": path}).content.decode()


@pytest.mark.parametrize(
    "path",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "you", "/\t/evil.example"],
)
def test_it_never_leads_out_of_the_house(client: Client, path: str) -> None:
    page = client.get("/help/", {"from": path}).content.decode()
    assert "evil" not in page.replace("&quot;", "")
    assert "alert(1)" not in page


def test_it_shows_what_the_practice_says_for_the_hours_when_nobody_is_there(client: Client, settings: object) -> None:
    settings.CRISIS_PRACTICE = f"{__name__}.practice_words"  # type: ignore[attr-defined]
    page = client.get("/help/").content.decode()
    assert "Fernlea Practice, out of hours" in page
    assert "press 2" in page


def test_it_still_opens_when_the_practices_words_cannot_be_read(client: Client, settings: object) -> None:
    settings.CRISIS_PRACTICE = f"{__name__}.practice_without_database"  # type: ignore[attr-defined]
    assert client.get("/help/").status_code == 200


def test_it_refuses_anything_but_reading(client: Client) -> None:
    assert client.post("/help/").status_code in (403, 405)


def test_it_shows_a_line_for_180_days_after_its_check() -> None:
    assert a_line().may_be_shown(TODAY)
    assert a_line().may_be_shown(TODAY + timedelta(days=180))
    assert not a_line().may_be_shown(TODAY + timedelta(days=181))


def test_it_shows_no_line_checked_by_nobody_or_in_the_future_or_without_source() -> None:
    assert not a_line(verified_by="").may_be_shown(TODAY)
    assert not a_line(verified_on="").may_be_shown(TODAY)
    assert not a_line(source="").may_be_shown(TODAY)
    assert not a_line().may_be_shown(TODAY - timedelta(days=1))


def test_it_names_the_lines_that_need_a_person_again() -> None:
    known = lines.read(CHECKED).values()
    assert lines.overdue(known, TODAY) == []
    assert lines.overdue(known, TODAY + timedelta(days=200)) == ["IE: A line that listens"]


def test_it_has_a_name_for_every_country_and_an_emergency_number() -> None:
    assert set(NAMES) == set(lines.countries())
    assert all(country.emergency for country in lines.countries().values())
