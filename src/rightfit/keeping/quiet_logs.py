"""Logs say where something broke, and never what somebody wrote (safety P14).

The message of an error often quotes the value that broke it: `invalid literal for int(): 'I am afraid of ...'`.
"""

import logging
import traceback
from typing import Any


class WithoutWords(logging.Formatter):
    """Writes an error as its kind and the lines of code it went through, without its message."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the library's name
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            kind = type(error)
            lines = [*traceback.format_tb(error.__traceback__), f"{kind.__module__}.{kind.__qualname__}", *lines]
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(line.rstrip() for line in lines)
