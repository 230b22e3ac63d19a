"""Sealed words: not readable in the file, not movable to another row, openable after a change of keys."""

from pathlib import Path

import pytest
from django.db import connection

from rightfit.aims.models import Task
from rightfit.keeping import sealed
from rightfit.keeping.data_home import new_key_line
from tests.cast import Cast

pytestmark = pytest.mark.django_db
CANARY = "canary-7f3a"


def lying(table: str, column: str) -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY at")  # noqa: S608 - names from this file
        return [bytes(row[0]) for row in cursor.fetchall()]


def test_it_gives_the_words_back_and_shows_none_in_the_table(cast: Cast) -> None:
    task = Task.objects.agree(cast.pair, by=cast.ida, words=CANARY)
    assert Task.objects.get(pk=task.pk).words == CANARY
    assert CANARY.encode() not in b"".join(lying("aims_task", "words"))


def test_it_does_not_open_in_another_row(cast: Cast) -> None:
    first = Task.objects.agree(cast.pair, by=cast.ida, words=CANARY)
    second = Task.objects.agree(cast.pair, by=cast.ida, words="other")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE aims_task SET words = (SELECT words FROM aims_task WHERE id = %s) WHERE id = %s",
            [key.hex if connection.vendor == "sqlite" else key for key in (first.pk, second.pk)],
        )
    with pytest.raises(sealed.SealBrokenError):
        _ = Task.objects.get(pk=second.pk).words


def test_it_refuses_to_be_written_or_searched_without_its_row(cast: Cast) -> None:
    Task.objects.agree(cast.pair, by=cast.ida, words=CANARY)
    with pytest.raises(TypeError):
        Task.objects.update(words="in the clear")
    with pytest.raises(TypeError):
        Task.objects.filter(words=CANARY).exists()


def test_it_opens_old_words_after_a_change_of_keys(cast: Cast, settings: object, tmp_path: Path) -> None:
    task = Task.objects.agree(cast.pair, by=cast.ida, words=CANARY)
    rotated = tmp_path / "seal-keys"
    rotated.write_text(new_key_line() + Path(settings.SEAL_KEY_FILE).read_text())  # type: ignore[attr-defined]
    settings.SEAL_KEY_FILE = rotated  # type: ignore[attr-defined]
    old = Task.objects.get(pk=task.pk)
    assert old.words == CANARY
    old.save()
    assert lying("aims_task", "words")[0][:4] == rotated.read_bytes()[:4]
    assert Task.objects.get(pk=task.pk).words == CANARY
