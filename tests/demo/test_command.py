"""`rightfit demo`: it says in one line why it cannot start, and touches nothing that is not a demo."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from datetime import datetime
from pathlib import Path

import pytest

from rightfit.cli import main
from rightfit.demo import standing


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RIGHTFIT_HOME", str(tmp_path / "demo"))
    return tmp_path / "demo"


def test_it_says_that_a_port_is_in_use(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["demo", "--port", str(port)]) == 1
    said = capsys.readouterr().err.strip()
    assert said == f"rightfit demo: port {port} is in use; choose another: make demo PORT={port + 1}"
    assert not home.exists()


def test_it_says_that_the_web_part_is_missing(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "granian", None)
    assert main(["demo", "--no-serve"]) == 1
    assert capsys.readouterr().err.strip().endswith("pip install 'rightfit[web]'")
    assert not home.exists()


@pytest.mark.parametrize("fresh", [[], ["--fresh"]])
def test_it_never_touches_a_real_practice(home: Path, capsys: pytest.CaptureFixture[str], fresh: list[str]) -> None:
    home.mkdir()
    (home / "rightfit.sqlite3").write_text("a practice")
    assert main(["demo", "--no-serve", *fresh]) == 1
    assert "no demo" in capsys.readouterr().err
    assert [file.name for file in home.iterdir()] == ["rightfit.sqlite3"]


def test_it_runs_once_in_a_folder(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home.mkdir()
    standing.write(home, stands_at=datetime(2026, 5, 22, 16, 48, tzinfo=standing.FERNLEA))
    held = os.open(home, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        for fresh in ([], ["--fresh"]):
            assert main(["demo", "--no-serve", *fresh]) == 1
            assert "running already" in capsys.readouterr().err
    finally:
        os.close(held)
    assert standing.read(home)


def test_it_refuses_a_port_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--port", "0"]) == 2
    assert "1 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("now", "first"),
    [("2026-05-21T03:00", "2026-05-21"), ("2026-05-23T12:00", "2026-05-25"), ("2026-05-24T23:59", "2026-05-25")],
)
def test_it_stands_on_a_working_day(now: str, first: str) -> None:
    moment = standing.first_moment(datetime.fromisoformat(now).replace(tzinfo=standing.FERNLEA))
    assert f"{moment:%Y-%m-%d %H:%M}" == f"{first} 16:48"


def test_it_goes_on_to_the_next_working_day() -> None:
    friday = datetime(2026, 5, 22, 18, 30, tzinfo=standing.FERNLEA)
    assert f"{standing.moment_after(friday):%Y-%m-%d %H:%M}" == "2026-05-25 16:48"


def test_it_remembers_where_it_stands(tmp_path: Path) -> None:
    assert standing.read(tmp_path) is None
    standing.write(tmp_path, stands_at=None)
    broken_off = standing.read(tmp_path)
    assert broken_off
    assert not broken_off.is_whole
    moment = datetime(2026, 5, 22, 16, 48, tzinfo=standing.FERNLEA)
    standing.write(tmp_path, stands_at=moment)
    assert standing.read(tmp_path) == standing.Standing(stands_at=moment, reached=moment)


def test_it_serves_names_its_people_and_ends_cleanly(home: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-u", "-m", "rightfit", "demo", "--few", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            lines = []
            for line in process.stdout:  # ends with the process, should it end too soon
                lines.append(line)
                if line == "Ctrl-C ends it; the next start goes on from here.\n":
                    break
            people = [words for line in lines if (words := line.split()) and "/demo/in/" in words[-1]]
            roles = [words[0] for words in people]
            assert roles.count("looking") == 1
            assert roles.count("client") >= 3
            assert roles.count("therapist") >= 2
            assert {"lead", "listener", "coordinator"} <= set(roles)
            with urllib.request.urlopen(people[0][-1], timeout=20) as page:  # noqa: S310 - our own server
                assert page.status == 200
            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 0
        finally:
            process.terminate()  # ends the server too, if it still runs
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    found = standing.read(home)
    assert found
    assert found.is_whole
