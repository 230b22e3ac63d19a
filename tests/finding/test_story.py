"""The story travels by ticks, and ends where the first meeting does."""

from http import HTTPStatus
from uuid import uuid4

import pytest
from django.urls import reverse

from rightfit.finding.introduction import NotForYouError
from rightfit.finding.models import Choice, StoryPart, StoryTick
from rightfit.finding.story import TooSoonError
from rightfit.keeping import clock
from rightfit.practice.models import Person
from tests.cast import NOW, signed_in
from tests.finding.conftest import AFTER, Looking


def _reads(one: Person) -> set[str]:
    return {part.kind for part in StoryPart.objects.visible_to(one)}


def test_it_opens_no_box_before_a_meeting_is_agreed(looking: Looking) -> None:
    with clock.at(NOW):
        introduction = looking.asks(looking.cast.ida)
        address = reverse("finding:story", args=[introduction.pk])
        assert signed_in(looking.wren).get(address).status_code == HTTPStatus.NOT_FOUND
        with pytest.raises(TooSoonError):
            StoryPart.objects.write(introduction, kind="brings", words="...", by=looking.wren)


def test_it_lets_a_therapist_read_what_was_ticked_and_nothing_else(looking: Looking) -> None:
    cast = looking.cast
    with clock.at(NOW):
        introduction = looking.will_meet(cast.ida)
        form = {"brings": "panic at night", "before": "two tries", "reads": ["brings"], "form_key": str(uuid4())}
        page = signed_in(looking.wren).get(reverse("finding:story", args=[introduction.pk])).content.decode()
        assert page.count("Nobody reads this right now.") == 4
        signed_in(looking.wren).post(reverse("finding:story", args=[introduction.pk]), form)
        page = signed_in(cast.ida).get(reverse("finding:introduction", args=[introduction.pk])).content.decode()
        introducers = signed_in(cast.tom).get(reverse("finding:introduction", args=[introduction.pk]))
    assert "panic at night" in page
    assert "two tries" not in page
    assert "panic at night" not in introducers.content.decode()
    assert _reads(cast.ida) == {"brings"}
    assert [_reads(one) for one in (cast.jonas, cast.tom, cast.rosa, cast.mira)] == [set()] * 4


def test_it_is_ticked_only_by_who_told_it(looking: Looking) -> None:
    with clock.at(NOW):
        introduction = looking.will_meet(looking.cast.ida)
        (part,) = looking.tells(introduction, "brings")
        StoryTick.objects.tick(introduction, parts=[], by=looking.wren)
        with pytest.raises(NotForYouError):
            StoryTick.objects.tick(introduction, parts=[part.pk], by=looking.cast.ida)
    assert _reads(looking.cast.ida) == set()


@pytest.mark.parametrize("way", ["decline", "withdraw", "thanks"])
def test_it_ends_for_a_therapist_with_the_meeting(looking: Looking, way: str) -> None:
    cast = looking.cast
    with clock.at(NOW):
        introduction = looking.will_meet(cast.ida)
        looking.tells(introduction, "brings")
        other = looking.will_meet(cast.jonas)
    assert _reads(cast.ida) == {"brings"}
    with clock.at(AFTER):
        if way == "decline":
            introduction.say_no(by=cast.ida, better=[cast.jonas], when="now")
        elif way == "withdraw":
            introduction.withdraw(by=looking.wren)
        else:
            Choice.objects.choose(other, by=looking.wren).confirm(by=cast.jonas)
    assert _reads(cast.ida) == set()
    assert not StoryTick.objects.visible_to(cast.ida).exists()
    assert _reads(looking.wren) == {"brings"}


def test_it_stays_with_the_one_chosen_while_the_work_goes_on(looking: Looking) -> None:
    cast = looking.cast
    with clock.at(NOW):
        introduction = looking.will_meet(cast.ida)
        looking.tells(introduction, "brings")
    with clock.at(AFTER):
        relationship = Choice.objects.choose(introduction, by=looking.wren).confirm(by=cast.ida)
        assert _reads(cast.ida) == {"brings"}
        relationship.end(by=looking.wren)
    assert _reads(cast.ida) == set()
