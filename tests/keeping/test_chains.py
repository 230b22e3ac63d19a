"""The trail holds: a line that was changed, taken out or swapped is found, and a whole trail is not accused."""

import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from rightfit.cli import audit
from rightfit.keeping.chains import Fault, misfits
from rightfit.keeping.models import Event
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def trail_of(cast: Cast) -> list[Event]:
    for number in range(4):
        Event.objects.record(f"looked {number}", by=cast.ida.pk, about=cast.pair, chain=cast.noor.pk)
    return list(Event.objects.filter(chain=cast.noor.pk).order_by("position"))


def found() -> list[tuple[int, Fault]]:
    return [(one.line.position, one.fault) for one in misfits()]


def test_it_finds_nothing_in_a_whole_trail(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    trail_of(cast)
    assert found() == []
    assert audit.run(Namespace(what="verify")) == 0
    assert f"All {Event.objects.count()} lines fit." in capsys.readouterr().out


@pytest.mark.parametrize("field", ["verb", "by", "at", "about_kind", "about_id", "id", "chain", "position"])
def test_it_chains_each_part_of_a_line(field: str, cast: Cast) -> None:
    line = trail_of(cast)[-1]
    before = line.digest
    value = getattr(line, field)
    other = {
        "verb": "did not look",
        "about_kind": "checkin.tap",
        "at": line.at + timedelta(microseconds=1),
        "position": line.position + 1,
    }
    digest_before = trail_of(cast)[line.position - 2].digest
    assert line.chained_to(digest_before) == before
    setattr(line, field, other.get(field, uuid4()))
    assert getattr(line, field) != value
    assert line.chained_to(digest_before) != before


def test_it_chains_a_line_to_the_line_before(cast: Cast) -> None:
    line = trail_of(cast)[-1]
    assert line.chained_to("") != line.digest
    assert len(line.digest) == 64


@pytest.mark.parametrize("field", ["verb", "by", "at"])
def test_it_finds_a_changed_line(field: str, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    line = trail_of(cast)[2]
    other = {"verb": "looked away", "by": uuid4(), "at": line.at + timedelta(hours=1)}
    Event.objects.filter(pk=line.pk).update(**{field: other[field]})
    assert found() == [(3, Fault.CHANGED)]
    assert audit.run(Namespace(what="verify")) == 1
    said = capsys.readouterr().out
    assert str(line.pk) in said
    assert f"1 of {Event.objects.count()} lines do not fit." in said
    assert "looked" not in said


def test_it_finds_a_changed_line_whose_digest_was_made_to_fit(cast: Cast) -> None:
    before, line, *_ = trail_of(cast)
    line.verb = "looked away"
    line.digest = line.chained_to(before.digest)
    line.save()
    assert found() == [(3, Fault.CHANGED)]


def take_out_the_first(lines: list[Event]) -> list[int]:
    lines[0].delete()
    return [2]


def take_out_one_between(lines: list[Event]) -> list[int]:
    lines[2].delete()
    return [4]


def close_the_gap(lines: list[Event]) -> list[int]:
    lines[2].delete()
    for line in lines[3:]:
        line.position -= 1
        line.save()
    return [line.position for line in lines[3:]]


def swap_two(lines: list[Event]) -> list[int]:
    second, third = lines[1:3]
    for line, position in ((second, 1000), (third, 2), (second, 3)):
        line.position = position
        line.save()
    return [2, 3, 4]


@pytest.mark.parametrize("do", [take_out_the_first, take_out_one_between, close_the_gap, swap_two])
def test_it_finds_what_was_taken_out_or_swapped(do: Callable[[list[Event]], list[int]], cast: Cast) -> None:
    expected = do(trail_of(cast))
    assert [position for position, _ in found()] == expected


def test_it_refuses_another_word() -> None:
    called = subprocess.run(
        [sys.executable, "-m", "rightfit", "audit", "mend"], capture_output=True, text=True, check=False
    )
    assert called.returncode == 2
    assert "verify" in called.stderr
