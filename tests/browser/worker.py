"""The worker with a clock that a test moves: for each moment on standard input, one tick at that moment."""

import sys
from datetime import datetime

import django

django.setup()

from rightfit import worker  # noqa: E402 - models, so not before setup
from rightfit.keeping import clock  # noqa: E402

for line in sys.stdin:
    with clock.at(datetime.fromisoformat(line.strip())):
        print("well" if worker.tick() else "a step failed", flush=True)
