"""Whether a person's change is more than measurement error, and whether they crossed into the ordinary range.

Each method is as published, and its name stands in every result:

- Jacobson-Truax: Jacobson and Truax 1991, Journal of Consulting and Clinical Psychology 59, 12-19.
- Gulliksen-Lord-Novick: residual of the regression to the mean; Hsu 1989, Behavioral Assessment 11, 459-467.
- Edwards-Nunnally: around the estimated true score; Speer 1992, J Consult Clin Psychol 60, 402-408.
- Hageman-Arrindell: Hageman and Arrindell 1999, Behaviour Research and Therapy 37, 1169-1193.
- hierarchical-linear: empirical Bayes slopes; Speer and Greenbaum 1995, J Consult Clin Psychol 63, 1044-1048.
- percentage of the first score, and minimal important difference: as the caller's own source has it.

Hsu-Linn-Lord and Nunnally-Kotsch are not here.

Where a line lies: the names of the methods in `methods`, two scores of a person in `two_scores`, all their scores in
`whole_courses`, the cut-off in `crossing`, the standard errors in `measurement_error`, what comes out in `kinds`.
"""

from rightfit.engine.change.crossing import CLASSES, classify
from rightfit.engine.change.kinds import Change
from rightfit.engine.change.measurement_error import Errors, errors
from rightfit.engine.change.methods import BETTER, CRITICAL, METHODS, SLOPES
from rightfit.engine.change.two_scores import change
from rightfit.engine.change.whole_courses import slopes

__all__ = [
    "BETTER", "CLASSES", "CRITICAL", "METHODS", "SLOPES", "Change", "Errors", "change", "classify", "errors", "slopes",
]  # fmt: skip
