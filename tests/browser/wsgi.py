"""The application with a clock that a test moves: each request runs at the moment that a file names."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from rightfit.keeping import clock
from rightfit.wsgi import application as house


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    moment = datetime.fromisoformat(Path(os.environ["MOMENT_FILE"]).read_text(encoding="ascii"))
    with clock.at(moment):
        return house(environ, start_response)
