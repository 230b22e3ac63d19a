"""The worker with a clock that a test moves: for each moment on standard input, one tick at that moment.

After each tick it looks whether somebody is responsible for everybody who looks for a therapist or has one.
"""

import sys
from datetime import datetime

import django
from django.db.models import Q

django.setup()

from rightfit import worker  # noqa: E402 - models, so not before setup
from rightfit.keeping import clock  # noqa: E402
from rightfit.practice.models import Person  # noqa: E402
from rightfit.relationship.models import Relationship  # noqa: E402
from rightfit.relationship.responsible import responsible_for  # noqa: E402


def alone() -> list[str]:
    """Return the names of those for whom nobody is responsible."""
    live = Relationship.objects.live().values("client")
    clients = Person.objects.filter(Q(pk__in=live) | Q(searches__isnull=False)).distinct()
    return [client.given_name for client in clients if responsible_for(client) is None]


for line in sys.stdin:
    with clock.at(datetime.fromisoformat(line.strip())):
        well = worker.tick()
        nobody = alone()
        print("a step failed" if not well else f"nobody is responsible for {nobody}" if nobody else "well", flush=True)
