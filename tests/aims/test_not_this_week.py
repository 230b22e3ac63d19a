"""One thing between sessions; not this week, and that is fine."""

from uuid import uuid4

import pytest
from django.urls import reverse

from rightfit.aims.models import NotThisWeek, Task
from rightfit.keeping import clock
from tests.cast import NOW, Cast, signed_in

pytestmark = pytest.mark.django_db


def test_it_holds_at_most_one_thing(cast: Cast) -> None:
    with clock.at(NOW):
        Task.objects.agree(cast.pair, by=cast.ida, words="one walk")
        second = Task.objects.agree(cast.pair, by=cast.ida, words="a shorter walk")
        assert Task.objects.current(cast.pair) == second


def test_it_takes_it_off_without_a_reason_and_back_again(cast: Cast) -> None:
    with clock.at(NOW):
        task = Task.objects.agree(cast.pair, by=cast.ida, words="one walk")
        noor = signed_in(cast.noor)
        noor.post(reverse("aims:not_this_week", args=[task.pk]), {"form_key": str(uuid4())})
        assert "fine" in noor.get(reverse("home:you")).content.decode()
        noor.post(reverse("aims:after_all", args=[task.pk]), {"form_key": str(uuid4())})
        assert not NotThisWeek.objects.exists()


def test_it_says_on_the_sheet_that_there_is_no_room(cast: Cast) -> None:
    with clock.at(NOW):
        Task.objects.agree(cast.pair, by=cast.ida, words="one walk").not_this_week(by=cast.noor)
    with clock.at(cast.next.starts_at.replace(hour=8)):
        page = signed_in(cast.ida).get(reverse("home:today")).content.decode()
    assert "Make it smaller before adding" in page


def test_it_keeps_a_line_that_is_too_long_on_the_page(cast: Cast) -> None:
    words = "walk " * 40
    with clock.at(NOW):
        answer = signed_in(cast.ida).post(
            reverse("aims:agree", args=[cast.pair.pk]), {"words": words, "form_key": str(uuid4())}
        )
    assert answer.status_code == 422
    assert words.strip() in answer.content.decode()
    assert not Task.objects.exists()


def test_it_refuses_a_client_who_sets_a_task_and_a_therapist_who_takes_the_week_off(cast: Cast) -> None:
    with clock.at(NOW):
        task = Task.objects.agree(cast.pair, by=cast.ida, words="one walk")
        assert signed_in(cast.noor).get(reverse("aims:agree", args=[cast.pair.pk])).status_code == 404
        answer = signed_in(cast.ida).post(reverse("aims:not_this_week", args=[task.pk]), {"form_key": str(uuid4())})
    assert answer.status_code == 404


def test_it_is_over_with_the_next_session_and_may_be_said_again(cast: Cast) -> None:
    with clock.at(NOW):
        task = Task.objects.agree(cast.pair, by=cast.ida, words="three walks")
        task.not_this_week(by=cast.noor)
    with clock.at(cast.next.starts_at):
        assert "No room this week" in signed_in(cast.ida).get(reverse("home:today")).content.decode()
    with clock.at(cast.next.ends_at):
        assert "I’ll take it up after all" not in signed_in(cast.noor).get(reverse("home:you")).content.decode()
        task.not_this_week(by=cast.noor)
    with clock.at(cast.sessions()[5].starts_at):
        assert "No room this week" in signed_in(cast.ida).get(reverse("home:today")).content.decode()
