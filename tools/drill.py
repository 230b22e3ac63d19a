"""What has to hold when things go wrong, tried with real processes and real files.

    python tools/drill.py                        # all of them, long; writes docs/drills.md
    python tools/drill.py kills --times 10       # one of them; prints what was counted as JSON

Each lives in a folder of its own that is thrown away. The suite runs short ones (tests/cli/test_drills.py).
"""

# ruff: noqa: PLC0415 - models, so not before the house is set

import argparse
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

PROJECT = Path(__file__).parents[1]
PAGE = PROJECT / "docs" / "drills.md"
WRITERS = 8
KEY_BYTES = 16
ROOM_BYTES = 200_000
Counted = dict[str, float]


def open_practice(home: Path) -> None:
    """Make the house's settings and the tables of the trail in this folder."""
    for name in [name for name in os.environ if name.startswith(("RIGHTFIT_", "DATABASE_"))]:
        del os.environ[name]
    os.environ |= {"RIGHTFIT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "rightfit.settings"}
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", "keeping", verbosity=0)
    close()


def close() -> None:
    """Leave the database: a connection must not be shared with a child."""
    from django.db import connection

    connection.close()


def say(name: UUID) -> None:
    """Write one line of the trail by the verb with which every act does."""
    from rightfit.keeping.models import Event, Letter

    Event.objects.record("tried", by=None, about=Letter(id=name))


def stored() -> set[UUID]:
    from rightfit.keeping.models import Event

    return set(Event.objects.values_list("about_id", flat=True))


def wholeness() -> int:
    """Count what is torn: pages, rows that point nowhere, lines of the trail that do not fit."""
    from django.db import connection

    from rightfit.keeping.chains import misfits

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        torn = int(cursor.fetchall() != [("ok",)])
        cursor.execute("PRAGMA foreign_key_check")
        loose = len(list(cursor.fetchall()))
    return torn + loose + sum(1 for _ in misfits())


def child(work: Callable[[int], None]) -> tuple[int, int]:
    """Start a process that works and tells by a pipe; return its number and the pipe's end."""
    close()
    reads, writes = os.pipe()
    number = os.fork()
    if number == 0:
        os.close(reads)
        work(writes)
        os._exit(0)
    os.close(writes)
    return number, reads


def told(pipe: int) -> bytes:
    """Return all that was told until the other end was closed, by ending or by being killed."""
    with os.fdopen(pipe, "rb") as opened:
        return opened.read()


def names_in(said: bytes) -> set[UUID]:
    return {UUID(bytes=said[at : at + KEY_BYTES]) for at in range(0, len(said) // KEY_BYTES * KEY_BYTES, KEY_BYTES)}


def write_on(pipe: int, *, too_early: bool = False) -> None:
    """Write lines for ever; each is acknowledged when it is saved - or, as a planted fault, before."""
    while True:
        name = uuid4()
        if too_early:
            os.write(pipe, name.bytes)
        say(name)
        if not too_early:
            os.write(pipe, name.bytes)


def kills(times: int, *, too_early: bool = False) -> Counted:
    """R1: kill -9 a writer at any moment; what was acknowledged is there, and nothing is torn."""
    acknowledged: set[UUID] = set()
    for _ in range(times):
        number, pipe = child(lambda writes: write_on(writes, too_early=too_early))
        first = os.read(pipe, KEY_BYTES)  # it is in full swing, however busy the machine is
        time.sleep(random.uniform(0, 0.06))
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
        acknowledged |= names_in(first + told(pipe))
    lost = acknowledged - stored()
    return {"kills": times, "acknowledged": len(acknowledged), "lost": len(lost), "torn": wholeness()}


def early(times: int) -> Counted:
    """R1's planted fault, "saved" is said first: the same test has to find words that were lost."""
    tried = 0
    while True:
        counted = kills(1, too_early=True)
        tried += 1
        if counted["lost"] or tried == times:
            return counted | {"kills": tried}


def writers(times: int) -> Counted:
    """R3: eight read, change and write the same chain at once; nobody is refused, nothing is lost."""

    def work(pipe: int) -> None:
        refused, worst = 0, 0.0
        for _ in range(times):
            began = time.monotonic()
            try:
                say(uuid4())
            except Exception:  # noqa: BLE001 - whatever it was, the writer was refused
                refused += 1
            worst = max(worst, time.monotonic() - began)
        os.write(pipe, json.dumps([refused, worst]).encode())

    before = len(stored())
    all_of_them = [child(work) for _ in range(WRITERS)]
    answers = [json.loads(told(pipe)) for _, pipe in all_of_them]
    for number, _ in all_of_them:
        os.waitpid(number, 0)
    return {
        "writers": WRITERS,
        "asked": WRITERS * times,
        "refused": sum(refused for refused, _ in answers),
        "stored": len(stored()) - before,
        "torn": wholeness(),
        "worst_wait_s": round(max(worst for _, worst in answers), 2),
    }


def full(_times: int) -> Counted:
    """R5: the disk is full: refused and not half saved, readable meanwhile, and writable when there is room."""
    say(uuid4())
    before = stored()

    def work(pipe: int) -> None:
        from django.conf import settings
        from django.db import DatabaseError

        size = Path(settings.DATABASE_FILE).stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + ROOM_BYTES, resource.RLIM_INFINITY))
        saved: list[str] = []
        refused = readable = 0
        for _ in range(2_000):
            name = uuid4()
            try:
                say(name)
            except DatabaseError:
                refused += 1
                readable += len(stored()) == len(before) + len(saved)
                if refused == 5:
                    break
            else:
                saved.append(name.hex)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        name = uuid4()
        say(name)
        os.write(pipe, json.dumps([[*saved, name.hex], refused, readable]).encode())

    number, pipe = child(work)
    saved, refused, readable = json.loads(told(pipe))
    os.waitpid(number, 0)
    lost = {UUID(name) for name in saved} - stored()
    half = stored() - before - {UUID(name) for name in saved}
    return {
        "acknowledged": len(saved),
        "refused": refused,
        "readable_while_full": readable,
        "lost": len(lost),
        "saved_though_refused": len(half),
        "torn": wholeness(),
    }


def loaded(times: int) -> Counted:
    """R7: a backup under load has all that was acknowledged before it began; a plain copy of the file has not."""
    from django.conf import settings

    from rightfit.exchange import backing_up, restoring

    home = Path(settings.HOME)
    number, pipe = child(write_on)
    os.set_blocking(pipe, False)
    said, missing, copies_missing = b"", 0, 0
    for _ in range(times):
        time.sleep(0.1)
        said += os.read(pipe, 1 << 16)
        acknowledged = names_in(said)
        file, _manifest = backing_up.back_up(home / "backups")
        shutil.copy(settings.DATABASE_FILE, home / "plain-copy")
        restoring.open_backup(file, home / "opened")
        missing += bool(acknowledged - _events_in(home / "opened"))
        copies_missing += bool(acknowledged - _events_in(home / "plain-copy"))
    os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)
    os.close(pipe)
    return {
        "backups": times,
        "acknowledged": len(names_in(said)),
        "incomplete": missing,
        "incomplete_cp": copies_missing,
    }


