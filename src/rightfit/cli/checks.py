"""What `rightfit check` looks at: one small function for each thing, and one table of them.

Each yields what is wrong and how it is mended; nothing: it is well.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from rightfit.cli.serve import OTHERS, unsafe
from rightfit.demo import standing
from rightfit.exchange import backing_up, restoring
from rightfit.keeping import clock
from rightfit.keeping.chains import misfits
from rightfit.keeping.data_home import seconds_since
from rightfit.keeping.models import Letter, SealKey
from rightfit.keeping.seal_keys import fingerprints
from rightfit.practice.models import Duty, Practice
from rightfit.worker import TICKED

if TYPE_CHECKING:
    from collections.abc import Callable

# What is wrong, and how it is mended.
Wrong = Iterator[tuple[str, str]]

NEEDED_DUTIES = (Duty.Kind.LEAD, Duty.Kind.LISTENER, Duty.Kind.COORDINATOR, Duty.Kind.INTRODUCER)
# As SQLite answers: 2 is FULL, 1 is on.
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}
LEAST_FREE = 500 * 1024 * 1024
TICK_IS_OLD = timedelta(minutes=10)
BACKUP_IS_OLD = timedelta(days=1)
DRILL_IS_OLD = timedelta(days=35)


def key_file() -> Wrong:
    try:
        here = fingerprints()
    except ImproperlyConfigured as wrong:
        yield str(wrong), "bring the file back from where you keep a copy of the keys"
        return
    for name, known_as in SealKey.objects.values_list("name", "fingerprint"):
        if here.get(name) != known_as:
            yield (
                f"the key file {settings.SEAL_KEY_FILE} lacks the key {name} of this database",
                "bring that line back from your copy of the keys, behind the newest line",
            )


def data_folder() -> Wrong:
    if settings.HOME.stat().st_mode & OTHERS:
        yield f"others on this machine may open {settings.HOME}", f"chmod 700 {settings.HOME}"


def settings_are_safe() -> Wrong:
    for why in unsafe():
        what, _, mend = why.rpartition("; ")
        yield (what, mend) if what else (why, "see the table of settings in docs/guide/operator.md")


def no_demo() -> Wrong:
    if settings.DEMO and standing.read(settings.HOME) is None:
        yield "RIGHTFIT_DEMO is yes on a real practice: it signs people in by links", "take RIGHTFIT_DEMO away"
    if settings.CLOCK_SHIFT_SECONDS and not settings.DEMO:
        yield "RIGHTFIT_CLOCK_SHIFT moves the clock of a real practice", "take RIGHTFIT_CLOCK_SHIFT away"


def mail() -> Wrong:
    if not settings.EMAIL_HOST and not settings.DEMO:
        yield (
            f"no mail leaves: letters, with codes for signing in, lie as files in {settings.EMAIL_FILE_PATH}",
            "name your mail server in RIGHTFIT_MAIL_HOST",
        )


def letters() -> Wrong:
    given_up = Letter.objects.undeliverable().values("to").distinct().count()
    if given_up:
        yield f"{given_up} people are reached by no mail", "see the log for why; the lead's page asks to call them"


def pragmas() -> Wrong:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for name, right in PRAGMAS.items():
            cursor.execute(f"PRAGMA {name}")
            [is_now] = cursor.fetchone()
            if is_now != right:
                yield f"SQLite's {name} is {is_now}, not {right}", "use the settings as they came; report this"


def database_file() -> Wrong:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(1)")
        [said] = cursor.fetchone()
        cursor.execute("PRAGMA foreign_key_check")
        loose = cursor.fetchone()
    if said != "ok":
        yield (
            f"the database is damaged: {said}",
            "stop, copy the folder aside, then: rightfit restore FILE --replace",
        )
    elif loose:
        yield f"a row in {loose[0]} points at one that is not there", "report this; nothing is lost by going on"


def disk() -> Wrong:
    free = shutil.disk_usage(settings.HOME).free
    if free < LEAST_FREE:
        yield f"only {free // 2**20} MB are free where {settings.HOME} lies", "make room: a full disk saves nothing"


def migrations() -> Wrong:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield f"{len(waiting)} changes of the tables wait", "rightfit serve --check (it backs up first)"


def worker() -> Wrong:
    since = seconds_since(settings.HOME, TICKED)
    if Practice.objects.exists() and (since is None or since > TICK_IS_OLD.total_seconds()):
        when = "never looked" if since is None else f"looked {since / 60:,.0f} minutes ago"
        yield f"the worker {when} for what is due: no letter leaves", "start `rightfit serve` or `rightfit worker`"


def trail() -> Wrong:
    wrong = sum(1 for _ in misfits())
    if wrong:
        yield f"{wrong} lines of the trail do not fit", "rightfit audit verify names them; tell the lead"


def backup() -> Wrong:
    since = seconds_since(settings.HOME, backing_up.NOTED)
    if since is None or since > BACKUP_IS_OLD.total_seconds():
        when = "there is no backup" if since is None else f"the last backup is {since / 3600:,.0f} hours old"
        yield when, "rightfit backup, every hour by a timer"


def drill() -> Wrong:
    since = seconds_since(settings.HOME, restoring.NOTED)
    if since is None or since > DRILL_IS_OLD.total_seconds():
        when = "was never tried" if since is None else f"was tried {since / 86400:.0f} days ago"
        yield f"restoring a backup {when}", "rightfit restore --drill, once a month"


def duties() -> Wrong:
    named = set(Duty.objects.held_on(clock.today()).values_list("kind", flat=True))
    for kind in NEEDED_DUTIES:
        if kind not in named:
            yield f"nobody is the {kind.label}", "the lead names somebody on the page of the practice"


CHECKS: tuple[tuple[str, Callable[[], Wrong]], ...] = (
    ("the key file", key_file),
    ("the data folder", data_folder),
    ("the settings", settings_are_safe),
    ("the demo's settings", no_demo),
    ("mail", mail),
    ("the tables", migrations),
    ("how the database saves", pragmas),
    ("the database", database_file),
    ("room on the disk", disk),
    ("letters", letters),
    ("the worker", worker),
    ("the trail", trail),
    ("the last backup", backup),
    ("the last drill", drill),
    ("duties", duties),
)
