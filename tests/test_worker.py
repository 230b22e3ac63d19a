"""The tick: what is due is done once, to the right person, and nothing of it tells anything."""

import logging
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.apps import apps
from django.core import mail
from django.core.mail import EmailMessage
from django.urls import reverse

from rightfit import worker
from rightfit.checkin import giving, rhythm
from rightfit.checkin.letters import lay_letters
from rightfit.checkin.models import CheckIn, Rhythm
from rightfit.checkin.worth_asking import Signal
from rightfit.keeping import clock
from rightfit.keeping.models import Failure, Letter, Posting
from rightfit.relationship.ahead import lay_series_ahead
from rightfit.relationship.calendar import Session
from tests.cast import NOW, Cast, well

pytestmark = pytest.mark.django_db


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def letters_to_noor(cast: Cast) -> list[Letter]:
    return list(Letter.objects.filter(to=cast.noor.pk))


def test_it_writes_to_the_client_once_a_session_is_over(cast: Cast) -> None:
    with clock.at(cast.last.ends_at - timedelta(minutes=1)):
        worker.tick()
        assert letters_to_noor(cast) == []
    with clock.at(cast.last.ends_at + timedelta(minutes=1)):
        worker.tick()
    (letter,) = letters_to_noor(cast)
    assert letter.path == reverse("checkin:how_was_it", args=[cast.last.pk])
    assert {message.to[0] for message in mail.outbox} == {cast.noor.email, cast.evren.email}
    assert not Letter.objects.filter(to=cast.ida.pk).exists()


def test_it_writes_at_most_one_letter_a_session(cast: Cast) -> None:
    for minutes in (1, 2, 60, 24 * 60):
        with clock.at(cast.last.ends_at + timedelta(minutes=minutes)):
            worker.tick()
    assert len(letters_to_noor(cast)) == 1
    assert len([message for message in mail.outbox if message.to == [cast.noor.email]]) == 1


@pytest.mark.parametrize(
    "way", ["answered", "never", "seldom", "missed", "cancelled", "ended", "long ago", "switched off"]
)
def test_it_leaves_people_in_peace(cast: Cast, way: str) -> None:
    session = cast.last
    with clock.at(session.starts_at - timedelta(days=2)):
        match way:
            case "never":
                rhythm.set_pace(cast.noor, cast.pair, Rhythm.Pace.NEVER)
            case "seldom":
                rhythm.set_pace(cast.noor, cast.pair, Rhythm.Pace.THIRD)
            case "cancelled":
                session.cancel(by=cast.noor)
            case "ended":
                cast.pair.end(by=cast.noor)
            case "switched off":
                practice = apps.get_model("practice", "Practice").objects.the()
                practice.switches["check_in"] = False
                practice.save()
    moment = session.ends_at + timedelta(minutes=5)
    with clock.at(moment):
        if way == "answered":
            giving.give(session, by=cast.noor, answers=well())
        if way == "missed":
            session.say_missed(by=cast.ida)
    with clock.at(moment + timedelta(days=5 if way == "long ago" else 0)):
        worker.tick()
    assert letters_to_noor(cast) == []


def test_it_writes_letters_that_tell_nothing(cast: Cast) -> None:
    with clock.at(cast.last.ends_at + timedelta(minutes=1)):
        worker.tick()
    said = {message.subject + message.body.replace(letter_path(message), "") for message in mail.outbox}
    assert len(said) == 1  # one neutral letter, whoever it goes to
    told = said.pop()
    for word in ("Noor", "Ida", "Evren", "Samira", "Fernlea", "session", "therap"):
        assert word.lower() not in told.lower()


def letter_path(message: EmailMessage) -> str:
    return str(message.body).split()[-1]


def test_it_may_be_repeated(cast: Cast) -> None:
    with clock.at(NOW):
        assert worker.tick()
        before = rows()
        assert worker.tick()
        assert worker.tick()
    assert rows() == before