def _events_in(file: Path) -> set[UUID]:
    try:
        with closing(sqlite3.connect(file)) as opened:
            return {UUID(row[0]) for row in opened.execute("SELECT about_id FROM keeping_event")}
    except sqlite3.DatabaseError:
        return set()


def pragmas(_times: int) -> Counted:
    """R2: every process's connection waits for the disk, and wipes what it deletes."""

    def work(pipe: int) -> None:
        from django.db import connection

        found: dict[str, Any] = {}
        with connection.cursor() as cursor:
            for name in ("synchronous", "secure_delete", "foreign_keys", "journal_mode"):
                cursor.execute(f"PRAGMA {name}")
                [found[name]] = cursor.fetchone()
        os.write(pipe, json.dumps(found).encode())

    number, pipe = child(work)
    os.waitpid(number, 0)
    found: dict[str, Any] = json.loads(told(pipe))
    return found | {"journal_mode": float(found["journal_mode"] == "wal")}


def restore(_times: int) -> Counted:
    """R8: a practice is backed up, and its newest backup restored into a scratch folder; with a stopwatch."""
    began = time.monotonic()
    for words in (["serve", "--check"], ["backup"], ["restore", "--drill"]):
        subprocess.run([sys.executable, "-m", "rightfit", *words], check=True, stdout=subprocess.DEVNULL)
    return {"seconds": round(time.monotonic() - began, 1)}


