"""What goes along is what is ticked, and not a word more (P12); taken back or opened, never both (P4)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rightfit.aims.goals import Goal
from rightfit.conversation.models import Agreement, Need
from rightfit.finding.models import Search
from rightfit.keeping import clock
from rightfit.relationship.models import NotYoursError
from rightfit.transition.models import PacketItem, Unpacked
from rightfit.transition.packet import AlreadyOpenedError, to_pass_on
from tests.cast import Cast
from tests.transition.conftest import Moving, page, press, status

pytestmark = pytest.mark.django_db
WORDS = ("Ride a bus again", "One question less", "slower, please", "More calm", "I hum when I am afraid.")


@pytest.fixture
def written(moving: Moving) -> Moving:
    """Something of each kind stands there to be ticked, and something of Ida's that is not."""
    cast = moving.cast
    with moving.on(0):
        Goal.objects.set_down(cast.pair, by=cast.noor, words=WORDS[0])
        agreement = Agreement.objects.offer(
            cast.pair, by=cast.ida, what=WORDS[1], who="both", until=clock.day_of(moving.now)
        )
        agreement.say_yes(by=cast.noor)
        Need.objects.raise_(cast.pair, by=cast.noor, cards=["load"], words=WORDS[2])
        Need.objects.raise_(cast.pair, by=cast.ida, cards=[], words="what Ida needs")
        moving.handover.say_what_was_missing([WORDS[3]], by=cast.noor)
    return moving


def test_it_offers_what_is_hers_and_nothing_of_the_therapists_own(written: Moving) -> None:
    with written.on(0):
        text = page(written.cast.noor, "transition:packet", written.handover.pk)
        for words in WORDS[:4]:
            assert words in text
        assert "what Ida needs" not in text


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.sets(st.integers(0, 3)), own=st.booleans())
def test_it_is_what_is_ticked_and_nothing_else(which: set[int], own: bool, written: Moving) -> None:
    cast = written.cast
    now = written.now
    with transaction.atomic():
        with written.on(0):
            offers = to_pass_on(written.handover)
            assert len(offers) == 4
            ticked = [str(offers[place].source) for place in which]
            line = WORDS[4] if own else ""
            press(cast.noor, "transition:packet", written.handover.pk, item=[*ticked, "nonsense"], own=line)
        written.choose(cast.samira)
        with written.on(0):
            before = page(cast.samira, "transition:packet", written.handover.pk)
            press(cast.samira, "transition:unpack", written.handover.pk)
            read = page(cast.samira, "transition:packet", written.handover.pk)
            preview = page(cast.noor, "transition:packet", written.handover.pk)
        expected = {offers[place].words for place in which} | ({line} if own else set())
        assert set(_words(cast.samira)) == expected
        for words in {offer.words for offer in offers} | {WORDS[4]}:
            assert (words in read) == (words in expected)
            assert (words in preview) == (words in expected)
            assert words not in before
        transaction.set_rollback(True)
    written.now = now


def _words(person: Any) -> list[str]:
    return [item.words for item in PacketItem.objects.visible_to(person)]


def test_it_is_read_by_nobody_before_both_have_chosen_and_by_nobody_else_after(written: Moving) -> None:
    cast, handover = written.cast, written.handover
    with written.on(0):
        press(cast.noor, "transition:packet", handover.pk, own="a line of mine")
        assert _words(cast.noor) == ["a line of mine"]
        assert press(cast.samira, "transition:unpack", handover.pk).status_code == 404
    new = written.choose(cast.samira)
    with written.on(0):
        for person in (cast.ida, cast.tom, cast.rosa, cast.jonas):
            assert press(person, "transition:unpack", handover.pk).status_code == 404
            assert status(person, "transition:packet", handover.pk) == 404
        press(cast.samira, "transition:unpack", handover.pk)
        assert _words(cast.samira) == ["a line of mine"]
        for person in (cast.ida, cast.tom, cast.rosa):
            assert not PacketItem.objects.visible_to(person).exists()
        new.end(by=cast.noor)
        assert not PacketItem.objects.visible_to(cast.samira).exists()


def test_it_can_be_taken_back_until_it_is_opened_and_not_after(written: Moving) -> None:
    cast, handover = written.cast, written.handover
    with written.on(0):
        press(cast.noor, "transition:packet", handover.pk, own="a line of mine")
    written.choose(cast.samira)
    with written.on(0):
        press(cast.noor, "transition:packet", handover.pk, own="another line")
        press(cast.samira, "transition:unpack", handover.pk)
        with pytest.raises(AlreadyOpenedError):
            PacketItem.objects.pack(handover, by=cast.noor, ticked=[])
        press(cast.noor, "transition:packet", handover.pk)
        assert _words(cast.samira) == ["another line"]
        press(cast.samira, "transition:unpack", handover.pk)
        assert Unpacked.objects.count() == 1


def test_it_stays_the_copy_that_was_ticked(written: Moving) -> None:
    cast = written.cast
    with written.on(0):
        goal = Goal.objects.get()
        press(cast.noor, "transition:packet", written.handover.pk, item=[str(goal.pk)])
        goal.let_go(by=cast.noor)
        assert _words(cast.noor) == [WORDS[0]]


def test_it_is_packed_by_the_client_alone(written: Moving) -> None:
    cast = written.cast
    with written.on(0):
        for person in (cast.ida, cast.tom, cast.samira):
            with pytest.raises(NotYoursError):
                PacketItem.objects.pack(written.handover, by=person, ticked=[uuid4()], own="not mine")


def test_it_notes_the_new_therapists_look_in_her_trail(written: Moving) -> None:
    cast: Cast = written.cast
    with written.on(0):
        press(cast.noor, "transition:packet", written.handover.pk, own="a line of mine")
    written.choose(cast.samira)
    with written.on(0):
        press(cast.samira, "transition:unpack", written.handover.pk)
        page(cast.samira, "transition:packet", written.handover.pk)
    with clock.at(written.now + timedelta(hours=1)):
        assert "opened what you passed on" in page(cast.noor, "home:trail")


def test_it_gives_nobody_what_was_ticked_for_somebody_else(moving: Moving) -> None:
    cast = moving.cast
    moving.choose(cast.samira)
    with moving.on(0):
        PacketItem.objects.pack(moving.handover, by=cast.noor, ticked=set(), own="Only for Samira.")
        moving.handover.look_further(by=cast.noor)
        assert not PacketItem.objects.filter(handover=moving.handover).exists()


@pytest.mark.parametrize("by_the_second_door", [True, False])
def test_it_is_for_the_one_for_whom_it_was_ticked_and_for_nobody_after(
    written: Moving, by_the_second_door: bool
) -> None:
    cast, handover = written.cast, written.handover
    new = written.choose(cast.samira)
    with written.on(0):
        PacketItem.objects.pack(handover, by=cast.noor, ticked=[], own=WORDS[4])
        Unpacked.objects.unpack(handover, by=cast.samira)
        assert WORDS[4] in page(cast.samira, "transition:packet", handover.pk)
    with written.on(1):
        if by_the_second_door:
            new.end(by=cast.noor)
            Search.objects.reopen(cast.noor, leaving=cast.pair)
        else:
            handover.look_further(by=cast.noor)
    written.choose(cast.jonas)
    with written.on(0):
        assert "packed" not in page(cast.jonas, "transition:packet", handover.pk)
        Unpacked.objects.unpack(handover, by=cast.jonas)
        assert WORDS[4] not in page(cast.jonas, "transition:packet", handover.pk)
        assert not PacketItem.objects.visible_to(cast.jonas).exists()
