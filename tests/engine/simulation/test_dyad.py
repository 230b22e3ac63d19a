"""One pair, asked for one session at a time, as a demo asks."""

from dataclasses import asdict

import pytest

from rightfit.engine.measures.scoring import score
from rightfit.engine.measures.shipped import load
from rightfit.engine.simulation.dyad import Dyad, DyadSession
from rightfit.engine.simulation.practice import Practice
from rightfit.engine.simulation.settings import setting


def whole(dyad: Dyad) -> list[DyadSession]:
    sessions = []
    while (one := dyad.next_session()) is not None:
        sessions.append(one)
    return sessions


def test_it_gives_one_session_after_the_other_until_the_two_are_done() -> None:
    dyad = Dyad(setting("base"), seed=1, number=4)
    sessions = whole(dyad)
    assert [one.number for one in sessions] == list(range(1, len(sessions) + 1))
    assert [one.last for one in sessions] == [False] * (len(sessions) - 1) + [True]
    assert dyad.is_over
    assert dyad.next_session() is None
    assert sessions[-1].left or len(sessions) == dyad.planned


def test_it_answers_in_the_words_of_the_check_in() -> None:
    client, therapist = load("checkin_client"), load("checkin_therapist")
    sessions = [one for number in range(30) for one in whole(Dyad(setting("base"), seed=2, number=number))]
    for one in sessions:
        if one.tap is None:
            assert (one.ratings, one.load, one.more_of) == (None, None, ())
        answers = {"tap": one.tap, "more_of": list(one.more_of), "load": one.load, **(one.ratings or {})}
        connection = score(client, answers=answers)["connection"]
        assert connection.is_scorable == (one.ratings is not None)
        assert score(therapist, answers={"understood": one.therapist_rating})
    assert {one.attendance for one in sessions} == {"held", "missed", "cancelled"}
    assert {one.tap for one in sessions} == {None, "no", "bring", "help", "listener"}
    assert any(one.load is not None and one.load < 0 for one in sessions)
    assert any(len(one.more_of) > 1 for one in sessions)
    assert all(one.tap is None and one.therapist_rating is None for one in sessions if one.attendance != "held")


def test_it_is_the_same_pair_from_the_same_seed_and_number() -> None:
    one, same, other = (whole(Dyad(setting("base"), seed=3, number=number)) for number in (7, 7, 8))
    assert [asdict(a) for a in one] == [asdict(b) for b in same]
    assert [asdict(a) for a in one] != [asdict(b) for b in other]


def test_it_belongs_to_the_practice_of_its_seed() -> None:
    practice = Practice(setting("base"), seed=4, clients=10)
    one, same = practice.dyad(3), Dyad(setting("base"), seed=4, number=3)
    assert one.next_session() == same.next_session()


def test_it_lets_the_caller_ask_for_the_ratings_or_not() -> None:
    dyads = [Dyad(setting("thinned"), seed=5, number=number) for number in range(20)]
    asked = [dyad.next_session(ask=False) for dyad in dyads]
    assert all(one is not None and one.ratings is None and one.load is None for one in asked)
    assert any(one is not None and one.tap is not None for one in asked)


def test_it_moves_a_client_to_another_therapist() -> None:
    dyad = Dyad(setting("base"), seed=6, number=0, therapist=2)
    first = dyad.next_session()
    second = dyad.next_session(transfer_to=5, warm=True)
    assert first is not None
    assert first.therapist == 2
    assert second is None or second.therapist == 5


def test_it_refuses_a_therapist_whom_the_practice_does_not_have() -> None:
    with pytest.raises(ValueError, match="they are numbered 0 to 5"):
        Dyad(setting("few-therapists"), seed=1, therapist=6)


def test_it_keeps_three_forms_in_ten_private_where_the_setting_says_so() -> None:
    sessions = [one for number in range(60) for one in whole(Dyad(setting("private"), seed=7, number=number))]
    assert sum(not one.shared for one in sessions) / len(sessions) == pytest.approx(0.3, abs=0.05)
