"""Words that the database file, a backup or a dump must not give away.

A sealed value is AES-256-GCM under a key that lies outside the database. It is bound to its table, its
field and its row: moved elsewhere, it does not open. The key's name stands in front, so keys can be
changed while old values still open.

The binding needs the row's key before the insert, hence UUID keys made in Python everywhere.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from rightfit.keeping import seal_keys
from rightfit.keeping.seal_keys import KEY_NAME_BYTES

NONCE_BYTES = 12


class SealBrokenError(Exception):
    """A sealed value was changed, moved to another row, or its key is missing."""


class Sealed(bytes):
    """Bytes as they lie in the database, not yet opened."""


@lru_cache(maxsize=4)
def _keys(path: str) -> dict[bytes, AESGCM]:
    return {name.encode("ascii"): AESGCM(secret) for name, secret in seal_keys.keys_in(path).items()}


def seal(plain: bytes, *, place: str) -> Sealed:
    seal_keys.see_that_they_fit()
    keys = _keys(str(settings.SEAL_KEY_FILE))
    name, key = next(iter(keys.items()))
    nonce = os.urandom(NONCE_BYTES)
    return Sealed(name + nonce + key.encrypt(nonce, plain, place.encode()))


def unseal(sealed: bytes, *, place: str) -> bytes:
    name, nonce = sealed[:KEY_NAME_BYTES], sealed[KEY_NAME_BYTES : KEY_NAME_BYTES + NONCE_BYTES]
    key = _keys(str(settings.SEAL_KEY_FILE)).get(name)
    if key is None:
        named = name.decode("ascii", "replace")
        message = f"The key file {settings.SEAL_KEY_FILE} has no key named {named}, which {place} needs."
        raise SealBrokenError(message)
    try:
        return key.decrypt(nonce, sealed[KEY_NAME_BYTES + NONCE_BYTES :], place.encode())
    except InvalidTag as broken:
        message = f"The seal of {place} is broken."
        raise SealBrokenError(message) from broken


SALT_BYTES = 16
LENGTH_BYTES = 4
LAST = b"last"
MORE = b"more"


def seal_pieces(pieces: Iterable[bytes], into: IO[bytes], *, purpose: str) -> None:
    """Write pieces sealed one by one, each bound to its place; that the last one is the last is sealed too.

    The key is derived from the newest sealing key for this purpose and this file alone, so no nonce comes twice.
    """
    name, secret = next(iter(seal_keys.keys_in(str(settings.SEAL_KEY_FILE)).items()))
    salt = os.urandom(SALT_BYTES)
    key = _derived(secret, purpose, salt)
    into.write(name.encode("ascii") + salt)
    before: bytes | None = None
    number = 0
    for piece in pieces:
        if before is not None:
            _write_piece(into, key, before, number, MORE)
            number += 1
        before = piece
    _write_piece(into, key, before or b"", number, LAST)


def unseal_pieces(source: IO[bytes], *, purpose: str) -> Iterator[bytes]:
    """Yield the pieces again; refuse a file that was changed, cut short or sealed with a key that is not here."""
    name, salt = source.read(KEY_NAME_BYTES).decode("ascii", "replace"), source.read(SALT_BYTES)
    secret = seal_keys.keys_in(str(settings.SEAL_KEY_FILE)).get(name)
    if secret is None:
        message = f"The key file {settings.SEAL_KEY_FILE} has no key named {name}, with which this was sealed."
        raise SealBrokenError(message)
    key, number, ended = _derived(secret, purpose, salt), 0, False
    while length := source.read(LENGTH_BYTES):
        mark, sealed = source.read(len(LAST)), source.read(int.from_bytes(length))
        try:
            piece = key.decrypt(number.to_bytes(NONCE_BYTES), sealed, mark)
        except (InvalidTag, ValueError) as broken:
            message = "The seal is broken: the file was changed or cut short."
            raise SealBrokenError(message) from broken
        ended = mark == LAST
        yield piece
        number += 1
    if not ended:
        message = "The seal is broken: the end of the file is missing."
        raise SealBrokenError(message)


def _derived(secret: bytes, purpose: str, salt: bytes) -> AESGCM:
    return AESGCM(hmac.digest(secret, purpose.encode() + salt, hashlib.sha256))


def _write_piece(into: IO[bytes], key: AESGCM, piece: bytes, number: int, mark: bytes) -> None:
    sealed = key.encrypt(number.to_bytes(NONCE_BYTES), piece, mark)
    into.write(len(sealed).to_bytes(LENGTH_BYTES) + mark + sealed)


class _OpenedOnReading(DeferredAttribute):
    """Opens a sealed value when somebody reads the attribute, not when the row is loaded."""

    field: "SealedField"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = self.field.opened(value, instance)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        # A descriptor that sets is asked first on reading too; without it the row's own dict would answer.
        instance.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """A JSON-like value (words, a number, a list) that lies sealed in the database."""

    descriptor_class = _OpenedOnReading

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def place(self, instance: models.Model) -> str:
        """Name where the value lies: the seal is bound to it."""
        return f"{self.model._meta.label_lower}.{self.name}:{instance.pk}"

    def opened(self, sealed: Sealed, instance: models.Model) -> Any:
        return json.loads(unseal(bytes(sealed), place=self.place(instance)))

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:  # noqa: ARG002, FBT001 - Django's signature
        lying = model_instance.__dict__.get(self.attname)
        if lying is None or isinstance(lying, Sealed):
            return lying
        plain = json.dumps(lying, ensure_ascii=False, separators=(",", ":")).encode()
        return seal(plain, place=self.place(model_instance))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:  # noqa: ARG002 - Django's signature
        return None if value is None else Sealed(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        # `.filter(words="...")` and `.update(words="...")` have no row to bind to: refuse them, loudly.
        if value is not None and not isinstance(value, Sealed):
            message = f"{self.model._meta.label}.{self.name} is sealed: it can only be saved with its row."
            raise TypeError(message)
        return super().get_db_prep_value(None if value is None else bytes(value), connection, prepared)

    def value_to_string(self, obj: models.Model) -> str:
        message = f"{obj._meta.label}.{self.name} is sealed and does not leave by a dump."
        raise TypeError(message)
