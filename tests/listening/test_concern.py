"""Write to a listener: saved or sent, read and answered, never through the therapist, and known to nobody else."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from rightfit.home.trail import sentences
from rightfit.keeping import clock
from rightfit.keeping.models import Event, Letter
from rightfit.listening import waiting
from rightfit.listening.concerns import Concern, Entry, NotFreeError, NotNowError
from rightfit.listening.hearing import free_to_hear
from rightfit.listening.letters import lay_listeners_letters
from rightfit.practice.models import Duty, Person, Therapist
from rightfit.relationship.models import Relationship
from tests.cast import NOW, Cast, person, signed_in

pytestmark = pytest.mark.django_db
WORD = "quillback"
LATE = NOW + timedelta(days=6)


def draft(cast: Cast, listener: Person | None = None) -> Concern:
    with clock.at(NOW):
        return Concern.objects.keep(
            cast.pair, by=cast.noor, words=f"She laughed, {WORD}.", wish="talk", listener=listener or cast.mira
        )


def told(cast: Cast, listener: Person | None = None) -> Concern:
    concern = draft(cast, listener)
    with clock.at(NOW):
        concern.send()
    return concern


def posts(browser: Client, page: str, *args: object, **given: object) -> Any:
    return browser.post(reverse(f"listening:{page}", args=args), {"form_key": str(uuid4()), **given})


def another_listener(name: str = "Lea") -> Person:
    lea = person(name)
    with clock.at(NOW - timedelta(days=1)):
        Duty.objects.create(person=lea, kind=Duty.Kind.LISTENER)
    return lea


def test_it_is_written_and_sent_on_one_page(cast: Cast) -> None:
    with clock.at(NOW):
        noor = signed_in(cast.noor)
        assert "Mira" in noor.get(reverse("listening:concern")).content.decode()
        given = {"words": WORD, "wish": "look", "listener": cast.mira.pk, "about": cast.pair.pk, "send": "yes"}
        sent = posts(noor, "concern", **given)
        assert sent.status_code == 303
        concern = Concern.objects.get()
        page = signed_in(cast.mira).get(reverse("listening:one", args=[concern.pk])).content.decode()
    assert concern.is_sent
    assert WORD in page
    assert "Look into it" in page


def test_it_can_be_saved_and_is_read_by_nobody_then(cast: Cast) -> None:
    concern = draft(cast)
    with clock.at(NOW):
        for other in (cast.mira, cast.ida, cast.rosa, cast.tom, cast.samira, cast.jonas):
            assert signed_in(other).get(reverse("listening:one", args=[concern.pk])).status_code == 404
        assert WORD not in signed_in(cast.mira).get(reverse("listening:concerns")).content.decode()
        assert WORD in signed_in(cast.noor).get(reverse("listening:one", args=[concern.pk])).content.decode()
        assert lay_listeners_letters() == 0


def test_it_is_erased_while_it_is_not_sent_and_not_after(cast: Cast) -> None:
    kept, sent = draft(cast), told(cast)
    with clock.at(NOW):
        noor = signed_in(cast.noor)
        posts(noor, "erase", kept.pk)
        posts(noor, "erase", sent.pk)
    assert list(Concern.objects.all()) == [sent]


def test_it_comes_back_with_what_was_typed_when_nobody_was_picked(cast: Cast) -> None:
    with clock.at(NOW):
        answer = posts(signed_in(cast.noor), "concern", words=WORD, wish="heard", send="yes")
    assert answer.status_code == 422
    assert WORD in answer.content.decode()
    assert not Concern.objects.exists()


def test_it_is_for_a_former_client_too_and_for_nobody_who_never_was_one(cast: Cast) -> None:
    with clock.at(NOW):
        cast.pair.end(by=cast.noor)
        given = {"words": WORD, "wish": "heard", "listener": cast.mira.pk, "about": cast.pair.pk, "send": "yes"}
        assert posts(signed_in(cast.noor), "concern", **given).status_code == 303
        assert posts(signed_in(cast.ida), "concern", **given).status_code == 404
        assert Concern.objects.get().is_sent


@pytest.mark.parametrize("pair", ["other_pair"])
def test_it_cannot_be_laid_into_somebody_elses_work(cast: Cast, pair: str) -> None:
    with clock.at(NOW):
        about = getattr(cast, pair).pk
        answer = posts(signed_in(cast.noor), "concern", words=WORD, wish="heard", about=about, keep="yes")
    assert answer.status_code == 422


def test_it_never_goes_to_the_therapist_even_where_they_listen_and_lead(cast: Cast) -> None:
    with clock.at(NOW - timedelta(days=1)):
        for kind in (Duty.Kind.LISTENER, Duty.Kind.LEAD):
            Duty.objects.create(person=cast.ida, kind=kind)
    concern = draft(cast, cast.ida)
    with clock.at(NOW):
        with pytest.raises(NotFreeError):
            concern.send()
        assert free_to_hear(cast.pair) == [cast.mira]


def test_it_never_goes_to_whom_that_therapist_helps(cast: Cast) -> None:
    Therapist.objects.filter(person=cast.samira).update(helped_by=cast.ida)
    with clock.at(NOW - timedelta(days=1)):
        Duty.objects.create(person=cast.samira, kind=Duty.Kind.LISTENER)
    with clock.at(NOW):
        assert free_to_hear(cast.pair) == [cast.mira]
        assert cast.samira in free_to_hear(Relationship.objects.create(client=person("Pat"), therapist=cast.jonas))


def test_it_never_goes_to_who_works_under_the_therapist_who_leads(cast: Cast) -> None:
    with clock.at(NOW - timedelta(days=1)):
        Duty.objects.create(person=cast.samira, kind=Duty.Kind.LISTENER)
        with clock.at(NOW):
            assert free_to_hear(cast.pair) == [cast.mira, cast.samira]
        Duty.objects.create(person=cast.ida, kind=Duty.Kind.LEAD)
    with clock.at(NOW):
        assert free_to_hear(cast.pair) == [cast.mira]


def test_it_is_hidden_from_who_listens_no_more_or_comes_to_treat_the_client(cast: Cast) -> None:
    lea = another_listener()
    first, second = told(cast), told(cast, lea)
    Duty.objects.filter(person=cast.mira).update(until=clock.day_of(NOW) - timedelta(days=1))
    Relationship.objects.create(client=cast.noor, therapist=lea)
    with clock.at(NOW):
        for listener, concern in ((cast.mira, first), (lea, second)):
            assert not Concern.objects.visible_to(listener).exists()
            assert not Entry.objects.visible_to(listener).exists()
            assert posts(signed_in(listener), "received", concern.pk).status_code == 404
        assert Concern.objects.visible_to(cast.noor).count() == 2


def test_it_goes_to_the_listener_it_names_and_no_other(cast: Cast) -> None:
    lea, concern = another_listener(), told(cast)
    with clock.at(LATE):
        assert not Concern.objects.visible_to(lea).exists()
        assert list(waiting.concerns_for(cast.mira)) == [concern]


def test_it_is_answered_back_and_forth_and_closed_by_the_client_alone(cast: Cast) -> None:
    concern = told(cast)
    with clock.at(NOW):
        noor, mira = signed_in(cast.noor), signed_in(cast.mira)
        posts(mira, "one", concern.pk, words="Thank you for telling me.")
        assert list(waiting.answers_for(cast.noor)) == [concern]
        assert not waiting.concerns_for(cast.mira).exists()
        assert "Thank you for telling me." in noor.get(reverse("listening:one", args=[concern.pk])).content.decode()
    with clock.at(NOW + timedelta(minutes=5)):
        posts(noor, "one", concern.pk, words="It was on Monday.")
        assert not waiting.answers_for(cast.noor).exists()
        assert posts(mira, "close", concern.pk).status_code == 404
        assert not concern.is_closed
        posts(noor, "close", concern.pk)
        with pytest.raises(NotNowError):
            concern.add(by=cast.mira, words="One more thing.")
    assert Entry.objects.count() == 2


def test_it_may_be_given_to_another_listener_and_the_first_reads_it_no_more(cast: Cast) -> None:
    concern, lea = told(cast), another_listener()
    with clock.at(NOW):
        concern.receive(by=cast.mira)
    with clock.at(LATE):
        posts(signed_in(cast.noor), "turn_to", concern.pk, listener=lea.pk)
        assert list(waiting.concerns_for(lea)) == [concern]
        assert not Concern.objects.visible_to(cast.mira).exists()
        assert not waiting.late_concerns().exists()
        posts(signed_in(cast.noor), "turn_to", concern.pk, listener=cast.ida.pk)
        assert not Concern.objects.visible_to(cast.ida).exists()


def test_it_has_a_clock_and_a_stand_in_who_learns_only_whom_to_remind(cast: Cast) -> None:
    told(cast)
    with clock.at(NOW - timedelta(days=1)):
        Duty.objects.create(person=cast.ida, kind=Duty.Kind.STAND_IN)
        lea = person("Lea")
        Duty.objects.create(person=lea, kind=Duty.Kind.STAND_IN)
    with clock.at(NOW):
        assert lay_listeners_letters() == 1
    with clock.at(LATE):
        assert lay_listeners_letters() == 1
        assert lay_listeners_letters() == 0
        page = signed_in(lea).get(reverse("listening:overdue")).content.decode()
        to_ida = signed_in(cast.ida).get(reverse("listening:overdue")).content.decode()
    assert {letter.to for letter in Letter.objects.all()} == {cast.mira.pk, lea.pk}
    assert "Mira" in page
    assert "Noor" not in page
    assert "Mira" not in to_ida


def test_it_writes_to_the_client_when_there_is_an_answer_or_the_listener_left(cast: Cast) -> None:
    concern = told(cast)
    with clock.at(NOW):
        concern.add(by=cast.mira, words="Thank you.")
        assert lay_listeners_letters() == 1
    assert Letter.objects.get().to == cast.noor.pk
    left = told(cast)
    Duty.objects.filter(person=cast.mira).delete()
    with clock.at(NOW):
        assert lay_listeners_letters() == 1
        page = signed_in(cast.noor).get(reverse("listening:one", args=[left.pk])).content.decode()
    assert "cannot read it any more" in page


def test_it_comes_back_by_its_code_without_an_account_and_by_no_other(cast: Cast) -> None:
    concern = draft(cast)
    with clock.at(NOW):
        typed = concern.code.lower().replace("-", " ")
        assert WORD in posts(Client(), "by_code", code=typed).content.decode()
        wrong = posts(Client(), "by_code", code="AAAAA-AAAAA-AAAAA")
    assert wrong.status_code == 422
    assert WORD not in wrong.content.decode()


def test_its_lines_stand_in_the_clients_trail_and_the_looks_too(cast: Cast) -> None:
    concern = told(cast)
    with clock.at(NOW):
        signed_in(cast.mira).get(reverse("listening:one", args=[concern.pk]))
        events = Event.objects.filter(chain=cast.noor.pk, about_kind__contains="listening") | Event.objects.filter(
            verb="looked at what you told a listener"
        )
        did = {line.did for line in sentences(events, reader=cast.noor)}
        for other in (cast.ida, cast.rosa, cast.tom):
            assert not Event.objects.visible_to(other).filter(pk__in=events).exists()
    assert {"wrote to a listener", "looked at what you told"} <= did
