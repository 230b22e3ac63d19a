"""How the simulated people of the demo live between two moments: every act through the verbs the pages call.

The simulator says what a pair would answer after a session; here it is said, at the time at which such
people say it. Whatever a visitor did meanwhile in somebody's name stands: a verb that refuses is left.
"""

import heapq
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from typing import TYPE_CHECKING

from django.db import transaction

from rightfit import worker
from rightfit.aims.models import Task
from rightfit.checkin import giving, hints, looking, rhythm
from rightfit.checkin.models import CheckIn, Rhythm, Tap
from rightfit.checkin.side import Side
from rightfit.checkin.worth_asking import Ring, Signal
from rightfit.conversation.models import Note
from rightfit.demo import standing
from rightfit.demo.people import CLIENTS, STAFF, STAYS, THINGS, Client, Member
from rightfit.engine.simulation.dyad import Dyad, DyadSession
from rightfit.engine.simulation.settings import setting
from rightfit.keeping import clock
from rightfit.listening.models import acknowledge
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import QuietWish, Relationship

if TYPE_CHECKING:
    from uuid import UUID

SEED = 1
THERAPISTS = tuple(member.given for member in STAFF if member.seats)
# How long before its hour a session is given up in time, and how long after it the last answer may come.
BEFORE, AFTER = timedelta(hours=30), timedelta(days=5)
SUNDAY = 6
TALKS = (3, 6)
LOOKS_WHEN_DUE, LOOKS_ELSE = 0.8, 0.25
NEW_THING, NOT_THIS_WEEK, TELLS = 0.3, 0.15, 0.6
BELOW_USUAL = 7


@dataclass(order=True, frozen=True)
class Moment:
    """What somebody does, and when."""

    at: datetime
    turn: int
    do: Callable[[], object] = field(compare=False)


