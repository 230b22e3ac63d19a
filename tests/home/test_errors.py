"""What went wrong has a page of its own, and typed text comes back."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.relationship.models import Relationship
from tests.cast import NOW, Cast, signed_in

pytestmark = pytest.mark.django_db
TYPED = "my own phone, after six"


def test_it_gives_the_typed_text_back_when_something_breaks(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Relationship, "wish_if_quiet", broken)
    noor = signed_in(cast.noor)
    noor.raise_request_exception = False
    with clock.at(NOW):
        answer = noor.post(
            reverse("relationship:if_i_go_quiet", args=[cast.pair.pk]),
            {"wish": "note", "safe_contact": TYPED, "form_key": str(uuid4())},
        )
    assert answer.status_code == 500
    page = answer.content.decode()
    assert TYPED in page
    assert "note</textarea>" not in page
    assert "What you sent was not saved" in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="a full disk is made by SQLite's own limit")
def test_it_says_not_saved_when_the_disk_is_full_and_goes_on_when_there_is_room(cast: Cast) -> None:
    """R5 on a page: refused and not half saved, the text comes back, pages are read meanwhile."""
    noor = signed_in(cast.noor)
    noor.raise_request_exception = False
    address = reverse("relationship:if_i_go_quiet", args=[cast.pair.pk])
    long = "my own phone, after six, " * 8
    said = {"wish": "note", "safe_contact": long}
    with clock.at(NOW), connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        try:
            refused = [noor.post(address, {**said, "form_key": str(uuid4())}) for _ in range(60)]
            reads = noor.get(reverse("home:you"))
        finally:
            cursor.execute("PRAGMA max_page_count = 1000000")
        after = noor.post(address, {"wish": "note", "safe_contact": TYPED, "form_key": str(uuid4())})
    full = [one for one in refused if one.status_code == 500]
    assert full
    assert "What you sent was not saved" in full[0].content.decode()
    assert long in full[0].content.decode()
    assert reads.status_code == 200
    assert after.status_code == 303


def test_it_gives_the_typed_text_back_when_the_page_was_open_too_long(cast: Cast) -> None:
    noor = Client(enforce_csrf_checks=True)
    noor.force_login(cast.noor)
    answer = noor.post(reverse("relationship:if_i_go_quiet", args=[cast.pair.pk]), {"safe_contact": TYPED})
    assert answer.status_code == 403
    assert TYPED in answer.content.decode()


def test_it_shows_typed_text_as_text(cast: Cast) -> None:
    noor = Client(enforce_csrf_checks=True)
    noor.force_login(cast.noor)
    words = "<script>alert(1)</script>"
    answer = noor.post(reverse("relationship:if_i_go_quiet", args=[cast.pair.pk]), {"safe_contact": words})
    assert "<script>alert" not in answer.content.decode()