def planted(_times: int) -> Counted:
    """S2: faults of who sees what, planted one at a time: the tests have to find each, and none where none is."""
    from planted import counted

    return counted()


# By name: what it does, how often in the long version, and what has to come out.
DRILLS: dict[str, tuple[Callable[[int], Counted], int, Callable[[Counted], bool]]] = {
    "kills": (kills, 1000, lambda it: it["acknowledged"] > it["kills"] and not it["lost"] and not it["torn"]),
    "early": (early, 100, lambda it: it["lost"] > 0),
    "pragmas": (
        pragmas,
        1,
        lambda it: it == {"synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "journal_mode": 1},
    ),
    "writers": (writers, 100, lambda it: it["stored"] == it["asked"] and not it["refused"] and not it["torn"]),
    "full": (
        full,
        1,
        lambda it: (
            it["refused"] == it["readable_while_full"] == 5
            and not it["lost"]
            and not it["saved_though_refused"]
            and not it["torn"]
        ),
    ),
    "loaded": (loaded, 10, lambda it: not it["incomplete"] and it["incomplete_cp"] > 0 and it["acknowledged"] > 0),
    "restore": (restore, 1, lambda it: it["seconds"] < 15 * 60),
    "planted": (planted, 1, lambda it: it["planted"] == it["found"] and not it["false alarms"]),
}


SHORT = {"kills": 10, "early": 50, "pragmas": 1, "writers": 10, "full": 1, "loaded": 3}


def run_one(name: str, times: int) -> int:
    drill, _, holds = DRILLS[name]
    with tempfile.TemporaryDirectory(prefix="rightfit-drill-") as folder:
        open_practice(Path(folder))
        counted = drill(times)
        close()
    print(json.dumps(counted | {"holds": holds(counted)}))
    return 0 if holds(counted) else 1


def run_short() -> int:
    """Run a short version of each that needs no second start, in one process; print all that was counted."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="rightfit-drill-") as folder:
        open_practice(Path(folder))
        for name, times in SHORT.items():
            drill, _, holds = DRILLS[name]
            counted = drill(times)
            found[name] = counted | {"holds": holds(counted)}
        close()
    print(json.dumps(found))
    return 0


def run_all() -> int:
    """Run the long version of each in a process of its own, and write the page."""
    rows, well = [], True
    for name, (drill, times, _) in DRILLS.items():
        print(f"{name} ...", flush=True)
        call = [sys.executable, __file__, name, "--times", str(times)]
        ran = subprocess.run(call, capture_output=True, text=True, check=False)
        well &= ran.returncode == 0
        what = " ".join((drill.__doc__ or "").split())
        try:
            counted = json.loads(ran.stdout)
        except json.JSONDecodeError:
            counted = {"failed": ran.stderr.strip().splitlines()[-1] if ran.stderr.strip() else "without a word"}
        holds = counted.pop("holds", False)
        said = ", ".join(
            f"{key.replace('_', ' ')} {value:,}" if not isinstance(value, str) else value
            for key, value in counted.items()
        )
        rows.append(f"| {what} | {'holds' if holds else '**does not hold**'} | {said} | {time.strftime('%Y-%m-%d')} |")
        print(rows[-1], flush=True)
    head = PAGE.read_text(encoding="utf-8").partition("| Drill |")[0]
    table = ["| Drill | Result | Counted | Last run |", "|---|---|---|---|", *rows]
    PAGE.write_text(head + "\n".join(table) + "\n", encoding="utf-8")
    return 0 if well else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="?", choices=sorted(DRILLS))
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--short", action="store_true", help="as the suite runs them")
    args = parser.parse_args()
    if args.short:
        return run_short()
    return run_one(args.name, args.times) if args.name else run_all()


if __name__ == "__main__":
    raise SystemExit(main())
