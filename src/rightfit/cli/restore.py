"""`rightfit restore`: a backup becomes a practice again, or shows in a scratch folder that it could."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from rightfit.cli import serving
from rightfit.cli.serving import CannotStartError

if TYPE_CHECKING:
    import argparse

SCRATCH = ".restoring.sqlite3"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="the backup; with --drill: the newest one")
    parser.add_argument("--into", type=Path, metavar="HOME", help="the data folder; default: RIGHTFIT_HOME")
    parser.add_argument("--keys", type=Path, metavar="FILE", help="the key file; default: seal-keys in the data folder")
    parser.add_argument("--replace", action="store_true", help="a practice that is there is laid aside, not refused")
    parser.add_argument("--drill", action="store_true", help="try it in a scratch folder, and note that it was tried")
    parser.add_argument(
        "--erase-since",
        type=datetime.fromisoformat,
        metavar="MOMENT",
        help="after pg_restore: erase again what somebody had erased since the backup was made",
    )
    parser.add_argument("--from", type=Path, dest="folder", metavar="FOLDER", help="with --drill: where backups lie")


def run(args: argparse.Namespace) -> int:
    """Restore or try; 0 it is whole and in place, 1 not and why (nothing was touched), 2 a wrong call."""
    if sum((args.file is not None, args.drill, args.erase_since is not None)) != 1:
        print("rightfit restore: name the backup, or --drill for the newest one", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rightfit.settings")
    try:
        import django  # noqa: PLC0415 - a base install never meets Django
    except ModuleNotFoundError:
        print("rightfit restore: needs the web part; install it with: pip install 'rightfit[web]'", file=sys.stderr)
        return 2
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.db import DatabaseError  # noqa: PLC0415

    try:
        if args.drill:
            serving.see_that_a_practice_is_there()
            django.setup()
            return _drill(args.folder)
        if args.erase_since:
            serving.see_that_a_practice_is_there()
            django.setup()
            return _erase_again(args.erase_since)
        file = args.file.resolve()
        if args.into:
            os.environ["RIGHTFIT_HOME"] = str(args.into.resolve())
        if args.keys:
            os.environ["RIGHTFIT_SEAL_KEY_FILE"] = str(args.keys.resolve())
        django.setup()
        return _restore(file, replace=args.replace)
    except (CannotStartError, ImproperlyConfigured) as why:
        print(f"rightfit restore: {why}", file=sys.stderr)
    except DatabaseError as failed:
        kind = type(failed).__name__
        print(f"rightfit restore: the copy cannot be brought up to date ({kind}): {failed}", file=sys.stderr)
    return 1


def _restore(file: Path, *, replace: bool) -> int:
    from django.conf import settings  # noqa: PLC0415 - after the house is set

    from rightfit.exchange import restoring  # noqa: PLC0415 - models, so not before setup

    home, place = Path(settings.HOME), Path(settings.DATABASE_FILE)
    if not Path(settings.SEAL_KEY_FILE).exists():
        raise CannotStartError(f"the key file {settings.SEAL_KEY_FILE} is not there: bring it back, or name --keys")
    if place.exists() and place.stat().st_size and not replace:
        raise CannotStartError(
            f"{home} holds a practice; name another folder in --into, or lay it aside with --replace"
        )
    serving.see_that_it_is_not_running(home)
    scratch = home / SCRATCH
    try:
        manifest = restoring.open_backup(file, scratch)
        if manifest["database"] != "sqlite":
            return _lay_dump(scratch, home / "practice.dump", manifest["made_at"])
        if os.environ.get("DATABASE_URL"):
            raise CannotStartError("this is a backup of SQLite; take DATABASE_URL away")
        restoring.see_that_it_is_whole(scratch, manifest)
        with restoring.looked_into(scratch):
            if not serving.is_drawn_already():
                serving.draw_styles()
            erased = restoring.bring_up_to_date(datetime.fromisoformat(manifest["made_at"]))
        aside = restoring.put_in_place(scratch)
    except restoring.NotRestoredError as why:
        raise CannotStartError(str(why)) from None
    finally:
        for end in restoring.BESIDE:
            (home / (SCRATCH + end)).unlink(missing_ok=True)
    rows, made_at = sum(manifest["counts"].values()), manifest["made_at"][:16]
    print(f"Restored into {home}: as of {made_at} UTC, {rows:,} rows, whole, trail verified, a page shown.")
    print(f"Erased again, because somebody had erased it since: {erased}. Nobody is signed in.")
    if aside:
        print(f"What was there before lies in {aside}; remove it and its -wal once you are sure: it holds everything.")
    where = f"RIGHTFIT_HOME={home}"
    if Path(settings.SEAL_KEY_FILE).resolve() != (home / "seal-keys").resolve():
        where += f" and RIGHTFIT_SEAL_KEY_FILE={settings.SEAL_KEY_FILE}"
    print(f"Next: set {where}, run `rightfit check`, then `rightfit serve`, and tell people what is missing:")
    print("whatever was said after that moment has to be said again.")
    return 0


def _lay_dump(scratch: Path, dump: Path, made_at: str) -> int:
    scratch.replace(dump)
    print(f"A backup of a PostgreSQL; its checksum fits. The dump lies in {dump}. Next, with an empty database:")
    print(f'pg_restore --exit-on-error --no-owner --dbname "$DATABASE_URL" {dump}')
    print(f"then, before anybody signs in: rightfit restore --erase-since {made_at}")
    print("then `rightfit serve --check`, `rightfit audit verify` and `rightfit check`; then remove the dump.")
    return 0


def _erase_again(moment: datetime) -> int:
    from rightfit.exchange import letting_go  # noqa: PLC0415 - models, so not before setup

    since = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    print(f"Erased again, because somebody had erased it since: {letting_go.do_again(since)}.")
    return 0


def _drill(folder: Path | None) -> int:
    """Restore the newest backup into a folder that is thrown away; this practice is not touched."""
    from django.conf import settings  # noqa: PLC0415 - after the house is set

    from rightfit.exchange import backing_up, restoring  # noqa: PLC0415 - models, so not before setup
    from rightfit.keeping import erasing  # noqa: PLC0415
    from rightfit.keeping.data_home import note_moment  # noqa: PLC0415

    folder = folder.resolve() if folder else backing_up.default_folder()
    lying = backing_up.backups_in(folder)
    if not lying:
        raise CannotStartError(f"no backup lies in {folder}; make one with: rightfit backup")
    _, newest = lying[-1]
    theirs = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with TemporaryDirectory(prefix="rightfit-drill-") as scratch:
        tombstones = Path(settings.HOME) / erasing.NAME
        if tombstones.exists():
            shutil.copy(tombstones, scratch)
        call = [sys.executable, "-m", "rightfit", "restore", str(newest), "--into", scratch]
        call += ["--keys", str(settings.SEAL_KEY_FILE)]
        tried = subprocess.run(call, env=theirs, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if tried.returncode:
        raise CannotStartError(f"{newest} was tried and failed: {tried.stderr.strip()}")
    if os.environ.get("DATABASE_URL"):
        print(f"{newest} opens and its checksum fits. Nothing was restored, and no drill is noted:")
        print("put it into an empty database by hand, as `rightfit restore` tells.")
        return 0
    note_moment(Path(settings.HOME), restoring.NOTED)
    print(f"{newest} was tried in a scratch folder: {tried.stdout.splitlines()[0]}")
    return 0
