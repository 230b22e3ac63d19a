"""`rightfit simulate`: make up a practice whose truth is known, as two files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from rightfit.engine.simulation.settings import Setting

MOST_CLIENTS = 1_000_000


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--list", action="store_true", help="list the settings and stop")
    parser.add_argument("--setting", default="base", metavar="NAME", help="which world; default: base")
    parser.add_argument("--clients", type=int, default=2000, metavar="N", help="how many clients; default: 2000")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed makes the same practice")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where sessions.csv and truth.csv go")


def run(args: argparse.Namespace) -> int:
    """Make the practice; 0 made, 1 the folder cannot be written, 2 a wrong call."""
    from rightfit.engine.simulation.settings import UnknownSettingError, setting, settings  # noqa: PLC0415 - only here

    if args.list:
        for one in settings():
            print(f"{one.name:20} {one.what}")
        return 0
    try:
        world = setting(args.setting)
    except UnknownSettingError as error:
        return _wrong(str(error))
    if args.out is None:
        return _wrong("--out DIR says where the two files go")
    if not 1 <= args.clients <= MOST_CLIENTS:
        return _wrong(f"--clients is {args.clients}; it may be 1 to {MOST_CLIENTS}")
    if args.seed < 0:
        return _wrong(f"--seed is {args.seed}; it may be 0 or more")
    return _make(world, args)


def _make(world: Setting, args: argparse.Namespace) -> int:
    from rightfit.engine.simulation.files import write  # noqa: PLC0415 - numpy only when it is needed
    from rightfit.engine.simulation.practice import Practice  # noqa: PLC0415

    practice = Practice(world, seed=args.seed, clients=args.clients).run()
    try:
        made = write(practice, folder=args.out)
    except OSError as error:
        print(f"rightfit simulate: {args.out} cannot be written ({error.strerror})", file=sys.stderr)
        return 1
    print(f"{args.clients} clients, {practice.observe().session.size} sessions: {made[0]} and {made[1]}")
    return 0


def _wrong(message: str) -> int:
    print(f"rightfit simulate: {message}", file=sys.stderr)
    return 2
