"""One card to the therapist from before, once she has arrived, read once."""

import pytest

from rightfit.keeping import clock
from rightfit.relationship.models import NotYoursError
from rightfit.transition.models import Arrival, Handover, Postcard
from rightfit.transition.postcard import NotArrivedError
from tests.transition.conftest import Moving, page, press, status

pytestmark = pytest.mark.django_db


@pytest.fixture
def arrived(moving: Moving) -> Moving:
    new = moving.choose(moving.cast.samira)
    moving.first_session(new)
    with moving.on(0):
        for one in (moving.cast.noor, moving.cast.samira):
            Arrival.objects.say(moving.handover, by=one)
    return moving


def test_it_is_sent_once_and_read_once(arrived: Moving) -> None:
    cast, handover = arrived.cast, arrived.handover
    with arrived.on(1):
        press(cast.noor, "transition:postcard", handover.pk, words="Settled in. Thank you.")
        press(cast.noor, "transition:postcard", handover.pk, words="And another")
        assert Postcard.objects.get().words == "Settled in. Thank you."
        assert Postcard.objects.waiting_for(cast.ida).exists()
        assert "Settled in. Thank you." not in page(cast.ida, "transition:card", handover.pk)
        press(cast.ida, "transition:open_card", handover.pk)
        assert "Settled in. Thank you." in page(cast.ida, "transition:card", handover.pk)
        assert not Postcard.objects.waiting_for(cast.ida).exists()
    with clock.at(arrived.now.replace(hour=23)):
        assert status(cast.ida, "transition:card", handover.pk) == 200
    with arrived.on(1):
        assert status(cast.ida, "transition:card", handover.pk) == 404
        assert "Settled in. Thank you." in page(cast.noor, "transition:postcard", handover.pk)


def test_it_gives_back_no_other_right(arrived: Moving) -> None:
    cast = arrived.cast
    with arrived.on(1):
        Postcard.objects.send(arrived.handover, by=cast.noor, words="Thank you.")
        assert not Handover.objects.visible_to(cast.ida).exists()
        assert status(cast.ida, "home:pair", cast.pair.pk) == 404
        for person in (cast.samira, cast.tom, cast.rosa, cast.jonas):
            assert not Postcard.objects.visible_to(person).exists()
            assert press(person, "transition:open_card", arrived.handover.pk).status_code == 404
        with pytest.raises(NotYoursError):
            Postcard.objects.get().open(by=cast.samira)


def test_it_waits_until_she_has_arrived(moving: Moving) -> None:
    with moving.on(0):
        with pytest.raises(NotArrivedError):
            Postcard.objects.send(moving.handover, by=moving.cast.noor, words="Already?")
        assert status(moving.cast.noor, "transition:postcard", moving.handover.pk) == 404
        moving.handover.call_off(by=moving.cast.noor, then="stay")
        assert status(moving.cast.noor, "transition:postcard", moving.handover.pk) == 404