class Life:
    """The people of the demo, from one moment to the next.

    The worker looks in every morning from `daily_from` on, and on Sundays before: hints go after three
    sessions, so what it did on the days between months ago left nothing that a visitor could find.
    """

    def __init__(self, clients: Sequence[Client] = CLIENTS, *, daily_from: datetime | None = None) -> None:
        self.daily_from = daily_from
        self.clients = {client.email: client for client in clients}
        self.staff = {member.email: member for member in STAFF}
        self._dyads: dict[UUID, tuple[Dyad, list[DyadSession]]] = {}
        self._turns = count()

    def live(
        self, start: datetime, end: datetime, *, extra: Sequence[tuple[datetime, Callable[[], object]]] = ()
    ) -> None:
        """Let everybody live from `start` (not included) to `end`, in one transaction."""
        with transaction.atomic():
            moments = [Moment(at, next(self._turns), do) for at, do in extra]
            moments += self._ticks(start, end)
            moments += [moment for session in self._sessions(start, end) for moment in self._around(session)]
            waiting = [moment for moment in moments if start < moment.at <= end]
            heapq.heapify(waiting)
            while waiting:
                moment = heapq.heappop(waiting)
                with clock.at(moment.at):
                    moment.do()

    def _ticks(self, start: datetime, end: datetime) -> Iterator[Moment]:
        day = start.astimezone(standing.FERNLEA).date()
        while (morning := standing.moment_on(day, time(7))) <= end:
            if day.weekday() == SUNDAY or self.daily_from is None or morning >= self.daily_from:
                yield Moment(morning, next(self._turns), ask_the_worker)
            day += timedelta(days=1)

    def _sessions(self, start: datetime, end: datetime) -> list[Session]:
        return list(
            Session.objects.filter(
                starts_at__gt=start - AFTER,
                starts_at__lte=end + BEFORE,
                relationship__client__email__in=self.clients,
                relationship__ending=None,
            ).select_related("relationship__client", "relationship__therapist")
        )

    # ---- what the simulator says --------------------------------------------------------------------

    def _said(self, session: Session) -> DyadSession:
        """Return what the simulator has these two say about this session; the pair is played up to it."""
        pair = session.relationship
        client = self._client(pair)
        if pair.pk not in self._dyads:
            numbers = {**STAYS, **client.world}
            therapist = THERAPISTS.index(pair.therapist.given_name)
            dyad = Dyad(setting("base").but(**numbers), seed=SEED, number=client.number, therapist=therapist)
            self._dyads[pair.pk] = dyad, []
        dyad, said = self._dyads[pair.pk]
        place = Session.objects.filter(relationship=pair, starts_at__lt=session.starts_at).count()
        while len(said) <= place:
            following = dyad.next_session(talked=self._looks(client, len(said)), ask=True)
            if following is None:
                raise LookupError(f"{client.given} and {client.therapist} have no session {place + 1} in the simulator")
            said.append(following)
        return said[place]

    def _looks(self, client: Client, place: int) -> bool:
        number = place + 1
        due = number in TALKS or number % TALKS[-1] == 0
        return self._chance(client, f"look {place}") < (LOOKS_WHEN_DUE if due else LOOKS_ELSE)

    def _chance(self, client: Client, what: str) -> float:
        return random.Random(f"{client.given} {what}").random()

    def _client(self, pair: Relationship) -> Client:
        return self.clients[str(pair.client.email)]

    def _therapist(self, pair: Relationship) -> Member:
        return self.staff[str(pair.therapist.email)]

    # ---- what they do about it ----------------------------------------------------------------------

    def _around(self, session: Session) -> Iterator[Moment]:
        """Yield everything that happens around one session, from the day before it to some days after."""
        for at, do in self._acts(session):
            yield Moment(at, next(self._turns), do)

    def _acts(self, session: Session) -> Iterator[tuple[datetime, Callable[[], object]]]:
        pair, said = session.relationship, self._said(session)
        client = self._client(pair)
        place = said.number - 1
        missed = said.attendance == "missed" or (client.booked_singly and place > client.weeks - client.misses_last)
        if said.attendance == "cancelled" and not missed:
            yield session.starts_at - BEFORE, lambda: if_it_stands(session, lambda one: one.cancel(by=pair.client))
            return
        if missed:
            late = session.starts_at + timedelta(minutes=25)
            yield late, lambda: if_it_stands(session, lambda one: one.say_missed(by=pair.therapist))
            return
        yield session.starts_at + timedelta(minutes=4), lambda: open_what_waits(pair)
        if self._looks(client, place):
            yield session.starts_at + timedelta(minutes=30), lambda: look_together(session)
        yield from self._agreed(session, client, place)
        if said.therapist_rating is not None:
            yield self._when_rated(session), lambda: self._rate(session, said)
        if said.tap is not None or said.ratings is not None:
            at = self._when_answered(session, client)
            yield at, lambda: self._answer(session, client, said)
            yield at + timedelta(hours=11), lambda: self._follow(session, client, said)
        if place == 0:
            wish = QuietWish.Wish(client.wish)
            yield session.ends_at - timedelta(minutes=8), lambda: wish_once(pair, wish)

    def _agreed(self, session: Session, client: Client, place: int) -> Iterator[tuple[datetime, Callable[[], object]]]:
        pair, end = session.relationship, session.ends_at - timedelta(minutes=3)
        newest = place == client.weeks
        if client.task and newest:
            yield end, lambda: agree(session, client.task)
        elif place and self._chance(client, f"thing {place}") < NEW_THING:
            words = THINGS[int(self._chance(client, f"which {place}") * len(THINGS))]
            yield end, lambda: agree(session, words)
        if not (client.task and newest) and self._chance(client, f"week {place}") < NOT_THIS_WEEK:
            yield session.ends_at + timedelta(days=3), lambda: not_this_week(pair)

    def _when_rated(self, session: Session) -> datetime:
        if self._therapist(session.relationship).rates == "after each":
            return session.ends_at + timedelta(minutes=6)
        evening = standing.moment_on(clock.day_of(session.ends_at), time(20, 15))
        return max(evening, session.ends_at + timedelta(minutes=6))

    def _when_answered(self, session: Session, client: Client) -> datetime:
        later = timedelta(minutes=int(40 * self._chance(client, f"when {session.starts_at:%j}")))
        if client.answers == "at once":
            return session.ends_at + timedelta(minutes=12) + later / 4
        day = clock.day_of(session.ends_at)
        if client.answers == "the next evening":
            day = standing.working_days_on(day, 1)
        return max(standing.moment_on(day, time(20, 30)), session.ends_at) + later

    def _rate(self, session: Session, said: DyadSession) -> None:
        answers: dict[str, object] = {"understood": said.therapist_rating}
        if said.state != "fine" and said.therapist_rating and said.therapist_rating < BELOW_USUAL:
            answers["tap"] = "bring"
        give(session, session.relationship.therapist, answers)

    def _answer(self, session: Session, client: Client, said: DyadSession) -> None:
        person = session.relationship.client
        if said.number == rhythm.FIRST_SESSIONS and client.pace:
            rhythm.set_pace(person, session.relationship, Rhythm.Pace(client.pace))
        if not rhythm.is_asked(person, session):
            return
        answers: dict[str, object] = {"tap": said.tap, "more_of": list(said.more_of)}
        opened = said.tap not in (None, "no")
        if said.ratings and (client.in_full or opened or rhythm.asks_ratings(person, session)):
            answers |= said.ratings | {"load": said.load}
        private = not said.shared or (client.keeps_from is not None and said.number > client.keeps_from)
        give(session, person, answers, keep_all=private)

    def _follow(self, session: Session, client: Client, said: DyadSession) -> None:
        """The morning after an answer: what the client does with it, and the listener with what is asked."""
        pair = session.relationship
        for tap in Tap.objects.filter(relationship=pair, listener__isnull=False, acknowledgement=None):
            if tap.listener:
                acknowledge(tap, by=tap.listener)
        if not pair.is_live:
            return
        if said.tap == "help":
            Note.objects.put(pair, by=pair.client, sentence="not_right")
        hint = Signal.objects.filter(session=session, shown_to=Side.CLIENT).unanswered().first()
        if hint and client.answers_hints:
            true = said.state != "fine"
            hints.answer(hint, by=pair.client, said=Ring.Answer.YES if true else Ring.Answer.NO)
            if true and self._chance(client, f"tell {said.number}") < TELLS:
                Note.objects.put(pair, by=pair.client, sentence="hint")


