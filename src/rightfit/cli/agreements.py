"""Agreements beside a file of sessions: which pair agreed on a change, in or after which session."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from rightfit.engine.dyad import Priors
    from rightfit.engine.files import Table, Window
    from rightfit.engine.noticing import Readings
    from rightfit.engine.repair import Helped

COLUMNS = ("p_improved", "verdict")
"""What agreements add to OUT."""


class Agreements:
    """The agreements of a file (client, therapist, session), and which of them found no session."""

    def __init__(self, path: Path) -> None:
        """Read the file; `FileError` or `CallError` where it cannot be read."""
        from rightfit.engine.files import CallError, FileError  # noqa: PLC0415 - numpy only when it is needed

        self.name = path.name
        self.sessions: dict[tuple[str, str], dict[int, int]] = {}
        try:
            with path.open(encoding="utf-8-sig", newline="") as handle:
                reader = csv.DictReader(handle)
                missing = [one for one in ("client", "therapist", "session") if one not in (reader.fieldnames or ())]
                if missing:
                    raise FileError(f"{path.name} has no column {' and no column '.join(missing)}")
                for row in reader:
                    number = (row["session"] or "").strip()
                    if not (number.isascii() and number.isdigit()):
                        raise FileError(
                            f'{path.name}, line {reader.line_num}: session "{number}" is not a whole number'
                        )
                    pair = ((row["client"] or "").strip(), (row["therapist"] or "").strip())
                    self.sessions.setdefault(pair, {})[int(number)] = reader.line_num
        except OSError as error:
            raise CallError(f"{path} cannot be read ({error.strerror})") from None
        except (UnicodeDecodeError, csv.Error) as error:
            raise FileError(f"{path.name} is no CSV in UTF-8 ({error})") from None

    def read(self, window: Window, table: Table, found: Readings, priors: Priors) -> Helped:
        """Say for each session of a table whether what was agreed before it helped."""
        import numpy as np  # noqa: PLC0415 - as above

        from rightfit.engine.repair import did_it_help  # noqa: PLC0415

        forms = table.forms
        agreed: NDArray[np.bool_] = np.zeros(forms.session.shape, bool)
        for row, pair in enumerate(table.pair.tolist()):
            waiting = self.sessions.get(window.pairs[pair])
            if not waiting:
                continue
            numbers = forms.session[row, : table.length[row]]
            for session in list(waiting):
                # an agreement between two sessions belongs to the one before it
                before = np.flatnonzero(numbers <= session)
                if before.size:
                    agreed[row, before[-1]] = True
                    del waiting[session]
        return did_it_help(
            session=forms.session, evidence=found.evidence, p_rupture=found.p_rupture, agreed=agreed, priors=priors
        )

    def left(self) -> list[str]:
        """What to say about agreements for which no session was read, in the file's order."""
        lines = [(line, pair, one) for pair, waiting in self.sessions.items() for one, line in waiting.items()]
        return [
            f"{self.name}, line {line}: no session up to {one} of client {pair[0]} and therapist {pair[1]} was read"
            for line, pair, one in sorted(lines)
        ]
