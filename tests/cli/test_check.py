"""`rightfit check`: each thing that can be wrong is said, with how it is mended; what is well is not."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from rightfit.cli import check, checks
from rightfit.demo import standing
from rightfit.exchange import backing_up, restoring
from rightfit.keeping import clock
from rightfit.keeping.data_home import new_key_line, note_moment
from rightfit.keeping.models import Event, Failure, Letter, SealKey
from rightfit.keeping.seal_keys import keys_in
from rightfit.practice.models import Duty
from rightfit.worker import TICKED
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings: LazySettings, tmp_path: Path) -> Path:
    """A data folder of its own in which everything was done just now."""
    settings.HOME = tmp_path
    settings.SEAL_KEY_FILE = tmp_path / "seal-keys"
    settings.SEAL_KEY_FILE.write_text(new_key_line())
    settings.SEAL_KEY_FILE.chmod(0o600)
    tmp_path.chmod(0o700)
    settings.EMAIL_HOST = "127.0.0.1"
    SealKey.objects.all().delete()
    keys_in.cache_clear()
    for name in (TICKED, backing_up.NOTED, restoring.NOTED):
        note_moment(tmp_path, name)
    return tmp_path


def grow_old(file: Path, by: timedelta) -> None:
    then = file.stat().st_mtime - by.total_seconds()
    os.utime(file, (then, then))


def said(one: Callable[[], checks.Wrong]) -> str:
    with clock.at(NOW):
        found = list(one())
    assert all(wrong and mend for wrong, mend in found)
    return " / ".join(f"{wrong}: {mend}" for wrong, mend in found)


def test_it_finds_nothing_where_all_is_well(cast: Cast, home: Path) -> None:
    # A test's database lies in memory, where SQLite keeps no second file.
    on_disk = {"how the database saves"}
    assert {what: said(one) for what, one in checks.CHECKS if what not in on_disk and said(one)} == {}


def test_it_says_each_thing_once() -> None:
    assert len({what for what, _ in checks.CHECKS}) == len({one for _, one in checks.CHECKS}) == len(checks.CHECKS)


def test_it_says_what_is_wrong_with_the_keys(home: Path, settings: LazySettings) -> None:
    SealKey.objects.create(name="old1", fingerprint="0" * 64)
    assert "lacks the key old1" in said(checks.key_file)
    settings.SEAL_KEY_FILE.chmod(0o644)
    assert "chmod 600" in said(checks.settings_are_safe)
    settings.SEAL_KEY_FILE = home / "elsewhere"
    assert "is missing" in said(checks.key_file)
    home.chmod(0o755)
    assert "chmod 700" in said(checks.data_folder)


def test_it_says_what_is_wrong_with_the_settings(home: Path, settings: LazySettings) -> None:
    settings.EMAIL_HOST = ""
    assert "RIGHTFIT_MAIL_HOST" in said(checks.mail)
    settings.DEMO, settings.CLOCK_SHIFT_SECONDS = True, 60
    assert "take RIGHTFIT_DEMO away" in said(checks.no_demo)
    settings.DEMO = False
    assert "take RIGHTFIT_CLOCK_SHIFT away" in said(checks.no_demo)
    settings.DEMO = True
    standing.write(home, stands_at=None)
    assert said(checks.no_demo) == ""


def test_it_says_what_was_not_done_for_long(cast: Cast, home: Path) -> None:
    for one, name, age in (
        (checks.worker, TICKED, timedelta(minutes=11)),
        (checks.backup, backing_up.NOTED, timedelta(hours=25)),
        (checks.drill, restoring.NOTED, timedelta(days=36)),
    ):
        assert said(one) == ""
        grow_old(home / name, age)
        assert "ago" in said(one) or "old" in said(one)
        (home / name).unlink()
        assert "rightfit" in said(one)


def test_it_says_that_letters_reach_nobody(cast: Cast) -> None:
    letter = Letter.objects.create(to=cast.noor.pk, path="/", once="one", due_at=NOW)
    Failure.objects.create(letter=letter, at=NOW, why="Refused", again_at=None)
    assert "1 people are reached by no mail" in said(checks.letters)


def test_it_says_that_the_trail_was_changed(cast: Cast) -> None:
    line = Event.objects.record("tried", by=None, about=Letter())
    Event.objects.filter(pk=line.pk).update(verb="did nothing")
    assert "audit verify" in said(checks.trail)


def test_it_says_that_a_duty_is_nobodys(cast: Cast) -> None:
    Duty.objects.filter(kind=Duty.Kind.LISTENER).delete()
    assert "nobody is the listener" in said(checks.duties)


def test_it_says_that_the_disk_is_nearly_full(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "LEAST_FREE", 1 << 60)
    assert "make room" in said(checks.disk)


def test_it_says_that_tables_have_to_change(db: None) -> None:
    assert said(checks.migrations) == ""
    call_command("migrate", "exchange", "zero", fake=True, verbosity=0)
    assert "rightfit serve --check" in said(checks.migrations)


def test_one_thing_that_fails_never_hides_the_others(
    cast: Cast, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> checks.Wrong:
        yield from (Path("nothing") / "here").read_text(encoding="ascii")  # type: ignore[misc]

    monkeypatch.setattr(checks, "CHECKS", (("this", broken), ("the data folder", checks.data_folder)))
    assert check._look() == 1
    out = capsys.readouterr().out
    assert "WRONG  this: it cannot be looked at (FileNotFoundError)" in out
    assert "well   the data folder" in out
