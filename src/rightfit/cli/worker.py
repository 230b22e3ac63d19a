"""`rightfit worker`: lay dates ahead, letters and hints, and post the letters, as they fall due."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--every", type=float, default=60, metavar="SECONDS", help="how often to look; default: 60")
    parser.add_argument("--once", action="store_true", help="look once and stop; 1 if a step failed")


def run(args: argparse.Namespace) -> int:
    """Look for what is due, again and again; 2 for a wrong call or where the web part is missing."""
    if args.every <= 0:
        print(f"rightfit worker: --every is {args.every:g}; it must be more than 0", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rightfit.settings")
    try:
        import django  # noqa: PLC0415 - a base install never meets Django
    except ModuleNotFoundError:
        print("rightfit worker: needs the web part; install it with: pip install 'rightfit[web]'", file=sys.stderr)
        return 2
    django.setup()
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    from rightfit import worker  # noqa: PLC0415 - after the settings
    from rightfit.keeping.seal_keys import refuse_a_wrong_file  # noqa: PLC0415

    try:
        refuse_a_wrong_file()
    except ImproperlyConfigured as wrong:
        print(f"rightfit worker: {wrong}", file=sys.stderr)
        return 1

    if args.once:
        return 0 if worker.tick() else 1
    worker.run_forever(args.every)
    return 0
