"""Act 21: beside the follow-up the therapist alone reads how it looks since, from what is theirs to know."""

from datetime import timedelta
from typing import Any

import pytest

from rightfit.checkin import giving
from rightfit.conversation.helping import BETTER_RIGHT, NOT_BETTER_RIGHT, since
from rightfit.conversation.models import Agreement
from rightfit.keeping import clock
from tests.cast import Cast, both_say, well
from tests.conversation.pages import after, in_the_session, page, press

pytestmark = pytest.mark.django_db
LOW = {"understood": 3, "matters": 3, "useful": 3, "free": 2}
HEADING = "How it reads since"


def standing(cast: Cast) -> Agreement:
    """Four sessions with marks that fall at the end, and then something to try."""
    for session, marks in zip(cast.sessions()[:4], ({}, {}, {}, LOW), strict=True):
        both_say(session, cast, **marks)
    with in_the_session(cast):
        agreement = Agreement.objects.offer(
            cast.pair, by=cast.ida, what="One question less", who="therapist", until=clock.today() + timedelta(days=21)
        )
        agreement.say_yes(by=cast.noor)
    return agreement


def says(cast: Cast, place: int, *, keep_all: bool = False, ida: int | None = None, **noor: Any) -> None:
    """Noor, and on wish Ida, say how a later session was."""
    session = cast.sessions()[place]
    with clock.at(session.ends_at + timedelta(hours=1)):
        if noor:
            giving.give(session, by=cast.noor, answers=noor, keep_all=keep_all)
        if ida is not None:
            giving.give(session, by=cast.ida, answers={"understood": ida})


def read(cast: Cast, agreement: Agreement) -> str:
    at = agreement.stands_since()
    assert at
    found = since(cast.pair, at)
    return f"{found.words} {found.how_sure}"


def followed_up(cast: Cast, agreement: Agreement) -> None:
    for one in (cast.ida, cast.noor):
        press(one, "conversation:follow_up", agreement.pk, did="yes", helped="bit")


def test_it_stands_beside_what_the_therapist_said_and_never_on_the_clients_page(cast: Cast) -> None:
    agreement = standing(cast)
    with after(cast, 2):
        assert HEADING not in page(cast.ida, "conversation:agreement", agreement.pk)  # not before her own word
        followed_up(cast, agreement)
        assert HEADING in page(cast.ida, "conversation:agreement", agreement.pk)
        assert HEADING not in page(cast.noor, "conversation:agreement", agreement.pk)
        for stranger in (cast.evren, cast.samira, cast.rosa, cast.mira, cast.tom, cast.jonas):
            assert press(stranger, "conversation:agreement", agreement.pk).status_code in (404, 405)


def test_it_is_not_read_before_the_therapist_says_it_again(cast: Cast) -> None:
    agreement = standing(cast)
    with after(cast, 2):
        agreement.follow_up(by=cast.ida, did="yes", helped="soon")
        agreement.follow_up(by=cast.noor, did="yes", helped="soon")
        assert HEADING in page(cast.ida, "conversation:agreement", agreement.pk)
    with after(cast, 3):
        assert agreement.is_asked_of(cast.ida)
        assert HEADING not in page(cast.ida, "conversation:agreement", agreement.pk)


def test_it_says_why_it_cannot_say(cast: Cast) -> None:
    agreement = standing(cast)
    with in_the_session(cast):
        assert "because you have not met since" in read(cast, agreement)
    with after(cast, 2):
        assert "because there are no marks since that you may read by now, yours or Noor’s." in read(cast, agreement)


def test_it_cannot_say_where_all_marks_are_top_marks(cast: Cast) -> None:
    tens = {"understood": 10, "matters": 10, "useful": 10, "free": 10}
    for session in cast.sessions()[:4]:
        with clock.at(session.ends_at + timedelta(hours=1)):
            giving.give(session, by=cast.noor, answers=well(**tens))
    with in_the_session(cast):
        agreement = Agreement.objects.offer(
            cast.pair, by=cast.ida, what="Less talk", who="both", until=clock.today() + timedelta(days=21)
        )
        agreement.say_yes(by=cast.noor)
    with after(cast, 3):
        says(cast, 5, **well(**tens))
        assert "all of them are top marks" in read(cast, agreement)


def test_it_tells_better_from_not_better_with_how_often_that_is_right(cast: Cast) -> None:
    agreement = standing(cast)
    with after(cast, 5):
        pass  # books the sessions ahead
    for place in (5, 6, 7):
        says(cast, place, ida=3, **well(tap="bring", **LOW))
    with after(cast, 5):
        said = read(cast, agreement)
        assert said.startswith("Probably not better yet.")
        assert f"about {NOT_BETTER_RIGHT} of 10 such readings are right" in said


def test_it_says_better_where_marks_came_back(cast: Cast) -> None:
    agreement = standing(cast)
    with after(cast, 5):
        pass
    for place in (4, 5, 6, 7):
        says(cast, place, ida=9, **well(understood=9, matters=9, useful=9, free=9))
    with after(cast, 5):
        said = read(cast, agreement)
        assert said.startswith("Probably better.")
        assert f"about {BETTER_RIGHT} of 10 such readings are right" in said


def test_it_does_not_read_better_where_nothing_more_comes_in(cast: Cast) -> None:
    agreement = standing(cast)
    with after(cast, 8):
        pass
    says(cast, 5, ida=3, **well(tap="bring", **LOW))
    with after(cast, 3):
        soon = read(cast, agreement)
    with after(cast, 8):
        assert read(cast, agreement) == soon


@pytest.mark.parametrize("marks", [LOW, {"understood": 9, "matters": 9, "useful": 9, "free": 9}])
def test_it_is_the_same_whatever_is_kept_private(cast: Cast, marks: dict[str, int]) -> None:
    agreement = standing(cast)
    with after(cast, 4):
        nothing = read(cast, agreement)
    for place in (5, 6):
        says(cast, place, keep_all=True, **well(tap="bring", **marks))
    with after(cast, 4):
        assert read(cast, agreement) == nothing


def test_it_is_the_same_until_what_was_shared_is_due(cast: Cast) -> None:
    agreement = standing(cast)
    says(cast, 4, ida=7)
    with after(cast, 2):
        before = since(cast.pair, agreement.stands_since())  # type: ignore[arg-type]
        nothing = read(cast, agreement)
    says(cast, 5, **well(**LOW))
    with after(cast, 2):
        assert read(cast, agreement) == nothing
        assert since(cast.pair, agreement.stands_since()) == before  # type: ignore[arg-type]
