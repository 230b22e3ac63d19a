"""Letters that cannot leave: each for itself, later and later, not for ever, and somebody can count them."""

from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.core import mail

from rightfit.keeping import clock
from rightfit.keeping.models import Failure, Letter, Posting
from rightfit.keeping.posting import post_due
from tests.cast import NOW

pytestmark = pytest.mark.django_db
BAD = "noor@fernlea.example\nBcc: everybody@fernlea.example"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def letter(to: UUID, **more: Any) -> Letter:
    return Letter.objects.write(to=to, path="/you/", once=str(uuid4()), **more)


def good(_to: UUID) -> str:
    return "evren@fernlea.example"


def bad(_to: UUID) -> str:
    return BAD


@pytest.mark.parametrize("wrong", ["address", "unexpected"])
def test_it_sends_the_letters_behind_a_bad_one(wrong: str, caplog: pytest.LogCaptureFixture) -> None:
    noor, evren = uuid4(), uuid4()

    def address_of(to: UUID) -> str:
        if to == noor and wrong == "unexpected":
            raise KeyError("noor@fernlea.example")
        return BAD if to == noor else "evren@fernlea.example"

    with clock.at(NOW):
        first = letter(noor, due_at=NOW - HOUR)
        letter(evren)
        assert post_due(address_of) == 1
    assert [message.to for message in mail.outbox] == [["evren@fernlea.example"]]
    failure = Failure.objects.get()
    assert failure.letter == first
    assert failure.why in ("ValueError", "BadHeaderError", "KeyError")
    assert "noor" not in caplog.text
    assert "everybody" not in caplog.text


def test_it_waits_longer_each_time_and_gives_up_after_three_days(caplog: pytest.LogCaptureFixture) -> None:
    with clock.at(NOW):
        one = letter(uuid4())
    tried = []
    moment = NOW
    while True:
        with clock.at(moment):
            if not Letter.objects.waiting().exists():
                break
            assert post_due(bad) == 0
            assert post_due(bad) == 0  # nothing more in this minute
        tried.append(moment - NOW)
        last = one.failures.order_by("-at")[0]
        moment = last.again_at or moment + 30 * DAY
    waits = [later - earlier for earlier, later in pairwise(tried)]
    assert waits[:4] == [5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 40 * MINUTE]
    assert waits == sorted(waits)
    assert waits[-1] == 6 * HOUR
    assert 2 * DAY < tried[-1] <= 3 * DAY
    assert one.failures.count() == len(tried) < 25
    assert "given up" in caplog.text


def test_it_is_not_sent_before_its_next_turn() -> None:
    with clock.at(NOW):
        letter(uuid4())
        post_due(bad)
    with clock.at(NOW + 4 * MINUTE):
        assert post_due(good) == 0
    with clock.at(NOW + 5 * MINUTE):
        assert post_due(good) == 1
        assert post_due(good) == 0
    assert len(mail.outbox) == Posting.objects.count() == 1


def give_up(one: Letter) -> None:
    for hours in (0, 80):
        with clock.at(NOW + hours * HOUR):
            one.put_off(why="SMTPRecipientsRefused")


def test_it_counts_a_letter_that_was_given_up() -> None:
    with clock.at(NOW):
        given_up, tried_once, sent = letter(uuid4()), letter(uuid4()), letter(uuid4())
        tried_once.put_off(why="OSError")
        Posting.objects.create(letter=sent)
    give_up(given_up)
    assert list(Letter.objects.undeliverable()) == [given_up]


def test_it_counts_it_no_more_once_a_letter_reached_the_same_person() -> None:
    noor, evren = uuid4(), uuid4()
    with clock.at(NOW):
        given_up = letter(noor)
    give_up(given_up)
    with clock.at(NOW + 5 * DAY):
        letter(evren)
        post_due(good)
        assert Letter.objects.undeliverable().count() == 1
        letter(noor)
        assert post_due(good) == 1
    assert not Letter.objects.undeliverable().exists()
    assert len(mail.outbox) == 2


def test_it_sends_no_letter_that_is_of_no_more_use() -> None:
    with clock.at(NOW):
        letter(uuid4(), useful_until=NOW + DAY)
        letter(uuid4())
    with clock.at(NOW + DAY):
        assert post_due(good) == 1
    assert Posting.objects.get().letter.useful_until is None


def test_it_does_not_wait_for_ever_for_a_mail_server_that_never_answers(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    waited: list[object] = []

    def never(_where: object, timeout: object = None, *_: object) -> None:
        waited.append(timeout)
        raise TimeoutError

    monkeypatch.setattr("socket.create_connection", never)
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "mail.fernlea.example"
    with clock.at(NOW):
        letter(uuid4())
        assert post_due(good) == 0
    assert waited == [20]
    assert Failure.objects.get().why == "TimeoutError"
