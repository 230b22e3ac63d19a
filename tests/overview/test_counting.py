"""Who stands where in the lists of a half-year: each person once, and what is private nowhere."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest

from rightfit.exchange.models import Import, ImportedSession
from rightfit.keeping import clock
from rightfit.overview.counting import About, Part, counted
from rightfit.overview.models import next_half_year
from rightfit.relationship.closing import ClosingWords, PlannedEnding, end_by_therapist
from rightfit.relationship.models import Relationship
from rightfit.relationship.open_door import OpenDoor
from rightfit.transition.models import Arrival, Handover, OutsideAnswer
from tests.cast import NOW, Cast
from tests.overview.many import MARCH, READY, Many, leave, many, move, say_whether_it_helped, talk
from tests.transition.conftest import Moving

pytestmark = pytest.mark.django_db
BEGINS = MARCH.date().replace(month=1, day=1)


@pytest.fixture
def people(cast: Cast) -> Many:
    return many(cast)


def people_in(about: About) -> dict[Part, int]:
    with clock.at(READY):
        found = counted(about, clock.start_of(BEGINS), clock.start_of(next_half_year(BEGINS)))
    return {part: sum(with_whom.values()) for part, with_whom in found.items()}


def therapists_in(about: About, part: Part) -> Counter[UUID]:
    with clock.at(READY):
        return counted(about, clock.start_of(BEGINS), clock.start_of(next_half_year(BEGINS)))[part]


def test_it_takes_the_clients_own_word_whether_it_helped(people: Many) -> None:
    for pair, helped in zip(people.some(4), ("yes", "bit", "no", "soon"), strict=True):
        talk(pair)
        say_whether_it_helped(pair, helped)
    talk(people.one())
    assert people_in(About.TALKS) == {Part.BETTER: 2, Part.NOT_BETTER: 2, Part.NO_WORD: 1}


def test_a_word_that_waits_for_the_others_is_not_read(people: Many) -> None:
    pair = people.one()
    talk(pair)
    say_whether_it_helped(pair, "yes", both=False)
    assert people_in(About.TALKS)[Part.NO_WORD] == 1


def test_who_talks_often_counts_once(people: Many) -> None:
    pair = people.one()
    for days in range(3):
        talk(pair, at=MARCH + timedelta(days=days)).say_held(by=pair.therapist, how="good")
    assert sum(people_in(About.TALKS).values()) == 1


def test_it_counts_no_talk_that_nobody_held_nor_the_opening_nor_one_of_another_half_year(people: Many) -> None:
    talk(people.one(), kind="opening")
    talk(people.one(), at=MARCH + timedelta(days=150))
    with clock.at(MARCH):
        people.one().conversations.create(kind="need")
    assert sum(people_in(About.TALKS).values()) == 0


def test_without_a_word_is_who_ended_it_and_left_none(people: Many) -> None:
    silent, said = people.some(2)
    leave(silent)
    leave(said, goodbye="It was good to be here.")
    assert people_in(About.ENDINGS) == {Part.QUIET: 1, Part.SAID: 1}
    assert therapists_in(About.ENDINGS, Part.QUIET) == {silent.therapist_id: 1}


def test_a_day_that_was_named_and_closing_words_are_a_word_and_a_draft_is_none(people: Many) -> None:
    planned, gave, kept = people.some(3)
    with clock.at(MARCH + timedelta(days=1)):
        PlannedEnding.objects.plan(planned, by=planned.client, last_on=clock.today())
    for pair in (planned, gave, kept):
        leave(pair)
    with clock.at(MARCH + timedelta(days=10)):
        ClosingWords.objects.keep(gave, by=gave.client, words="Thank you.").give()
        ClosingWords.objects.keep(kept, by=kept.client, words="I was hurt.")
    assert people_in(About.ENDINGS) == {Part.QUIET: 1, Part.SAID: 2}


def test_who_stayed_away_before_the_therapist_ended_it_left_without_a_word(people: Many) -> None:
    away, there, answered = people.some(3)
    for pair in (away, answered):
        with clock.at(MARCH - timedelta(days=1)):
            missed = pair.book(by=pair.therapist, starts_at=MARCH + timedelta(days=7))
        with clock.at(MARCH + timedelta(days=8)):
            missed.say_missed(by=pair.therapist)
            if pair == answered:
                OpenDoor.objects.open(missed, by=pair.therapist).answer("back", by=pair.client)
    for pair in (away, there, answered):
        with clock.at(MARCH + timedelta(days=30)):
            end_by_therapist(pair, by=pair.therapist, words="I wish you well.")
    assert people_in(About.ENDINGS) == {Part.QUIET: 1, Part.SAID: 2}


def test_an_ending_is_not_counted_that_was_taken_back_or_had_no_session(cast: Cast, people: Many) -> None:
    pair = people.one()
    leave(pair)
    with clock.at(MARCH + timedelta(days=9, hours=1)):
        pair.ending.take_back()
    # Noor's work with Jonas ended in February before the two had met.
    assert sum(people_in(About.ENDINGS).values()) == 0
    assert cast.old_pair.ending.at > clock.start_of(BEGINS)


def test_who_moves_stands_among_the_moves_and_not_among_the_endings(people: Many) -> None:
    looking, stopped, stayed = people.some(3)
    move(looking)
    leave(looking)
    for pair, then in ((stopped, "stop"), (stayed, "stay")):
        handover = move(pair)
        with clock.at(MARCH + timedelta(days=10)):
            handover.call_off(by=pair.client, then=then)
    assert people_in(About.MOVES) == {Part.FOUND: 0, Part.STAYED: 1, Part.LOOKING: 1, Part.UNKNOWN: 1}
    assert sum(people_in(About.ENDINGS).values()) == 0
    leave(stayed, at=MARCH + timedelta(days=40))
    assert people_in(About.ENDINGS) == {Part.QUIET: 1, Part.SAID: 0}


def test_who_works_with_someone_new_has_found_them_settled_in_or_not(cast: Cast) -> None:
    with clock.at(NOW):
        moving = Moving(cast, Handover.objects.open(cast.pair, by=cast.noor))
    assert people_in(About.MOVES)[Part.LOOKING] == 1
    new = moving.choose(cast.samira)
    assert people_in(About.MOVES)[Part.LOOKING] == 1
    moving.first_session(new)
    assert people_in(About.MOVES)[Part.FOUND] == 1
    with moving.on(0):
        for one in (cast.noor, cast.samira):
            Arrival.objects.say(moving.handover, by=one)
    assert people_in(About.MOVES) == {Part.FOUND: 1, Part.LOOKING: 0, Part.STAYED: 0, Part.UNKNOWN: 0}
    assert therapists_in(About.MOVES, Part.FOUND) == {cast.ida.pk: 1}
    assert sum(people_in(About.ENDINGS).values()) == 0
    # Who leaves that one as well, another day, has left: that is no step of the move any more.
    leave(new, at=moving.now + timedelta(days=20))
    assert people_in(About.ENDINGS)[Part.QUIET] == 1
    assert people_in(About.MOVES)[Part.FOUND] == 1


def test_who_has_somebody_outside_has_found_someone_until_they_take_it_back(cast: Cast) -> None:
    with clock.at(NOW):
        handover = Handover.objects.open(cast.pair, by=cast.noor)
        OutsideAnswer.objects.say(handover, by=cast.noor, what="looking")
        assert people_in(About.MOVES)[Part.LOOKING] == 1
        OutsideAnswer.objects.say(handover, by=cast.noor, what="arrived")
    assert people_in(About.MOVES) == {Part.FOUND: 1, Part.LOOKING: 0, Part.STAYED: 0, Part.UNKNOWN: 0}
    assert sum(people_in(About.ENDINGS).values()) == 0
    with clock.at(NOW + timedelta(hours=1)):
        Relationship.objects.get(pk=cast.pair.pk).ending.take_back()
    assert people_in(About.MOVES)[Part.LOOKING] == 1


def test_who_looks_further_has_not_left_without_a_word(cast: Cast) -> None:
    with clock.at(NOW):
        moving = Moving(cast, Handover.objects.open(cast.pair, by=cast.noor))
    moving.first_session(moving.choose(cast.samira))
    with moving.on(1):
        moving.handover.look_further(by=cast.noor)
    assert people_in(About.MOVES)[Part.LOOKING] == 1
    assert sum(people_in(About.ENDINGS).values()) == 0


def test_what_came_from_a_file_is_in_no_count(people: Many) -> None:
    pair = people.one()
    batch = Import.objects.create(file_name="old.csv")
    ImportedSession.objects.create(session=pair.sessions.get(), brought_by=batch, number=1)
    leave(pair)
    assert sum(people_in(About.ENDINGS).values()) == 0
