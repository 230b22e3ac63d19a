"""What a report on a file of sessions says: plain figures, ready to be drawn.

The engine fills these; `rightfit.drawing.report.page` turns them into a page. Nothing here is a
verdict on a therapist: there is no figure per therapist, and no rank.

Where a line lies: what a report says in `report_data`, how a file is added up in `summing`, the levels of a practice in
`levels`, which courses come first in `look_first`, what a reader has to know in `remarks`.
"""

from rightfit.engine.summary.report_data import NOTHING_IN_TEN, CourseToLookAt, Levels, Refusal, ReportData
from rightfit.engine.summary.summing import Summing

__all__ = ["NOTHING_IN_TEN", "CourseToLookAt", "Levels", "Refusal", "ReportData", "Summing"]