def test_it_lays_the_coming_weeks_and_nothing_into_the_past(cast: Cast) -> None:
    later = cast.last.starts_at + timedelta(weeks=20)
    with clock.at(later):
        lay_series_ahead()
        assert lay_series_ahead() == 0
        laid = Session.objects.filter(relationship=cast.pair).order_by("starts_at")
        assert laid.filter(starts_at__gt=later).count() >= 5
        gap = later - timedelta(weeks=10)
        assert not laid.filter(starts_at__gt=gap, starts_at__lte=later).exists()


def test_it_lays_no_dates_for_those_who_stopped_for_now(cast: Cast) -> None:
    with clock.at(NOW):
        cast.pair.pause(by=cast.noor)
    with clock.at(NOW + timedelta(weeks=4)):
        lay_series_ahead()
        assert not Session.objects.filter(relationship=cast.pair).upcoming().exists()


def test_it_goes_on_after_a_step_that_fails_and_logs_no_content(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def lay_hints() -> int:
        raise ValueError("Noor said that she is thinking of stopping")

    monkeypatch.setattr(worker, "STEPS", (lay_hints, lay_letters))
    with clock.at(cast.last.ends_at), caplog.at_level(logging.DEBUG):
        assert not worker.tick()
    assert len(letters_to_noor(cast)) == 1
    assert "lay_hints failed: ValueError" in caplog.text
    assert "Noor" not in caplog.text


def test_it_sends_the_letters_behind_one_that_cannot_leave(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    send = EmailMessage.send

    def stumbling(message: EmailMessage, *, fail_silently: bool = False) -> int:
        if message.to == [cast.noor.email]:
            raise SMTPServerDisconnected(f"no answer for {cast.noor.email}")
        return int(send(message, fail_silently=fail_silently))

    monkeypatch.setattr(EmailMessage, "send", stumbling)
    with clock.at(cast.last.ends_at + timedelta(minutes=1)):
        worker.tick()
        assert [message.to for message in mail.outbox] == [[cast.evren.email]]
        assert "noor" not in caplog.text.lower()
        monkeypatch.undo()
    with clock.at(cast.last.ends_at + timedelta(minutes=6)):
        assert [letter.to for letter in Letter.objects.waiting()] == [cast.noor.pk]
        worker.tick()
    assert Posting.objects.count() == Letter.objects.count() == len(mail.outbox) == 2


def test_it_sends_the_letters_behind_one_whose_address_is_none(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    cast.noor.email = "noor@fernlea.example\nBcc: everybody@fernlea.example"
    cast.noor.save()
    with clock.at(cast.last.ends_at + timedelta(minutes=1)):
        assert worker.tick()
    assert [message.to for message in mail.outbox] == [[cast.evren.email]]
    assert [failure.letter.to for failure in Failure.objects.all()] == [cast.noor.pk]
    assert "everybody" not in caplog.text


def test_it_takes_its_other_steps_when_no_letter_can_be_looked_for(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> int:
        raise RuntimeError("noor@fernlea.example")

    monkeypatch.setattr(worker, "STEPS", (worker.post_letters, lay_letters))
    monkeypatch.setattr(worker, "post_due", broken)
    with clock.at(cast.last.ends_at + timedelta(minutes=1)):
        assert not worker.tick()
    assert len(letters_to_noor(cast)) == 1
    assert "post_letters failed: RuntimeError" in caplog.text
    assert "noor@" not in caplog.text


def test_it_sends_no_letter_about_a_session_that_is_long_over(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.at(cast.last.ends_at + timedelta(minutes=1)):
        monkeypatch.setattr(worker, "STEPS", (lay_letters,))
        worker.tick()
        assert len(letters_to_noor(cast)) == 1
        monkeypatch.undo()
    with clock.at(cast.last.ends_at + timedelta(days=3, minutes=1)):
        worker.tick()
    assert mail.outbox == []
    assert not Posting.objects.exists()


def test_it_does_nothing_before_there_is_a_practice() -> None:
    assert worker.tick()
    assert not CheckIn.objects.exists()
    assert not Signal.objects.exists()
