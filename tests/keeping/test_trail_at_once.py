"""Many lines of one chain at once: each finds its place, and the chain holds."""

import threading

import pytest
from django.db import IntegrityError, connection, connections, transaction

from rightfit.keeping.models import Event
from rightfit.practice.models import Person
from tests.cast import person

WRITERS, LINES = 6, 10
PATIENCE = 20
ON_POSTGRESQL = pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="here SQLite lies in memory, where a locked table does not wait; it has one writer anyway",
)


def holds(lines: list[Event]) -> bool:
    before = [""] + [line.digest for line in lines]
    return all(line.digest == line.chained_to(last) for line, last in zip(lines, before, strict=False))


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_it_queues_the_writers_of_an_empty_chain() -> None:
    noor = person("Noor")
    failed: list[Exception] = []
    ready = threading.Barrier(WRITERS)

    def write() -> None:
        try:
            ready.wait()
            for _ in range(LINES):
                Event.objects.record("looked", by=noor.pk, about=noor, chain=noor.pk)
        except IntegrityError as wrong:
            failed.append(wrong)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    for thread in writers:
        thread.start()
    for thread in writers:
        thread.join()
    assert failed == []
    lines = list(Event.objects.filter(chain=noor.pk).order_by("position"))
    assert [line.position for line in lines] == list(range(1, WRITERS * LINES + 1))
    assert holds(lines)


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_it_lets_a_line_wait_for_the_whole_act_before_it_and_other_chains_go_on() -> None:
    noor, evren = person("Noor"), person("Evren")
    done: list[Person] = []

    def write(one: Person) -> None:
        try:
            Event.objects.record("looked", by=one.pk, about=one, chain=one.pk)
            done.append(one)
        finally:
            connections.close_all()

    behind, beside = (threading.Thread(target=write, args=[one]) for one in (noor, evren))
    with transaction.atomic():
        Event.objects.record("began", by=noor.pk, about=noor, chain=noor.pk)
        behind.start()
        beside.start()
        beside.join(PATIENCE)
        behind.join(0.3)
        assert done == [evren]
    behind.join()
    assert done == [evren, noor]
    verbs = Event.objects.filter(chain=noor.pk).order_by("position").values_list("verb", flat=True)
    assert list(verbs) == ["began", "looked"]
