"""`rightfit audit verify`: walk the trail and say which line does not fit."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("what", choices=("verify",), help="verify: whether each line still fits the one before it")


def run(args: argparse.Namespace) -> int:  # noqa: ARG001 - there is one thing to do
    """Walk the trail; 0 every line fits, 1 some do not or it cannot be read, 2 where the web part is missing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rightfit.settings")
    try:
        import django  # noqa: PLC0415 - a base install never meets Django
    except ModuleNotFoundError:
        print("rightfit audit: needs the web part; install it with: pip install 'rightfit[web]'", file=sys.stderr)
        return 2
    django.setup()
    from django.db import DatabaseError  # noqa: PLC0415 - after the settings

    try:
        return _verify()
    except DatabaseError as failed:
        print(f"rightfit audit: the trail cannot be read: {str(failed).strip()}", file=sys.stderr)
        return 1


def _verify() -> int:
    from rightfit.keeping.chains import misfits  # noqa: PLC0415 - models, so not before the setup
    from rightfit.keeping.models import Event  # noqa: PLC0415

    found = 0
    for misfit in misfits():
        found += 1
        line = misfit.line
        # Ids, never words, as the trail itself.
        print(f"chain {line.chain}, line {line.position} ({line.id}): {misfit.fault}")
    count = Event.objects.count()
    print(f"{found} of {count:,} lines do not fit." if found else f"All {count:,} lines fit.")
    return 1 if found else 0
