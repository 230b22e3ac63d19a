"""Fitting to a practice's own forms, without labels; priors as a file.

Learnt is where ratings lie and how much they move (the six parameters of scale: `mu_c, sb_c, s_c, mu_h, sb_h, s_h`),
how the question is answered, and how much therapists notice. How often ruptures happen is left to the priors and to
confirmed answers. Who asks for it (`beyond_scale`) lets that too be drawn from the forms, held near what is assumed.

Where a line lies: the order of things in `fitting`, the six in `scale`, the question in `question`, what therapists
notice in `noticed`, what stays in the background in `how_often`, what is only drawn when asked for in `beyond_scale`,
the file in `priors_file`.
"""

from rightfit.engine.calibrating.fitting import FEWEST, Fit, fit
from rightfit.engine.calibrating.priors_file import PriorsError, from_toml, to_toml
from rightfit.engine.calibrating.scale import SIX

__all__ = ["FEWEST", "SIX", "Fit", "PriorsError", "fit", "from_toml", "to_toml"]
