"""`rightfit anew MAIL`: somebody who works here has lost phone and spare codes, and no lead can help them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from rightfit.cli import serving
from rightfit.cli.serving import CannotStartError

if TYPE_CHECKING:
    import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("mail", metavar="MAIL", help="the mail address of somebody who works here")
    parser.add_argument("--yes", action="store_true", help="do it; without it the command only says what would happen")


def run(args: argparse.Namespace) -> int:
    """Say or do it; 0 said or done, 1 nobody here has this address or no practice is here, 2 no web part."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rightfit.settings")
    try:
        import django  # noqa: PLC0415 - a base install never meets Django
    except ModuleNotFoundError:
        print("rightfit anew: needs the web part; install it with: pip install 'rightfit[web]'", file=sys.stderr)
        return 2
    from django.db import DatabaseError  # noqa: PLC0415

    try:
        serving.see_that_a_practice_is_there()
        django.setup()
        return _anew(args.mail, yes=args.yes)
    except (CannotStartError, DatabaseError) as why:
        print(f"rightfit anew: {str(why).strip()}", file=sys.stderr)
        return 1


def _anew(mail: str, *, yes: bool) -> int:
    from rightfit.practice.beginning_anew import begin_anew  # noqa: PLC0415 - models, so not before the setup
    from rightfit.practice.models import Person  # noqa: PLC0415
    from rightfit.practice.signing_in import works_here  # noqa: PLC0415

    person = Person.objects.filter(email__iexact=mail, is_active=True).first()
    if person is None or not works_here(person):
        print(f"rightfit anew: nobody who works here has the address {mail}", file=sys.stderr)
        return 1
    if not yes:
        print(
            f"{person.full_name} would lose every passkey, app and spare code, and be signed out everywhere.\n"
            "Then their mail alone lets them choose a second step anew. They and every lead are written to,\n"
            "and it stands in the trail.\n"
            "First speak with them, by a number you know. Then run it again with --yes."
        )
        return 0
    begin_anew(person.pk, by=None)
    print(
        f"Done: {person.full_name} signs in by mail and chooses a second step anew. They and every lead are written to."
    )
    return 0
