"""An act that is switched off is not there."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.practice.models import Practice
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def off(*acts: str) -> None:
    practice = Practice.objects.the()
    practice.switches = dict.fromkeys(acts, False)
    practice.save()


@pytest.mark.parametrize(
    ("act", "route"),
    [
        ("check_in", "checkin:how_was_it"),
        ("look_together", "checkin:together"),
        ("go_quiet", "relationship:if_i_go_quiet"),
        ("two_doors", "home:stopping"),
        ("two_doors", "listening:rather_tell"),
        ("course_at_home", "home:course"),
    ],
)
def test_it_answers_404_where_an_act_is_off(cast: Cast, act: str, route: str) -> None:
    off(act)
    arguments = {
        "checkin:how_was_it": [cast.last.pk],
        "checkin:together": [cast.next.pk],
        "relationship:if_i_go_quiet": [cast.pair.pk],
    }
    noor = Client()
    noor.force_login(cast.noor)
    with clock.at(NOW):
        assert noor.get(reverse(route, args=arguments.get(route, []))).status_code == 404


def test_it_leaves_the_doors_off_the_page_when_they_are_off(cast: Cast) -> None:
    noor = Client()
    noor.force_login(cast.noor)
    with clock.at(NOW):
        assert reverse("home:stopping") in noor.get(reverse("home:you")).content.decode()
        off("two_doors")
        assert reverse("home:stopping") not in noor.get(reverse("home:you")).content.decode()


def test_it_closes_the_form_keys_too(cast: Cast) -> None:
    off("check_in")
    noor = Client()
    noor.force_login(cast.noor)
    with clock.at(NOW):
        answer = noor.post(reverse("checkin:how_was_it", args=[cast.last.pk]), {"form_key": str(uuid4())})
    assert answer.status_code == 404
