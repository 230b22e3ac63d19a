"""A whole copy of the practice's database, made while it runs and sealed with a key that is not in it.

A plain copy of the file is torn or old: what was saved last stands in a second file. The copy here is one
transaction's view. The sealed words inside are sealed once more with all the rest, by a key derived from the
practice's sealing key: whoever keeps the key file elsewhere needs no second secret, and whoever finds a backup
without it finds nothing.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from rightfit import __version__
from rightfit.keeping import clock
from rightfit.keeping.data_home import PRIVATE_FILE, PRIVATE_FOLDER, note_moment
from rightfit.keeping.sealed import seal_pieces

NOTED = "last-backup"
PURPOSE = "rightfit backup 1"
MAGIC = b"rightfit backup 1\n"
PIECE_BYTES = 1 << 20
KEPT_FOR = timedelta(days=35)
NAME = "rightfit-{at:%Y%m%dT%H%M%S%f}Z.backup"
NAMED = "rightfit-%Y%m%dT%H%M%S%fZ.backup"


class NoBackupError(Exception):
    """Why there is no backup, in one line, and what to do."""


def default_folder() -> Path:
    return Path(settings.HOME) / "backups"


def back_up(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Lay a sealed copy of the whole database in the folder; return where it lies and what is in it."""
    try:
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".backup-", dir=folder) as scratch, _copied(Path(scratch)) as (copy, inside):
            manifest = {
                "rightfit": __version__,
                "made_at": clock.now().isoformat(),
                "database": connection.vendor,
                "bytes": copy.stat().st_size,
                "sha256": checksum(copy),
                **inside,
            }
            whole = Path(scratch) / "whole"
            _seal(copy, manifest, whole)
            # The name comes last: what has it is whole.
            file = folder / NAME.format(at=clock.now().astimezone(UTC))
            whole.replace(file)
    except OSError as failed:
        raise NoBackupError(f"it cannot be written in {folder}: {failed.strerror}") from None
    _thin(folder)
    note_moment(settings.HOME, NOTED)
    return file, manifest


def backups_in(folder: Path) -> list[tuple[datetime, Path]]:
    """Return the backups that lie in the folder, by the moment in their names; the newest last."""
    found = []
    for file in folder.glob("rightfit-*.backup"):
        try:
            found.append((datetime.strptime(file.name, NAMED).replace(tzinfo=UTC), file))
        except ValueError:
            continue
    return sorted(found)


def checksum(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def inside_of(copy: Path) -> dict[str, Any]:
    """Return the counts of every table and the migrations of a SQLite copy that is whole; refuse another."""
    try:
        with closing(sqlite3.connect(copy)) as opened:
            said = [row[0] for row in opened.execute("PRAGMA integrity_check")]
            if said != ["ok"]:
                raise NoBackupError(f"the copy is not whole: {said[0]}")
            if opened.execute("PRAGMA foreign_key_check").fetchone():
                raise NoBackupError("the copy is not whole: a row points at one that is not there")
            names = [row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            tables = sorted(name for name in names if not name.startswith("sqlite_"))
            counts = {name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608 - its own names
            done = opened.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    except sqlite3.DatabaseError as failed:
        raise NoBackupError(f"the copy cannot be read: {failed}") from None
    return {"counts": counts, "migrations": [f"{app}.{name}" for app, name in done]}


@contextmanager
def _copied(scratch: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    copy = scratch / "copy"
    copy.touch(mode=PRIVATE_FILE)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            try:
                cursor.execute("VACUUM INTO %s", [str(copy)])
            except DatabaseError as failed:
                raise NoBackupError(f"the database cannot be copied: {failed}") from None
        yield copy, inside_of(copy)
    else:
        yield copy, _dumped(copy)


def _dumped(copy: Path) -> dict[str, Any]:
    """Let pg_dump write what this transaction sees, and count in the same view."""
    program = shutil.which("pg_dump")
    if program is None:
        raise NoBackupError("pg_dump is not here; install PostgreSQL's client programs, of the server's version")
    where = connection.get_connection_params()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        [snapshot] = cursor.fetchone()
        names = connection.introspection.table_names(cursor)
        counts = {}
        for name in sorted(names):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 - its own names
            counts[name] = cursor.fetchone()[0]
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        done = [f"{app}.{name}" for app, name in cursor.fetchall()]
        address = {
            "PGHOST": "host",
            "PGPORT": "port",
            "PGUSER": "user",
            "PGPASSWORD": "password",
            "PGDATABASE": "dbname",
        }
        address |= {"PGSSLMODE": "sslmode", "PGSSLROOTCERT": "sslrootcert"}
        told = {name: str(where[key]) for name, key in address.items() if where.get(key)}
        call = [program, "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={copy}"]
        said = subprocess.run(call, env=os.environ | told, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if said.returncode:
        raise NoBackupError(f"pg_dump: {said.stderr.strip().splitlines()[0] if said.stderr.strip() else 'failed'}")
    return {"counts": counts, "migrations": done}


def _seal(copy: Path, manifest: dict[str, Any], into: Path) -> None:
    descriptor = os.open(into, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(MAGIC)
        seal_pieces(_pieces(copy, manifest), opened, purpose=PURPOSE)
        opened.flush()
        os.fsync(opened.fileno())


def _pieces(copy: Path, manifest: dict[str, Any]) -> Iterator[bytes]:
    yield zlib.compress(json.dumps(manifest).encode())
    with copy.open("rb") as opened:
        while piece := opened.read(PIECE_BYTES):
            yield zlib.compress(piece)


def _thin(folder: Path) -> None:
    """Remove what is older than 35 days, so that what a person erased is gone everywhere by then; never the newest."""
    for made_at, file in backups_in(folder)[:-1]:
        if made_at < clock.now() - KEPT_FOR:
            file.unlink()
