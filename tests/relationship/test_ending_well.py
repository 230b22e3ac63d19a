"""Ending well: a last day both agree on, a therapist's ending that leaves nobody alone, closing words."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.practice.models import Duty, Person
from rightfit.relationship.closing import (
    ClosingWords,
    GivenError,
    NobodyLooksAfterError,
    PlannedEnding,
    end_as_planned,
    end_by_therapist,
)
from rightfit.relationship.models import EndedError, Ending, NotYoursError, Relationship, TooLateError
from rightfit.relationship.responsible import responsible_for
from tests.cast import NOW, Cast, signed_in

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=40)


def live(cast: Cast) -> bool:
    return Relationship.objects.live().filter(pk=cast.pair.pk).exists()


def page(person: Person, route: str, *args: Any) -> str:
    return signed_in(person).get(reverse(route, args=args), follow=True).content.decode()


def press(person: Person, route: str, *args: Any, **fields: Any) -> int:
    return signed_in(person).post(reverse(route, args=args), {"form_key": str(uuid4()), **fields}).status_code


@pytest.mark.parametrize("first", ["client", "therapist"])
def test_it_ends_on_the_day_that_both_agreed_to(cast: Cast, first: str) -> None:
    one = cast.of_role(first)
    other = cast.pair.other(one)
    with clock.at(NOW):
        assert press(one, "relationship:plan_ending", cast.pair.pk, last_on=f"{LATER:%Y-%m-%d}") == 303
        assert "would like to end" not in page(other, "relationship:plan_ending", cast.pair.pk)
        planned = PlannedEnding.objects.get()
        assert press(other, "relationship:yes_to_ending", planned.pk) == 404
        assert press(one, "relationship:yes_to_ending", planned.pk) == 404
    with clock.at(cast.next.starts_at):
        assert "would like to end by" in page(other, "relationship:plan_ending", cast.pair.pk)
        assert "would like to end by" in page(other, "home:home")
        press(other, "relationship:yes_to_ending", planned.pk)
        for person in (one, other):
            assert "until" in page(person, "home:home")
    with clock.at(LATER.replace(hour=23)):
        assert end_as_planned() == 0
        assert live(cast)
    with clock.at(LATER + timedelta(days=1)):
        assert end_as_planned() == 1
        assert not live(cast)
        assert end_as_planned() == 0
        assert responsible_for(cast.noor) == cast.tom


def test_it_ends_by_itself_for_nobody_who_did_not_agree(cast: Cast) -> None:
    with clock.at(NOW):
        PlannedEnding.objects.plan(cast.pair, by=cast.ida, last_on=LATER.date())
    with clock.at(LATER + timedelta(days=30)):
        assert end_as_planned() == 0
        assert cast.pair.is_live


def test_it_can_be_taken_back_and_another_day_waits_for_a_new_yes(cast: Cast) -> None:
    with clock.at(NOW):
        planned = PlannedEnding.objects.plan(cast.pair, by=cast.ida, last_on=LATER.date())
        with pytest.raises(NotYoursError):
            planned.take_back(by=cast.noor)
        planned.say_yes(by=cast.noor)
        again = PlannedEnding.objects.plan(cast.pair, by=cast.ida, last_on=LATER.date() + timedelta(days=1))
        assert not again.is_agreed
        again.say_yes(by=cast.noor)
        again.take_back(by=cast.noor)
        assert not PlannedEnding.objects.exists()
        with pytest.raises(TooLateError):
            PlannedEnding.objects.plan(cast.pair, by=cast.ida, last_on=NOW.date() - timedelta(days=1))
        with pytest.raises(NotYoursError):
            PlannedEnding.objects.plan(cast.pair, by=cast.tom, last_on=LATER.date())


def test_it_says_nothing_of_a_therapists_wish_before_the_day_also_not_in_the_trail(cast: Cast) -> None:
    with clock.at(NOW):
        before = page(cast.noor, "home:trail")
        PlannedEnding.objects.plan(cast.pair, by=cast.ida, last_on=LATER.date())
        assert page(cast.noor, "home:trail").count("Ida") == before.count("Ida")
        assert "end by" not in page(cast.noor, "home:you")


def test_it_never_traps_a_client(cast: Cast) -> None:
    with clock.at(NOW):
        PlannedEnding.objects.plan(cast.pair, by=cast.noor, last_on=LATER.date()).say_yes(by=cast.ida)
        assert press(cast.noor, "home:stop_now", how="end") in (302, 303)
        assert not cast.pair.is_live
    with clock.at(LATER + timedelta(days=1)):
        assert end_as_planned() == 0


def test_it_lets_a_therapist_end_with_words_and_leaves_the_client_with_somebody(cast: Cast) -> None:
    words = "I am moving away in July. Tom will help you find somebody."
    with clock.at(NOW):
        assert press(cast.ida, "relationship:end_work", cast.pair.pk, words="") == 422
        assert cast.pair.is_live
        press(cast.ida, "relationship:end_work", cast.pair.pk, words=words)
        assert Ending.objects.get(relationship=cast.pair).by == cast.ida
        assert responsible_for(cast.noor) == cast.tom
        letter = Letter.objects.get()
        assert (letter.to, letter.path) == (cast.noor.pk, reverse("home:you"))
        home = page(cast.noor, "home:you")
        assert words in home
        assert "Tom Hale is your person" in home
        assert "Noor" in page(cast.tom, "transition:asked")
        assert words not in page(cast.tom, "transition:asked")
        assert press(cast.ida, "relationship:take_back_ending", cast.pair.pk) in (302, 303)
        assert cast.pair.is_live


def test_it_refuses_a_therapists_ending_where_nobody_would_look_after_the_client(cast: Cast) -> None:
    with clock.at(NOW):
        Duty.objects.filter(kind=Duty.Kind.COORDINATOR).delete()
        assert press(cast.ida, "relationship:end_work", cast.pair.pk, words="It ends.") == 422
        with pytest.raises(NobodyLooksAfterError):
            end_by_therapist(cast.pair, by=cast.ida, words="It ends.")
        assert cast.pair.is_live


@pytest.mark.parametrize("role", ["client", "other_therapist", "lead", "coordinator", "former_therapist"])
def test_it_lets_nobody_else_end_in_the_therapists_place(cast: Cast, role: str) -> None:
    with clock.at(NOW):
        assert press(cast.of_role(role), "relationship:end_work", cast.pair.pk, words="It ends.") == 404
        with pytest.raises(NotYoursError):
            end_by_therapist(cast.pair, by=cast.of_role(role), words="It ends.")


def test_it_gives_closing_words_when_their_writer_gives_them_and_not_before(cast: Cast) -> None:
    thanks, kind = "Thank you for the bus rides.", "You taught me patience."
    with clock.at(NOW):
        assert signed_in(cast.noor).get(reverse("relationship:closing_words", args=[cast.pair.pk])).status_code == 404
        cast.pair.end(by=cast.noor)
        press(cast.noor, "relationship:closing_words", cast.pair.pk, words=thanks)
        press(cast.ida, "relationship:closing_words", cast.pair.pk, words=kind)
        assert thanks not in page(cast.ida, "relationship:closing_words", cast.pair.pk)
        assert kind not in page(cast.noor, "relationship:closing_words", cast.pair.pk)
        assert not ClosingWords.objects.visible_to(cast.ida).exclude(by=cast.ida).exists()
        assert not ClosingWords.objects.visible_to(cast.noor).exclude(by=cast.noor).exists()
        press(cast.ida, "relationship:closing_words", cast.pair.pk, words=kind, give="yes")
        assert "Ida has given you closing words" in page(cast.noor, "home:you")
        assert kind in page(cast.noor, "relationship:closing_words", cast.pair.pk)
        press(cast.noor, "relationship:closing_words", cast.pair.pk, words=thanks, give="yes")
        assert thanks in page(cast.ida, "relationship:closing_words", cast.pair.pk)
        mine = ClosingWords.objects.get(by=cast.ida)
        with pytest.raises(GivenError):
            mine.erase()
        with pytest.raises(GivenError):
            ClosingWords.objects.keep(cast.pair, by=cast.ida, words="other words")
    with clock.at(NOW + timedelta(days=60)):
        assert thanks in page(cast.ida, "relationship:closing_words", cast.pair.pk)


def test_it_looks_the_same_to_the_other_whether_words_are_kept_or_erased_or_never_were(cast: Cast) -> None:
    with clock.at(NOW):
        cast.pair.end(by=cast.noor)
        seen = [page(cast.ida, "home:today")]
        press(cast.noor, "relationship:closing_words", cast.pair.pk, words="Kept for me.")
        seen.append(page(cast.ida, "home:today"))
        press(cast.noor, "relationship:erase_closing_words", ClosingWords.objects.get().pk)
        seen.append(page(cast.ida, "home:today"))
        assert not ClosingWords.objects.exists()
    assert len({without_keys(one) for one in seen}) == 1


def without_keys(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrf" not in line and "form_key" not in line)


def test_it_gives_a_therapist_two_weeks_for_a_last_word(cast: Cast) -> None:
    with clock.at(NOW):
        cast.pair.end(by=cast.noor)
    with clock.at(NOW + timedelta(days=15)):
        with pytest.raises(EndedError):
            ClosingWords.objects.keep(cast.pair, by=cast.ida, words="Late.")
        assert signed_in(cast.ida).get(reverse("relationship:closing_words", args=[cast.pair.pk])).status_code == 404
        ClosingWords.objects.keep(cast.pair, by=cast.noor, words="I may still write.")
    for stranger in (cast.samira, cast.rosa, cast.tom, cast.jonas):
        assert not ClosingWords.objects.visible_to(stranger).exists()
