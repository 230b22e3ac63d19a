"""While somebody moves there is no moment without one responsible person, and none with two.

The machine drives the real verbs in any order; after each step it asks the derived answers.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from rightfit.finding.choice import AnotherChosenError, NotMovingError
from rightfit.finding.introduction import NotForYouError, OverError, TooManyError
from rightfit.finding.models import Choice, Introduction, Search
from rightfit.keeping import clock
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import AlreadyTogetherError, Ending, NotYoursError, Relationship
from rightfit.relationship.responsible import responsible_for
from rightfit.transition.arriving import NotMetYetError, end_old_relationships
from rightfit.transition.letters import lay_moving_letters
from rightfit.transition.models import Arrival, Handover, HeadsUp, Outcome, PacketItem, Request, Unpacked
from rightfit.transition.packet import AlreadyOpenedError
from tests.cast import NOW, Cast

REFUSED = (OverError, NotForYouError, AnotherChosenError, NotMovingError, TooManyError)
WHO = st.sampled_from(["samira", "jonas", "ida"])


class Move(RuleBasedStateMachine):
    """Noor, Ida, and whoever may come after Ida."""

    cast: ClassVar[Cast]
    reached: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = NOW
        self.ticked: dict[Any, str] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @property
    def noor(self) -> Person:
        return self.cast.noor

    def live(self) -> list[Relationship]:
        return list(Relationship.objects.live().filter(client=self.noor).order_by("began_at"))

    def move(self) -> Handover | None:
        return Handover.objects.of(self.noor)

    @initialize(how=st.sampled_from(["request", "own", "talk", "not yet"]), who=WHO, far=st.integers(0, 5))
    def it_begins(self, how: str, who: str, far: int) -> None:
        self._the_move_is_opened(how)
        if far:
            self.it_goes_its_usual_way(who=who, far=far)

    def _the_move_is_opened(self, how: str) -> None:
        with clock.at(self.now):
            if how == "request":
                Request.objects.ask(self.cast.pair, by=self.noor).take_up(by=self.cast.tom)
            elif how == "own":
                Handover.objects.open(self.cast.pair, by=self.noor)
        if how == "talk":
            self.now = self.cast.next.starts_at
            with clock.at(self.now):
                talk = HeadsUp.objects.raise_(self.cast.pair, by=self.noor).sit_down(by=self.cast.ida)
                Outcome.objects.say(talk, by=self.noor, what="move")

    @rule(who=WHO, far=st.integers(1, 5))
    def it_goes_its_usual_way(self, who: str, far: int) -> None:
        """As most moves go, to one point or another; what comes next may be anything."""
        if not self.live():
            return
        self.she_opens_the_move()
        steps: tuple[Callable[[], Any], ...] = (
            lambda: self.she_meets_somebody(who=who, chosen=True, confirmed=True),
            lambda: self.she_packs(words="a line"),
            self.it_is_unpacked,
            lambda: self.the_newest_pair_meets(missed=False),
            lambda: self.they_settle_in(who="both"),
        )
        for step in steps[:far]:
            step()
            self.she_has_one_person()
            self.two_works_go_on_only_under_one_open_move()
            self.each_reads_what_they_may()

    @rule(days=st.sampled_from([1, 3, 8, 15]), tick=st.booleans())
    def time_passes(self, days: int, tick: bool) -> None:
        self.now += timedelta(days=days)
        if tick:
            with clock.at(self.now):
                end_old_relationships()
                lay_moving_letters()

    @precondition(lambda self: self.live())
    @rule(taken_up=st.booleans())
    def she_asks_for_someone_else(self, taken_up: bool) -> None:
        with clock.at(self.now):
            request = Request.objects.ask(self.live()[-1], by=self.noor)
            if taken_up:
                request.take_up(by=self.cast.tom)

    @rule()
    def a_request_is_taken_up(self) -> None:
        with clock.at(self.now):
            for request in Request.objects.waiting():
                request.take_up(by=self.cast.tom)

    @precondition(lambda self: self.live())
    @rule()
    def she_opens_the_move(self) -> None:
        with clock.at(self.now):
            assert Handover.objects.open(self.live()[-1], by=self.noor) == self.move()

    @rule(who=WHO, chosen=st.booleans(), confirmed=st.booleans())
    def she_meets_somebody(self, who: str, chosen: bool, confirmed: bool) -> None:
        therapist = getattr(self.cast, who)
        with clock.at(self.now):
            search = Search.objects.begin(self.noor)
            try:
                introduction = Introduction.objects.ask(search, therapist=therapist, by=self.noor)
                introduction.offer([self.now + timedelta(hours=1)], by=therapist)
                introduction.pick(introduction.offered_times.order_by("starts_at").last(), by=self.noor)  # type: ignore[arg-type]
            except REFUSED:
                return
        self.now += timedelta(hours=4)
        if chosen:
            self.she_chooses(confirmed=confirmed)

    @rule(confirmed=st.booleans())
    def she_chooses(self, confirmed: bool) -> None:
        met = Introduction.objects.under_way().filter(search__person=self.noor).order_by("-at").first()
        if met is None:
            return
        with clock.at(self.now):
            try:
                choice = Choice.objects.choose(met, by=self.noor)
                if confirmed:
                    choice.confirm(by=met.therapist)
                    self.reached.add("chosen")
            except REFUSED:
                return

    @rule()
    def a_choice_is_confirmed(self) -> None:
        with clock.at(self.now):
            for choice in Choice.objects.unanswered().filter(introduction__search__person=self.noor):
                try:
                    choice.confirm(by=choice.introduction.therapist)
                except (OverError, AlreadyTogetherError):
                    continue

    @precondition(lambda self: self.live())
    @rule(missed=st.sampled_from([False, False, False, True]))
    def the_newest_pair_meets(self, missed: bool) -> None:
        pair = self.live()[-1]
        with clock.at(self.now):
            session = pair.book(by=pair.therapist, starts_at=self.now + timedelta(hours=1))
        self.now += timedelta(hours=3)
        if missed:
            with clock.at(self.now):
                session.say_missed(by=pair.therapist)

    @rule(words=st.sampled_from(["", "a line", "another line"]))
    def she_packs(self, words: str) -> None:
        move = self.move()
        if move is None:
            return
        with clock.at(self.now):
            opened = move.new is not None and Unpacked.objects.filter(relationship=move.new).exists()
            try:
                PacketItem.objects.pack(move, by=self.noor, ticked=[], own=words)
                assert not opened
                self.ticked[move.pk] = words
            except AlreadyOpenedError:
                assert opened

    @rule()
    def it_is_unpacked(self) -> None:
        move = self.move()
        if move is not None and move.new is not None:
            with clock.at(self.now):
                Unpacked.objects.unpack(move, by=move.new.therapist)

    @rule(who=st.sampled_from(["client", "therapist", "both"]))
    def they_settle_in(self, who: str) -> None:
        move = self.move()
        if move is None or move.new is None:
            return
        new = move.new
        for one in {"client": [new.client], "therapist": [new.therapist], "both": [new.client, new.therapist]}[who]:
            with clock.at(self.now):
                try:
                    Arrival.objects.say(move, by=one)
                except NotMetYetError:
                    assert not Session.objects.held().filter(relationship=new).exists()
        with clock.at(self.now):
            if Arrival.objects.filter(relationship=new).count() == 2:
                self.reached.add("arrived")
                assert not Relationship.objects.live().filter(pk=move.leaving.pk).exists()

    @rule(what=st.sampled_from(["stay", "stop", "further", "leave"]), sure=st.integers(0, 1))
    def she_says_no(self, what: str, sure: int) -> None:
        move = self.move()
        if move is None or sure:
            return
        with clock.at(self.now):
            if what == "further":
                move.look_further(by=self.noor)
            elif what == "leave":
                move.leave_now(by=self.noor)
            else:
                move.call_off(by=self.noor, then=what)
                assert len(self.live()) <= 1
            self.reached.add(what)

    @rule(which=st.integers(0, 1), sure=st.integers(0, 3), back=st.booleans())
    def she_stops_with_one_of_them(self, which: int, sure: int, back: bool) -> None:
        live = self.live()
        if sure or not live:
            return
        with clock.at(self.now):
            live[which % len(live)].end(by=self.noor)
        if back:
            self.she_takes_an_ending_back()

    @rule()
    def she_takes_an_ending_back(self) -> None:
        with clock.at(self.now):
            for ending in Ending.objects.filter(relationship__client=self.noor).order_by("at"):
                if ending.may_be_taken_back:
                    try:
                        ending.take_back()
                    except AlreadyTogetherError:
                        continue

    @rule(who=st.sampled_from(["ida", "tom", "evren"]))
    def nobody_else_says_it_for_her(self, who: str) -> None:
        move, other = self.move(), getattr(self.cast, who)
        if move is None:
            return
        with clock.at(self.now):
            for act in (move.look_further, move.leave_now):
                with pytest.raises(NotYoursError):
                    act(by=other)
            with pytest.raises(NotYoursError):
                move.call_off(by=other, then="stop")

    @invariant()
    def she_has_one_person(self) -> None:
        """Plainly: who of those she works with has met her last; before that who began last; else the coordinator."""
        with clock.at(self.now):
            live = self.live()
            met = [one for one in live if Session.objects.held().filter(relationship=one).exists()]
            expected = (met or live)[-1].therapist if live else self.cast.tom
            named = responsible_for(self.noor)
            assert named == expected
            assert named is not None
            if len(live) == 2:
                self.reached.add("two")
                new_has_met = live[1] in met
                assert named == (live[1] if new_has_met else live[0]).therapist or live[0] not in met

    @invariant()
    def two_works_go_on_only_under_one_open_move(self) -> None:
        with clock.at(self.now):
            live, moves = self.live(), list(Handover.objects.under_way().filter(leaving__client=self.noor))
            assert len(live) <= 2
            if len(live) == 2:
                assert [(one.leaving, one.new) for one in moves] == [(live[0], live[1])]

    @invariant()
    def each_reads_what_they_may(self) -> None:
        with clock.at(self.now):
            opened = Unpacked.objects.filter(relationship__in=self.live()).select_related("relationship")
            for therapist in (self.cast.ida, self.cast.samira, self.cast.jonas):
                theirs = {self.ticked.get(one.handover_id) for one in opened if one.relationship.therapist == therapist}
                assert {item.words for item in PacketItem.objects.visible_to(therapist)} <= theirs
            for stranger in (self.cast.tom, self.cast.rosa, self.cast.mira, self.cast.evren):
                assert not PacketItem.objects.visible_to(stranger).exists()


@pytest.mark.django_db
def test_it_names_one_person_at_every_moment_of_a_move(cast: Cast) -> None:
    Move.cast, Move.reached = cast, set()
    run_state_machine_as_test(
        Move,
        settings=settings(
            max_examples=30,
            stateful_step_count=20,
            derandomize=True,  # what it reaches is asserted below
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
    assert {"two", "arrived"} <= Move.reached, "the machine walks too short a way"
    assert {"stay", "stop", "further", "leave"} & Move.reached, "it never says no"
