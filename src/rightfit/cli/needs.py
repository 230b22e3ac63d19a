"""`rightfit needs`: own words, a line each, to the cards most like them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rightfit.cli.tables import FileError, WrongCallError, write_csv

if TYPE_CHECKING:
    import argparse

HEAD = ("line", "first", "second", "third")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("file", type=Path, metavar="IN.txt", help="one sentence a line, UTF-8")
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.csv", help="the line and up to three cards")
    parser.add_argument("--cards", action="store_true", help="also print the cards' keys with what stands on them")


def run(args: argparse.Namespace) -> int:
    """Suggest and write; 0 done, 1 nothing readable, 2 a wrong call."""
    try:
        return _run(args)
    except WrongCallError as error:
        print(f"rightfit needs: {error}", file=sys.stderr)
        return 2
    except FileError as error:
        print(f"rightfit needs: {error}", file=sys.stderr)
        return 1


def _run(args: argparse.Namespace) -> int:
    from rightfit.conversation.cards import cards  # noqa: PLC0415 - only here
    from rightfit.engine.needs import suggest  # noqa: PLC0415

    if args.out.resolve() == args.file.resolve():
        raise WrongCallError(f"{args.out} is the file to be read")
    try:
        lines = args.file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise FileError(f"{args.file.name} is not UTF-8") from None
    except OSError as error:
        raise FileError(f"{args.file} cannot be read ({error.strerror})") from None
    if not any(line.strip() for line in lines):
        raise FileError(f"{args.file.name} is empty")
    known = cards()
    deck = list(known.values())
    found = [suggest(line, deck) if line.strip() else [] for line in lines]
    write_csv(args.out, HEAD, [[number, *one, *[""] * (3 - len(one))] for number, one in enumerate(found, start=1)])
    if args.cards:
        for card in deck:
            print(f"{card.key:18} {card.text}")
    matched = sum(bool(one) for one in found)
    print(
        f"{matched} of {sum(bool(line.strip()) for line in lines)} lines are like a card; it suggests, it never decides"
    )
    return 0
