"""What `serve` and `demo` do alike: see that they can start, make tables and styles, run the server and the ticks."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = "127.0.0.1"
TICK_SECONDS = 15
PATIENCE_SECONDS = 30
ENDS_WITHIN_SECONDS = 8
HIGHEST_PORT = 65535


class CannotStartError(Exception):
    """Why it does not start, in one line, and what to do."""


def see_that_the_port_is_free(port: int, *, make: str) -> None:
    """Refuse a port that is taken or not ours; `make` is the call that takes another."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise CannotStartError(f"port {port} needs root; choose one above 1023: make {make} PORT=8001") from None
        except OSError:
            raise CannotStartError(f"port {port} is in use; choose another: make {make} PORT={port + 1}") from None


def see_that_the_web_is_there() -> None:
    try:
        import django  # noqa: F401, PLC0415 - only asked for
        import granian  # noqa: F401, PLC0415
    except ModuleNotFoundError:
        raise CannotStartError("needs the web part; install it with: pip install 'rightfit[web]'") from None


def see_that_it_is_not_running(home: Path) -> None:
    """Hold the folder until this process ends: a second one would do everything twice."""
    held = os.open(home, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        why = "it is running already; end it with Ctrl-C, or name another folder in RIGHTFIT_HOME"
        raise CannotStartError(why) from None


def see_that_a_practice_is_there() -> None:
    """Refuse a folder without a practice, before the settings would make one there."""
    home = Path(os.environ.get("RIGHTFIT_HOME") or "rightfit-data").resolve()
    file = home / "rightfit.sqlite3"
    if not os.environ.get("DATABASE_URL") and not (file.exists() and file.stat().st_size):
        raise CannotStartError(f"{home} holds no practice; name its folder in RIGHTFIT_HOME")


def make_tables() -> None:
    """Bring the tables up to date; a practice that is there is backed up first."""
    from django.core.management import call_command  # noqa: PLC0415 - after the house is set

    if _is_older():
        _back_up_first()
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    call_command("createcachetable", verbosity=0)


def _is_older() -> bool:
    """Say whether tables are there already and some migration is not."""
    from django.db import connection  # noqa: PLC0415 - after the house is set
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    done = executor.loader.applied_migrations
    return bool(done) and bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _back_up_first() -> None:
    from rightfit.exchange import backing_up  # noqa: PLC0415 - models, so not before setup

    try:
        file, _ = backing_up.back_up(backing_up.default_folder())
    except backing_up.NoBackupError as why:
        raise CannotStartError(
            f"the tables have to be changed and no backup could be made before: {why}. "
            "Or make one by hand, and then: python -m django migrate"
        ) from None
    print(f"Backed up before the tables are changed: {file}", flush=True)


def draw_styles() -> None:
    """Collect styles and pictures."""
    from django.core.management import call_command  # noqa: PLC0415 - after the house is set

    call_command("collectstatic", interactive=False, verbosity=0)


def is_drawn_already() -> bool:
    """Say whether the static files were collected after the last of them was changed."""
    from django.conf import settings  # noqa: PLC0415 - after the house is set
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415

    made = settings.STATIC_ROOT / "staticfiles.json"
    if not made.exists():
        return False
    files = (storage.path(path) for finder in get_finders() for path, storage in finder.list([]))
    return max(Path(file).stat().st_mtime for file in files) < made.stat().st_mtime


def serve(port: int, *, command: str, started: Callable[[], None], ticked: Callable[[], None]) -> int:
    """Run the pages, and the worker's tick beside them, until somebody ends it; 0 by hand, 1 by itself."""
    from rightfit import worker  # noqa: PLC0415 - models, so not before setup

    # Without the last number a page that hangs would hold Ctrl-C up for ever.
    words = (
        "granian --interface wsgi --workers 2 --blocking-threads 2 --log-level warning --workers-kill-timeout 5"
        " rightfit.wsgi:application"
    )
    # A script's background job is born deaf to the first: it would never end by Ctrl-C's signal.
    for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked, _end)
    # A session of its own: Ctrl-C comes here alone, and the server is ended once, from here.
    call = [sys.executable, "-m", *words.split(), "--host", HOST, "--port", str(port)]
    server = subprocess.Popen(call, start_new_session=True)  # noqa: S603 - our own words alone
    try:
        if not _answers(server, port):
            print(f"rightfit {command}: the server did not start; what it said stands above", file=sys.stderr)
            return 1
        started()
        while True:
            try:
                server.wait(TICK_SECONDS)
            except subprocess.TimeoutExpired:
                worker.tick()
                ticked()
            else:
                print(f"rightfit {command}: the server ended by itself; what it said stands above", file=sys.stderr)
                return 1
    except KeyboardInterrupt:
        return 0
    finally:
        _end_the_server(server)
        print()


def _end_the_server(server: subprocess.Popen[bytes]) -> None:
    """Ask it to end, and end it and its workers where it does not: Ctrl-C is never left without an answer."""
    server.terminate()
    try:
        server.wait(ENDS_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _end(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _answers(server: subprocess.Popen[bytes], port: int) -> bool:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < give_up:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return True
        time.sleep(0.05)
    return False
