"""`rightfit backup` and `rightfit restore`: whole, sealed, tried; and what is refused."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from rightfit.cli import main
from rightfit.exchange import backing_up, restoring
from rightfit.exchange.backing_up import MAGIC, NAME, NoBackupError
from rightfit.exchange.restoring import NotRestoredError
from rightfit.keeping import clock
from rightfit.keeping.data_home import new_key_line
from rightfit.keeping.seal_keys import keys_in
from tests.cast import NOW

OLDER_PRACTICE = """
from django.core.management import call_command
import django
django.setup()
call_command("migrate", "keeping", verbosity=0)
from rightfit.keeping.models import Event, Letter
Event.objects.record("saved a note", by=None, about=Letter())
import django.core.management
django.core.management.call_command = lambda *words, **_: print("then", words[0])
from rightfit.cli import serving
serving.make_tables()
"""
WORD = "willow-by-the-river"


def call(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("RIGHTFIT", "DATABASE"))}
    clean |= {"RIGHTFIT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "rightfit.settings"}
    return subprocess.run([sys.executable, *words], env=clean, capture_output=True, text=True, check=False)


def rightfit(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return call(home, "-m", "rightfit", *words)


def test_it_restores_what_it_backed_up(tmp_path: Path) -> None:
    """R8 and R9: an older practice is backed up before its tables change; the newest backup is tried and restored."""
    home, other = tmp_path / "house", tmp_path / "other"
    made = call(home, "-c", OLDER_PRACTICE)
    backed_up, then, _ = made.stdout.splitlines()
    assert backed_up.startswith("Backed up before the tables are changed")
    assert then == "then migrate"
    [(_, file)] = backing_up.backups_in(home / "backups")
    assert file.stat().st_mode & 0o777 == 0o600

    drilled = rightfit(home, "restore", "--drill")
    assert "trail verified, a page shown" in drilled.stdout, drilled.stderr
    assert (home / "last-drill").exists()

    refused = rightfit(home, "restore", str(file))
    assert refused.returncode == 1
    assert "holds a practice" in refused.stderr
    without_keys = rightfit(other, "restore", str(file))
    assert without_keys.returncode == 1
    assert "bring it back" in without_keys.stderr


A_PERSON = """
from django.core.management import call_command
import django
django.setup()
call_command("migrate", verbosity=0)
from rightfit.practice.models import Person, Practice
Practice.objects.create(name="Fernlea")
person = Person.objects.create(given_name="Noor", email="noor@fernlea.example")
person.remember_device("phone")
"""
FORGETS = """
import django
django.setup()
from rightfit.practice.models import Device
Device.objects.get().forget()
"""
COUNTS = """
import django
django.setup()
from rightfit.practice.models import Device
print(Device.objects.count())
"""


def test_it_erases_again_what_was_erased_since(tmp_path: Path) -> None:
    """P11: a backup of before holds the phone still; the practice that is made of it does not."""
    home = tmp_path / "house"
    call(home, "-c", A_PERSON)
    assert rightfit(home, "backup").returncode == 0
    call(home, "-c", FORGETS)
    [(_, file)] = backing_up.backups_in(home / "backups")
    restored = rightfit(home, "restore", str(file), "--replace")
    assert "had erased it since: 1" in restored.stdout, restored.stderr
    assert call(home, "-c", COUNTS).stdout.strip() == "0"


def test_it_says_that_there_is_no_practice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RIGHTFIT_HOME", str(tmp_path / "nothing"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for command in ("backup", "check"):
        assert main([command]) == 1
        assert "holds no practice" in capsys.readouterr().err
    assert not (tmp_path / "nothing").exists()


def test_it_asks_which_backup(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore"]) == 2
    assert main(["restore", "some.backup", "--drill"]) == 2
    assert "name the backup" in capsys.readouterr().err


@pytest.fixture
def keys(settings: LazySettings, tmp_path: Path) -> Path:
    """A key file of its own."""
    settings.SEAL_KEY_FILE = tmp_path / "seal-keys"
    keys_in.cache_clear()
    Path(settings.SEAL_KEY_FILE).write_text(new_key_line())
    return Path(settings.SEAL_KEY_FILE)


def sealed(folder: Path, **otherwise: Any) -> Path:
    """A backup of a small database, with this in its manifest otherwise than it is."""
    copy, file = folder / "copy", folder / "small.backup"
    with closing(sqlite3.connect(copy)) as opened, opened:
        opened.execute("CREATE TABLE django_migrations (app, name)")
        opened.execute("CREATE TABLE said (words)")
        opened.executemany(
            "INSERT INTO said VALUES (?)", [(f"{WORD} {number} " + os.urandom(400).hex(),) for number in range(3_000)]
        )
    manifest = {"sha256": backing_up.checksum(copy), "database": "sqlite", **backing_up.inside_of(copy), **otherwise}
    backing_up._seal(copy, manifest, file)
    return file


def test_it_opens_with_the_key_alone_and_shows_nothing_without(keys: Path, tmp_path: Path) -> None:
    file = sealed(tmp_path)
    assert WORD.encode() not in file.read_bytes()
    manifest = restoring.open_backup(file, tmp_path / "opened")
    restoring.see_that_it_is_whole(tmp_path / "opened", manifest)
    assert (tmp_path / "opened").read_bytes() == (tmp_path / "copy").read_bytes()
    assert (tmp_path / "opened").stat().st_mode & 0o777 == 0o600

    keys.write_text(new_key_line())
    keys_in.cache_clear()
    with pytest.raises(NotRestoredError, match="no key named"):
        restoring.open_backup(file, tmp_path / "opened-again")


def test_it_opens_after_the_key_was_changed(keys: Path, tmp_path: Path) -> None:
    file = sealed(tmp_path)
    keys.write_text(new_key_line() + keys.read_text())
    keys_in.cache_clear()
    assert restoring.open_backup(file, tmp_path / "opened")["database"] == "sqlite"


@pytest.mark.parametrize("fault", ["cut", "piece left out", "changed", "longer"])
def test_it_refuses_a_file_that_was_changed(fault: str, keys: Path, tmp_path: Path) -> None:
    file = sealed(tmp_path)
    whole = file.read_bytes()
    start = len(MAGIC) + 4 + 16
    pieces, at = [], start
    while at < len(whole):
        end = at + 8 + int.from_bytes(whole[at : at + 4])
        pieces.append(whole[at:end])
        at = end
    assert len(pieces) >= 3
    file.write_bytes(
        {
            "cut": whole[: -len(pieces[-1])],
            "piece left out": whole[:start] + b"".join([pieces[0], *pieces[2:]]),
            "changed": whole[:-30] + bytes([whole[-30] ^ 1]) + whole[-29:],
            "longer": whole + pieces[-1],
        }[fault]
    )
    with pytest.raises(NotRestoredError, match="seal is broken"):
        restoring.open_backup(file, tmp_path / "opened")


def test_it_refuses_what_does_not_fit_its_manifest(keys: Path, tmp_path: Path) -> None:
    with pytest.raises(NotRestoredError, match="checksum"):
        restoring.open_backup(sealed(tmp_path, sha256="0" * 64), tmp_path / "opened")
    manifest = {"counts": {"said": 2}}
    with pytest.raises(NotRestoredError, match="another number of rows"):
        restoring.see_that_it_is_whole(tmp_path / "copy", manifest)
    torn = tmp_path / "torn"
    torn.write_bytes((tmp_path / "copy").read_bytes()[: 64 * 1024])
    with pytest.raises(NotRestoredError, match=r"not whole|cannot be read"):
        restoring.see_that_it_is_whole(torn, manifest)
    (tmp_path / "letter.txt").write_text(json.dumps({}))
    with pytest.raises(NotRestoredError, match="is no backup"):
        restoring.open_backup(tmp_path / "letter.txt", tmp_path / "opened")


def test_it_refuses_a_row_that_points_nowhere(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with closing(sqlite3.connect(copy)) as opened, opened:
        opened.execute("CREATE TABLE one (id INTEGER PRIMARY KEY)")
        opened.execute("CREATE TABLE two (one INTEGER REFERENCES one (id))")
        opened.execute("INSERT INTO two VALUES (7)")
    with pytest.raises(NoBackupError, match="points at one that is not there"):
        backing_up.inside_of(copy)


def test_it_keeps_thirty_five_days_and_always_the_newest(tmp_path: Path) -> None:
    def lie(days: int) -> Path:
        file = tmp_path / NAME.format(at=(NOW - timedelta(days=days)).astimezone(UTC))
        file.touch()
        return file

    old, fresh, newest = lie(36), lie(34), lie(1)
    other = tmp_path / "rightfit-notes.backup"
    other.touch()
    with clock.at(NOW):
        backing_up._thin(tmp_path)
    assert not old.exists()
    assert fresh.exists()
    with clock.at(NOW + timedelta(days=400)):
        backing_up._thin(tmp_path)
    assert [file for _, file in backing_up.backups_in(tmp_path)] == [newest]
    assert other.exists()
