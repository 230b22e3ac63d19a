"""Both decide; the others are thanked."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from rightfit.finding.choice import AnotherChosenError, NotMovingError
from rightfit.finding.introduction import NotForYouError, OverError
from rightfit.finding.models import Choice, Introduction, Search, Thanks
from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.relationship.models import AlreadyTogetherError, Relationship
from tests.cast import NOW, signed_in
from tests.finding.conftest import AFTER, Looking


def test_it_begins_the_work_when_both_say_yes_and_thanks_the_others(looking: Looking) -> None:
    cast = looking.cast
    with clock.at(NOW):
        ida, jonas = looking.will_meet(cast.ida), looking.will_meet(cast.jonas)
    with clock.at(AFTER):
        signed_in(looking.wren).post(reverse("finding:choose", args=[ida.pk]), {"form_key": str(uuid4())})
        choice = Choice.objects.get()
        assert not Relationship.objects.filter(client=looking.wren).exists()
        signed_in(cast.ida).post(reverse("finding:confirm", args=[choice.pk]), {"form_key": str(uuid4())})
    assert Relationship.objects.get(client=looking.wren).therapist == cast.ida
    assert list(Thanks.objects.values_list("introduction", flat=True)) == [jonas.pk]
    assert not Introduction.objects.visible_to(cast.jonas).exists()
    assert Letter.objects.filter(to=cast.jonas.pk, once__endswith=":thanked").count() == 1
    assert Search.objects.of(looking.wren) is None


def test_it_is_confirmed_by_the_therapist_alone_and_once(looking: Looking) -> None:
    with clock.at(NOW):
        introduction = looking.will_meet(looking.cast.ida)
        with pytest.raises(NotForYouError):
            Choice.objects.choose(introduction, by=looking.wren)
    with clock.at(AFTER):
        choice = Choice.objects.choose(introduction, by=looking.wren)
        assert Choice.objects.choose(introduction, by=looking.wren) == choice
        for another in (looking.wren, looking.cast.jonas, looking.cast.tom):
            with pytest.raises(NotForYouError):
                choice.confirm(by=another)
        assert choice.confirm(by=looking.cast.ida) == choice.confirm(by=looking.cast.ida)
        with pytest.raises(OverError):
            choice.take_back(by=looking.wren)


def test_it_holds_one_choice_at_a_time_and_lets_her_think_again(looking: Looking) -> None:
    with clock.at(NOW):
        ida, jonas = looking.will_meet(looking.cast.ida), looking.will_meet(looking.cast.jonas)
    with clock.at(AFTER):
        choice = Choice.objects.choose(ida, by=looking.wren)
        with pytest.raises(AnotherChosenError):
            Choice.objects.choose(jonas, by=looking.wren)
        choice.take_back(by=looking.wren)
        Choice.objects.choose(jonas, by=looking.wren)
        with pytest.raises(OverError):
            Choice(introduction=ida).confirm(by=looking.cast.ida)


def test_it_frees_her_to_choose_again_after_a_no(looking: Looking) -> None:
    with clock.at(NOW):
        ida, jonas = looking.will_meet(looking.cast.ida), looking.will_meet(looking.cast.jonas)
    with clock.at(AFTER):
        choice = Choice.objects.choose(ida, by=looking.wren)
        ida.say_no(by=looking.cast.ida, better=[looking.cast.jonas], when="now")
        with pytest.raises(OverError):
            choice.confirm(by=looking.cast.ida)
        Choice.objects.choose(jonas, by=looking.wren)


def test_it_asks_who_works_with_somebody_to_say_first_that_they_move(looking: Looking) -> None:
    cast = looking.cast
    with clock.at(NOW):
        introduction = Looking(cast.noor, Search.objects.begin(cast.noor), cast).will_meet(cast.jonas)
    with clock.at(AFTER):
        with pytest.raises(NotMovingError):
            Choice.objects.choose(introduction, by=cast.noor)
        answer: Any = signed_in(cast.noor).post(
            reverse("finding:choose", args=[introduction.pk]), {"form_key": str(uuid4())}
        )
        assert answer.url == reverse("transition:moving")
        Search.objects.reopen(cast.noor, leaving=cast.pair)
        assert Choice.objects.choose(introduction, by=cast.noor).introduction == introduction


def test_it_begins_beside_the_work_that_is_left_and_not_beside_other_work(looking: Looking) -> None:
    cast = looking.cast
    with clock.at(NOW):
        search = Search.objects.reopen(cast.noor, leaving=cast.pair, missing=["calm"])
        moving = Looking(cast.noor, search, cast)
        introduction = moving.will_meet(cast.jonas)
        elsewhere = looking.will_meet(cast.ida)
    with clock.at(AFTER):
        Choice.objects.choose(introduction, by=cast.noor).confirm(by=cast.jonas)
        assert Relationship.objects.live().filter(client=cast.noor).count() == 2
        choice = Choice.objects.choose(elsewhere, by=looking.wren)
        Relationship.objects.begin(client=looking.wren, therapist=cast.samira, by=cast.samira)
        with pytest.raises(AlreadyTogetherError):
            choice.confirm(by=cast.ida)
    assert not Thanks.objects.filter(introduction=elsewhere).exists()
