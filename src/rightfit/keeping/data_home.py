"""The folder that holds a practice: its database, its keys, its letters in the demo.

Made at the first start, readable by its owner alone. No Django here: the settings call it.
"""

import contextlib
import os
import secrets
import time
from pathlib import Path

KEY_BYTES = 32
PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


def open_home(path: Path) -> Path:
    """Return the folder, made if it is new, and private."""
    path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    path.chmod(PRIVATE_FOLDER)
    return path


def secret_in(home: Path, name: str, *, fresh: str | None = None) -> str:
    """Return the secret that lies in this file, made at the first call.

    Two workers may start at once. The file gets its name only when it is whole, and the name can be
    given once: who comes second reads the first one's secret.
    """
    file = home / name
    if not file.exists():
        written = home / f".{name}.{secrets.token_hex(4)}"
        descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            opened.write(fresh or secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(written, file)
        written.unlink()
    return file.read_text(encoding="ascii")


def new_key_line() -> str:
    """Return a line for the file of sealing keys: a short name and a fresh 256-bit key."""
    return f"{secrets.token_hex(2)} {secrets.token_hex(KEY_BYTES)}\n"


def note_moment(home: Path, name: str) -> None:
    """Note in the folder that something was done just now: the age of this file is how long ago."""
    (home / name).touch(mode=PRIVATE_FILE)


def seconds_since(home: Path, name: str) -> float | None:
    """Return how long ago it was noted by the machine's own clock; None: never."""
    try:
        return time.time() - (home / name).stat().st_mtime
    except FileNotFoundError:
        return None
