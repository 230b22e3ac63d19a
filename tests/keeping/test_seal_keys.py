"""The key file belongs to the database: a lost, a mixed-up and a new one, and where a key is made."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from rightfit.aims.models import Task
from rightfit.keeping import seal_keys
from rightfit.keeping.data_home import new_key_line
from rightfit.keeping.models import Event, SealKey
from tests.cast import Cast

WORDS = "one walk by the river"


@pytest.fixture(autouse=True)
def nothing_was_seen_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal_keys, "_fitting", set())


@pytest.fixture
def file(settings: LazySettings, tmp_path: Path) -> Path:
    """Another place for the keys, still empty."""
    settings.SEAL_KEY_FILE = tmp_path / "seal-keys"
    return Path(settings.SEAL_KEY_FILE)


def know_the_keys() -> None:
    """The step of `migrate` in which a new practice gets its key, on the tables of a test."""
    SealKey.objects.all().delete()
    step = import_module("rightfit.keeping.migrations.0002_seal_key")
    step.know_the_keys(apps, SimpleNamespace(connection=connection))


@pytest.mark.django_db
def test_it_makes_a_key_for_a_new_practice(file: Path) -> None:
    know_the_keys()
    name, secret = file.read_text().split()
    assert file.stat().st_mode & 0o777 == 0o600
    row = SealKey.objects.get()
    assert row.name == name
    assert secret not in row.fingerprint
    before = file.read_bytes()
    know_the_keys()
    assert file.read_bytes() == before


@pytest.mark.django_db
def test_it_makes_no_key_for_a_practice_with_a_past(cast: Cast, file: Path) -> None:
    assert Event.objects.exists()
    with pytest.raises(ImproperlyConfigured, match="is missing"):
        know_the_keys()
    assert not file.exists()


@pytest.mark.django_db
def test_it_takes_over_the_keys_of_a_practice_with_a_past(cast: Cast, file: Path) -> None:
    lines = [new_key_line(), new_key_line()]
    file.write_text("".join(lines))
    know_the_keys()
    assert file.read_text() == "".join(lines)
    assert set(SealKey.objects.values_list("name", flat=True)) == {line[:4] for line in lines}


@pytest.mark.django_db
def test_it_says_which_folder_is_not_there(settings: LazySettings, tmp_path: Path) -> None:
    settings.SEAL_KEY_FILE = tmp_path / "not" / "there"
    with pytest.raises(ImproperlyConfigured, match="RIGHTFIT_SEAL_KEY_FILE"):
        know_the_keys()


@pytest.mark.django_db
def test_it_seals_nothing_without_its_file_and_makes_none(cast: Cast, file: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"is missing.*Bring it back from your backup"):
        Task.objects.agree(cast.pair, by=cast.ida, words=WORDS)
    assert not file.exists()
    assert not Task.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("mixed_up", ["another key", "another key of the same name"])
def test_it_refuses_a_key_file_of_another_practice(mixed_up: str, cast: Cast, file: Path) -> None:
    own = SealKey.objects.get().name
    file.write_text(new_key_line() if mixed_up == "another key" else f"{own} {'ab' * 32}\n")
    with pytest.raises(ImproperlyConfigured, match=rf"lacks the key {own}.*Bring that line back"):
        Task.objects.agree(cast.pair, by=cast.ida, words=WORDS)
    with pytest.raises(ImproperlyConfigured, match=own):
        seal_keys.refuse_a_wrong_file()
    assert not Task.objects.exists()


@pytest.mark.django_db
def test_it_knows_a_key_from_its_first_use_on(cast: Cast, settings: LazySettings, tmp_path: Path) -> None:
    old_line = Path(settings.SEAL_KEY_FILE).read_text()
    new_line = new_key_line()
    both = tmp_path / "both"
    both.write_text(new_line + old_line)
    settings.SEAL_KEY_FILE = both
    Task.objects.agree(cast.pair, by=cast.ida, words=WORDS)
    assert SealKey.objects.filter(name=new_line[:4]).exists()
    for line in (old_line, new_line):
        alone = tmp_path / f"only-{line[:4]}"
        alone.write_text(line)
        settings.SEAL_KEY_FILE = alone
        with pytest.raises(ImproperlyConfigured, match="does not belong to this database"):
            seal_keys.see_that_they_fit()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no key"),
        ("ab12\n", "Line 1 .* is no key"),
        ("\nab12 zz\n", "Line 2 .* is no key"),
        (f"ab12 {'ab' * 16}\n", "64 hex figures"),
        (f"abc {'ab' * 32}\n", "four letters or figures"),
        (f"ab12 {'ab' * 32}\nab12 {'cd' * 32}\n", "two keys named ab12"),
    ],
)
def test_it_says_what_is_wrong_with_a_file(text: str, said: str, file: Path) -> None:
    file.write_text(text)
    with pytest.raises(ImproperlyConfigured, match=said) as refused:
        seal_keys.keys_in(str(file))
    assert "abab" not in str(refused.value)


def test_it_stops_a_practice_whose_keys_are_lost_and_brings_it_back_with_them(tmp_path: Path) -> None:
    """As an operator: on the database that DATABASE_URL names nothing is touched, so a SQLite of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"RIGHTFIT_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "rightfit.settings"}
    environment.pop("RIGHTFIT_SEAL_KEY_FILE", None)

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words], env=environment, capture_output=True, text=True, check=False, timeout=120
        )

    start, tick = ("-c", "import rightfit.wsgi"), ("-m", "rightfit", "worker", "--once")
    assert run("-m", "django", "migrate", "-v0").returncode == 0
    assert (run(*start).returncode, run(*tick).returncode) == (0, 0)
    keys = tmp_path / "seal-keys"
    kept = keys.read_text()
    keys.unlink()
    assert "Bring it back from your backup" in run(*start).stderr
    assert run(*tick).stderr.startswith("rightfit worker: The key file")
    assert run(*tick).returncode == 1
    run("-m", "django", "migrate", "-v0")
    assert not keys.exists()
    keys.write_text(new_key_line())
    assert "does not belong to this database" in run(*start).stderr
    keys.write_text(kept)
    assert (run(*start).returncode, run(*tick).returncode) == (0, 0)
