"""`rightfit import`: a practice's own history, from a file into the house."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from rightfit.cli.file_layout import layout, layout_of

if TYPE_CHECKING:
    import argparse

    from rightfit.exchange.importing import Laid, Plan

_SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    layout(parser, needed=False)
    parser.add_argument("--therapists", type=Path, metavar="MAP.csv", help="who they are: therapist, name, email")
    parser.add_argument(
        "--first-date", type=date.fromisoformat, metavar="DAY",
        help="for a file without dates: session 1 of each pair is laid on this day",
    )  # fmt: skip
    parser.add_argument("--every-days", type=int, metavar="N", help="... and each next one so many days later")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="only say what would be made (this is the default)")
    what.add_argument("--yes", action="store_true", help="write it, in one transaction")
    what.add_argument("--undo", type=UUID, metavar="BATCH", help="take out again what this import brought")


def run(args: argparse.Namespace) -> int:
    """Bring in, look, or take out; 0 all of it, 3 some rows refused, 1 nothing could be done, 2 a wrong call."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rightfit.settings")
    try:
        import django  # noqa: PLC0415 - a base install never meets Django
    except ModuleNotFoundError:
        return _say("needs the web part; install it with: pip install 'rightfit[web]'", 2)
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.db import DatabaseError  # noqa: PLC0415

    from rightfit.engine.files import CallError, FileError  # noqa: PLC0415

    try:
        django.setup()
        from rightfit.keeping.seal_keys import refuse_a_wrong_file  # noqa: PLC0415 - after the settings
        from rightfit.practice.models import Practice  # noqa: PLC0415

        refuse_a_wrong_file()
        if not Practice.objects.exists():
            return _say("there is no practice here yet; rightfit serve begins one", 1)
        return _undo(args) if args.undo else _import(args)
    except CallError as error:
        return _say(str(error), 2)
    except (FileError, ImproperlyConfigured) as error:
        return _say(str(error), 1)
    except DatabaseError as error:
        return _say(f"there is no practice here that can be read ({type(error).__name__}); see RIGHTFIT_HOME", 1)


def _say(message: str, code: int) -> int:
    print(f"rightfit import: {message}", file=sys.stderr)
    return code


def _undo(args: argparse.Namespace) -> int:
    from rightfit.exchange.models import Import  # noqa: PLC0415 - models, so not before setup
    from rightfit.exchange.undoing import GoneOnError, undo  # noqa: PLC0415

    try:
        sessions, people = undo(args.undo)
    except Import.DoesNotExist:
        return _say(f"there is no import {args.undo}", 1)
    except GoneOnError as gone_on:
        return _say(f"not taken out: people have gone on working since, with client {', '.join(gone_on.who)}", 1)
    print(f"Taken out: {sessions} sessions, {people} people who had come with them.")
    return 0


def _import(args: argparse.Namespace) -> int:
    from rightfit.engine.files import CallError  # noqa: PLC0415
    from rightfit.exchange import importing  # noqa: PLC0415 - models, so not before setup

    if args.file is None or args.therapists is None:
        message = "a file and --therapists MAP.csv are needed (or --undo BATCH)"
        raise CallError(message)
    therapists = importing.therapists_in(args.therapists)
    plan, laid = layout_of(args), _laid(args)
    if not args.yes:
        found = importing.plan(args.file, layout=plan, therapists=therapists, laid=laid)
        _tell(found, "would come in", laid)
        print("Nothing was written; --yes writes it.")
    else:
        batch, found = importing.bring(args.file, layout=plan, therapists=therapists, laid=laid)
        _tell(found, "came in", laid)
        print(f"To take it out again: rightfit import --undo {batch.pk}")
    return _code(found)


def _code(found: Plan) -> int:
    if not found.rows:
        return 1
    return 3 if found.refused else 0


def _laid(args: argparse.Namespace) -> Laid | None:
    from rightfit.engine.files import CallError  # noqa: PLC0415
    from rightfit.exchange.importing import Laid  # noqa: PLC0415

    if args.first_date is None and args.every_days is None:
        return None
    if args.first_date is None or args.every_days is None or args.every_days < 1:
        message = "--first-date DAY and --every-days N (1 or more) go together"
        raise CallError(message)
    return Laid(first=args.first_date, every_days=args.every_days)


def _tell(found: Plan, verb: str, laid: Laid | None) -> None:
    clients = {row.client for row in found.rows}
    therapists = {row.therapist for row in found.rows}
    print(
        f"{len(clients)} clients with {len(therapists)} therapists, {len(found.rows)} sessions "
        f"and {found.ratings} ratings {verb}."
    )
    if laid is not None:
        print(
            f"note: the file has no dates; session 1 stands on {laid.first}, each next one {laid.every_days} days later"
        )
    if found.kept_private:
        print(f"note: {found.kept_private} ratings were kept private (shared is 0) and stay outside")
    for refusal in found.refused[:_SHOWN]:
        print(f"refused, line {refusal.line}: {refusal.reason}", file=sys.stderr)
    if len(found.refused) > _SHOWN:
        print(f"... and {len(found.refused) - _SHOWN} more refused rows", file=sys.stderr)
