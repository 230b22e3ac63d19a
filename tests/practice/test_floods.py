"""Who is not signed in may ask only so often; the limit tells nobody who is known here."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from rightfit.finding.models import Introduction, Profile
from rightfit.intake.models import Enquiry
from rightfit.keeping import clock
from tests.cast import NOW, Cast, signed_in

pytestmark = pytest.mark.django_db
ALLOWED, WAIT = 303, 429


def asks_to_be_rung(reach: str) -> int:
    says = {"name": "Lior", "reach": reach, "when": "", "form_key": str(uuid4())}
    with clock.at(NOW):
        return Client().post(reverse("intake:enquire"), says).status_code


def asks_for_a_meeting(cast: Cast, email: str, client: Client | None = None) -> int:
    says = {"therapist": cast.ida.pk, "given_name": "Kit", "email": email, "form_key": str(uuid4())}
    with clock.at(NOW):
        return (client or Client()).post(reverse("finding:ask"), says).status_code


@pytest.fixture
def ida_can_be_asked(cast: Cast) -> Cast:
    Profile.objects.write(cast.ida, times=[(0, "evening")], own_line="I ask a lot.", languages=["English"])
    return cast


def test_it_takes_three_wishes_an_hour_for_one_number(cast: Cast) -> None:
    assert [asks_to_be_rung("555 0111") for _time in range(4)] == [ALLOWED] * 3 + [WAIT]
    assert asks_to_be_rung("555 0222") == ALLOWED
    assert Enquiry.objects.count() == 4


def test_it_takes_ten_wishes_an_hour_from_one_place(cast: Cast) -> None:
    assert [asks_to_be_rung(f"555 01{time:02}") for time in range(11)] == [ALLOWED] * 10 + [WAIT]
    assert Enquiry.objects.count() == 10


def test_it_treats_a_known_address_like_an_unknown_one(ida_can_be_asked: Cast) -> None:
    for mail in ("noor@fernlea.example", "kit@example.org"):
        cache.clear()
        assert [asks_for_a_meeting(ida_can_be_asked, mail) for _time in range(6)] == [ALLOWED] * 5 + [WAIT]


def test_it_writes_nothing_for_who_has_to_wait(ida_can_be_asked: Cast) -> None:
    for time in range(10):
        asks_for_a_meeting(ida_can_be_asked, f"kit{time}@example.org")
    meetings = Introduction.objects.count()
    assert asks_for_a_meeting(ida_can_be_asked, "one.more@example.org") == WAIT
    assert Introduction.objects.count() == meetings == 10


def test_it_does_not_count_who_is_signed_in(ida_can_be_asked: Cast) -> None:
    for time in range(11):
        asks_for_a_meeting(ida_can_be_asked, f"kit{time}@example.org")
    assert asks_for_a_meeting(ida_can_be_asked, "", signed_in(ida_can_be_asked.evren)) == ALLOWED


def test_it_lets_nobody_try_receipt_codes_without_end(cast: Cast) -> None:
    page = reverse("listening:by_code")
    tries = [
        Client().post(page, {"form_key": str(uuid4()), "code": f"AAAAA-AAAAA-AAA{time}"}).status_code
        for time in range(21)
    ]
    assert tries == [422] * 20 + [WAIT]
