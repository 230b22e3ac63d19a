"""The command line: one module for each command, and only the chosen one is imported.

A module `rightfit/cli/<name>.py` (`import_.py` for `import`) offers `arguments(parser)` and
`run(args) -> int`. It imports numpy, Django and the like inside `run`, so that `--help` stays quick and a
base install never meets Django.
"""

import argparse
import importlib
import keyword
import os
import sys
from collections.abc import Sequence

from rightfit import __version__

COMMANDS = (
    ("read", "read the ratings in a file, session by session"),
    ("calibrate", "fit the reading to a practice's own ratings, without labels"),
    ("simulate", "make up a practice whose truth is known"),
    ("score", "score a questionnaire, row by row"),
    ("change", "classify change from before to after: reliable, clinically significant"),
    ("measures", "the questionnaires: list, add one under a licence, examine one"),
    ("needs", "own words, a line each, to the cards most like them"),
    ("worker", "lay dates ahead, letters and hints, and post the letters, as they fall due"),
    ("audit", "walk the trail of who did or looked at what, and say which line does not fit"),
    ("backup", "lay a whole, sealed copy of the practice's database, while it runs"),
    ("restore", "make a backup a practice again, or try the newest one in a scratch folder"),
    ("check", "say what is wrong with a practice, and how to mend it"),
    ("anew", "let somebody who works here choose a second step anew: phone and spare codes are lost"),
    ("import", "bring a practice's history in from a file; without --yes only say what would be made"),
    ("serve", "serve a real practice; an empty one prints the link by which its lead comes in"),
    ("demo", "start a practice with months of made-up history, on this machine only"),
)


def main(argv: Sequence[str] | None = None) -> int:
    argv = sys.argv[1:] if argv is None else list(argv)
    # Numpy looks at this once, when it is imported. The matrices are small: two threads wait for each other, and a
    # long file takes seven times as long.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    parser = argparse.ArgumentParser(prog="rightfit", description="Software for psychotherapy practices.")
    parser.add_argument("--version", action="version", version=f"rightfit {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    # No option before the command takes a value, so the first plain word is the command.
    chosen = next((word for word in argv if not word.startswith("-")), None)
    for name, line in COMMANDS:
        subparser = subparsers.add_parser(name, help=line, description=f"{line[0].upper()}{line[1:]}.")
        if name == chosen:
            # No module can be called `import`: a word of Python's own gets a stroke behind it.
            module = f"{name}_" if keyword.iskeyword(name) else name
            command = importlib.import_module(f"rightfit.cli.{module}")
            command.arguments(subparser)
            subparser.set_defaults(run=command.run)

    args = parser.parse_args(argv)  # an unknown command ends here, with exit code 2
    try:
        return int(args.run(args))
    except BrokenPipeError:
        # The reader left, as `head` does: nothing to say, and nothing left to flush at the end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
