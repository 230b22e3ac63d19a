"""A backup becomes a practice again: opened, looked through, brought up to date, and only then put in place."""

import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from rightfit.exchange import backing_up, letting_go
from rightfit.exchange.backing_up import MAGIC, PURPOSE, NoBackupError
from rightfit.keeping import clock
from rightfit.keeping.chains import misfits
from rightfit.keeping.data_home import PRIVATE_FILE
from rightfit.keeping.seal_keys import see_that_they_fit
from rightfit.keeping.sealed import SealBrokenError, unseal_pieces

BESIDE = ("", "-wal", "-shm")
BROKEN_PAGE = 500
NOTED = "last-drill"


class NotRestoredError(Exception):
    """Why nothing was restored, in one line; the practice that is there was not touched."""


def open_backup(file: Path, into: Path) -> dict[str, Any]:
    """Write the copy that lies in the backup; return its manifest. What does not fit it is refused."""
    try:
        with file.open("rb") as source:
            if source.read(len(MAGIC)) != MAGIC:
                raise NotRestoredError(f"{file} is no backup of rightfit")
            pieces = (zlib.decompress(piece) for piece in unseal_pieces(source, purpose=PURPOSE))
            manifest: dict[str, Any] = json.loads(next(pieces))
            into.touch(mode=PRIVATE_FILE)
            with into.open("wb") as opened:
                opened.writelines(pieces)
    except OSError as failed:
        raise NotRestoredError(f"{failed.filename or into}: {failed.strerror}") from None
    except (SealBrokenError, ImproperlyConfigured) as failed:
        raise NotRestoredError(str(failed)) from None
    if backing_up.checksum(into) != manifest["sha256"]:
        raise NotRestoredError(f"{file} is not whole: its checksum does not fit")
    return manifest


def see_that_it_is_whole(copy: Path, manifest: dict[str, Any]) -> None:
    """Refuse a copy with a torn page, a row that points nowhere, or other counts than were written down."""
    try:
        inside = backing_up.inside_of(copy)
    except NoBackupError as wrong:
        raise NotRestoredError(str(wrong)) from None
    if inside["counts"] != manifest["counts"]:
        raise NotRestoredError("the copy holds another number of rows than were written down when it was made")


@contextmanager
def looked_into(copy: Path) -> Iterator[None]:
    """Let this process read and write the copy instead of the practice that is there."""
    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(copy)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def bring_up_to_date(made_at: datetime) -> int:
    """Migrate the copy, erase again what was erased since it was made, see that keys and trail fit, open one page.

    Return how many erasings were done again. Nobody is signed in afterwards: a session may have been ended since.
    """
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    call_command("createcachetable", verbosity=0)
    erased = letting_go.do_again(made_at)
    UserSession.objects.all().delete()
    Session.objects.all().delete()
    try:
        see_that_they_fit()
    except ImproperlyConfigured as wrong:
        raise NotRestoredError(str(wrong)) from None
    wrong_lines = sum(1 for _ in misfits())
    if wrong_lines:
        raise NotRestoredError(f"{wrong_lines} lines of its trail do not fit; see `rightfit audit verify`")
    status = _status_of(reverse("home:home"))
    if status >= BROKEN_PAGE:
        raise NotRestoredError(f"a page of it cannot be shown: it answers {status}")
    return erased


def put_in_place(copy: Path) -> Path | None:
    """Give the copy the practice's name; return where the practice lies that was there before, if one was."""
    place = Path(settings.DATABASE_FILE)
    aside = None
    if place.exists() and place.stat().st_size:
        aside = place.with_name(f"before-restore-{clock.now():%Y%m%dT%H%M%SZ}.sqlite3")
    for end in BESIDE:
        there = place.with_name(place.name + end)
        if there.exists():
            there.replace(aside.with_name(aside.name + end)) if aside else there.unlink()
    copy.replace(place)
    return aside


def _status_of(path: str) -> int:
    """Ask for the page as a browser would, without a server."""
    host, _, _ = settings.PUBLIC_URL.partition("://")[2].partition("/")
    answered: list[int] = []

    def start(status: str, _headers: Any, _failed: Any = None) -> Any:
        answered.append(int(status.split(maxsplit=1)[0]))
        return lambda _body: None

    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": host,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    response = WSGIHandler()(environ, start)
    response.close()
    return answered[0]
