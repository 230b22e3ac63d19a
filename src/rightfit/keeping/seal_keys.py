"""The file of sealing keys, and that it is the one with which this practice's words were sealed.

The file holds one `name key` line for each key: the first seals, all of them open. The database knows each
key by its name and a fingerprint, never the key itself, so that a file that was lost, left behind or mixed
up is noticed before anything is sealed with another key.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction

from rightfit.keeping.data_home import KEY_BYTES, new_key_line, secret_in
from rightfit.keeping.models import SealKey

KEY_NAME_BYTES = 4
# The files that were seen to fit; a process reads its keys once.
_fitting: set[str] = set()


@lru_cache(maxsize=4)
def keys_in(path: str) -> dict[str, bytes]:
    """Return the keys of the file by their names, in the file's order."""
    try:
        lines = Path(path).read_text(encoding="ascii").splitlines()
    except FileNotFoundError as missing:
        message = (
            f"The key file {path} is missing: sealed words cannot be read or written without it. "
            "Bring it back from your backup of the keys, or let RIGHTFIT_SEAL_KEY_FILE name where it lies. "
            "Do not make a new one: it would open nothing. A new practice gets its key with its first `rightfit serve`."
        )
        raise ImproperlyConfigured(message) from missing
    keys: dict[str, bytes] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            name, secret = _read(line, where=f"Line {number} of the key file {path}")
            if name in keys:
                message = f"The key file {path} has two keys named {name}: each needs a name of its own."
                raise ImproperlyConfigured(message)
            keys[name] = secret
    if not keys:
        message = f"The key file {path} holds no key. Bring it back from your backup of the keys."
        raise ImproperlyConfigured(message)
    return keys


def _read(line: str, *, where: str) -> tuple[str, bytes]:
    try:
        name, figures = line.split()
        secret = bytes.fromhex(figures)
    except ValueError:
        name, secret = "", b""
    if len(name) != KEY_NAME_BYTES or len(secret) != KEY_BYTES:
        # The line itself is not repeated: it may hold most of a key.
        message = f"{where} is no key: it must be four letters or figures, a space, and {2 * KEY_BYTES} hex figures."
        raise ImproperlyConfigured(message)
    return name, secret


def fingerprint(secret: bytes) -> str:
    """Return what tells one key from another and gives nothing of it away."""
    return hashlib.sha256(b"rightfit seal key" + secret).hexdigest()


def see_that_they_fit() -> None:
    """Refuse a key file that lacks a key of this practice; make the database know what is new in it."""
    path = str(settings.SEAL_KEY_FILE)
    if path in _fitting:
        return
    here = fingerprints()
    known = dict(SealKey.objects.values_list("name", "fingerprint"))
    missing = sorted(name for name, known_as in known.items() if here.get(name) != known_as)
    if missing:
        message = (
            f"The key file {path} does not belong to this database: it lacks the key {', '.join(missing)}, "
            "with which words of this practice were sealed. Bring that line back from your backup of the keys, "
            "behind the newest line. Nothing is sealed until then."
        )
        raise ImproperlyConfigured(message)
    for name in here.keys() - known.keys():
        # Two processes may meet a new key at once, and both write the same.
        SealKey.objects.get_or_create(name=name, defaults={"fingerprint": here[name]})
    # Only once it is sure that the rows stay.
    transaction.on_commit(lambda: _fitting.add(path))


def refuse_a_wrong_file() -> None:
    """Look at the start already; while the database does not answer, the first sealing looks."""
    try:
        see_that_they_fit()
    except DatabaseError:
        return


def fingerprints() -> dict[str, str]:
    return {name: fingerprint(secret) for name, secret in keys_in(str(settings.SEAL_KEY_FILE)).items()}


def make_for_a_new_practice() -> None:
    """Make the key file if there is none: only where no word was ever sealed."""
    file = Path(settings.SEAL_KEY_FILE)
    if not file.parent.is_dir():
        message = f"The folder {file.parent} for the key file is not there: make it, or change RIGHTFIT_SEAL_KEY_FILE."
        raise ImproperlyConfigured(message)
    secret_in(file.parent, file.name, fresh=new_key_line())
