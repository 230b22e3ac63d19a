"""`rightfit demo`: a practice with months of made-up history, served on this machine only."""

from __future__ import annotations

import os
import shutil
import sys
import time
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rightfit.cli.serving import (
    HIGHEST_PORT,
    HOST,
    CannotStartError,
    draw_styles,
    is_drawn_already,
    make_tables,
    see_that_it_is_not_running,
    see_that_the_port_is_free,
    see_that_the_web_is_there,
    serve,
)
from rightfit.demo import standing

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

# The demo is the same everywhere: its own database, no mail that leaves, its own time.
NOT_ITS_OWN = (
    "DATABASE_URL",
    "RIGHTFIT_MAIL_HOST",
    "RIGHTFIT_SECRET_KEY",
    "RIGHTFIT_SEAL_KEY_FILE",
    "RIGHTFIT_PROXIES",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="where it is served; default: 8000")
    parser.add_argument("--fresh", action="store_true", help="forget what visitors did and make it anew")
    parser.add_argument("--few", action="store_true", help="only those of its people whom the page tells of")
    parser.add_argument("--no-serve", action="store_true", help="make it, name its people, and stop")


def run(args: argparse.Namespace) -> int:
    """Make the demo or move its clock on, and serve it; 0 ended by hand, 1 it could not start, 2 a wrong call."""
    if not 1 <= args.port <= HIGHEST_PORT:
        print(f"rightfit demo: --port is {args.port}; it may be 1 to {HIGHEST_PORT}", file=sys.stderr)
        return 2
    try:
        if not args.no_serve:
            see_that_the_port_is_free(args.port, make="demo")
        see_that_the_web_is_there()
        home = _home(fresh=args.fresh)
    except CannotStartError as why:
        print(f"rightfit demo: {why}", file=sys.stderr)
        return 1
    url = f"http://{HOST}:{args.port}"
    before = standing.read(home)
    moment = _set_the_clock(before)
    _set_the_house(home, url)
    _make(home, before, moment, few=args.few)
    if args.no_serve:
        _name_people(url)
        return 0
    return _serve(home, url, args.port, moment)


def _home(*, fresh: bool) -> Path:
    """Return the demo's data folder; a folder with a real practice in it is never touched."""
    from rightfit.keeping.data_home import open_home  # noqa: PLC0415 - only here

    home = Path(os.environ.get("RIGHTFIT_HOME") or Path("rightfit-data") / "demo").resolve()
    found = standing.read(home)
    if found is None and home.is_dir() and any(home.iterdir()):
        raise CannotStartError(f"{home} holds something that is no demo; name an empty folder in RIGHTFIT_HOME")
    if found is not None:
        see_that_it_is_not_running(home)
    if found is not None and (fresh or not found.is_whole):
        shutil.rmtree(home)
        found = None
    open_home(home)
    if found is None:
        see_that_it_is_not_running(home)
    if standing.read(home) is None:
        # First of all: a making that is broken off is begun again, not taken for a practice.
        standing.write(home, stands_at=None)
    return home


def _set_the_clock(before: standing.Standing | None) -> datetime:
    """Return the moment of this visit: the next working day after the last one, at the same hour."""
    now = datetime.fromtimestamp(time.time(), standing.FERNLEA)
    if before is None or before.stands_at is None:
        return standing.first_moment(now)
    return standing.moment_after(max(before.stands_at, before.reached or before.stands_at))


def _set_the_house(home: Path, url: str) -> None:
    for name in NOT_ITS_OWN:
        os.environ.pop(name, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "rightfit.settings",
        "RIGHTFIT_HOME": str(home),
        "RIGHTFIT_DEMO": "yes",
        "RIGHTFIT_URL": url,
        "RIGHTFIT_TIME_ZONE": str(standing.FERNLEA),
    }


def _make(home: Path, before: standing.Standing | None, moment: datetime, *, few: bool) -> None:
    with _progress("starting"):
        import django  # noqa: PLC0415 - after the house is set

        django.setup()
    with _progress("tables"):
        make_tables()
    if not is_drawn_already():
        with _progress("pictures and styles"):
            draw_styles()

    from rightfit.demo import building, people  # noqa: PLC0415 - models, so not before setup

    since = before.stands_at if before else None
    with _progress("months of people's lives" if since is None else "the days since the last visit") as say:
        if since is None:
            clients = [one for one in people.CLIENTS if one.in_the_bar or not few]
            building.build(moment, clients=clients, say=say)
        else:
            building.move_on(since, moment, say=say)
    standing.write(home, stands_at=moment)


class _Say:
    """A line that moves on a terminal; elsewhere it is printed once, when it is done."""

    def __init__(self, what: str) -> None:
        self.what, self.started, self.moves = what, time.monotonic(), sys.stdout.isatty()
        self(0, 0)

    def __call__(self, done: int, of: int) -> None:
        if self.moves:
            print(f"\r  {self.what}" + (f": week {done} of {of}" if of else " ..."), end="\033[K", flush=True)

    def end(self) -> None:
        start = "\r" if self.moves else ""
        end = "\033[K\n" if self.moves else "\n"
        print(f"{start}  {self.what}: {time.monotonic() - self.started:.1f} s", end=end, flush=True)


@contextmanager
def _progress(what: str) -> Iterator[_Say]:
    say = _Say(what)
    yield say
    say.end()


def _name_people(url: str) -> None:
    from rightfit.demo.bar import people  # noqa: PLC0415 - models, so not before setup
    from rightfit.demo.doors import path_for  # noqa: PLC0415

    print()
    for one in people():
        print(f"{one.role:12} {one.name:18} {url}{path_for(one.person)}")
    print(f"\nWho is who, and what to try in five minutes: {url}/demo/")


def _serve(home: Path, url: str, port: int, moment: datetime) -> int:
    from django.conf import settings  # noqa: PLC0415 - after the house is set

    from rightfit.keeping import clock  # noqa: PLC0415

    # Known only now: the making took its time, and the visit begins at the hour itself.
    shift = round(moment.timestamp() - time.time())
    settings.CLOCK_SHIFT_SECONDS = shift
    os.environ["RIGHTFIT_CLOCK_SHIFT"] = str(shift)

    def started() -> None:
        _name_people(url)
        print("Ctrl-C ends it; the next start goes on from here.", flush=True)

    def ticked() -> None:
        standing.write(home, stands_at=moment, reached=clock.now())

    return serve(port, command="demo", started=started, ticked=ticked)
