"""`rightfit check`: says what is wrong with a practice, and how to mend it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from rightfit.cli.serving import CannotStartError, see_that_a_practice_is_there

if TYPE_CHECKING:
    import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes: nothing."""


def run(args: argparse.Namespace) -> int:  # noqa: ARG001 - there is one thing to do
    """Look at everything; 0 all is well, 1 something is wrong, 2 where the web part is missing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rightfit.settings")
    try:
        import django  # noqa: PLC0415 - a base install never meets Django
    except ModuleNotFoundError:
        print("rightfit check: needs the web part; install it with: pip install 'rightfit[web]'", file=sys.stderr)
        return 2
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    try:
        see_that_a_practice_is_there()
        django.setup()
    except (CannotStartError, ImproperlyConfigured) as why:
        print(f"rightfit check: {why}", file=sys.stderr)
        return 1
    return 1 if _look() else 0


def _look() -> int:
    """Print a line for each thing; return how many are wrong."""
    from django.db import DatabaseError  # noqa: PLC0415 - after the settings

    from rightfit.cli.checks import CHECKS  # noqa: PLC0415 - models, so not before setup

    count = 0
    for what, check in CHECKS:
        try:
            wrong = list(check())
        except (DatabaseError, OSError) as failed:
            # What one thing does never hides the others.
            wrong = [(f"it cannot be looked at ({type(failed).__name__})", "mend what stands above, and look again")]
        count += len(wrong)
        for said, mend in wrong:
            print(f"WRONG  {what}: {said}\n       -> {mend}")
        if not wrong:
            print(f"well   {what}")
    print(f"{count} to mend." if count else "All is well.")
    return count
