"""`rightfit backup`: a whole copy of the practice's database while it runs, sealed, without the keys."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rightfit.cli.serving import CannotStartError, see_that_a_practice_is_there

if TYPE_CHECKING:
    import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where to; default: backups in the data folder")


def run(args: argparse.Namespace) -> int:
    """Lay a backup; 0 it lies there, 1 there is none and why, 2 where the web part is missing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rightfit.settings")
    try:
        import django  # noqa: PLC0415 - a base install never meets Django
    except ModuleNotFoundError:
        print("rightfit backup: needs the web part; install it with: pip install 'rightfit[web]'", file=sys.stderr)
        return 2
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.db import DatabaseError  # noqa: PLC0415

    try:
        see_that_a_practice_is_there()
        django.setup()
        return _back_up(args.to)
    except (CannotStartError, ImproperlyConfigured) as why:
        print(f"rightfit backup: {why}", file=sys.stderr)
    except DatabaseError as failed:
        print(f"rightfit backup: the database cannot be read ({type(failed).__name__})", file=sys.stderr)
    return 1


def _back_up(folder: Path | None) -> int:
    from django.conf import settings  # noqa: PLC0415 - after the house is set

    from rightfit.exchange import backing_up  # noqa: PLC0415 - models, so not before setup

    folder = folder.resolve() if folder else backing_up.default_folder()
    keys = Path(settings.SEAL_KEY_FILE).resolve()
    if keys.parent == folder:
        raise CannotStartError(f"the keys lie in {folder} too, and together they are the whole practice; name another")
    try:
        file, manifest = backing_up.back_up(folder)
    except backing_up.NoBackupError as why:
        raise CannotStartError(str(why)) from None
    rows = sum(manifest["counts"].values())
    print(f"{file}: {len(manifest['counts'])} tables, {rows:,} rows, whole. Those older than 35 days are removed.")
    print(f"In it: everything people wrote, and the trail. Not in it: the keys. Without {keys} it opens for nobody,")
    print("so keep a copy of that file in another place than the backups, and one of the backups on another machine.")
    return 0
