"""From a promised rate of false alarms to the sessions in which a signal is given.

The rate is the number of false alarms per 100 held, rupture-free sessions. `table` holds what simulation gave for it,
`keeping` the thresholds and the pause.

Source: simulation, `bench/promises.py`.
"""

from rightfit.engine.promises.keeping import HIGHEST_PROMISE, LOWEST_PROMISE, PAUSE, share_lately, signals, threshold
from rightfit.engine.promises.table import RATES, View

__all__ = [
    "HIGHEST_PROMISE",
    "LOWEST_PROMISE",
    "PAUSE",
    "RATES",
    "View",
    "share_lately",
    "signals",
    "threshold",
]
