"""The coming weeks of every series that runs, laid by the worker's tick."""

import logging

from rightfit.relationship.models import Pause
from rightfit.relationship.series import Series

log = logging.getLogger(__name__)


class NotLaidError(Exception):
    """Some usual times could not be laid ahead; the others were."""


def lay_series_ahead() -> int:
    """Lay what is not laid yet; return how many sessions were laid. One that fails does not stop the others."""
    paused = Pause.objects.running().values("relationship")
    laid = failures = 0
    for series in Series.objects.running().exclude(relationship__in=paused).select_related("relationship"):
        try:
            laid += series.lay_ahead()
        except Exception as failed:  # noqa: BLE001 - whatever it was, the next pair still has its turn
            failures += 1
            # The kind alone: a message could hold what somebody wrote.
            log.error("A usual time could not be laid ahead: %s", type(failed).__name__)  # noqa: TRY400
    if failures:
        raise NotLaidError(failures)
    return laid
