"""The first door: two taps, one sentence, nobody reads it in between."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from rightfit.conversation.models import AlreadyOpenedError, Note
from rightfit.conversation.notes import OWN, NotInTheRoomError
from rightfit.keeping import clock
from rightfit.relationship.models import Relationship
from tests.cast import NOW, Cast, person, signed_in

pytestmark = pytest.mark.django_db


def put(cast: Cast) -> Note:
    with clock.at(NOW):
        return Note.objects.put(cast.pair, by=cast.noor, sentence="not_right")


def test_it_is_two_taps_from_every_page_of_the_client(cast: Cast) -> None:
    noor = signed_in(cast.noor)
    with clock.at(NOW):
        for page in ("home:you", "home:course", "home:talk", "home:mine", "home:trail"):
            assert reverse("conversation:something_not_right") in noor.get(reverse(page)).content.decode()
        answer = noor.post(reverse("conversation:something_not_right"), {"form_key": str(uuid4())})
    assert answer.status_code == 303
    assert Note.objects.get().words == "Something isn’t right for me. Can we start with that?"


def test_it_reads_nothing_to_the_therapist_before_the_day(cast: Cast) -> None:
    put(cast)
    with clock.at(NOW):
        assert not Note.objects.visible_to(cast.ida).exists()
        assert "sentence" not in signed_in(cast.ida).get(reverse("home:today")).content.decode()


def test_it_comes_first_among_the_talks_on_the_day_and_moves_nothing_before(cast: Cast) -> None:
    with clock.at(NOW - timedelta(days=400)):
        Relationship.objects.begin(client=person("Lior"), therapist=cast.ida, by=cast.ida)
    put(cast)
    for moment, order in ((NOW, ["Lior", "Noor"]), (cast.next.starts_at, ["Noor", "Lior"])):
        with clock.at(moment):
            page = signed_in(cast.ida).get(reverse("conversation:talks")).content.decode()
        assert sorted(order, key=lambda name: page.index(f"<h2>{name}</h2>")) == order


def test_it_stands_on_the_sheet_of_the_day_and_is_opened_together(cast: Cast) -> None:
    note = put(cast)
    with clock.at(cast.next.starts_at):
        ida = signed_in(cast.ida)
        page = ida.get(reverse("home:today")).content.decode()
        assert "has put a sentence" in page
        assert "isn’t right" not in page.replace("Something isn’t right</a>", "")
        ida.post(reverse("conversation:open", args=[note.pk]), {"form_key": str(uuid4())})
        assert "Can we start with that?" in ida.get(reverse("home:today")).content.decode()


def test_it_can_be_taken_back_until_it_is_opened_and_never_after(cast: Cast) -> None:
    note = put(cast)
    with clock.at(cast.next.starts_at):
        note.open(by=cast.ida)
        with pytest.raises(AlreadyOpenedError):
            note.take_back()
    other = put(cast)
    other.take_back()
    assert Note.objects.filter(opened=None).count() == 0


def test_it_stands_there_once_however_often_it_is_put(cast: Cast) -> None:
    put(cast)
    put(cast)
    assert Note.objects.count() == 1


def test_it_refuses_a_sentence_that_is_not_one_of_ours(cast: Cast) -> None:
    with clock.at(NOW):
        answer = signed_in(cast.noor).post(
            reverse("conversation:something_not_right"), {"sentence": "<b>x</b>", "form_key": str(uuid4())}
        )
    assert answer.status_code == 404
    assert not Note.objects.exists()


def test_it_refuses_another_client_and_another_therapist(cast: Cast) -> None:
    note = put(cast)
    with clock.at(cast.next.starts_at):
        for stranger in (cast.evren, cast.samira, cast.rosa):
            for route in ("conversation:open", "conversation:take_back"):
                answer = signed_in(stranger).post(reverse(route, args=[note.pk]), {"form_key": str(uuid4())})
                assert answer.status_code == 404


def test_it_is_opened_while_the_two_sit_together_and_by_nobody_alone(cast: Cast) -> None:
    note = put(cast)
    starts_at, ends_at = cast.next.starts_at, cast.next.ends_at
    for alone in (starts_at.replace(hour=0, minute=5), starts_at - timedelta(minutes=16), ends_at + timedelta(days=2)):
        with clock.at(alone):
            with pytest.raises(NotInTheRoomError):
                note.open(by=cast.ida)
            ida = signed_in(cast.ida)
            ida.post(reverse("conversation:open", args=[note.pk]), {"form_key": str(uuid4())})
            assert (
                "Can we start with that?" not in ida.get(reverse("conversation:guide", args=[note.pk])).content.decode()
            )
    with clock.at(starts_at - timedelta(minutes=15)):
        note.open(by=cast.ida)


def test_it_waits_for_its_day_again_when_the_words_change(cast: Cast) -> None:
    with clock.at(NOW):
        note = Note.objects.put(cast.pair, by=cast.noor, sentence=OWN, words="You looked away.")
    after = cast.next.ends_at + timedelta(days=1)
    with clock.at(after):
        assert Note.objects.visible_to(cast.ida).filter(pk=note.pk).exists()
        Note.objects.put(cast.pair, by=cast.noor, sentence=OWN, words="You laughed.")
        assert not Note.objects.visible_to(cast.ida).filter(pk=note.pk).exists()
    with clock.at(cast.sessions()[5].starts_at):
        assert Note.objects.visible_to(cast.ida).filter(pk=note.pk).exists()
