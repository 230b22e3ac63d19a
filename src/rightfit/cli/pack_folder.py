"""Where the packs of this practice lie, and how a command finds a questionnaire that ships or is one of them."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rightfit.cli.tables import WrongCallError

if TYPE_CHECKING:
    from rightfit.engine.measures.definition import Measure


def pack_folder() -> Path:
    """Return RIGHTFIT_MEASURES, or `measures` in RIGHTFIT_HOME (default rightfit-data)."""
    own = os.environ.get("RIGHTFIT_MEASURES")
    return Path(own) if own else Path(os.environ.get("RIGHTFIT_HOME") or "rightfit-data") / "measures"


def today() -> date:
    """Return the day it is here; the clock of the house belongs to the web, which a base install has not."""
    return date.fromisoformat(time.strftime("%Y-%m-%d"))


def find(name: str) -> Measure:
    """Return the measure with this id. Raises WrongCallError."""
    from rightfit.engine import packs  # noqa: PLC0415 - only where it is needed
    from rightfit.engine.measures.shipped import UnknownMeasureError, load  # noqa: PLC0415

    folder = pack_folder()
    if name in packs.names(folder):
        try:
            return packs.load(folder, name, today=today())
        except packs.PackError as error:
            raise WrongCallError(str(error)) from None
    try:
        return load(name)
    except UnknownMeasureError as error:
        key = next((one for one in packs.scoring_keys() if one.id == name), None)
        if key is not None:
            message = f"{key.name} does not ship; with a licence ({key.ask}) it is added: rightfit measures key {name}"
            raise WrongCallError(message) from None
        raise WrongCallError(str(error)) from None


def count(measure: Measure, *, forms: int) -> None:
    """Count the uses of a pack. Raises WrongCallError where the licence has no more."""
    from rightfit.engine import packs  # noqa: PLC0415

    if not measure.is_pack or not forms:
        return
    try:
        packs.use(pack_folder(), measure.id, times=forms, today=today())
    except packs.PackError as error:
        raise WrongCallError(str(error)) from None
