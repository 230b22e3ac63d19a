"""What the two press in the same moment: once, and never both of two that exclude each other."""

from datetime import date
from functools import partial

import pytest

from rightfit.conversation.agreements import NotAskedError
from rightfit.conversation.models import (
    Agreement,
    AlreadyOpenedError,
    Conversation,
    FollowUp,
    Handshake,
    Held,
    Need,
    Note,
    Opened,
    Sorting,
)
from rightfit.conversation.needs import AlreadyBroughtError
from rightfit.keeping import clock
from tests.cast import NOW, assemble
from tests.conversation.pages import after
from tests.relationship.at_once import at_once, on_postgresql

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]


def test_it_is_opened_or_erased_and_never_both() -> None:
    cast = assemble()
    with clock.at(NOW):
        need = Need.objects.raise_(cast.pair, by=cast.noor, cards=["fast"])
        note = Note.objects.put_prepared(need.prepare(how="write", words="slower"))
    assert note is not None
    raised = at_once(lambda: note.open(by=cast.ida), need.let_go, note.take_back, at=cast.next.starts_at)
    kept = Note.objects.filter(pk=note.pk).exists()
    assert kept == Opened.objects.exists()
    assert not kept or Need.objects.exists()
    assert {type(failed) for failed in raised} <= {AlreadyOpenedError, AlreadyBroughtError, Note.DoesNotExist}
    assert Conversation.objects.count() == int(kept)


def test_it_begins_one_talk_and_keeps_one_answer_each() -> None:
    cast = assemble()
    assert at_once(*[lambda: Conversation.objects.begin(cast.pair, kind="fit")] * 4, at=NOW) == []
    talk = Conversation.objects.get()
    says = [lambda: talk.say_held(by=cast.noor, how="good"), lambda: talk.say_held(by=cast.ida, how="hard")]
    assert at_once(*says * 2, at=NOW) == []
    assert Held.objects.count() == 2


def test_it_lays_both_sides_once() -> None:
    cast = assemble()
    with clock.at(NOW):
        note = Note.objects.put(cast.pair, by=cast.noor, sentence="off")
    lays = [partial(Sorting.objects.lay, note, by=one, piles={"fast": "yes"}) for one in (cast.noor, cast.ida)]
    assert at_once(*lays, at=cast.next.starts_at) == []
    assert Sorting.objects.count() == 2


def test_it_stands_by_two_yeses_and_is_answered_once_each() -> None:
    cast = assemble()
    with clock.at(NOW):
        agreement = Agreement.objects.offer(cast.pair, by=cast.ida, what="x", who="both", until=date(2026, 6, 1))
    assert at_once(*[lambda: agreement.say_yes(by=cast.noor)] * 3, at=NOW) == []
    assert Handshake.objects.count() == 2
    with after(cast, 2):
        moment = clock.now()
    raised = at_once(
        *[lambda: agreement.follow_up(by=cast.noor, did="yes", helped="yes")] * 3,
        lambda: agreement.follow_up(by=cast.ida, did="yes", helped="no"),
        at=moment,
    )
    assert {type(failed) for failed in raised} == {NotAskedError}
    assert FollowUp.objects.count() == 2
