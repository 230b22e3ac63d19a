"""Fernlea has somebody at every stage, from a search to a move, and each is looked after by exactly one."""

from collections import Counter

import pytest

from rightfit.aims.goals import Goal, GoalRating
from rightfit.conversation.models import Agreement, Conversation, FollowUp, Held, Need, Note, Reply, Understanding
from rightfit.demo import building, standing
from rightfit.finding.models import Impression, Introduction, OfferedTime, Profile, Search, StoryPart
from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Ending, Relationship
from rightfit.relationship.responsible import responsible_for
from rightfit.transition.models import Arrival, Handover, PacketItem, Request, Telling
from tests.demo.conftest import MOMENT

pytestmark = pytest.mark.usefixtures("there")


def named(given: str) -> Person:
    person: Person = Person.objects.get(given_name=given)
    return person


def with_wren(given: str) -> Introduction:
    return Introduction.objects.get(search__person=named("Wren"), therapist=named(given))


def verbs_of(given: str) -> list[str]:
    return list(Event.objects.filter(chain=named(given).pk).order_by("position").values_list("verb", flat=True))


def test_it_has_one_who_looks_with_first_meetings_in_three_states() -> None:
    search = Search.objects.of(named("Wren"))
    assert search
    assert search.wishes["topics"] == ["worry", "tired"]
    assert not Relationship.objects.filter(client=named("Wren")).exists()
    ida, samira, jonas = with_wren("Ida"), with_wren("Samira"), with_wren("Jonas")
    assert ida.picked is None
    assert OfferedTime.objects.filter(introduction=ida).to_come().count() == 2
    assert samira.picked
    assert not samira.was_met
    assert jonas.was_met
    assert set(Impression.objects.filter(introduction=jonas).values_list("by", flat=True)) == {
        named("Wren").pk,
        named("Jonas").pk,
    }


def test_it_lets_each_therapist_read_what_was_ticked_and_not_each_others_marks() -> None:
    wren, jonas, samira, ida = (named(given) for given in ("Wren", "Jonas", "Samira", "Ida"))
    theirs = StoryPart.objects.filter(person=wren)
    kinds = {one: set(theirs.visible_to(one).values_list("kind", flat=True)) for one in (jonas, samira, ida)}
    assert kinds == {jonas: {"brings", "before"}, samira: {"brings"}, ida: set()}
    assert Impression.objects.visible_to(wren).get(introduction=with_wren("Jonas")).by == wren


def test_it_has_profiles_and_free_times_of_all_therapists() -> None:
    assert set(Profile.objects.with_free_seats().values_list("person__given_name", flat=True)) == {
        "Ida",
        "Jonas",
        "Samira",
    }
    assert all(profile.next_free() for profile in Profile.objects.all())


def test_it_has_a_first_talk_written_down_and_a_goal() -> None:
    pilar = named("Pilar")
    assert Understanding.objects.filter(conversation__relationship__client=pilar).count() == 3
    assert Held.objects.filter(conversation__kind=Conversation.Kind.OPENING).count() == 2
    assert GoalRating.objects.get(goal=Goal.objects.get(relationship__client=pilar)).mark == 3


def test_it_has_a_need_prepared_of_which_the_therapist_reads_nothing_yet() -> None:
    maya, ida = named("Maya"), named("Ida")
    need = Need.objects.visible_to(maya).get()
    note = Note.objects.get(need=need)
    assert not note.is_opened
    assert not Note.objects.visible_to(ida).filter(pk=note.pk).exists()
    assert not Need.objects.visible_to(ida).exists()


def test_it_has_something_to_try_with_a_follow_up_due() -> None:
    amara, samira = named("Amara"), named("Samira")
    note = Note.objects.get(need__by=amara)
    assert note.is_opened
    assert Reply.objects.get(note=note).by == samira
    assert Held.objects.filter(conversation__about=note.pk).count() == 2
    agreement = Agreement.objects.standing().get(relationship__client=amara)
    assert agreement.is_asked_of(amara)
    assert not agreement.is_asked_of(samira)
    assert not FollowUp.objects.visible_to(amara).exists()


def test_it_has_a_move_under_way_in_which_nobody_has_said_settled_in() -> None:
    ronja = named("Ronja")
    move = Handover.objects.of(ronja)
    assert move
    assert move.leaving.therapist == named("Jonas")
    assert move.leaving.is_live
    assert move.new
    assert move.new.therapist == named("Samira")
    assert Session.objects.held().filter(relationship=move.new).count() == 1
    assert not Arrival.objects.exists()
    assert Request.objects.get(relationship=move.leaving).taken_up.by == named("Tom")
    assert Telling.objects.get(handover=move).told.by == named("Tom")
    assert {item.kind for item in PacketItem.objects.visible_to(named("Samira"))} == {"story", "missing", "own"}
    assert not PacketItem.objects.visible_to(named("Jonas")).exists()
    assert not PacketItem.objects.visible_to(named("Tom")).exists()


def test_it_has_an_ending_and_somebody_who_waits_for_the_coordinator() -> None:
    assert Ending.objects.get(relationship__client=named("Bruno")).goodbye
    assert Request.objects.waiting().get().relationship.client == named("Jussi")


def test_it_has_exactly_one_person_for_each_who_looks_or_comes() -> None:
    told = {
        one.given_name: responsible_for(one).given_name  # type: ignore[union-attr]
        for one in Person.objects.filter(therapist=None, duties=None)
    }
    assert told["Wren"] == "Tom"
    assert told["Bruno"] == "Tom"
    assert told["Ronja"] == "Samira"
    assert told["Maya"] == "Ida"
    live = Relationship.objects.live().values_list("client__given_name", flat=True)
    assert {name for name, pairs in Counter(live).items() if pairs > 1} == {"Ronja"}


@pytest.mark.parametrize(
    ("given", "verbs"),
    [
        (
            "Wren",
            [
                "began to look for a therapist",
                "asked for a first meeting",
                "offered times for a first meeting",
                "picked a time for a first meeting",
                "wrote a part of the story",
                "ticked what a therapist may read",
                "said how a first meeting felt",
            ],
        ),
        (
            "Ronja",
            [
                "asked for someone else",
                "took up a request",
                "opened a move",
                "said what was missing",
                "told a therapist of the move",
                "chose a therapist",
                "confirmed a choice",
                "ticked what goes along",
                "opened what you passed on",
            ],
        ),
        ("Farid", ["planned an ending", "agreed to an ending"]),
        ("Amara", ["gave you a form", "filled in a form", "gave you a form", "filled in a form", "filled in a form"]),
        (
            "Amara",
            [
                "found words for something",
                "put a sentence on the next page",
                "opened a sentence",
                "answered a sentence",
                "said how a talk was",
                "wrote down what to try",
                "agreed to try it",
                "said whether it helped",
            ],
        ),
    ],
)
def test_it_came_by_the_verbs_in_the_order_in_which_people_go(given: str, verbs: list[str]) -> None:
    told = iter(verbs_of(given))
    assert [verb for verb in verbs if verb not in told] == []


def test_it_goes_on_at_the_next_visit_with_the_move_and_the_search() -> None:
    since = MOMENT
    for _visit in range(12):
        following = standing.moment_after(since)
        building.move_on(since, following)
        since = following
    with clock.at(since):
        assert Search.objects.of(named("Wren"))
        assert not Relationship.objects.get(client=named("Ronja"), therapist=named("Jonas")).is_live
        assert Relationship.objects.get(client=named("Ronja"), therapist=named("Samira")).is_live
        assert responsible_for(named("Ronja")) == named("Samira")
