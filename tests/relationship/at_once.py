"""Several people, or several presses of one, at the same moment."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, connections

from rightfit.keeping import clock

on_postgresql = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="here SQLite lies in memory, where a locked table does not wait"
)


def at_once(*acts: Callable[[], Any], at: datetime) -> list[Exception]:
    """Do all acts in the same moment, each on a connection of its own; return what was raised."""
    together = threading.Barrier(len(acts))
    raised: list[Exception] = []

    def one(act: Callable[[], Any]) -> None:
        try:
            connections["default"].ensure_connection()
            together.wait(timeout=10)
            with clock.at(at):
                act()
        except Exception as failed:  # noqa: BLE001 - the test says which ones it expects
            raised.append(failed)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised
