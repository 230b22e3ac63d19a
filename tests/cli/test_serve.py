"""`rightfit serve`: it refuses what is unsafe in one line, and an empty practice prints one link that works once."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path

import pytest

from rightfit.cli import main, serve
from rightfit.demo import standing


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("RIGHTFIT_DEMO", "yes", "for rightfit demo alone"),
        ("RIGHTFIT_CLOCK_SHIFT", "60", "for the demo alone"),
    ],
)
def test_it_refuses_what_is_the_demos(
    setting: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(setting, value)
    assert main(["serve", "--check"]) == 1
    assert says in capsys.readouterr().err


def test_it_refuses_the_folder_of_a_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    standing.write(tmp_path, stands_at=datetime(2026, 5, 22, 16, 48, tzinfo=standing.FERNLEA))
    monkeypatch.setenv("RIGHTFIT_HOME", str(tmp_path))
    assert main(["serve", "--check"]) == 1
    assert "holds a demo" in capsys.readouterr().err


def test_it_refuses_a_port_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", "0"]) == 2
    assert "1 to 65535" in capsys.readouterr().err


def test_it_names_what_is_unsafe(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    open_to_all = tmp_path / "seal-keys"
    open_to_all.write_text("")
    open_to_all.chmod(0o644)
    assert list(serve.unsafe()) == []
    for name, value, says in (
        ("ON_LOOPBACK", False, "RIGHTFIT_MAIL_HOST"),
        ("SEAL_KEY_FILE", open_to_all, "chmod 600"),
        ("SECRET_KEY", "short", "RIGHTFIT_SECRET_KEY"),
    ):
        before = getattr(settings, name)
        setattr(settings, name, value)
        [why] = list(serve.unsafe())
        assert says in why
        setattr(settings, name, before)
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "mail.example", False  # type: ignore[attr-defined]
    [why] = list(serve.unsafe())
    assert "RIGHTFIT_MAIL_TLS" in why


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_it_serves_an_empty_practice_and_prints_its_link(tmp_path: Path) -> None:
    home, port = tmp_path / "house", _free_port()
    mine = {
        name: value for name, value in os.environ.items() if not name.startswith(("RIGHTFIT", "DJANGO", "DATABASE"))
    }
    call = [sys.executable, "-m", "rightfit", "serve", "--port", str(port)]
    with (tmp_path / "said").open("w") as said:
        house = subprocess.Popen(call, env=mine | {"RIGHTFIT_HOME": str(home)}, stdout=said)
    try:
        link = None
        for _ in range(300):
            found = re.findall(r"http://\S+key=\S+", (tmp_path / "said").read_text())
            if found:
                link = found[0]
                break
            time.sleep(0.2)
        assert link
        assert link.startswith(f"http://127.0.0.1:{port}/practice/begin/?key=")
        with urllib.request.urlopen(link) as page:  # noqa: S310 - our own server
            assert "Your practice begins here" in page.read().decode()
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(link + "x")  # noqa: S310 - our own server
        assert stat.S_IMODE(home.stat().st_mode) == 0o700
        assert stat.S_IMODE((home / "seal-keys").stat().st_mode) == 0o600
    finally:
        house.send_signal(signal.SIGTERM)
        assert house.wait(30) == 0
