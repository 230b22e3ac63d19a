"""The coming weeks of every series that runs, laid by the worker's tick."""

from django.db import transaction

from rightfit.relationship.calendar import Series
from rightfit.relationship.models import Pause


def lay_series_ahead() -> int:
    """Lay what is not laid yet; return how many sessions were laid. Who stopped for now gets no new dates."""
    paused = Pause.objects.running().values("relationship")
    laid = 0
    for series in Series.objects.running().exclude(relationship__in=paused).select_related("relationship"):
        with transaction.atomic():
            laid += series.lay_ahead()
    return laid
