"""One-time links: a random word that only its receiver knows; the house keeps its fingerprint."""

import hashlib
import logging
import secrets
from smtplib import SMTPException

from rightfit.keeping.models import Letter
from rightfit.keeping.posting import words_of

log = logging.getLogger(__name__)
BYTES = 32


def new_key() -> str:
    return secrets.token_urlsafe(BYTES)


def fingerprint(key: str) -> str:
    """Return what stands in the database: from it nobody can make the link again."""
    return hashlib.sha256(b"rightfit one-time link" + key.encode()).hexdigest()


def send(address: str, path: str) -> bool:
    """Send a link in the neutral letter, now; say whether it left.

    It does not lie in the outbox: there the link would stand in clear until it was posted.
    """
    letter = words_of(Letter(path=path))
    letter.to = [address]
    try:
        letter.send()
    except (OSError, SMTPException) as failed:
        log.error("A one-time link could not leave: %s", type(failed).__name__)  # noqa: TRY400 - a trace would hold the address
        return False
    return True
