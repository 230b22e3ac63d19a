"""The drawing's words, translatable without knowing who translates.

The command line speaks the words as they are written here; the web hands in its own gettext once, at start.
"""

from collections.abc import Callable

_speaker: Callable[[str], str] = str


def speak_with(gettext: Callable[[str], str]) -> None:
    """Let `gettext` translate every word drawn from now on."""
    global _speaker  # noqa: PLW0603 - one process speaks through one translator
    _speaker = gettext


def gettext(text: str) -> str:
    """Return the text in the reader's language."""
    return _speaker(text)
