"""What was written to a listener shows to the two of them, and leaves every other page as it was."""

import pytest
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.listening.concerns import Concern
from rightfit.practice.models import Person
from tests.cast import NOW, Cast, signed_in

pytestmark = pytest.mark.django_db


def home_of(person: Person) -> str:
    return str(signed_in(person).get("/", follow=True).content.decode())


def test_it_waits_for_the_listener_and_the_answer_for_the_client(cast: Cast) -> None:
    with clock.at(NOW):
        assert "Nobody waits for a word from you." in home_of(cast.mira)
        concern = Concern.objects.keep(cast.pair, by=cast.noor, words="He was late.", wish="heard", listener=cast.mira)
        assert "Nobody waits for a word from you." in home_of(cast.mira)  # kept, not sent
        concern.send()
        assert "One person has written to you" in home_of(cast.mira)
        assert "There is an answer for you" not in home_of(cast.noor)
        concern.receive(by=cast.mira)
        concern.add(by=cast.mira, words="Thank you for writing.")
        hers = home_of(cast.noor)
        assert "There is an answer for you" in hers
        assert "Thank you for writing." not in hers  # somebody may look over her shoulder
        assert reverse("listening:one", args=[concern.pk]) in hers


def test_it_shows_to_nobody_else(cast: Cast) -> None:
    others = (cast.ida, cast.samira, cast.rosa, cast.tom)
    with clock.at(NOW):
        before = [home_of(one).count("<") for one in others]
        concern = Concern.objects.keep(cast.pair, by=cast.noor, words="He was late.", wish="heard", listener=cast.mira)
        concern.send()
        assert [home_of(one).count("<") for one in others] == before


def test_it_leaves_a_former_client_a_way_to_write(cast: Cast) -> None:
    with clock.at(NOW):
        cast.pair.end(by=cast.noor)
        assert reverse("listening:concern") in home_of(cast.noor)
        assert "In writing" not in home_of(cast.tom)
