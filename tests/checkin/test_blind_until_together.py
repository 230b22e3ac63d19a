"""Both answer before either sees the other's, and they see it together."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from rightfit.checkin import giving
from rightfit.checkin.models import Answer, Tap
from rightfit.keeping import clock
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from tests.cast import NOW, Cast, both_say, signed_in, well

pytestmark = pytest.mark.django_db


def items_read(person: Person, session: Session) -> set[str]:
    others = Answer.objects.visible_to(person).filter(check_in__session=session).exclude(check_in__by=person)
    return set(others.values_list("item", flat=True))


def test_it_shows_neither_the_others_answers_before_the_day(cast: Cast) -> None:
    both_say(cast.last, cast)
    with clock.at(NOW):
        assert items_read(cast.ida, cast.last) == set()
        assert items_read(cast.noor, cast.last) == set()
        assert not Tap.objects.visible_to(cast.ida).filter(check_in__session=cast.last, by=cast.noor).exists()


def test_it_gives_the_therapist_the_tap_and_more_of_on_the_day_of_the_next_session(cast: Cast) -> None:
    both_say(cast.last, cast)
    morning = cast.next.starts_at.replace(hour=8)
    with clock.at(morning):
        assert items_read(cast.ida, cast.last) == {"more_of"}
        assert Tap.objects.visible_to(cast.ida).filter(check_in__session=cast.last, by=cast.noor).exists()


def test_it_opens_the_ratings_only_when_both_tapped(cast: Cast) -> None:
    both_say(cast.last, cast)
    with clock.at(cast.next.starts_at + timedelta(minutes=5)):
        assert giving.tap_together(cast.next, by=cast.ida) is False
        assert "understood" not in items_read(cast.ida, cast.last)
        assert giving.tap_together(cast.next, by=cast.noor) is True
        assert "understood" in items_read(cast.ida, cast.last)
        assert items_read(cast.noor, cast.last) == {"understood"}


def test_it_takes_the_therapists_side_away_from_the_client_when_the_hour_is_over(cast: Cast) -> None:
    both_say(cast.last, cast)
    with clock.at(cast.next.starts_at + timedelta(minutes=5)):
        giving.tap_together(cast.next, by=cast.ida)
        giving.tap_together(cast.next, by=cast.noor)
    with clock.at(cast.next.ends_at + timedelta(minutes=1)):
        assert items_read(cast.noor, cast.last) == set()


def test_it_never_shows_the_client_what_the_therapist_has_not_said(cast: Cast) -> None:
    with clock.at(NOW):
        giving.give(cast.last, by=cast.ida, answers={"tap": "bring", "understood": 5})
        giving.give(cast.last, by=cast.noor, answers={"tap": "no"})
    with clock.at(cast.next.starts_at + timedelta(minutes=5)):
        giving.tap_together(cast.next, by=cast.ida)
        giving.tap_together(cast.next, by=cast.noor)
        assert not Tap.objects.visible_to(cast.noor).filter(by=cast.ida).exists()


def test_it_gives_the_ratings_after_the_next_session_where_they_did_not_look(cast: Cast) -> None:
    both_say(cast.last, cast)
    with clock.at(cast.next.ends_at):
        assert "understood" in items_read(cast.ida, cast.last)


def test_it_closes_the_unanswered_form_when_they_look_so_nobody_answers_after_seeing(cast: Cast) -> None:
    with clock.at(NOW):
        giving.give(cast.last, by=cast.ida, answers={"understood": 5})
    early = cast.next.starts_at - timedelta(minutes=10)
    with clock.at(early):
        giving.tap_together(cast.next, by=cast.ida)
        giving.tap_together(cast.next, by=cast.noor)
    with clock.at(early + timedelta(minutes=1)), pytest.raises(giving.NotOpenError):
        giving.give(cast.last, by=cast.noor, answers={"tap": "no"})


def test_it_opens_only_in_the_session_and_only_from_the_second_on(cast: Cast) -> None:
    with clock.at(cast.next.starts_at - timedelta(hours=1)), pytest.raises(giving.NotOpenError):
        giving.tap_together(cast.next, by=cast.ida)
    first = cast.sessions()[0]
    with clock.at(first.starts_at + timedelta(minutes=5)), pytest.raises(giving.NotOpenError):
        giving.tap_together(first, by=cast.ida)


def test_it_shows_the_same_words_to_both_and_nothing_that_was_kept(cast: Cast) -> None:
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers={"tap": "bring", "more_of": ["calm"]}, kept={"tap"})
        giving.give(cast.last, by=cast.ida, answers={"understood": 5})
    with clock.at(cast.next.starts_at + timedelta(minutes=5)):
        giving.tap_together(cast.next, by=cast.ida)
        giving.tap_together(cast.next, by=cast.noor)
        pages = []
        for person in (cast.noor, cast.ida):
            client = Client()
            client.force_login(person)
            pages.append(client.get(reverse("checkin:together", args=[cast.next.pk])).content.decode())
    for page in pages:
        assert "calm" in page
        assert "something to sort out" not in page


def test_it_draws_nothing_on_the_therapists_page_before_its_day(cast: Cast) -> None:
    """Not even a band or a hatching tells that the client answered, or how."""
    pages = []
    for answered in (False, True):
        with transaction.atomic():
            with clock.at(NOW):
                giving.give(cast.last, by=cast.ida, answers={"understood": 7})
                if answered:
                    giving.give(cast.last, by=cast.noor, answers=well(tap="help", understood=1, matters=1, useful=1))
                page = signed_in(cast.ida).get(reverse("home:pair", args=[cast.pair.pk])).content.decode()
            transaction.set_rollback(True)
        pages.append(page[page.index("<figure") : page.index("</figure>")])
    assert pages[0] == pages[1]
