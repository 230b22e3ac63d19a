"""Outside the house: two names, a letter the client carries, one question after three weeks (act 23a)."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from rightfit.aims.goals import Goal
from rightfit.exchange import letting_go
from rightfit.keeping import clock
from rightfit.keeping.models import Event, Letter
from rightfit.practice.models import Duty, Person
from rightfit.relationship.models import NotYoursError
from rightfit.relationship.responsible import coordinated_by, coordinator_for, responsible_for
from rightfit.transition.handover import OverError
from rightfit.transition.letters import lay_coordinators_letters, lay_moving_letters
from rightfit.transition.models import (
    CalledOff,
    CarriedLetter,
    Handover,
    OutsideAnswer,
    OutsideName,
    OutsideWish,
    Request,
)
from rightfit.transition.outside import TwoAreThereError
from tests.cast import NOW, Cast, person, signed_in
from tests.transition.conftest import Moving, page, press, status

pytestmark = pytest.mark.django_db
QUILL = {
    "name": "Dr Quill",
    "reach": "555 0123",
    "why": "She works with loss.",
    "cost": "70 an hour",
    "room": "free",
}
ROUTES = ("outside", "did_you_arrive", "letter", "letter_on_paper", "letter_file")


def write_down(moving: Moving, **other: str) -> OutsideName:
    return OutsideName.objects.write_down(moving.handover, by=moving.cast.tom, **(QUILL | other))


@pytest.fixture
def named(moving: Moving) -> Moving:
    """Tom has written one name down, today."""
    with moving.on(0):
        write_down(moving)
    return moving


def asked_to_arrive(cast: Cast) -> int:
    """Count the letters in which Noor is asked."""
    return Letter.objects.filter(to=cast.noor.pk, path__endswith="/did-you-arrive/").count()


def test_it_goes_from_her_wish_to_two_names_that_she_reads(moving: Moving) -> None:
    cast, key = moving.cast, moving.handover.pk
    with moving.on(0):
        lay_moving_letters()
        press(cast.noor, "transition:wish_outside", key)
        press(cast.noor, "transition:wish_outside", key)
        lay_moving_letters()
        assert Letter.objects.filter(to=cast.tom.pk, path=reverse("transition:outside", args=[key])).count() == 1
        assert "Noor asked for names" in page(cast.tom, "transition:outside", key)
        assert press(cast.tom, "transition:outside", key, name="Dr Quill").status_code == 422
        for name in ("Dr Quill", "The House by the Lake", "One too many"):
            press(cast.tom, "transition:outside", key, **(QUILL | {"name": name}))
        lay_moving_letters()
        assert Letter.objects.filter(to=cast.noor.pk, path=reverse("transition:outside", args=[key])).count() == 1
        text = page(cast.noor, "transition:outside", key)
        for words in ("Dr Quill", "The House by the Lake", "555 0123", "She works with loss.", "there is room"):
            assert words in text
        assert "One too many" not in text
        assert responsible_for(cast.noor) == cast.ida


def test_it_is_two_names_at_most_and_one_may_give_way(named: Moving) -> None:
    cast = named.cast
    with named.on(0):
        second = write_down(named, name="The House by the Lake", cost="")
        assert second.cost is None
        with pytest.raises(TwoAreThereError):
            write_down(named)
        press(cast.tom, "transition:take_name_away", second.pk)
        assert "Lake" not in page(cast.noor, "transition:outside", named.handover.pk)
        write_down(named, name="Dr Fenn")
        assert OutsideName.objects.count() == 2


def test_it_is_written_down_by_her_one_coordinator_alone(named: Moving) -> None:
    cast, key = named.cast, named.handover.pk
    name = OutsideName.objects.get()
    second = person("Vera", "Lund")
    with named.on(0):
        for other in (second, cast.ida):
            Duty.objects.create(person=other, kind=Duty.Kind.COORDINATOR)
        OutsideWish.objects.wish(named.handover, by=cast.noor)
        OutsideAnswer.objects.say(named.handover, by=cast.noor, what="looking")
        for other in (second, cast.ida, cast.rosa, cast.mira, cast.samira, cast.jonas, cast.evren):
            assert status(other, "transition:outside", key) == 404
            assert press(other, "transition:outside", key, **QUILL).status_code == 404
            assert press(other, "transition:take_name_away", name.pk).status_code == 404
            with pytest.raises(NotYoursError):
                OutsideName.objects.write_down(named.handover, by=other, **QUILL)
            with pytest.raises(NotYoursError):
                name.take_away(by=other)
            for noun in (OutsideName, OutsideWish, OutsideAnswer):
                assert not noun.objects.visible_to(other).exists()
        assert "Noor" in page(second, "transition:asked")
        for words in ("still looking", "utside the house"):
            assert words not in page(second, "transition:asked")
            assert words not in page(second, "transition:handover", key)
        assert "I am still looking" in page(cast.tom, "transition:asked")
        assert OutsideAnswer.objects.visible_to(cast.tom).get().what == "looking"
        assert press(cast.noor, "transition:outside", key, **QUILL).status_code == 404
        assert OutsideName.objects.count() == 1


def test_it_falls_to_the_next_coordinator_where_the_first_is_part_of_it(cast: Cast) -> None:
    first, second = cast.samira, person("Vera", "Lund")
    with clock.at(NOW):
        assert set(coordinated_by(cast.tom)) == {cast.pair, cast.other_pair, cast.old_pair}
        Duty.objects.filter(person=cast.tom, kind=Duty.Kind.COORDINATOR).delete()
        Duty.objects.create(person=first, kind=Duty.Kind.COORDINATOR)
    with clock.at(NOW + timedelta(days=1)):
        Duty.objects.create(person=second, kind=Duty.Kind.COORDINATOR)
        assert set(coordinated_by(first)) == {cast.pair, cast.old_pair}
        assert set(coordinated_by(second)) == {cast.other_pair}
        for one in (cast.pair, cast.other_pair, cast.old_pair):
            helper = coordinator_for(one)
            assert helper is not None
            assert one in coordinated_by(helper)
        assert not coordinated_by(cast.tom).exists()


def test_it_says_nothing_to_the_therapist_who_is_left_and_nothing_to_the_lead(named: Moving) -> None:
    cast = named.cast
    with named.on(0):
        press(cast.noor, "transition:tell", named.handover.pk, how="myself")
        press(cast.noor, "transition:told", named.handover.pk)
        CarriedLetter.objects.begin(named.handover, by=cast.noor, ticked=())
        assert status(cast.ida, "transition:handover", named.handover.pk) == 200
        for route in ROUTES:
            for other in (cast.ida, cast.rosa, cast.mira, cast.samira, cast.evren):
                assert status(other, f"transition:{route}", named.handover.pk) == 404, (route, other)
        for text in (
            page(cast.ida, "transition:handover", named.handover.pk),
            page(cast.ida, "home:pair", cast.pair.pk),
            page(cast.rosa, "home:practice"),
        ):
            assert "Quill" not in text
            assert "utside the house" not in text


def test_it_is_closed_while_both_have_chosen_somebody_here(named: Moving) -> None:
    cast = named.cast
    named.choose(cast.samira)
    with named.on(30):
        with pytest.raises(OverError):
            write_down(named, name="Dr Fenn")
        lay_moving_letters()
        assert asked_to_arrive(cast) == 0
        assert "Did you arrive?" not in page(cast.noor, "transition:moving")


def test_the_letter_is_what_she_ticks_in_her_own_words(moving: Moving) -> None:
    cast, key = moving.cast, moving.handover.pk
    with moving.on(0):
        Goal.objects.set_down(cast.pair, by=cast.noor, words="Ride a bus again")
        kept = Goal.objects.set_down(cast.pair, by=cast.noor, words="Call my sister")
        offered = page(cast.noor, "transition:letter", key)
        assert "Ride a bus again" in offered
        assert "Call my sister" in offered
        press(cast.noor, "transition:letter", key, item=[str(kept.pk), "nonsense"])
        first = CarriedLetter.objects.get().words
        assert "Call my sister" in first
        assert "bus" not in first
        for name in ("Ida", "Fenwright", "Fernlea"):
            assert name not in first
        press(cast.noor, "transition:write_letter", key, words="I look for calm.\r\nNoor")
        press(cast.noor, "transition:letter", key, item=[str(kept.pk)])
        paper = page(cast.noor, "transition:letter_on_paper", key)
        assert "I look for calm." in paper
        assert "Call my sister" not in paper
        file = signed_in(cast.noor).get(reverse("transition:letter_file", args=[key]))
        assert file["Content-Type"].startswith("text/plain")
        assert file.content.decode().split() == ["I", "look", "for", "calm.", "Noor"]
        assert press(cast.noor, "transition:write_letter", key, words=" ").status_code == 422


def test_the_letter_is_hers_alone_and_only_that_it_was_made_stays(moving: Moving) -> None:
    cast, key = moving.cast, moving.handover.pk
    with moving.on(0):
        for other in (cast.ida, cast.tom, cast.evren):
            with pytest.raises(NotYoursError):
                CarriedLetter.objects.begin(moving.handover, by=other, ticked=())
        letter = CarriedLetter.objects.begin(moving.handover, by=cast.noor, ticked=())
        letter.write(by=cast.noor, words="I look for calm.")
        OutsideWish.objects.wish(moving.handover, by=cast.noor)
        seen = page(cast.tom, "transition:outside", key)
        assert "A letter was made." in seen
        assert "calm" not in seen
        for other in (cast.tom, cast.ida, cast.rosa):
            assert not CarriedLetter.objects.visible_to(other).exists()
            with pytest.raises(NotYoursError):
                letter.tear_up(by=other)
            with pytest.raises(NotYoursError):
                letter.write(by=other, words="not mine")
        press(cast.noor, "transition:tear_up_letter", key)
        assert not CarriedLetter.objects.exists()
        assert status(cast.noor, "transition:letter_file", key) == 404
        assert Event.objects.filter(verb="made a letter to carry", by=cast.noor.pk).count() == 1


def test_the_letter_goes_with_what_only_she_can_read(named: Moving) -> None:
    cast = named.cast
    with named.on(0):
        CarriedLetter.objects.begin(named.handover, by=cast.noor, ticked=())
        letting_go.erase_private(cast.noor)
        assert not CarriedLetter.objects.exists()
        OutsideAnswer.objects.say(named.handover, by=cast.noor, what="arrived")
        letting_go.close_account(cast.noor, by=cast.noor)
        assert not OutsideName.objects.exists()


def test_it_asks_once_after_three_weeks_and_no_answer_leads_to_nothing(named: Moving) -> None:
    cast, key = named.cast, named.handover.pk
    with named.on(20):
        lay_moving_letters()
        assert asked_to_arrive(cast) == 0
        assert "Did you arrive?" not in page(cast.noor, "home:you")
    with named.on(9):
        assert "Did you arrive?" in page(cast.noor, "home:you")
        for _twice in range(2):
            lay_moving_letters()
        assert asked_to_arrive(cast) == 1
        before = Letter.objects.count()
    with named.on(90):
        lay_moving_letters()
        lay_coordinators_letters()
        assert Letter.objects.count() == before
        assert not Handover.objects.ageing().exists()
        assert not Request.objects.exists()
        text = page(cast.tom, "transition:asked")
        assert "We don’t know" in text
        assert Handover.objects.of(cast.noor) == named.handover
        assert status(cast.noor, "transition:did_you_arrive", key) == 200


def test_it_waits_for_a_week_in_which_nothing_else_was_written(named: Moving) -> None:
    cast = named.cast
    with named.on(0):
        lay_moving_letters()
    with named.on(21):
        Letter.objects.write(to=cast.noor.pk, path="/", once="something else")
        lay_moving_letters()
        assert asked_to_arrive(cast) == 0
    with named.on(6.5):
        Letter.objects.write(to=cast.noor.pk, path="/", once="check-in:today")
        lay_moving_letters()
        assert asked_to_arrive(cast) == 0
    with named.on(1):
        lay_moving_letters()
        assert asked_to_arrive(cast) == 1


def test_arrived_ends_the_old_work_and_its_rights_at_once(named: Moving) -> None:
    cast, key = named.cast, named.handover.pk
    introduction = named.meet(cast.samira)
    with named.on(21):
        assert status(cast.ida, "home:pair", cast.pair.pk) == 200
        press(cast.noor, "transition:did_you_arrive", key, what="arrived")
        assert not cast.pair.__class__.objects.live().filter(client=cast.noor).exists()
        assert status(cast.ida, "home:pair", cast.pair.pk) == 404
        assert not cast.pair.sessions.upcoming().exists()
        assert introduction.__class__.objects.under_way().filter(pk=introduction.pk).count() == 0
        assert Handover.objects.of(cast.noor) is None
        assert "Your move is done" in page(cast.noor, "transition:moving")
        assert "Yes, I have somebody" in page(cast.tom, "transition:asked")
        assert status(cast.tom, "transition:outside", key) == 404
        with pytest.raises(OverError):
            OutsideAnswer.objects.say(named.handover, by=cast.noor, what="ring")
    with named.on(31):
        assert not OutsideAnswer.objects.visible_to(cast.tom).exists()
        assert "Noor" not in page(cast.tom, "transition:asked")


def test_arrived_ends_also_what_was_begun_here(named: Moving) -> None:
    cast = named.cast
    new = named.choose(cast.samira)
    with named.on(0):
        OutsideAnswer.objects.say(named.handover, by=cast.noor, what="arrived")
        assert not new.is_live
        assert not cast.pair.is_live
        assert responsible_for(cast.noor) == cast.tom


def test_arrived_by_mistake_is_taken_back_within_a_day(named: Moving) -> None:
    cast, key = named.cast, named.handover.pk
    with named.on(21):
        press(cast.noor, "transition:did_you_arrive", key, what="arrived")
    with named.on(0.5):
        press(cast.noor, "relationship:take_back_ending", cast.pair.pk)
        assert cast.pair.is_live
        assert Handover.objects.of(cast.noor) == named.handover
        press(cast.noor, "transition:did_you_arrive", key, what="looking")
        assert cast.pair.is_live
    with named.on(1):
        cast.pair.end(by=cast.noor)
        assert Handover.objects.of(cast.noor) == named.handover


@pytest.mark.parametrize("ended_before", [True, False])
def test_a_clear_no_ends_the_move_and_nothing_more(named: Moving, ended_before: bool) -> None:
    cast = named.cast
    with named.on(21):
        if ended_before:
            press(cast.noor, "transition:leave_now", named.handover.pk)
            assert responsible_for(cast.noor) == cast.tom
        press(cast.noor, "transition:did_you_arrive", named.handover.pk, what="no")
        assert Handover.objects.of(cast.noor) is None
        assert cast.pair.is_live != ended_before
        assert CalledOff.objects.get().then == ("stop" if ended_before else "stay")
        assert "I don’t want to go on now" in page(cast.tom, "transition:asked")


def test_please_ring_me_stands_on_the_coordinators_list_with_the_usual_clock(named: Moving) -> None:
    cast = named.cast
    stand_in = person("Vera", "Lund")
    with named.on(21):
        Duty.objects.create(person=stand_in, kind=Duty.Kind.STAND_IN)
        for _twice in range(2):
            press(cast.noor, "transition:did_you_arrive", named.handover.pk, what="ring")
        assert OutsideAnswer.objects.count() == 1
        asked = Request.objects.get()
        assert "within two working days" in page(cast.noor, "transition:did_you_arrive", named.handover.pk)
        assert "555 0177" in page(cast.tom, "home:waiting")
        assert not Request.objects.late().exists()
    with named.on(6):
        assert Request.objects.late().get() == asked
        lay_coordinators_letters()
        assert Letter.objects.filter(to=stand_in.pk).exists()
        press(cast.tom, "transition:take_up", asked.pk)
        assert not Request.objects.waiting().exists()
        assert Handover.objects.of(cast.noor) == named.handover


def test_still_looking_makes_the_coordinator_look_again(named: Moving) -> None:
    cast = named.cast
    with named.on(22):
        assert not Handover.objects.ageing().exists()
        press(cast.noor, "transition:did_you_arrive", named.handover.pk, what="looking")
        assert Handover.objects.ageing().get() == named.handover
        lay_moving_letters()
        assert Letter.objects.filter(to=cast.tom.pk, path=reverse("transition:outside", args=[named.handover.pk]))
    with named.on(1):
        press(cast.noor, "transition:did_you_arrive", named.handover.pk, what="ring")
        assert not Handover.objects.ageing().exists()


@pytest.mark.parametrize("who", ["ida", "tom", "rosa", "samira", "evren"])
def test_she_alone_answers_and_wishes(who: str, named: Moving) -> None:
    other: Person = getattr(named.cast, who)
    with named.on(21):
        for what in OutsideAnswer.What.values:
            with pytest.raises(NotYoursError):
                OutsideAnswer.objects.say(named.handover, by=other, what=what)
        with pytest.raises(NotYoursError):
            OutsideWish.objects.wish(named.handover, by=other)
        for route in ("did_you_arrive", "wish_outside", "unwish_outside", "tear_up_letter", "write_letter"):
            fields: dict[str, Any] = {"what": "arrived", "words": "x"}
            assert press(other, f"transition:{route}", named.handover.pk, **fields).status_code == 404
        assert named.cast.pair.is_live


def test_nonsense_answers_nothing(named: Moving) -> None:
    with named.on(21):
        press(named.cast.noor, "transition:did_you_arrive", named.handover.pk, what="nonsense")
        press(named.cast.noor, "transition:did_you_arrive", named.handover.pk)
        assert not OutsideAnswer.objects.exists()


def test_it_begins_from_nothing_where_she_moves_again(named: Moving) -> None:
    cast = named.cast
    with named.on(0):
        OutsideWish.objects.wish(named.handover, by=cast.noor)
        CarriedLetter.objects.begin(named.handover, by=cast.noor, ticked=())
        OutsideAnswer.objects.say(named.handover, by=cast.noor, what="no")
    with named.on(40):
        again = Handover.objects.open(cast.pair, by=cast.noor)
        assert again.is_under_way
        for noun in (OutsideName, OutsideWish, OutsideAnswer):
            assert not noun.objects.filter(handover=again).exists()
        assert CarriedLetter.objects.visible_to(cast.noor).exists()


def test_a_wish_is_taken_back(moving: Moving) -> None:
    cast = moving.cast
    with moving.on(0):
        press(cast.noor, "transition:wish_outside", moving.handover.pk)
        press(cast.noor, "transition:unwish_outside", moving.handover.pk)
        assert not OutsideWish.objects.exists()
        assert "None yet." in page(cast.tom, "transition:outside", moving.handover.pk)
    with clock.at(moving.now + timedelta(days=1)):
        lay_moving_letters()
        assert not Letter.objects.filter(path__contains="outside").exists()
