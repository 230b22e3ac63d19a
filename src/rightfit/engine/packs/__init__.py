"""Questionnaires that a practice adds under its own licence: the text, who attests the licence, until when, how often.

A pack is two files in one folder: `ID.toml`, the definition as it was given, and `ID.licence.toml`, the attestation.
The text is bound to the attestation by its digest, so a text that changed is not the one attested. Nothing
here writes a text anywhere else.

Where a line lies: what is attested in `attestation`, the folder in `folder`, the keys of questionnaires whose text may
not ship in `keys`.
"""

from rightfit.engine.packs.attestation import Licence, PackError, names
from rightfit.engine.packs.attestation import licence_of as licence
from rightfit.engine.packs.folder import add, load, read, use
from rightfit.engine.packs.keys import Key, scoring_keys, skeleton

__all__ = ["Key", "Licence", "PackError", "add", "licence", "load", "names", "read", "scoring_keys", "skeleton", "use"]
