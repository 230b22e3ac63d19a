"""After any history the derived answers hold: who is responsible, who reads what, what is open.

There is no state machine in the code: states are records. The machine is this test. It drives the real
verbs in any order, keeps a plain account of its own, and compares after every step.
"""

from contextlib import nullcontext
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from rightfit.checkin import giving, hints
from rightfit.checkin.looking import LookTogether
from rightfit.checkin.models import READ_ON_THE_DAY, Answer, CheckIn, Tap
from rightfit.checkin.worth_asking import Signal
from rightfit.conversation.models import AlreadyOpenedError, Note, NotInTheRoomError
from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import AlreadyTogetherError, Relationship
from rightfit.relationship.responsible import responsible_for
from tests.cast import FIRST_SESSION, Cast

ITEMS = ("more_of", "understood", "matters", "useful", "free", "load")
VALUES: dict[str, Any] = {"more_of": ["calm"], "load": 2}


class History(RuleBasedStateMachine):
    """Noor, Ida and the days that pass."""

    cast: ClassVar[Cast]

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.now = FIRST_SESSION + timedelta(hours=3)
        self.shared: dict[Any, set[str]] = {}
        self.looked_at: dict[Any, Any] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @property
    def pair(self) -> Relationship:
        return self.cast.pair

    def live(self) -> bool:
        return self.pair.is_live

    def sessions(self) -> list[Session]:
        return list(Session.objects.filter(relationship=self.pair).with_fate().order_by("starts_at"))

    def open_to(self, person: Person) -> list[Session]:
        with clock.at(self.now):
            return [session for session in self.sessions() if giving.is_open(session, person)]

    def coming(self) -> Session | None:
        with clock.at(self.now):
            return Session.objects.filter(relationship=self.pair).upcoming().first()

    @rule(
        tap=st.sampled_from(["no", "bring", "help", "listener"]),
        answered=st.sets(st.sampled_from(ITEMS), min_size=3),
        kept=st.sets(st.sampled_from((*ITEMS, "tap")), min_size=1, max_size=4),
        mark=st.integers(0, 10),
        look=st.booleans(),
        last=st.sampled_from([False, False, False, True]),
    )
    def a_usual_week(self, tap: str, answered: set[str], kept: set[str], mark: int, look: bool, last: bool) -> None:
        """Both say how it was, the day of the next session comes, they may look, and go home."""
        self.noor_says_how_it_was(tap=tap, answered=answered, kept=kept, keep_all=False, mark=mark)
        self.ida_says_how_it_was(mark=mark, doubt="bring")
        for moment in ("morning", "in it"):
            self.the_next_session_comes(moment=moment)
            self.everything_holds()
        if look:
            self.they_tap_look_together(who=("noor", "ida"))
            self.everything_holds()
        self.time_passes(hours=3)
        if last:
            self.everything_holds()
            self.it_ends(certain=0)

    @rule(hours=st.sampled_from([1, 12, 36]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self._the_worker_ticks()

    @rule(moment=st.sampled_from(["morning", "in it", "evening"]))
    def the_next_session_comes(self, moment: str) -> None:
        coming = self.coming()
        if coming is not None:
            morning = max(self.now, clock.local(coming.starts_at).replace(hour=8))
            moments = {
                "morning": morning,
                "in it": coming.starts_at + timedelta(minutes=2),
                "evening": coming.ends_at + timedelta(hours=2),
            }
            self.now = moments[moment]
            self._the_worker_ticks()

    def _the_worker_ticks(self) -> None:
        with clock.at(self.now):
            hints.lay_hints()
            hints.erase_old_hints()

    @rule(
        tap=st.sampled_from([None, "no", "bring", "help", "listener"]),
        answered=st.sets(st.sampled_from(ITEMS)),
        kept=st.sets(st.sampled_from((*ITEMS, "tap")), max_size=3),
        keep_all=st.sampled_from([False, False, True]),
        mark=st.integers(0, 10),
    )
    def noor_says_how_it_was(
        self, tap: str | None, answered: set[str], kept: set[str], keep_all: bool, mark: int
    ) -> None:
        answers = {item: VALUES.get(item, mark) for item in answered} | ({"tap": tap} if tap else {})
        for session in self.open_to(self.cast.noor)[-1:]:
            with clock.at(self.now):
                giving.give(session, by=self.cast.noor, answers=answers, kept=kept, keep_all=keep_all)
            nothing = keep_all or tap == "listener"
            self.shared[session.pk] = set() if nothing else set(answers) - kept

    @rule(mark=st.integers(0, 10), doubt=st.sampled_from(["no", "bring", "help"]))
    def ida_says_how_it_was(self, mark: int, doubt: str) -> None:
        for session in self.open_to(self.cast.ida)[-1:]:
            with clock.at(self.now):
                giving.give(session, by=self.cast.ida, answers={"understood": mark, "tap": doubt})

    @rule(which=st.integers(0, 5), who=st.sampled_from(["noor", "ida"]))
    def nobody_answers_a_form_that_is_not_open(self, which: int, who: str) -> None:
        person = getattr(self.cast, who)
        session = self.sessions()[which % len(self.sessions())]
        if session not in self.open_to(person):
            with clock.at(self.now), pytest.raises(giving.NotOpenError):
                giving.give(session, by=person, answers={"understood": 5})

    @rule(who=st.sampled_from([("noor",), ("ida",), ("noor", "ida")]))
    def they_tap_look_together(self, who: tuple[str, ...]) -> None:
        for session in self.sessions():
            for name in who:
                try:
                    with clock.at(self.now):
                        opened = giving.tap_together(session, by=getattr(self.cast, name))
                except giving.NotOpenError:
                    continue
                if opened:
                    self.looked_at.setdefault(session.pk, session.starts_at)

    @rule(which=st.integers(0, 5), what=st.sampled_from(["missed", "held", "cancel"]))
    def a_session_is_corrected(self, which: int, what: str) -> None:
        session = self.sessions()[which % len(self.sessions())]
        with clock.at(self.now):
            if what == "cancel" and not session.has_begun:
                session.cancel(by=self.cast.noor)
            elif session.may_be_corrected and not session.is_cancelled and what != "cancel":
                session.say_missed(by=self.cast.ida) if what == "missed" else session.say_held(by=self.cast.ida)

    @precondition(lambda self: self.live())
    @rule()
    def noor_puts_a_sentence(self) -> None:
        with clock.at(self.now):
            Note.objects.put(self.pair, by=self.cast.noor, sentence="not_right")

    @rule(take_back=st.booleans())
    def it_is_opened_or_taken_back(self, take_back: bool) -> None:
        note = Note.objects.order_by("at").last()
        if note is None:
            return
        with clock.at(self.now):
            if take_back:
                was_opened = note.is_opened
                try:
                    note.take_back()
                except AlreadyOpenedError:
                    assert was_opened
                else:
                    assert not was_opened
            elif Note.objects.visible_to(self.cast.ida).filter(pk=note.pk).exists():
                in_the_room = note.is_opened or self.pair.sessions.under_way().exists()
                with nullcontext() if in_the_room else pytest.raises(NotInTheRoomError):
                    note.open(by=self.cast.ida)

    @rule(how=st.sampled_from(["pause", "go on", "go on", "go on"]))
    def noor_stops_for_now_or_goes_on(self, how: str) -> None:
        with clock.at(self.now):
            if self.live():
                self.pair.pause(by=self.cast.noor) if how == "pause" else self.pair.resume(by=self.cast.noor)

    @rule(certain=st.integers(0, 3))
    def it_ends(self, certain: int) -> None:
        if certain == 0:
            with clock.at(self.now):
                self.pair.end(by=self.cast.noor)

    @rule()
    def nobody_gets_a_second_therapist_beside_the_first(self) -> None:
        if self.live():
            with clock.at(self.now), pytest.raises(AlreadyTogetherError):
                Relationship.objects.begin(client=self.cast.noor, therapist=self.cast.samira, by=self.cast.tom)

    @invariant()
    def everything_holds(self) -> None:
        self.everybody_has_one_named_person()
        self.ida_reads_what_is_shared_and_due_and_nothing_else()
        self.noor_never_reads_idas_side_but_while_they_look()
        self.strangers_read_nothing()
        self.the_trail_is_whole()

    def everybody_has_one_named_person(self) -> None:
        with clock.at(self.now):
            expected = self.cast.ida if self.live() else self.cast.tom
            assert responsible_for(self.cast.noor) == expected
            assert responsible_for(self.cast.evren) == self.cast.samira

    def ida_reads_what_is_shared_and_due_and_nothing_else(self) -> None:
        with clock.at(self.now):
            read = Answer.objects.visible_to(self.cast.ida).exclude(check_in__by=self.cast.ida)
            taps = Tap.objects.visible_to(self.cast.ida).exclude(by=self.cast.ida)
            seen: dict[Any, set[str]] = {}
            for answer in read.select_related("check_in"):
                seen.setdefault(answer.check_in.session_id, set()).add(answer.item)
            for tap in taps.select_related("check_in"):
                assert tap.check_in is not None
                seen.setdefault(tap.check_in.session_id, set()).add("tap")
            due = {session.pk: self._due(session) for session in self.sessions()}
        assert seen == {session: items for session, items in due.items() if items}

    def _due(self, session: Session) -> set[str]:
        """Say by plain words of the rule what Ida may read of a session's form."""
        shared = self.shared.get(session.pk, set())
        if not self.live():
            return set()
        later = [one for one in self.sessions() if one.starts_at > session.starts_at and not one.is_cancelled]
        today = clock.day_of(self.now)
        if any(one.ends_at <= self.now for one in later):
            return shared
        if any(start > session.starts_at for start in self.looked_at.values()):
            return shared
        if any(clock.day_of(one.starts_at) <= today for one in later):
            return shared & set(READ_ON_THE_DAY)
        return set()

    def noor_never_reads_idas_side_but_while_they_look(self) -> None:
        with clock.at(self.now):
            read = Answer.objects.visible_to(self.cast.noor).exclude(check_in__by=self.cast.noor)
            looking = any(self.now < one.ends_at for one in self.sessions() if one.pk in self.looked_at)
            assert looking or not read.exists()
            assert not Tap.objects.visible_to(self.cast.noor).filter(by=self.cast.ida).exists()

    def strangers_read_nothing(self) -> None:
        with clock.at(self.now):
            for stranger in (self.cast.samira, self.cast.jonas, self.cast.rosa, self.cast.evren, self.cast.tom):
                for rows in (Answer.objects, CheckIn.objects, Signal.objects, Note.objects, LookTogether.objects):
                    assert not rows.visible_to(stranger).exists()

    def the_trail_is_whole(self) -> None:
        before = ""
        for line in Event.objects.filter(chain=self.cast.noor.pk).order_by("position"):
            assert line.digest == line.chained_to(before)
            before = line.digest


@pytest.mark.django_db
def test_it_holds_after_any_history(cast: Cast) -> None:
    History.cast = cast
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=10,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
