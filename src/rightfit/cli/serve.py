"""`rightfit serve`: a real practice, its pages and its worker, behind a proxy of one's own."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rightfit.cli import serving
from rightfit.cli.serving import CannotStartError
from rightfit.demo import standing

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SHORTEST_SECRET = 50
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="where it is served; default: 8000")
    parser.add_argument("--check", action="store_true", help="make the tables, see that all is safe, and stop")


def run(args: argparse.Namespace) -> int:
    """Make or bring up to date what a practice needs, and serve it; 0 ended by hand, 1 not started, 2 a wrong call."""
    if not 1 <= args.port <= serving.HIGHEST_PORT:
        print(f"rightfit serve: --port is {args.port}; it may be 1 to {serving.HIGHEST_PORT}", file=sys.stderr)
        return 2
    try:
        serving.see_that_the_web_is_there()
        if not args.check:
            serving.see_that_the_port_is_free(args.port, make="serve")
        _see_that_it_is_no_demo()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rightfit.settings")
        os.environ.setdefault("RIGHTFIT_URL", f"http://{serving.HOST}:{args.port}")
        key = _make_ready()
    except CannotStartError as why:
        print(f"rightfit serve: {why}", file=sys.stderr)
        return 1
    if args.check:
        print("Ready.")
        return 0
    return serving.serve(args.port, command="serve", started=lambda: _tell(key), ticked=lambda: None)


def _see_that_it_is_no_demo() -> None:
    if os.environ.get("RIGHTFIT_DEMO", "no").lower() != "no":
        raise CannotStartError("RIGHTFIT_DEMO is for rightfit demo alone: it signs people in by links; take it away")
    if os.environ.get("RIGHTFIT_CLOCK_SHIFT", "0") != "0":
        raise CannotStartError("RIGHTFIT_CLOCK_SHIFT is for the demo alone: a practice's clock is right; take it away")
    home = Path(os.environ.get("RIGHTFIT_HOME") or "rightfit-data").resolve()
    if standing.read(home) is not None:
        raise CannotStartError(f"{home} holds a demo; name another folder in RIGHTFIT_HOME")


def _make_ready() -> str | None:
    """Bring tables and styles up to date; return the key of the first visitor's link where nobody leads yet."""
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - a base install never meets Django
    from django.db import DatabaseError  # noqa: PLC0415

    try:
        import django  # noqa: PLC0415

        django.setup()
        from django.conf import settings  # noqa: PLC0415 - after the house is set

        for why in unsafe():
            raise CannotStartError(why)
        serving.see_that_it_is_not_running(Path(settings.HOME))
        serving.make_tables()
        if not serving.is_drawn_already():
            serving.draw_styles()
        from rightfit.keeping.seal_keys import refuse_a_wrong_file  # noqa: PLC0415 - models, so not before setup
        from rightfit.practice.arriving import FirstLink  # noqa: PLC0415

        refuse_a_wrong_file()
        return FirstLink.objects.lay()
    except ImproperlyConfigured as wrong:
        raise CannotStartError(str(wrong)) from None
    except DatabaseError as wrong:
        kind = type(wrong).__name__
        raise CannotStartError(f"the database cannot be used ({kind}); see DATABASE_URL and RIGHTFIT_HOME") from None


def unsafe() -> Iterator[str]:
    """Say what of the settings would put people's words at risk, or let nobody in."""
    from django.conf import settings  # noqa: PLC0415 - after the house is set

    if not settings.ON_LOOPBACK and not settings.EMAIL_HOST:
        yield "RIGHTFIT_MAIL_HOST names no mail server: codes for signing in would lie as files, and nobody got one"
    if settings.EMAIL_HOST and settings.EMAIL_HOST not in LOOPBACK and not settings.EMAIL_USE_TLS:
        yield "RIGHTFIT_MAIL_TLS is no, and codes for signing in would cross the net in clear; set it to yes"
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        yield f"RIGHTFIT_SECRET_KEY is shorter than {SHORTEST_SECRET} signs; leave it out, and a good one is made"
    for file in (settings.SEAL_KEY_FILE, settings.HOME / "secret-key", settings.DATABASE_FILE):
        if file.exists() and file.stat().st_mode & OTHERS:
            yield f"others on this machine may read {file}; close it: chmod 600 {file}"


def _tell(key: str | None) -> None:
    from django.conf import settings  # noqa: PLC0415 - after the house is set
    from django.urls import reverse  # noqa: PLC0415

    print(f"Served at {settings.PUBLIC_URL}; Ctrl-C ends it.")
    if key is not None:
        print(
            "\nNobody leads this practice yet. Who opens this address first becomes the lead; it works once, for a day:"
        )
        print(f"{settings.PUBLIC_URL}{reverse('practice:begin')}?key={key}")
    sys.stdout.flush()
