"""How was it? What both can rely on when they say so."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from rightfit.checkin import giving, rhythm
from rightfit.checkin.models import Answer, CheckIn, Share, Tap
from rightfit.keeping import clock
from tests.cast import NOW, Cast, signed_in, well

pytestmark = pytest.mark.django_db


def test_it_keeps_what_was_answered_and_nothing_for_what_was_left_out(cast: Cast) -> None:
    with clock.at(NOW):
        given = giving.give(cast.last, by=cast.noor, answers={"tap": "no", "understood": 8, "useful": None})
    assert given.values() == {"tap": "no", "understood": 8}


def test_it_opens_only_when_the_session_is_over(cast: Cast) -> None:
    with clock.at(cast.last.ends_at - timedelta(minutes=1)), pytest.raises(giving.NotOpenError):
        giving.give(cast.last, by=cast.noor, answers=well())


def test_it_closes_when_the_next_session_begins(cast: Cast) -> None:
    with clock.at(cast.next.starts_at), pytest.raises(giving.NotOpenError):
        giving.give(cast.last, by=cast.noor, answers=well())
    with clock.at(cast.next.starts_at), pytest.raises(giving.NotOpenError):
        giving.give(cast.last, by=cast.ida, answers={"understood": 7})


def test_it_is_not_asked_of_a_session_that_was_missed_or_cancelled(cast: Cast) -> None:
    with clock.at(NOW):
        cast.last.say_missed(by=cast.ida)
        with pytest.raises(giving.NotOpenError):
            giving.give(cast.last, by=cast.noor, answers=well())


def test_it_lets_the_client_change_the_answer_until_it_closes(cast: Cast) -> None:
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=well(understood=3), kept={"useful"})
        changed = giving.give(cast.last, by=cast.noor, answers=well(understood=9))
    assert changed.values()["understood"] == 9
    assert changed.kept() == set()
    assert CheckIn.objects.filter(session=cast.last).count() == 1
    assert Tap.objects.filter(check_in=changed).count() == 1


def test_it_is_final_for_the_therapist_after_ten_minutes(cast: Cast) -> None:
    with clock.at(NOW):
        giving.give(cast.last, by=cast.ida, answers={"understood": 6})
    with clock.at(NOW + timedelta(minutes=9)):
        giving.give(cast.last, by=cast.ida, answers={"understood": 7})
    with clock.at(NOW + timedelta(minutes=11)), pytest.raises(giving.NotOpenError):
        giving.give(cast.last, by=cast.ida, answers={"understood": 8})


def test_it_refuses_somebody_who_is_not_one_of_the_two(cast: Cast) -> None:
    with clock.at(NOW):
        for stranger in (cast.evren, cast.samira, cast.rosa, cast.jonas):
            answer = signed_in(stranger).get(reverse("checkin:how_was_it", args=[cast.last.pk]))
            assert answer.status_code == 404


def test_it_lies_sealed_in_the_database(cast: Cast) -> None:
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=well(tap="help"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM checkin_answer")
        lying = b"".join(bytes(row[0]) for row in cursor.fetchall())
        cursor.execute("SELECT choice FROM checkin_tap")
        lying += b"".join(bytes(row[0]) for row in cursor.fetchall())
    assert b"same" not in lying
    assert b"help" not in lying


def test_it_makes_one_answer_of_a_double_submit_and_leads_where_the_first_led(cast: Cast) -> None:
    noor = signed_in(cast.noor)
    form = {"tap": "no", "more_of": ["same"], "form_key": str(uuid4())}
    with clock.at(NOW):
        address = reverse("checkin:how_was_it", args=[cast.last.pk])
        first, second = noor.post(address, form), noor.post(address, form | {"tap": "bring"})
    assert first.status_code == second.status_code == 303
    assert first["Location"] == second["Location"]
    assert CheckIn.objects.get(session=cast.last).values()["tap"] == "no"


def test_it_refuses_a_form_without_its_key(cast: Cast) -> None:
    with clock.at(NOW):
        answer = signed_in(cast.noor).post(reverse("checkin:how_was_it", args=[cast.last.pk]), {"tap": "no"})
    assert answer.status_code == 400
    assert not CheckIn.objects.exists()


def test_it_keeps_every_answer_on_the_page_when_one_of_them_is_wrong(cast: Cast) -> None:
    with clock.at(NOW):
        answer = signed_in(cast.noor).post(
            reverse("checkin:how_was_it", args=[cast.last.pk]),
            {"tap": "bring", "understood": "11", "useful": "6", "keep_useful": "on", "form_key": str(uuid4())},
        )
    assert answer.status_code == 422
    assert 'value="bring" checked' in answer.content.decode()
    cards = {card.item["key"]: card for card in answer.context["form"].rating_cards()}
    assert cards["useful"].value == "6"
    assert cards["useful"].keep_checked
    assert cards["understood"].error
    assert not CheckIn.objects.exists()


def test_it_asks_the_ratings_after_the_first_four_and_then_every_third(cast: Cast) -> None:
    for weeks in (4, 9):
        with clock.at(NOW + timedelta(weeks=weeks)):
            cast.pair.series.get().lay_ahead()
    with clock.at(NOW + timedelta(weeks=15)):
        numbered = cast.sessions()[:12]
        asked = [session.number for session in numbered if rhythm.asks_ratings(cast.noor, session)]
    assert asked == [1, 2, 3, 4, 7, 10]


def test_it_offers_less_after_four_quiet_ones(cast: Cast) -> None:
    for session in cast.sessions()[:4]:
        with clock.at(session.ends_at + timedelta(hours=1)):
            giving.give(session, by=cast.noor, answers={"tap": "no"})
    assert rhythm.is_steady(cast.noor, cast.pair)
    with clock.at(NOW):
        page = signed_in(cast.noor).get(reverse("checkin:thanks", args=[cast.last.pk])).content.decode()
    assert "stay out of your way" in page


def test_it_asks_half_as_often_once_the_load_was_too_much_twice(cast: Cast) -> None:
    for session in cast.sessions()[:2]:
        with clock.at(session.ends_at + timedelta(hours=1)):
            giving.give(session, by=cast.noor, answers={"tap": "no", "load": 3})
    with clock.at(NOW):
        asked = [rhythm.is_asked(cast.noor, session) for session in cast.sessions()[2:4]]
        assert asked == [False, True]
        assert all(rhythm.is_asked(cast.ida, session) for session in cast.sessions()[2:4])


def test_it_shares_item_by_item(cast: Cast) -> None:
    with clock.at(NOW):
        given = giving.give(cast.last, by=cast.noor, answers=well(), kept={"understood"})
    assert given.kept() == {"understood"}
    assert not Share.objects.filter(check_in=given, item="understood").exists()
    after_next = cast.next.ends_at + timedelta(hours=1)
    with clock.at(after_next):
        read = Answer.objects.visible_to(cast.ida).filter(check_in=given).values_list("item", flat=True)
    assert set(read) == {"more_of", "matters", "useful", "free", "load"}