def ask_the_worker() -> None:
    """What a tick does, step by step; unlike a tick it does not go on after a failure: a demo is made whole."""
    for step in worker.STEPS:
        step()


def if_it_stands(session: Session, do: Callable[[Session], object]) -> None:
    """Do something with a session of which nobody said anything yet."""
    now = Session.objects.with_fate().get(pk=session.pk)
    if not (now.is_cancelled or now.was_missed):
        do(now)


def open_what_waits(pair: Relationship) -> None:
    for note in Note.objects.visible_to(pair.therapist).waiting().filter(relationship=pair):
        note.open(by=pair.therapist)


def look_together(session: Session) -> None:
    now = Session.objects.with_fate().get(pk=session.pk)
    if looking.window_is_open(now):
        for person in (now.relationship.client, now.relationship.therapist):
            giving.tap_together(now, by=person)


def agree(session: Session, words: str) -> None:
    by = session.relationship.therapist
    if_it_stands(session, lambda now: Task.objects.agree(now.relationship, by=by, words=words))


def not_this_week(pair: Relationship) -> None:
    task = Task.objects.current(pair)
    if task is not None and pair.is_live:
        task.not_this_week(by=pair.client)


def wish_once(pair: Relationship, wish: QuietWish.Wish) -> None:
    if not QuietWish.objects.filter(relationship=pair).exists():
        pair.wish_if_quiet(wish=wish)


def give(session: Session, person: Person, answers: dict[str, object], *, keep_all: bool = False) -> None:
    """Say how it was, unless it was said already or the form has closed."""
    now = Session.objects.with_fate().get(pk=session.pk)
    if CheckIn.objects.filter(session=now, by=person).exists() or not giving.is_open(now, person):
        return
    giving.give(now, by=person, answers=answers, keep_all=keep_all)
